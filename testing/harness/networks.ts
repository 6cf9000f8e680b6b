import type { NetworkInfo } from "../../src/hook_commands/types.ts";
import { ModelError } from "../../src/model/errors.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { relationOf } from "./relation_of.ts";

/** What a network is besides its address. */
export interface AddNetworkOptions<N extends string = string> {
  /** Binding that has it. @default {all that have none of their own} */
  readonly endpoint?: N;
  /** Number of the relation that has it, of that endpoint. @default {all} */
  readonly relationId?: number;
  /** Subnet of the address. @default {its /24, of IPv6 its /64} */
  readonly cidr?: string;
  /** Name of the network interface. @default {"eth0"} */
  readonly interface?: string;
  /** Addresses that others connect to. @default {the address} */
  readonly ingressAddresses?: readonly string[];
  /** Subnets from which the unit's traffic goes out. @default {the subnet} */
  readonly egressSubnets?: readonly string[];
}

/** Adds a network, or replaces that of the same endpoint and relation (HRN-36). */
export function addNetwork(
  unit: AnyHarnessUnit,
  address: string,
  options: AddNetworkOptions,
): void {
  const { state } = unit;
  const { endpoint, relationId } = options;
  const network = networkInfo(address, options);
  if (relationId !== undefined) {
    if (endpoint === undefined) {
      throw new TypeError(
        `Cannot add a network of relation ${relationId}: give the "endpoint", too`,
      );
    }
    const relation = relationOf(unit, relationId);
    if (relation.endpoint !== endpoint) {
      throw new ModelError(
        `Cannot add a network of relation ${relationId} to endpoint "${endpoint}": it is one of "${relation.endpoint}"`,
      );
    }
    state.networks.set(relation.key, network);
  } else if (endpoint === undefined) {
    state.defaultNetwork = network;
  } else {
    expectBinding(unit, endpoint);
    state.networks.set(endpoint, network);
  }
  unit.refresh();
}

/** The networks of a new relation, unless the test has given one (HRN-15). */
export function addRelationNetworks(
  unit: AnyHarnessUnit,
  { endpoint, key }: RelationState,
): void {
  const { networks, defaultNetwork } = unit.state;
  if (defaultNetwork !== null) return;
  if (!networks.has(key)) networks.set(key, networkInfo("10.0.0.10"));
  if (!networks.has(endpoint)) {
    networks.set(endpoint, networkInfo("192.0.2.0"));
  }
}

function expectBinding({ state }: AnyHarnessUnit, name: string): void {
  const extra = Object.keys(state.charmcraft["extra-bindings"] ?? {});
  const names = [...state.endpoints(), ...extra, "juju-info"];
  if (names.includes(name)) return;
  throw new ModelError(
    `Cannot add a network of endpoint "${name}": the metadata declares ${
      names.map((known) => `"${known}"`).join(", ")
    }`,
  );
}

function networkInfo(
  address: string,
  options: AddNetworkOptions = {},
): NetworkInfo {
  const cidr = options.cidr ?? subnetOf(address);
  return {
    bindAddresses: [{
      macAddress: "",
      interfaceName: options.interface ?? "eth0",
      addresses: [{ hostname: "", value: address, cidr }],
    }],
    ingressAddresses: options.ingressAddresses ?? [address],
    egressSubnets: options.egressSubnets ?? [cidr],
  };
}

/** @throws {TypeError} If the address is none. */
function subnetOf(address: string): string {
  const parts = address.split(".");
  const isIPv4 = parts.length === 4 &&
    parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && +part < 256);
  if (isIPv4) return `${parts.slice(0, 3).join(".")}.0/24`;
  const canonical = canonicalIPv6(address);
  if (canonical === null) {
    throw new TypeError(
      `Cannot add a network: "${address}" is not an IP address`,
    );
  }
  const [before = "", after = ""] = canonical.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = after.split(":").filter(Boolean);
  const zeros = Array(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...zeros, ...tail].slice(0, 4).join(":");
  return `${canonicalIPv6(`${groups}::`)}/64`;
}

function canonicalIPv6(address: string): string | null {
  if (!/^[\da-f:.]+$/i.test(address)) return null;
  return URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? null;
}
