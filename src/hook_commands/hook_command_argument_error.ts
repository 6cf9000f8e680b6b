import { CharmError } from "../errors.ts";

/**
 * Thrown before a hook command runs, when the operating system could not pass
 * one of its arguments: it is too long, or has a NUL character.
 *
 * Source: `MAX_ARG_STRLEN` of Linux, 131072 bytes with the final NUL.
 *
 * @example Usage
 * ```ts
 * import {
 *   HookCommandArgumentError,
 *   ProcessRunner,
 * } from "@charmkit/ops/hook-commands";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => new ProcessRunner().run(["status-set", "active", "\0"]),
 *   HookCommandArgumentError,
 *   "argument 2 has a NUL character",
 * );
 * ```
 */
export class HookCommandArgumentError extends CharmError {
  static {
    this.prototype.name = "HookCommandArgumentError";
  }

  /** Name of the command. */
  readonly command: string;

  /** Takes the name of the command, and what is wrong with which argument. */
  constructor(command: string, problem: string) {
    super(`Cannot run hook command "${command}": ${problem}`);
    this.command = command;
  }
}
