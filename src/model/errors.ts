import { CharmError } from "../errors.ts";

/**
 * The base of what can go wrong between a charm and Juju.
 *
 * When a hook command failed, its `HookCommandError` is the `cause`, and the
 * message ends with Juju's own text.
 *
 * @example Usage
 * ```ts
 * import { ModelError, RelationNotFoundError } from "@charmkit/ops";
 * import { assertInstanceOf } from "@std/assert";
 *
 * assertInstanceOf(new RelationNotFoundError("Cannot read relation 7"), ModelError);
 * ```
 */
export class ModelError extends CharmError {
  static {
    this.prototype.name = "ModelError";
  }
}

/**
 * Thrown by `getRelation` when an endpoint has several relations and one was
 * asked for.
 */
export class TooManyRelatedAppsError extends ModelError {
  static {
    this.prototype.name = "TooManyRelatedAppsError";
  }

  /** Name of the endpoint. */
  readonly relationName: string;
  /** How many relations it has. */
  readonly numRelated: number;
  /** How many were expected. */
  readonly maxSupported: number;

  /** Takes the endpoint and the two numbers; the message is made from them. */
  constructor(relationName: string, numRelated: number, maxSupported: number) {
    super(
      `Cannot choose a relation of "${relationName}": it has ${numRelated}, at most ${maxSupported} can be handled`,
    );
    this.relationName = relationName;
    this.numRelated = numRelated;
    this.maxSupported = maxSupported;
  }
}

/** The base of what can go wrong with a databag. */
export class RelationDataError extends ModelError {
  static {
    this.prototype.name = "RelationDataError";
  }
}

/** Thrown when a key or a value for a databag is not text. */
export class RelationDataTypeError extends RelationDataError {
  static {
    this.prototype.name = "RelationDataTypeError";
  }
}

/** Thrown when this unit may not read or write a databag. */
export class RelationDataAccessError extends RelationDataError {
  static {
    this.prototype.name = "RelationDataAccessError";
  }
}

/** Thrown when Juju knows no such relation (any more). */
export class RelationNotFoundError extends ModelError {
  static {
    this.prototype.name = "RelationNotFoundError";
  }
}

/** Thrown when a status is given that a charm cannot set. */
export class InvalidStatusError extends ModelError {
  static {
    this.prototype.name = "InvalidStatusError";
  }
}

/** Thrown when Juju knows no such secret, or does not show it to this unit. */
export class SecretNotFoundError extends ModelError {
  static {
    this.prototype.name = "SecretNotFoundError";
  }
}
