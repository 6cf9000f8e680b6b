import { Port, type PortOptions } from "../../src/model/port.ts";
import { StateValidationError } from "../errors.ts";

/**
 * A TCP port that is open, or a range of them.
 *
 * @example Usage
 * ```ts
 * import { State, TCPPort } from "@charmkit/ops/testing";
 * import { Port } from "@charmkit/ops";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const state = new State({ openedPorts: [new TCPPort(8080)] });
 *
 * assertEquals(state.openedPorts, [new TCPPort(8080)]);
 * assert(new TCPPort(8080).equals(new Port("tcp", 8080)));
 * ```
 */
export class TCPPort extends Port {
  /**
   * Takes the number, or the first one.
   *
   * @throws {StateValidationError} If a number is not from 1 to 65535.
   */
  constructor(port: number, options: PortOptions = {}) {
    super("tcp", portNumber(port), range(port, options));
    Object.freeze(this);
  }
}

/** A UDP port that is open, or a range of them. */
export class UDPPort extends Port {
  /**
   * Takes the number, or the first one.
   *
   * @throws {StateValidationError} If a number is not from 1 to 65535.
   */
  constructor(port: number, options: PortOptions = {}) {
    super("udp", portNumber(port), range(port, options));
    Object.freeze(this);
  }
}

/** ICMP, when it is let through; it has no number. */
export class ICMPPort extends Port {
  /**
   * Takes nothing.
   *
   * @throws {StateValidationError} If a number is given.
   */
  constructor(...none: readonly never[]) {
    if (none.length > 0) {
      throw new StateValidationError(
        `Cannot make an ICMPPort with ${none[0]}: ICMP has no ports`,
      );
    }
    super("icmp");
    Object.freeze(this);
  }
}

/** A port of a test, or that of the model as one. */
export function toPort(port: Port): TCPPort | UDPPort | ICMPPort {
  if (
    port instanceof TCPPort || port instanceof UDPPort ||
    port instanceof ICMPPort
  ) return port;
  if (port.protocol === "icmp") return new ICMPPort();
  const { toPort } = port;
  // A port without a number is refused by the constructor.
  return port.protocol === "tcp"
    ? new TCPPort(port.port!, { toPort })
    : new UDPPort(port.port!, { toPort });
}

function range(port: number, { toPort = null }: PortOptions): PortOptions {
  if (toPort === null) return {};
  if (portNumber(toPort) < port) {
    throw new StateValidationError(
      `Cannot make a range of ports from ${port} to ${toPort}: the last one comes before the first`,
    );
  }
  return { toPort };
}

function portNumber(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new StateValidationError(
    `Cannot make a port of ${
      JSON.stringify(port)
    }: it must be a whole number from 1 to 65535`,
  );
}
