import type { OpenedPortRange, PortProtocol } from "../hook_commands/types.ts";
import type { ModelContext } from "./model_context.ts";
import { translateErrors } from "./_translate_errors.ts";

const PROTOCOLS: ReadonlySet<string> = new Set(["tcp", "udp", "icmp"]);

/**
 * A port of this unit that others can reach.
 *
 * @example Usage
 * ```ts
 * import { Port } from "@charmkit/ops";
 * import { assert } from "@std/assert";
 *
 * assert(new Port("tcp", 8080).equals(new Port("tcp", 8080)));
 * ```
 */
export class Port {
  /** Transport protocol. */
  readonly protocol: PortProtocol;
  /** Number of the port; null for `"icmp"`, which has none. */
  readonly port: number | null;

  /** Takes protocol and number; Juju checks them when the port is opened. */
  constructor(protocol: PortProtocol, port: number | null = null) {
    this.protocol = normalProtocol(protocol);
    this.port = port;
  }

  /** Whether the other one has the same protocol and number. */
  equals(other: Port): boolean {
    return this.protocol === other.protocol && this.port === other.port;
  }

  /** As Juju writes it: `"8080/tcp"`, or `"icmp"`. */
  toString(): string {
    return this.port === null ? this.protocol : `${this.port}/${this.protocol}`;
  }
}

/** Opens a port of this unit. */
export function openPort(
  context: ModelContext,
  protocol: PortProtocol,
  port?: number,
): void {
  const name = new Port(protocol, port);
  translateErrors(
    context,
    `Cannot open port ${name}`,
    () => context.backend.openPort({ protocol: name.protocol, port }),
  );
}

/** Closes a port of this unit. */
export function closePort(
  context: ModelContext,
  protocol: PortProtocol,
  port?: number,
): void {
  closeRange(context, new Port(protocol, port), null);
}

/** Closes a port or, when it has a last one, the range that it begins. */
function closeRange(
  context: ModelContext,
  first: Port,
  toPort: number | null,
): void {
  const { protocol, port } = first;
  translateErrors(
    context,
    `Cannot close port ${first}`,
    () =>
      context.backend.closePort({
        protocol,
        ...(port === null ? {} : { port }),
        ...(toPort === null ? {} : { toPort }),
      }),
  );
}

/** The ports that this unit has open; of a range, the first one. */
export function openedPorts(context: ModelContext): readonly Port[] {
  const ports: Port[] = [];
  for (const { protocol, port, toPort } of listOpened(context)) {
    const opened = new Port(protocol, port);
    if (toPort !== null) {
      context.log.warning(
        `Port range ${port}-${toPort}/${protocol} is shown as its first port`,
      );
    }
    if (!ports.some((known) => known.equals(opened))) ports.push(opened);
  }
  return ports;
}

/**
 * Opens exactly these ports: closes the others, then opens what is missing.
 * A range that is open is none of them, so it is closed.
 */
export function setPorts(
  context: ModelContext,
  ports: readonly (number | Port)[],
): void {
  const wanted = new Map(
    ports.map((port) => typeof port === "number" ? new Port("tcp", port) : port)
      .map((port) => [`${port}`, port]),
  );
  for (const { protocol, port, toPort } of listOpened(context)) {
    const first = new Port(protocol, port);
    if (toPort === null && wanted.delete(`${first}`)) continue;
    closeRange(context, first, toPort);
  }
  for (const { protocol, port } of wanted.values()) {
    openPort(context, protocol, port ?? undefined);
  }
}

type KnownPortRange = OpenedPortRange & { readonly protocol: PortProtocol };

function listOpened(context: ModelContext): KnownPortRange[] {
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
  });
}

function normalProtocol(protocol: PortProtocol): PortProtocol {
  // Plain JavaScript may give any text; Juju says what is wrong with it.
  return protocol.toLowerCase() as PortProtocol;
}
