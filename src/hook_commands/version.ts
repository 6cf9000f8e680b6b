import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `application-version-set`. */
export function appVersionSetArgs(version: string): string[] {
  return ["application-version-set", "--", version];
}

/**
 * Sets the version of the workload that `juju status` shows, at once, with
 * `application-version-set`.
 *
 * @example Usage
 * ```ts ignore
 * import { appVersionSet } from "@charmkit/ops/hook-commands";
 *
 * appVersionSet("16.4");
 * ```
 *
 * @param version Any text; empty for none.
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 */
export function appVersionSet(
  version: string,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(appVersionSetArgs(version));
}
