import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { networkGet, networkGetArgs } from "./network.ts";

Deno.test("networkGetArgs() names binding and relation (NET-02)", () => {
  assertEquals(networkGetArgs("db"), ["network-get", "--format=json", "db"]);
  assertEquals(
    networkGetArgs("db", { relationId: 0 }),
    ["network-get", "--format=json", "-r", "0", "db"],
  );
});

Deno.test("networkGet() reads interfaces and addresses (JHT-07, HKC-11)", () => {
  const stdout = JSON.stringify({
    "bind-addresses": [{
      "mac-address": "aa:bb",
      "interface-name": "eth0",
      addresses: [
        { hostname: "h", value: "10.0.0.7", cidr: "10.0.0.0/24" },
        { address: "10.0.0.8" },
      ],
    }, { addresses: null }],
    "egress-subnets": ["10.0.0.7/32"],
    "ingress-addresses": ["10.0.0.7"],
  });
  const runner = new RecordingRunner(stdout);

  assertEquals(networkGet("db", { relationId: 7 }, runner), {
    bindAddresses: [
      {
        macAddress: "aa:bb",
        interfaceName: "eth0",
        addresses: [
          { hostname: "h", value: "10.0.0.7", cidr: "10.0.0.0/24" },
          { hostname: "", value: "10.0.0.8", cidr: "" },
        ],
      },
      { macAddress: "", interfaceName: "", addresses: [] },
    ],
    egressSubnets: ["10.0.0.7/32"],
    ingressAddresses: ["10.0.0.7"],
  });
  assertEquals(runner.argv, networkGetArgs("db", { relationId: 7 }));
});

Deno.test("networkGet() takes a missing list as empty (NET-07)", () => {
  for (const stdout of ["{}", '{"bind-addresses":null}']) {
    assertEquals(networkGet("db", {}, new RecordingRunner(stdout)), {
      bindAddresses: [],
      egressSubnets: [],
      ingressAddresses: [],
    });
  }
});
