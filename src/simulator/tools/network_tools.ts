import type { NetworkInfo } from "../../hook_commands/types.ts";
import type { HookContext } from "../hook_context.ts";
import { fail, refuse } from "../refusal.ts";
import type { RelationState } from "../relation_state.ts";
import { relationFlag, relationOf } from "./relation_tools.ts";
import { refuseExtra } from "./flags.ts";
import { quote } from "./go_text.ts";
import type {
  HookToolInvocation,
  HookToolSpec,
  Printed,
} from "./hook_tool_spec.ts";

/** The command that tells the addresses of a binding. */
export const NETWORK_TOOLS: Readonly<Record<string, HookToolSpec>> = {
  "network-get": {
    usage: "<binding-name>",
    flags: [
      { names: ["bind-address"], boolean: true },
      { names: ["ingress-address"], boolean: true },
      { names: ["egress-subnets"], boolean: true },
      { names: ["primary-address"], boolean: true },
      relationFlag,
    ],
    formats: ["smart", "json", "yaml"],
    run: networkGet,
  },
};

function networkGet(invocation: HookToolInvocation): Printed {
  const { context, positional, set, flag } = invocation;
  const [binding] = positional;
  if (binding === undefined) refuse("no arguments specified");
  if (binding === "") refuse("no binding name specified");
  refuseExtra(positional, 1);
  const relation = flag("r") === undefined
    ? context.relations.current
    : relationOf(invocation);
  const network = networkOf(context, binding, relation);
  if (set.has("primary-address") && set.size > 1) {
    fail("--primary-address must be the only flag specified");
  }
  const bind = network.bindAddresses[0]?.addresses[0]?.value;
  const ingress = network.ingressAddresses[0] ?? bind;
  const missing = (what: string): never =>
    fail(
      context.state.release.namesMissingAddress
        ? `no ${what} address attached to space for binding ${quote(binding)}`
        : `no addresses attached to space for binding ${quote(binding)}`,
    );

  if (set.has("primary-address")) return { value: bind ?? missing("primary") };
  const selected: Record<string, unknown> = {};
  if (set.has("bind-address")) {
    selected["bind-address"] = bind ?? missing("bind");
  }
  if (set.has("ingress-address")) {
    selected["ingress-address"] = ingress ?? missing("ingress");
  }
  if (set.has("egress-subnets")) {
    selected["egress-subnets"] = network.egressSubnets;
  }
  const values = Object.values(selected);
  if (values.length === 1) return { value: values[0] };
  if (values.length > 1) return { value: selected };
  return { value: shown(network, true), json: shown(network, false) };
}

/**
 * Addresses of the binding for a relation, else its own ones, else the default
 * ones if the charm has the binding.
 */
function networkOf(
  { state }: HookContext,
  binding: string,
  relation: RelationState | null,
): NetworkInfo {
  const { networks, charmcraft, release } = state;
  const known = binding === "juju-info" ||
    state.roleOf(binding) !== undefined ||
    Object.hasOwn(charmcraft["extra-bindings"] ?? {}, binding);
  const network =
    (relation === null
      ? undefined
      : networks.get(`${binding}:${relation.id}`)) ??
      networks.get(binding) ?? (known ? state.defaultNetwork : null);
  // Juju 3 looks at nothing but where to listen.
  const isKnown = network !== null && (network.bindAddresses.length > 0 ||
    release.namesMissingAddress &&
      network.egressSubnets.length + network.ingressAddresses.length > 0);
  if (isKnown) return network;
  fail(`no network config found for binding ${quote(binding)}`);
}

/** YAML also has the old names (JHT-07). */
function shown(network: NetworkInfo, legacy: boolean): unknown {
  const some = <T>(list: readonly T[]) => list.length > 0 ? list : undefined;
  const interfaces = network.bindAddresses.map((bind) => ({
    "mac-address": bind.macAddress,
    "interface-name": bind.interfaceName,
    ...(legacy
      ? { macaddress: bind.macAddress, interfacename: bind.interfaceName }
      : {}),
    addresses: bind.addresses.map(({ hostname, value, cidr }) => ({
      hostname,
      value,
      cidr,
      ...(legacy ? { address: value } : {}),
    })),
  }));
  return {
    "bind-addresses": some(interfaces),
    "egress-subnets": some(network.egressSubnets),
    "ingress-addresses": some(network.ingressAddresses),
  };
}
