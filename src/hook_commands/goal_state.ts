import { type OutputReader, runJson } from "./_json.ts";
import { readTime } from "./_time.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { Goal, GoalState } from "./types.ts";

/** Arguments of `goal-state`. */
export function goalStateArgs(): string[] {
  return ["goal-state", "--format=json"];
}

/**
 * Units and relations as they are to be, with `goal-state`.
 *
 * @example Usage
 * ```ts ignore
 * import { goalState } from "@charmkit/ops/hook-commands";
 *
 * const count = Object.keys(goalState().units).length;
 * ```
 *
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function goalState(
  runner: HookCommandRunner = new ProcessRunner(),
): GoalState {
  const output = runJson(runner, goalStateArgs());
  return {
    units: output.get("units").map(readGoal),
    relations: output.get("relations").map((goals) => goals.map(readGoal)),
  };
}

function readGoal(output: OutputReader): Goal {
  return {
    status: output.get("status").text(),
    since: readTime(output.get("since")),
  };
}
