import type { Address } from "./address.ts";
import { list } from "./_lists.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode BindAddress}. */
export interface BindAddressOptions {
  /** Name of the interface. @default {""} */
  readonly interfaceName?: string;
  /** MAC address of the interface. @default {null} */
  readonly macAddress?: string | null;
}

/**
 * A network interface with its addresses.
 *
 * @example Usage
 * ```ts
 * import { Address, BindAddress } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const eth0 = new BindAddress([new Address("10.0.0.7")], {
 *   interfaceName: "eth0",
 * });
 *
 * assertEquals(eth0.addresses[0]?.value, "10.0.0.7");
 * ```
 */
export class BindAddress extends Component {
  /** Addresses of the interface, in Juju's order. */
  readonly addresses: readonly Address[];
  /** Name of the interface; empty when not known. */
  readonly interfaceName: string;
  /** MAC address of the interface, or null: Juju does not tell it. */
  readonly macAddress: string | null;

  /** Takes the addresses and what is known of the interface. */
  constructor(addresses: Iterable<Address>, options: BindAddressOptions = {}) {
    super();
    this.addresses = list(addresses);
    this.interfaceName = options.interfaceName ?? "";
    this.macAddress = options.macAddress ?? null;
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(
    changes: BindAddressOptions & { readonly addresses?: Iterable<Address> },
  ): BindAddress {
    return new BindAddress(changes.addresses ?? this.addresses, {
      ...this,
      ...changes,
    });
  }
}
