import { ModelError, RelationNotFoundError } from "@charmkit/ops";
import { assertEquals, assertThrows } from "@std/assert";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness.addNetwork() fills in subnet, ingress and egress (HRN-36)", () => {
  using harness = recordingHarness();

  harness.addNetwork("10.1.2.3", { endpoint: "db" });

  const { interfaces, ingressAddresses, egressSubnets } = harness.model
    .getBinding("db").network;
  assertEquals(interfaces, [
    { name: "eth0", address: "10.1.2.3", subnet: "10.1.2.0/24" },
  ]);
  assertEquals(ingressAddresses, ["10.1.2.3"]);
  assertEquals(egressSubnets, ["10.1.2.0/24"]);
});

Deno.test("Harness.addNetwork() of an IPv6 address has a subnet of 64 bits (HRN-36)", () => {
  using harness = recordingHarness();
  const subnet = (address: string) => {
    harness.addNetwork(address, { endpoint: "db" });
    return harness.model.getBinding("db").network.interfaces[0]?.subnet;
  };

  assertEquals(subnet("2001:db8::1"), "2001:db8::/64");
  assertEquals(subnet("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  assertEquals(subnet("::1"), "::/64");
});

Deno.test("Harness.addNetwork() takes what is given (HRN-36)", () => {
  using harness = recordingHarness();

  harness.addNetwork("10.1.2.3", { endpoint: "db" });
  harness.addNetwork("10.1.2.4", {
    endpoint: "db",
    cidr: "10.0.0.0/8",
    interface: "eth7",
    ingressAddresses: ["203.0.113.1"],
    egressSubnets: ["203.0.113.0/24"],
  });

  const { interfaces, ingressAddresses, egressSubnets } = harness.model
    .getBinding("db").network;
  assertEquals(interfaces, [
    { name: "eth7", address: "10.1.2.4", subnet: "10.0.0.0/8" },
  ]);
  assertEquals(ingressAddresses, ["203.0.113.1"]);
  assertEquals(egressSubnets, ["203.0.113.0/24"]);
});

Deno.test("Harness.addNetwork() refuses what can't be (HRN-36)", async () => {
  using harness = recordingHarness();
  const id = await harness.addRelation("db", "postgresql");

  for (const address of ["db.example", "10.0.0", "10.0.0.256", "1::2::3"]) {
    assertThrows(
      () => harness.addNetwork(address),
      TypeError,
      `Cannot add a network: "${address}" is not an IP address`,
    );
  }
  assertThrows(
    () => harness.addNetwork("10.0.0.1", { relationId: id }),
    TypeError,
    'Cannot add a network of relation 0: give the "endpoint", too',
  );
  assertThrows(
    () => harness.addNetwork("10.0.0.1", { endpoint: "dn" as "db" }),
    ModelError,
    'Cannot add a network of endpoint "dn": the metadata declares "cluster", "db", "cache", "juju-info"',
  );
  assertThrows(
    () => harness.addNetwork("10.0.0.1", { endpoint: "db", relationId: 9 }),
    RelationNotFoundError,
  );
  assertThrows(
    () => harness.addNetwork("10.0.0.1", { endpoint: "cache", relationId: id }),
    ModelError,
    'Cannot add a network of relation 0 to endpoint "cache": it is one of "db"',
  );
});

Deno.test("Harness shows the network of the relation, else of the endpoint, else that for all (HRN-37)", async () => {
  using harness = recordingHarness();
  const { model } = harness;
  const id = await harness.addRelation("db", "postgresql");
  await harness.addRelation("db", "mysql");
  assertThrows(() => model.getBinding("cache").network, ModelError);

  harness.addNetwork("10.0.0.1");
  harness.addNetwork("10.0.0.2", { endpoint: "db" });
  harness.addNetwork("10.0.0.3", { endpoint: "db", relationId: id });

  const bindings = [
    model.getBinding(model.getRelation("db", id)!),
    model.getBinding("db"),
    model.getBinding("cache"),
  ];
  assertEquals(
    bindings.map(({ network }) => network.bindAddress),
    ["10.0.0.3", "10.0.0.2", "10.0.0.1"],
  );
});
