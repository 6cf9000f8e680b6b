import { assertEquals } from "@std/assert";
import { jujuRelease } from "./juju_release.ts";
import { LOOPBACK, unitAddresses } from "./unit_addresses.ts";

const OLD = jujuRelease("3.6.28");
const NEW = jujuRelease("4.0.0");

Deno.test("unitAddresses() has what Juju puts into a databag (JFL-09)", () => {
  const addresses = {
    "egress-subnets": "127.0.0.1/32",
    "ingress-address": "127.0.0.1",
  };

  assertEquals(unitAddresses(NEW), addresses);
  assertEquals(unitAddresses(OLD), {
    ...addresses,
    "private-address": "127.0.0.1",
  });
});

Deno.test("unitAddresses() has nothing of a unit without an address", () => {
  assertEquals(unitAddresses(OLD, null), {});
  assertEquals(unitAddresses(OLD, { ...LOOPBACK, ingressAddresses: [] }), {});
});
