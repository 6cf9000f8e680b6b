import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { OpenedPortRange, PortRange } from "./types.ts";

/** How `open-port` and `opened-ports` write a port or a range. */
const OPENED =
  /^(?:(\d{1,5})(?:-(\d{1,5}))?(?:\/(\S+))?|([a-z]\S*))(?: \((.*)\))?$/;

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
 * @throws {TypeError} If neither port nor protocol is given.
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
 * @throws {TypeError} If neither port nor protocol is given.
 */
export function closePort(
  port: PortRange,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(closePortArgs(port));
}

function portArgs({ endpoints, ...port }: PortRange): string[] {
  return endpoints === undefined
    ? [portSpec(port)]
    : ["--endpoints", endpoints.join(","), portSpec(port)];
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
  if (match === null) return output.fail('a port such as "80/tcp"');
  const [, port, toPort, protocol = "tcp", portless, endpoints] = match;
  return {
    protocol: portless ?? protocol,
    port: port === undefined ? null : Number(port),
    toPort: toPort === undefined ? null : Number(toPort),
    endpoints: endpoints === undefined ? null : endpointNames(endpoints),
  };
}

function endpointNames(text: string): string[] {
  return text.split(",").map((name) => name.trim())
    .filter((name) => name !== "");
}
