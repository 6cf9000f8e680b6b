import { StateValidationError } from "../errors.ts";
import { randomId } from "./_ids.ts";
import type { CloudSpec } from "./cloud_spec.ts";
import { Component } from "./component.ts";

/** Kind of a model: where its units run. */
export type ModelType = "kubernetes" | "lxd";

/** Options of {@linkcode Model}. */
export interface ModelOptions {
  /** Name of the model. @default {a random one} */
  readonly name?: string;
  /** UUID of the model. @default {a random one} */
  readonly uuid?: string;
  /** Where its units run. @default {"kubernetes"} */
  readonly type?: ModelType;
  /** Its cloud, as a charm that is trusted sees it. @default {null} */
  readonly cloudSpec?: CloudSpec | null;
}

/**
 * The Juju model that the unit is in.
 *
 * @example Usage
 * ```ts
 * import { Model, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const state = new State({ model: new Model({ name: "prod", type: "lxd" }) });
 *
 * assertEquals(state.model.name, "prod");
 * ```
 */
export class Model extends Component {
  /** Name of the model. */
  readonly name: string;
  /** UUID of the model. */
  readonly uuid: string;
  /** Where its units run. */
  readonly type: ModelType;
  /** Its cloud, as a charm that is trusted sees it; null when there is none. */
  readonly cloudSpec: CloudSpec | null;

  /**
   * Takes what is known of the model.
   *
   * @throws {StateValidationError} If there is no such kind of model.
   */
  constructor(options: ModelOptions = {}) {
    super();
    this.name = options.name ?? randomId();
    this.uuid = options.uuid ?? crypto.randomUUID();
    this.type = options.type ?? "kubernetes";
    this.cloudSpec = options.cloudSpec ?? null;
    if (this.type !== "kubernetes" && this.type !== "lxd") {
      throw new StateValidationError(
        `Cannot make a model: its type is "${this.type}"; it must be "kubernetes" or "lxd"`,
      );
    }
    Object.freeze(this);
  }

  /** A copy with some fields replaced. */
  with(changes: ModelOptions): Model {
    return new Model({ ...this, ...changes });
  }
}
