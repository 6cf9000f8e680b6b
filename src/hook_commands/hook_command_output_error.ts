import { CharmError } from "../errors.ts";

/**
 * Thrown when a hook command succeeded but printed something else than Juju
 * does. Neither message nor cause shows what was printed: it may be secret.
 *
 * @example Usage
 * ```ts
 * import { HookCommandOutputError } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new HookCommandOutputError("is-leader", "it is a number", "a boolean");
 *
 * assertEquals(
 *   error.message,
 *   "Cannot read the output of is-leader: it is a number, expected a boolean",
 * );
 * ```
 */
export class HookCommandOutputError extends CharmError {
  static {
    this.prototype.name = "HookCommandOutputError";
  }

  /** Name of the command. */
  readonly command: string;
  /** What Juju prints in this place. */
  readonly expected: string;

  /** Takes the name of the command, what was found, and what belongs there. */
  constructor(command: string, found: string, expected: string) {
    super(
      `Cannot read the output of ${command}: ${found}, expected ${expected}`,
    );
    this.command = command;
    this.expected = expected;
  }
}
