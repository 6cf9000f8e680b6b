import { PebbleError } from "./errors.ts";

/**
 * Thrown when some of the paths that `pushPath` or `pullPath` was given could
 * not be copied; the others were.
 *
 * @example Usage
 * ```ts
 * import { MultiPushPullError, PathError } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const cause = new PathError("not-found", "stat /x: no such file");
 * const error = new MultiPushPullError("failed to pull one or more files", [
 *   ["/x", cause],
 * ]);
 *
 * assertEquals(
 *   error.message,
 *   "failed to pull one or more files (1 errors): " +
 *     "not-found - stat /x: no such file, ...",
 * );
 * ```
 */
export class MultiPushPullError extends PebbleError {
  static {
    this.prototype.name = "MultiPushPullError";
  }

  /** Each path that failed, without `./` and slashes at its end; and why. */
  readonly errors: readonly (readonly [path: string, error: Error])[];

  /** Takes what failed; the message counts the errors and shows the first. */
  constructor(
    message: string,
    errors: readonly (readonly [path: string, error: Error])[],
  ) {
    const first = errors[0]?.[1].message ?? "";
    super(`${message} (${errors.length} errors): ${first}, ...`, {
      cause: errors[0]?.[1],
    });
    this.errors = errors;
  }
}
