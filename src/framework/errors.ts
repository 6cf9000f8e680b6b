import { CharmError } from "../errors.ts";

/**
 * The base of what can go wrong in the framework itself: two objects of one
 * path, an event that cannot be deferred, state that cannot be stored.
 *
 * @example Usage
 * ```ts
 * import { FrameworkError, Handle } from "@charmkit/ops";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => Handle.fromPath("a//b"), FrameworkError);
 * ```
 */
export class FrameworkError extends CharmError {
  static {
    this.prototype.name = "FrameworkError";
  }
}
