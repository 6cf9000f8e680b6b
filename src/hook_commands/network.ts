import { argvOf } from "./_argv.ts";
import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { BindAddress, NetworkAddress, NetworkInfo } from "./types.ts";

/** Options of {@linkcode networkGet}. */
export interface NetworkGetOptions {
  /** Relation whose network is meant, where it has one of its own. */
  readonly relationId?: number;
}

/** Arguments of `network-get`. */
export function networkGetArgs(
  binding: string,
  options: NetworkGetOptions = {},
): string[] {
  const { relationId } = options;
  const relation = relationId === undefined ? [] : ["-r", `${relationId}`];
  return argvOf(["network-get", "--format=json", ...relation], [binding]);
}

/**
 * Addresses of a binding, with `network-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { networkGet } from "@charmkit/ops/hook-commands";
 *
 * const [address] = networkGet("web").ingressAddresses;
 * ```
 *
 * @param binding An endpoint, or an extra binding of the charm.
 * @param options The relation, if one is meant.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such binding or relation.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function networkGet(
  binding: string,
  options: NetworkGetOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): NetworkInfo {
  const output = runJson(runner, networkGetArgs(binding, options));
  return {
    bindAddresses: output.get("bind-addresses").list(readBindAddress),
    egressSubnets: output.get("egress-subnets").texts(),
    ingressAddresses: output.get("ingress-addresses").texts(),
  };
}

function readBindAddress(output: OutputReader): BindAddress {
  return {
    macAddress: output.get("mac-address").textOrEmpty(),
    interfaceName: output.get("interface-name").textOrEmpty(),
    addresses: output.get("addresses").list(readAddress),
  };
}

function readAddress(output: OutputReader): NetworkAddress {
  const value = output.get("value");
  return {
    hostname: output.get("hostname").textOrEmpty(),
    // Juju before 2.9 knew the value by its old name only.
    value: (value.isAbsent ? output.get("address") : value).textOrEmpty(),
    cidr: output.get("cidr").textOrEmpty(),
  };
}
