import { argvOf } from "./_argv.ts";
import { runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** A result of an action, or results below a key. */
export type ActionResultValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly unknown[]
  | ActionResults;

/** Results of an action; maps may be nested. */
export interface ActionResults {
  /** A value, or results whose keys are put behind this one and a dot. */
  readonly [key: string]: ActionResultValue;
}

/** Arguments of `action-fail`. */
export function actionFailArgs(message?: string): string[] {
  return message === undefined
    ? ["action-fail"]
    : ["action-fail", "--", message];
}

/**
 * Marks the action as failed, with `action-fail`; the process goes on.
 *
 * @example Usage
 * ```ts ignore
 * import { actionFail } from "@charmkit/ops/hook-commands";
 *
 * actionFail("No backup of that name");
 * ```
 *
 * @param message Why; Juju has a text of its own for when there is none.
 * @param runner Runs the command.
 * @throws {HookCommandError} If this is not an action.
 */
export function actionFail(
  message?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(actionFailArgs(message));
}

/** Arguments of `action-get`. */
export function actionGetArgs(key?: string): string[] {
  const args = ["action-get", "--format=json"];
  return key === undefined ? args : argvOf(args, [key]);
}

/**
 * All parameters of the action, defaults filled in, with `action-get`.
 *
 * @param key Left out, for all of them.
 * @param runner Runs the command.
 * @returns Name to value, as JSON has it.
 * @throws {HookCommandError} If this is not an action.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function actionGet(
  key?: undefined,
  runner?: HookCommandRunner,
): Record<string, unknown>;
/**
 * One parameter of the action, with `action-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { actionGet } from "@charmkit/ops/hook-commands";
 *
 * const level = actionGet("compression.level");
 * ```
 *
 * @param key Name of the parameter; after a dot, a key inside of it.
 * @param runner Runs the command.
 * @returns The value as JSON has it; null when there is none.
 * @throws {HookCommandError} If this is not an action.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function actionGet(key: string, runner?: HookCommandRunner): unknown;
export function actionGet(
  key?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): unknown {
  const output = runJson(runner, actionGetArgs(key), { isSecret: true });
  return key === undefined
    ? output.map((member) => member.value)
    : output.value;
}

/** Arguments of `action-log`. */
export function actionLogArgs(message: string): string[] {
  return ["action-log", "--", message];
}

/**
 * Shows a line to who runs the action, at once, with `action-log`.
 *
 * @example Usage
 * ```ts ignore
 * import { actionLog } from "@charmkit/ops/hook-commands";
 *
 * actionLog("Copied 3 of 7 tables");
 * ```
 *
 * @param message The line; an error does not show it.
 * @param runner Runs the command.
 * @throws {HookCommandError} If this is not an action.
 */
export function actionLog(
  message: string,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(actionLogArgs(message), { shown: actionLogArgs("<redacted>") });
}

/**
 * Turns nested results into what `action-set` takes: keys with dots, and text.
 *
 * @example Usage
 * ```ts
 * import { flattenActionResults } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   flattenActionResults({ size: 7, disk: { path: "/data", full: false } }),
 *   { size: "7", "disk.path": "/data", "disk.full": "false" },
 * );
 * ```
 *
 * @param results Null becomes empty text, a list its JSON.
 * @returns Key to text, in the order given.
 * @throws {TypeError} If two keys are the same when flattened.
 */
export function flattenActionResults(
  results: ActionResults,
): Record<string, string> {
  const flat = new Map<string, string>();
  flattenInto(flat, results, "");
  return Object.fromEntries(flat);
}

function flattenInto(
  flat: Map<string, string>,
  results: ActionResults,
  prefix: string,
): void {
  for (const [name, value] of Object.entries(results)) {
    const key = prefix + name;
    if (isResults(value)) {
      flattenInto(flat, value, `${key}.`);
      continue;
    }
    if (flat.has(key)) {
      throw new TypeError(
        `Cannot set action results: key "${key}" is there twice`,
      );
    }
    flat.set(key, resultText(value));
  }
}

function resultText(value: Exclude<ActionResultValue, ActionResults>): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isResults(value: ActionResultValue): value is ActionResults {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Arguments of `action-set`. */
export function actionSetArgs(results: ActionResults): string[] {
  return argvOf(
    ["action-set"],
    Object.entries(flattenActionResults(results))
      .map(([key, value]) => `${key}=${value}`),
  );
}

/**
 * Adds to the results of the action, with `action-set`.
 *
 * The command takes results as arguments only, which other users of the machine
 * can see while it runs: nothing secret belongs into them, and what is bulky
 * into a file whose name is the result.
 *
 * @example Usage
 * ```ts ignore
 * import { actionSet } from "@charmkit/ops/hook-commands";
 *
 * actionSet({ backup: { name: "2026-11-05", tables: 7 } });
 * ```
 *
 * @param results Nested keys are joined by dots; errors show no value.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju refuses a key, or this is not an action.
 * @throws {HookCommandArgumentError} If a result is too long for an argument.
 * @throws {TypeError} If two keys are the same when flattened.
 */
export function actionSet(
  results: ActionResults,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  const keys = Object.keys(flattenActionResults(results));
  runner.run(actionSetArgs(results), {
    shown: ["action-set", ...keys.map((key) => `${key}=<redacted>`)],
  });
}
