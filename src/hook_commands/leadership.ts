import { runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `is-leader`. */
export function isLeaderArgs(): string[] {
  return ["is-leader", "--format=json"];
}

/**
 * Whether this unit leads its application, with `is-leader`.
 *
 * A yes is good for 30 seconds at least.
 *
 * @example Usage
 * ```ts ignore
 * import { isLeader, statusSet } from "@charmkit/ops/hook-commands";
 *
 * if (isLeader()) statusSet("active", { app: true });
 * ```
 *
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju can't tell.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function isLeader(
  runner: HookCommandRunner = new ProcessRunner(),
): boolean {
  return runJson(runner, isLeaderArgs()).boolean();
}
