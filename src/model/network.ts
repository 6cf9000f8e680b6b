import type { NetworkAddress, NetworkInfo } from "../hook_commands/types.ts";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const IPV6 = /^[\da-f]*:[\da-f:.]*$/i;

/** One address of one network interface. */
export interface NetworkInterface {
  /** Name of the interface, such as `"eth0"`; empty when not known. */
  readonly name: string;
  /** IP address, or a host name that does not resolve; null when there is none. */
  readonly address: string | null;
  /** Subnet such as `"10.0.0.0/24"`; null when not known. */
  readonly subnet: string | null;
}

/**
 * Addresses of a binding: where to listen, and how others reach this unit.
 *
 * Source: Juju's `network-get`.
 *
 * @example Usage
 * ```ts
 * import { Network } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network({
 *   bindAddresses: [{
 *     macAddress: "",
 *     interfaceName: "eth0",
 *     addresses: [{ hostname: "", value: "10.0.0.7", cidr: "10.0.0.0/24" }],
 *   }],
 *   egressSubnets: ["10.0.0.7/32"],
 *   ingressAddresses: ["203.0.113.7"],
 * });
 *
 * assertEquals(network.bindAddress, "10.0.0.7");
 * assertEquals(network.ingressAddress, "203.0.113.7");
 * ```
 */
export class Network {
  /** An entry for each address of each interface, in Juju's order. */
  readonly interfaces: readonly NetworkInterface[];
  /** Addresses that others connect to; a host name may be among them. */
  readonly ingressAddresses: readonly string[];
  /** Subnets from which the unit's traffic goes out. */
  readonly egressSubnets: readonly string[];

  /** Takes what Juju tells of a binding. */
  constructor(info: NetworkInfo) {
    this.interfaces = info.bindAddresses.flatMap((bind) =>
      bind.addresses.map((address) => ({
        name: bind.interfaceName,
        address: address.value || null,
        subnet: subnetOf(address),
      }))
    );
    this.ingressAddresses = info.ingressAddresses;
    this.egressSubnets = info.egressSubnets;
  }

  /** The address to listen on: that of the first interface; null when there is none. */
  get bindAddress(): string | null {
    return this.interfaces[0]?.address ?? null;
  }

  /** The address to tell others: the first one; null when there is none. */
  get ingressAddress(): string | null {
    return this.ingressAddresses[0] ?? null;
  }
}

/** The subnet that Juju tells or, without one, the one with this address alone. */
function subnetOf({ cidr, value }: NetworkAddress): string | null {
  if (cidr !== "") return cidr;
  if (IPV4.test(value)) return `${value}/32`;
  return IPV6.test(value) ? `${value}/128` : null;
}
