import { assertEquals } from "@std/assert";
import { Network } from "./network.ts";

function network(...addresses: [value: string, cidr: string][]): Network {
  return new Network({
    bindAddresses: [{
      macAddress: "",
      interfaceName: "eth0",
      addresses: addresses.map(([value, cidr]) => ({
        hostname: "",
        value,
        cidr,
      })),
    }],
    egressSubnets: ["10.0.0.7/32"],
    ingressAddresses: ["db.example", "10.0.0.7"],
  });
}

Deno.test("Network.interfaces has an entry for each address (NET-04, NET-05, NET-06)", () => {
  const cases: ReadonlyArray<
    [[string, string], [string | null, string | null]]
  > = [
    [["10.0.0.7", "10.0.0.0/24"], ["10.0.0.7", "10.0.0.0/24"]],
    [["10.0.0.7", ""], ["10.0.0.7", "10.0.0.7/32"]],
    [["fd00::7", ""], ["fd00::7", "fd00::7/128"]],
    [["::", ""], ["::", "::/128"]],
    [["255.255.255.255", ""], ["255.255.255.255", "255.255.255.255/32"]],
    [["1.2.3.256", ""], ["1.2.3.256", null]],
    [["10.0.0.7", "10.0.0.7/24"], ["10.0.0.7", "10.0.0.7/24"]],
    [["db.example", ""], ["db.example", null]],
    [["", ""], [null, null]],
    [["", "10.0.0.0/24"], [null, "10.0.0.0/24"]],
  ];
  const { interfaces } = network(...cases.map(([given]) => given));

  assertEquals(
    interfaces,
    cases.map(([, [address, subnet]]) => ({ name: "eth0", address, subnet })),
  );
});

Deno.test("Network.interfaces leaves out an interface without addresses (NET-04)", () => {
  assertEquals(network().interfaces, []);
});

Deno.test("Network.bindAddress and ingressAddress are the first ones (NET-08)", () => {
  const { bindAddress, ingressAddress } = network(
    ["10.0.0.7", ""],
    ["10.0.0.8", ""],
  );

  assertEquals([bindAddress, ingressAddress], ["10.0.0.7", "db.example"]);
});

Deno.test("Network.bindAddress and ingressAddress are null when there is none (NET-08)", () => {
  const { bindAddress, ingressAddress } = new Network({
    bindAddresses: [],
    egressSubnets: [],
    ingressAddresses: [],
  });

  assertEquals([bindAddress, ingressAddress], [null, null]);
});
