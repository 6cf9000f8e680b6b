import { argvOf } from "./_argv.ts";
import { runText } from "./_text.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `resource-get`. */
export function resourceGetArgs(name: string): string[] {
  return argvOf(["resource-get"], [name]);
}

/**
 * Downloads a resource unless it is there already, with `resource-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { resourceGet } from "@charmkit/ops/hook-commands";
 *
 * const path = resourceGet("schema");
 * ```
 *
 * @param name Name in the charm's metadata.
 * @param runner Runs the command.
 * @returns Absolute path of the file; for an image, of a YAML file that tells
 * registry and credentials.
 * @throws {HookCommandError} If there is no such resource, or no file for it.
 * @throws {HookCommandOutputError} If the command prints no path.
 */
export function resourceGet(
  name: string,
  runner: HookCommandRunner = new ProcessRunner(),
): string {
  return runText(runner, resourceGetArgs(name));
}
