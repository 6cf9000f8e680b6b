import { CharmError } from "../errors.ts";

/** What is known of a hook command that failed. */
export interface HookCommandFailure extends ErrorOptions {
  /**
   * The command and its arguments, with values that may not be shown replaced
   * by `<redacted>`.
   */
  readonly argv: readonly string[];
  /** Exit code: 1 when the command failed, 2 when Juju refused its arguments. */
  readonly code: number;
  /** What the command wrote to stderr, verbatim, with its final newline. */
  readonly stderr: string;
  /** What the command wrote to stdout, verbatim. @default {""} */
  readonly stdout?: string;
}

/**
 * Thrown when a hook command exits with a code other than zero.
 *
 * Source: exit codes and texts of Juju's hook commands
 * (`cmd/juju-run` and `internal/worker/uniter/runner/jujuc` in Juju).
 *
 * @example Usage
 * ```ts
 * import { HookCommandError } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new HookCommandError({
 *   argv: ["is-leader", "--format=json"],
 *   code: 1,
 *   stderr: "ERROR leadership status unknown\n",
 * });
 *
 * assertEquals(
 *   error.message,
 *   "Hook command is-leader exited with code 1: ERROR leadership status unknown",
 * );
 * ```
 */
export class HookCommandError extends CharmError {
  static {
    this.prototype.name = "HookCommandError";
  }

  /** The command and its arguments, secrets replaced by `<redacted>`. */
  readonly argv: readonly string[];
  /** Exit code of the command. */
  readonly code: number;
  /** What the command wrote to stderr, verbatim. */
  readonly stderr: string;
  /** What the command wrote to stdout, verbatim. */
  readonly stdout: string;

  /** Takes what is known of the failure; the message names command and code. */
  constructor(failure: HookCommandFailure) {
    const { argv, code, stderr, stdout = "" } = failure;
    const text = stderr.trim();
    super(
      `Hook command ${argv[0]} exited with code ${code}` +
        (text === "" ? "" : `: ${text}`),
      "cause" in failure ? { cause: failure.cause } : undefined,
    );
    this.argv = argv;
    this.code = code;
    this.stderr = stderr;
    this.stdout = stdout;
  }
}
