import { combineLayers as combine } from "../../pebble/combine_layers.ts";
import type { LayerDict } from "../../pebble/layer.ts";
import { LayerError } from "../../pebble/layer_problem.ts";
import type { PlanDict } from "../../pebble/plan.ts";
import { validatePlan as problemsOf } from "../../pebble/validate_plan.ts";
import { refuse } from "./refuse.ts";

/** A layer with its label. */
export interface LabelledLayer {
  /** Name of the layer. */
  readonly label: string;
  /** What it has. */
  readonly layer: LayerDict;
}

/**
 * Combines layers, later ones over earlier ones.
 *
 * @throws {APIError} 400 if an object has no or an unknown `override`.
 */
export function combineLayers(layers: readonly LabelledLayer[]): LayerDict {
  try {
    return combine(layers);
  } catch (error) {
    if (!(error instanceof LayerError)) throw error;
    refuse(error.problems[0]?.message ?? error.message);
  }
}

/**
 * Checks what can be told only of all layers together.
 *
 * @throws {APIError} 400 if Pebble would refuse the plan.
 */
export function validatePlan(plan: PlanDict): void {
  const [problem] = problemsOf(plan);
  if (problem !== undefined) refuse(problem.message);
}
