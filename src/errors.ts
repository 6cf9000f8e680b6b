/**
 * The base of every error that a charm may meet, for what a charm catches.
 *
 * Mistakes in a call (a wrong type, a missing argument) are `TypeError`
 * instead: they are to be mended, not caught.
 *
 * @example Usage
 * ```ts
 * import { CharmError, ModelError } from "@charmkit/ops";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new ModelError("Cannot read config"), CharmError);
 * ```
 */
export class CharmError extends Error {
  static {
    this.prototype.name = "CharmError";
  }
}
