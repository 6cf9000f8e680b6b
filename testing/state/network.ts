import { Address } from "./address.ts";
import { BindAddress } from "./bind_address.ts";
import { list, nameList, type Names } from "./_lists.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode Network}. */
export interface NetworkOptions {
  /** Where to listen, by interface. @default {one address, 192.0.2.0} */
  readonly bindAddresses?: Iterable<BindAddress>;
  /** Addresses that others connect to. @default {["192.0.2.0"]} */
  readonly ingressAddresses?: Names;
  /** Subnets from which the unit's traffic goes out. @default {["192.0.2.0/24"]} */
  readonly egressSubnets?: Names;
}

/** What {@linkcode Network.with} can replace. */
export interface NetworkChanges<N extends string> extends NetworkOptions {
  /** Endpoint or extra binding. */
  readonly bindingName?: N;
}

/**
 * The addresses of an endpoint or of another binding.
 *
 * @example Usage
 * ```ts
 * import { Address, BindAddress, Network } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const network = new Network("db", {
 *   bindAddresses: [new BindAddress([new Address("10.0.0.7")])],
 * });
 *
 * assertEquals(network.bindAddresses[0]?.addresses[0]?.value, "10.0.0.7");
 * assertEquals(network.ingressAddresses, ["192.0.2.0"]);
 * ```
 */
export class Network<N extends string = string> extends Component {
  /** Endpoint or extra binding that has these addresses, or `"juju-info"`. */
  readonly bindingName: string;
  /** Where to listen, by interface. */
  readonly bindAddresses: readonly BindAddress[];
  /** Addresses that others connect to. */
  readonly ingressAddresses: readonly string[];
  /** Subnets from which the unit's traffic goes out. */
  readonly egressSubnets: readonly string[];

  /**
   * Takes the binding and its addresses.
   *
   * @throws {StateValidationError} If a text stands where a list is needed.
   */
  constructor(bindingName: N, options: NetworkOptions = {}) {
    super();
    this.bindingName = bindingName;
    this.bindAddresses = list(options.bindAddresses ?? DEFAULT);
    this.ingressAddresses = nameList(
      "ingressAddresses",
      options.ingressAddresses ?? ["192.0.2.0"],
    );
    this.egressSubnets = nameList(
      "egressSubnets",
      options.egressSubnets ?? ["192.0.2.0/24"],
    );
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: NetworkChanges<N>): Network<N> {
    const name = changes.bindingName ?? this.bindingName as N;
    return new Network(name, { ...this, ...changes });
  }
}

const DEFAULT: readonly BindAddress[] = list([
  new BindAddress([new Address("192.0.2.0")]),
]);
