import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Options of {@linkcode jujuReboot}. */
export interface JujuRebootOptions {
  /**
   * Do not wait for the end of the hook: it is killed, and runs again after the
   * reboot. @default {false}
   */
  readonly now?: boolean;
}

/** Arguments of `juju-reboot`. */
export function jujuRebootArgs(options: JujuRebootOptions = {}): string[] {
  return options.now ? ["juju-reboot", "--now"] : ["juju-reboot"];
}

/**
 * Reboots the machine once the hook has succeeded, or at once, with
 * `juju-reboot`.
 *
 * @example Usage
 * ```ts ignore
 * import { jujuReboot } from "@charmkit/ops/hook-commands";
 *
 * jujuReboot({ now: true });
 * ```
 *
 * @param options When it is to happen.
 * @param runner Runs the command.
 * @throws {HookCommandError} If this is an action, where no reboot is allowed.
 */
export function jujuReboot(
  options: JujuRebootOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(jujuRebootArgs(options));
}
