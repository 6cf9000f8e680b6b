import type * as ops from "@charmkit/ops";

/** Where something comes from, in Juju's terms; with the names that COS uses. */
export interface JujuTopology {
  /** Name of the model. */
  readonly model: string;
  /** UUID of the model. */
  readonly model_uuid: string;
  /** Name of the application. */
  readonly application: string;
  /** Name of the unit. */
  readonly unit: string;
  /** Name of the charm. */
  readonly charm_name: string;
}

/** The topology of the unit that runs the charm. */
export function topologyOf(
  { model, framework }: ops.FrameworkObject,
): JujuTopology {
  return {
    model: model.name,
    model_uuid: model.uuid,
    application: model.app.name,
    unit: model.unit.name,
    charm_name: framework.meta.name,
  };
}
