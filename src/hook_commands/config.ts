import { argvOf } from "./_argv.ts";
import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { ConfigValue } from "./types.ts";

/** Arguments of `config-get`. */
export function configGetArgs(key = ""): string[] {
  const args = ["config-get", "--format=json"];
  return key === "" ? args : argvOf(args, [key]);
}

/**
 * All options that are set or have a default, with `config-get`.
 *
 * @param key Left out, for all of them.
 * @param runner Runs the command.
 * @returns Option to value.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function configGet(
  key?: undefined,
  runner?: HookCommandRunner,
): Record<string, ConfigValue>;
/**
 * One option, with `config-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { configGet } from "@charmkit/ops/hook-commands";
 *
 * const level = configGet("log-level") ?? "info";
 * ```
 *
 * @param key Name of the option.
 * @param runner Runs the command.
 * @returns The value; null when it has none, or there is no such option.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function configGet(
  key: string,
  runner?: HookCommandRunner,
): ConfigValue | null;
export function configGet(
  key?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): Record<string, ConfigValue> | ConfigValue | null {
  const output = runJson(runner, configGetArgs(key));
  if (key !== undefined && key !== "") {
    return output.isAbsent ? null : configValue(output);
  }
  return Object.fromEntries(
    output.entries()
      .filter(([, option]) => !option.isAbsent)
      .map(([name, option]) => [name, configValue(option)]),
  );
}

function configValue(output: OutputReader): ConfigValue {
  const { value } = output;
  // A number too large for JavaScript is parsed as infinite.
  return typeof value === "string" || Number.isFinite(value) ||
      typeof value === "boolean"
    ? value as ConfigValue
    : output.fail("text, a number or a boolean");
}
