/**
 * The base of what a test is told: a state that cannot be, a wrong use of this
 * module, or a charm that threw.
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

/** Thrown when a state is asked for a part that it does not have. */
export class StateLookupError extends TestingError {
  static {
    this.prototype.name = "StateLookupError";
  }
}

/** Thrown when a context cannot be made, such as without metadata. */
export class ContextSetupError extends TestingError {
  static {
    this.prototype.name = "ContextSetupError";
  }
}

/** Thrown when there is no charmcraft.yaml or metadata.yaml where it is looked for. */
export class MetadataNotFoundError extends TestingError {
  static {
    this.prototype.name = "MetadataNotFoundError";
  }
}

/** Thrown when the event of a manager is run a second time. */
export class AlreadyEmittedError extends TestingError {
  static {
    this.prototype.name = "AlreadyEmittedError";
  }
}

/** Thrown when the charm does not define the event that is to run. */
export class NoObserverError extends TestingError {
  static {
    this.prototype.name = "NoObserverError";
  }
}

/** Thrown when no object of the charm emits the custom event that is to run. */
export class BadOwnerPath extends TestingError {
  static {
    this.prototype.name = "BadOwnerPath";
  }
}

/** Thrown when something of an action is asked for while no action runs. */
export class ActionMissingFromContextError extends TestingError {
  static {
    this.prototype.name = "ActionMissingFromContextError";
  }
}

/** The base of the errors that end a run. */
export class ScenarioRuntimeError extends TestingError {
  static {
    this.prototype.name = "ScenarioRuntimeError";
  }
}

/** Thrown by `Context.run` when the charm threw; `cause` is what it threw. */
export class UncaughtCharmError extends ScenarioRuntimeError {
  static {
    this.prototype.name = "UncaughtCharmError";
  }
}
