import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { AppStatusInfo, SettableStatusName, StatusInfo } from "./types.ts";

/** Options of {@linkcode statusSet}. */
export interface StatusSetOptions {
  /** Text shown beside the status in `juju status`. @default {none} */
  readonly message?: string;
  /** Set the status of the application, as its leader. @default {false} */
  readonly app?: boolean;
}

/** Arguments of `status-set`. */
export function statusSetArgs(
  status: SettableStatusName,
  options: StatusSetOptions = {},
): string[] {
  const { message, app = false } = options;
  const args = ["status-set", `--application=${app}`, status];
  // The message may start with a dash, so it comes after "--".
  return message === undefined ? args : [...args, "--", message];
}

/**
 * Sets the status of the unit or of the application, at once, with
 * `status-set`.
 *
 * @example Usage
 * ```ts ignore
 * import { statusSet } from "@charmkit/ops/hook-commands";
 *
 * statusSet("blocked", { message: "No relation to a database" });
 * ```
 *
 * @param status The status in Juju's words.
 * @param options Its message, and whose status it is.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju refuses, or a unit that does not lead sets
 * the status of the application.
 */
export function statusSet(
  status: SettableStatusName,
  options: StatusSetOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(statusSetArgs(status, options));
}

/** Arguments of `status-get`. */
export function statusGetArgs(options: { readonly app: boolean }): string[] {
  return [
    "status-get",
    "--include-data",
    "--format=json",
    `--application=${options.app}`,
  ];
}

/**
 * The status of this unit as it was at the start of the hook, with
 * `status-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { statusGet } from "@charmkit/ops/hook-commands";
 *
 * const { status, message } = statusGet();
 * ```
 *
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function statusGet(
  runner: HookCommandRunner = new ProcessRunner(),
): StatusInfo {
  return statusInfo(runJson(runner, statusGetArgs({ app: false })));
}

/**
 * The status of the application and of its units, with
 * `status-get --application`; for the leader only.
 *
 * @example Usage
 * ```ts ignore
 * import { appStatusGet } from "@charmkit/ops/hook-commands";
 *
 * const { units } = appStatusGet();
 * ```
 *
 * @param runner Runs the command.
 * @throws {HookCommandError} If this unit does not lead.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function appStatusGet(
  runner: HookCommandRunner = new ProcessRunner(),
): AppStatusInfo {
  const status = runJson(runner, statusGetArgs({ app: true }))
    .get("application-status");
  return { ...statusInfo(status), units: status.get("units").map(statusInfo) };
}

function statusInfo(output: OutputReader): StatusInfo {
  return {
    status: output.get("status").text(),
    message: output.get("message").text(),
    statusData: output.get("status-data").map((member) => member.value),
  };
}
