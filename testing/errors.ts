/**
 * The base of what a test is told: a state that cannot be, or a charm that threw.
 *
 * @example Usage
 * ```ts
 * import { State, StateValidationError, TestingError } from "@charmkit/ops/testing";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new StateValidationError("No such container"), TestingError);
 * ```
 */
export class TestingError extends Error {
  static {
    this.prototype.name = "TestingError";
  }
}

/** Thrown when a part of a state is not as Juju could have it. */
export class StateValidationError extends TestingError {
  static {
    this.prototype.name = "StateValidationError";
  }
}

/** Thrown by `Context.run` when the charm threw; `cause` is what it threw. */
export class UncaughtCharmError extends TestingError {
  static {
    this.prototype.name = "UncaughtCharmError";
  }
}
