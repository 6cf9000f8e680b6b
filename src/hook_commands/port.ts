import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { OpenedPortRange, PortRange } from "./types.ts";

/** How `open-port` and `opened-ports` write a port or a range. */
const OPENED =
  /^(?:(\d{1,5})(?:-(\d{1,5}))?(?:\/([a-z][a-z\d]*))?|([a-z][a-z\d]*))(?: \((.*)\))?$/;

const MAX_PORT = 65_535;

/** Arguments of `open-port`. */
export function openPortArgs(port: PortRange): string[] {
  return ["open-port", ...portArgs(port)];
}

/**
 * Opens a port, or a range of ports, with `open-port`.
 *
 * It is reachable from outside once the application is exposed.
 *
 * @example Usage
 * ```ts ignore
 * import { openPort } from "@charmkit/ops/hook-commands";
 *
 * openPort({ port: 8000, toPort: 8080, endpoints: ["web"] });
 * ```
 *
 * @param port A port, a range, or `{ protocol: "icmp" }`.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju refuses the port.
 * @throws {TypeError} If neither port nor protocol is given, or endpoints are
 * but none.
 */
export function openPort(
  port: PortRange,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(openPortArgs(port));
}

/** Arguments of `close-port`. */
export function closePortArgs(port: PortRange): string[] {
  return ["close-port", ...portArgs(port)];
}

/**
 * Closes a port, or a range of ports as it was opened, with `close-port`.
 *
 * @example Usage
 * ```ts ignore
 * import { closePort } from "@charmkit/ops/hook-commands";
 *
 * closePort({ port: 8000, toPort: 8080 });
 * ```
 *
 * @param port A port, a range, or `{ protocol: "icmp" }`.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju refuses the port.
 * @throws {TypeError} If neither port nor protocol is given, or endpoints are
 * but none.
 */
export function closePort(
  port: PortRange,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(closePortArgs(port));
}

function portArgs({ endpoints, ...port }: PortRange): string[] {
  if (endpoints === undefined) return [portSpec(port)];
  // Juju takes an empty list as all endpoints.
  if (endpoints.length === 0) {
    throw new TypeError(
      "Cannot name a port: its list of endpoints is empty, leave it out for all",
    );
  }
  return ["--endpoints", endpoints.join(","), portSpec(port)];
}

function portSpec({ protocol, port, toPort }: PortRange): string {
  if (port === undefined) {
    if (protocol === undefined || toPort !== undefined) {
      throw new TypeError(
        "Cannot name a port: neither port nor protocol given",
      );
    }
    return protocol;
  }
  const range = toPort === undefined ? `${port}` : `${port}-${toPort}`;
  return protocol === undefined ? range : `${range}/${protocol}`;
}

/** Options of {@linkcode openedPorts}. */
export interface OpenedPortsOptions {
  /** Tell also for which endpoints each is open. @default {false} */
  readonly endpoints?: boolean;
}

/** Arguments of `opened-ports`. */
export function openedPortsArgs(options: OpenedPortsOptions = {}): string[] {
  const endpoints = options.endpoints ? ["--endpoints"] : [];
  return ["opened-ports", ...endpoints, "--format=json"];
}

/**
 * Ports that this unit has open, with `opened-ports`; those that this hook
 * opened or closed are taken into account.
 *
 * @example Usage
 * ```ts ignore
 * import { openedPorts } from "@charmkit/ops/hook-commands";
 *
 * const isOpen = openedPorts().some(({ port }) => port === 8000);
 * ```
 *
 * @param options Whether endpoints are wanted.
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function openedPorts(
  options: OpenedPortsOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): OpenedPortRange[] {
  return runJson(runner, openedPortsArgs(options)).list(readOpenedPort);
}

function readOpenedPort(output: OutputReader): OpenedPortRange {
  const match = OPENED.exec(output.text());
  const [, from, to, protocol = "tcp", portless, endpoints] = match ?? [];
  const port = from === undefined ? null : Number(from);
  const toPort = to === undefined ? null : Number(to);
  const last = toPort ?? port ?? 0;
  if (match === null || last > MAX_PORT || (port ?? 0) > last) {
    return output.fail('a port such as "80/tcp"');
  }
  return {
    protocol: portless ?? protocol,
    port,
    toPort,
    endpoints: endpoints === undefined ? null : endpointNames(endpoints),
  };
}

function endpointNames(text: string): string[] {
  return text.split(",").map((name) => name.trim())
    .filter((name) => name !== "");
}
