import { CharmError } from "../errors.ts";

/**
 * Thrown when `PATH` has no such hook command: the process does not run in a
 * hook, or this version of Juju lacks the command.
 *
 * @example Usage
 * ```ts
 * import { HookCommandNotFoundError } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new HookCommandNotFoundError("is-leader").command, "is-leader");
 * ```
 */
export class HookCommandNotFoundError extends CharmError {
  static {
    this.prototype.name = "HookCommandNotFoundError";
  }

  /** Name of the command. */
  readonly command: string;

  /** Takes the name of the command; the message is made from it. */
  constructor(command: string, options?: ErrorOptions) {
    super(
      `Cannot run hook command "${command}": no such command on PATH, which Juju sets for hooks and actions`,
      options,
    );
    this.command = command;
  }
}
