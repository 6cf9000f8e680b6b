import { argvOf } from "./_argv.ts";
import { runJson } from "./_json.ts";
import { stringMapText } from "./_string_map.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `state-delete`. */
export function stateDeleteArgs(key: string): string[] {
  return argvOf(["state-delete"], [key]);
}

/**
 * Removes a key from what the controller keeps for this unit, once the hook has
 * succeeded, with `state-delete`.
 *
 * @example Usage
 * ```ts ignore
 * import { stateDelete } from "@charmkit/ops/hook-commands";
 *
 * stateDelete("last-backup");
 * ```
 *
 * @param key The key; it need not be there.
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 */
export function stateDelete(
  key: string,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(stateDeleteArgs(key));
}

/** Options of {@linkcode stateGet}. */
export interface StateGetOptions {
  /** Fail if there is no such key. @default {false} */
  readonly strict?: boolean;
}

/** Arguments of `state-get`. */
export function stateGetArgs(
  key?: string,
  options: StateGetOptions = {},
): string[] {
  if (key === "" || key === "-") {
    throw new TypeError(
      `Cannot read the state: for "state-get", the key "${key}" means all keys`,
    );
  }
  const strict = options.strict ? ["--strict"] : [];
  return argvOf(
    ["state-get", "--format=json", ...strict],
    key === undefined ? [] : [key],
  );
}

/**
 * All that the controller keeps for this unit, with `state-get`.
 *
 * @param key Left out, for all of them.
 * @param options Left out too.
 * @param runner Runs the command.
 * @returns Key to value.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function stateGet(
  key?: undefined,
  options?: undefined,
  runner?: HookCommandRunner,
): Record<string, string>;
/**
 * One value of what the controller keeps for this unit, with `state-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { stateGet } from "@charmkit/ops/hook-commands";
 *
 * const name = stateGet("last-backup");
 * ```
 *
 * @param key The key.
 * @param options Whether the key must be there.
 * @param runner Runs the command.
 * @returns The value; empty when there is none.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 * @throws {TypeError} If the key is one that means all keys: `"-"` or empty.
 */
export function stateGet(
  key: string,
  options?: StateGetOptions,
  runner?: HookCommandRunner,
): string;
export function stateGet(
  key?: string,
  options: StateGetOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): Record<string, string> | string {
  const output = runJson(runner, stateGetArgs(key, options), {
    isSecret: true,
  });
  return key === undefined
    ? output.map((value) => value.text())
    : output.textOrEmpty();
}

/** Arguments of `state-set`. */
export function stateSetArgs(file: string): string[] {
  return ["state-set", "--file", file];
}

/**
 * Adds to what the controller keeps for this unit, once the hook has succeeded,
 * with `state-set`.
 *
 * @example Usage
 * ```ts ignore
 * import { stateSet } from "@charmkit/ops/hook-commands";
 *
 * stateSet({ "last-backup": "2026-11-05" });
 * ```
 *
 * @param data Key to value; they reach Juju through a private file.
 * @param runner Runs the command.
 * @throws {HookCommandError} If a key or a value is too long for Juju.
 */
export function stateSet(
  data: Readonly<Record<string, string>>,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.withFiles(
    { "state.json": stringMapText(data) },
    ({ "state.json": path = "" }) => runner.run(stateSetArgs(path)),
  );
}
