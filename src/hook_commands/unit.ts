import { runText } from "./_text.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** An address that `unit-get` tells. */
export type UnitSetting = "private-address" | "public-address";

/** Arguments of `unit-get`. */
export function unitGetArgs(setting: UnitSetting): string[] {
  return ["unit-get", setting];
}

/**
 * An address of this unit, with `unit-get`.
 *
 * {@linkcode networkGet} tells more, and by endpoint.
 *
 * @example Usage
 * ```ts ignore
 * import { unitGet } from "@charmkit/ops/hook-commands";
 *
 * const address = unitGet("public-address");
 * ```
 *
 * @param setting Which address.
 * @param runner Runs the command.
 * @returns An IP address or a host name.
 * @throws {HookCommandError} If the unit has no such address.
 * @throws {HookCommandOutputError} If the command prints no address.
 */
export function unitGet(
  setting: UnitSetting,
  runner: HookCommandRunner = new ProcessRunner(),
): string {
  return runText(runner, unitGetArgs(setting));
}
