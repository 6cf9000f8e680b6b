import { Component } from "./component.ts";

/** Options of {@linkcode Address}. */
export interface AddressOptions {
  /** Host name. @default {""} */
  readonly hostname?: string;
  /** Subnet such as `"10.0.0.0/24"`. @default {""} */
  readonly cidr?: string;
}

/**
 * An address of a network interface.
 *
 * @example Usage
 * ```ts
 * import { Address } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const address = new Address("10.0.0.7", { cidr: "10.0.0.0/24" });
 *
 * assertEquals([address.value, address.hostname], ["10.0.0.7", ""]);
 * ```
 */
export class Address extends Component {
  /** IP address, or a host name that does not resolve. */
  readonly value: string;
  /** Host name; empty when there is none. */
  readonly hostname: string;
  /** Subnet such as `"10.0.0.0/24"`; empty when not known. */
  readonly cidr: string;

  /** Takes the address and what else is known of it. */
  constructor(value: string, options: AddressOptions = {}) {
    super();
    this.value = value;
    this.hostname = options.hostname ?? "";
    this.cidr = options.cidr ?? "";
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: AddressOptions & { readonly value?: string }): Address {
    return new Address(changes.value ?? this.value, { ...this, ...changes });
  }
}
