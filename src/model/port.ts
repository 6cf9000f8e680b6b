import type {
  OpenedPortRange,
  PortProtocol,
  PortRange,
} from "../hook_commands/types.ts";
import type { ModelContext } from "./model_context.ts";
import { translateErrors } from "./_translate_errors.ts";

const PROTOCOLS: ReadonlySet<string> = new Set(["tcp", "udp", "icmp"]);

/** Options of {@linkcode Port}. */
export interface PortOptions {
  /** Last port of a range, of which the number is the first. @default {null} */
  readonly toPort?: number | null;
}

/** Options of {@linkcode Unit.openPort} and {@linkcode Unit.closePort}. */
export interface OpenPortOptions extends PortOptions {
  /** Endpoints for which it is open. @default {all of them} */
  readonly endpoints?: readonly string[];
}

/**
 * A port of this unit that others can reach, or a range of ports.
 *
 * @example Usage
 * ```ts
 * import { Port } from "@charmkit/ops";
 * import { assert, assertEquals } from "@std/assert";
 *
 * assert(new Port("tcp", 8080).equals(new Port("tcp", 8080)));
 * assertEquals(`${new Port("udp", 8000, { toPort: 8010 })}`, "8000-8010/udp");
 * ```
 */
export class Port {
  /** Transport protocol. */
  readonly protocol: PortProtocol;
  /** Number of the port, or of the first one; null for `"icmp"`, which has none. */
  readonly port: number | null;
  /** Number of the last port of a range; null for a single one. */
  readonly toPort: number | null;

  /** Takes protocol and number; Juju checks them when the port is opened. */
  constructor(
    protocol: PortProtocol,
    port: number | null = null,
    options: PortOptions = {},
  ) {
    const { toPort = null } = options;
    this.protocol = normalProtocol(protocol);
    this.port = port;
    this.toPort = toPort === port ? null : toPort;
  }

  /** Whether the other one has the same protocol and numbers. */
  equals(other: Port): boolean {
    return this.protocol === other.protocol && this.port === other.port &&
      this.toPort === other.toPort;
  }

  /** As Juju writes it: `"8080/tcp"`, `"8000-8010/udp"`, or `"icmp"`. */
  toString(): string {
    if (this.port === null) return this.protocol;
    const last = this.toPort === null ? "" : `-${this.toPort}`;
    return `${this.port}${last}/${this.protocol}`;
  }
}

/** Opens a port of this unit, or a range. */
export function openPort(
  context: ModelContext,
  port: Port,
  endpoints?: readonly string[],
): void {
  translateErrors(
    context,
    `Cannot open port ${port}`,
    () => context.backend.openPort(portRange(port, endpoints)),
  );
}

/** Closes a port of this unit, or a range as it was opened. */
export function closePort(
  context: ModelContext,
  port: Port,
  endpoints?: readonly string[],
): void {
  translateErrors(
    context,
    `Cannot close port ${port}`,
    () => context.backend.closePort(portRange(port, endpoints)),
  );
}

function portRange(port: Port, endpoints?: readonly string[]): PortRange {
  return {
    protocol: port.protocol,
    ...(port.port === null ? {} : { port: port.port }),
    ...(port.toPort === null ? {} : { toPort: port.toPort }),
    ...(endpoints === undefined ? {} : { endpoints }),
  };
}

/**
 * The ports and ranges that this unit has open. One of a protocol that is not
 * known here is left out, with a warning in the log.
 */
export function openedPorts(context: ModelContext): readonly Port[] {
  const opened = translateErrors(
    context,
    "Cannot list the open ports",
    () => context.backend.openedPorts(),
  );
  return opened.filter((range): range is KnownPortRange => {
    const known = PROTOCOLS.has(range.protocol);
    if (!known) {
      context.log.warning(
        `Port of unknown protocol "${range.protocol}" is left out`,
      );
    }
    return known;
  }).map(({ protocol, port, toPort }) => new Port(protocol, port, { toPort }));
}

/** Opens exactly these ports: closes the others, then opens what is missing. */
export function setPorts(
  context: ModelContext,
  ports: readonly (number | Port)[],
): void {
  const wanted = new Map(
    ports.map((port) => typeof port === "number" ? new Port("tcp", port) : port)
      .map((port) => [`${port}`, port]),
  );
  for (const port of openedPorts(context)) {
    if (!wanted.delete(`${port}`)) closePort(context, port);
  }
  for (const port of wanted.values()) openPort(context, port);
}

type KnownPortRange = OpenedPortRange & { readonly protocol: PortProtocol };

function normalProtocol(protocol: PortProtocol): PortProtocol {
  // Plain JavaScript may give any text; Juju says what is wrong with it.
  return protocol.toLowerCase() as PortProtocol;
}
