import type { NetworkInfo } from "../hook_commands/types.ts";
import type { JujuRelease } from "./juju_release.ts";
import type { Databag } from "./relation_state.ts";

/** The network of a machine that has no other. */
export const LOOPBACK: NetworkInfo = {
  bindAddresses: [{
    macAddress: "",
    interfaceName: "lo",
    addresses: [{ hostname: "", value: "127.0.0.1", cidr: "127.0.0.0/8" }],
  }],
  egressSubnets: ["127.0.0.1/32"],
  ingressAddresses: ["127.0.0.1"],
};

/**
 * What Juju itself puts into a unit's databag (JFL-09).
 *
 * @param release The version of Juju.
 * @param network Addresses of the unit; null: unknown, so that nothing is put
 * in.
 */
export function unitAddresses(
  { setsPrivateAddress }: JujuRelease,
  network: NetworkInfo | null = LOOPBACK,
): Databag {
  const address = network?.ingressAddresses[0];
  if (network === null || address === undefined) return {};
  return {
    "egress-subnets": network.egressSubnets.join(","),
    "ingress-address": address,
    ...(setsPrivateAddress ? { "private-address": address } : {}),
  };
}
