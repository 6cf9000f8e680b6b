import type { LayerDict } from "../../pebble/layer.ts";
import { Plan, type PlanDict } from "../../pebble/plan.ts";
import {
  combineLayers,
  type LabelledLayer,
  validatePlan,
} from "./layer_merge.ts";
import { readLayer } from "./layer_parser.ts";
import { planText } from "./plan_text.ts";
import { q, refuse } from "./refuse.ts";
import { startOrder } from "./service_order.ts";

/** The layers of a simulated Pebble, and the plan that they make. */
export class SimulatedPlan {
  #layers: readonly LabelledLayer[];
  #plan: LayerDict;

  /** Takes layers to begin with, as Pebble reads them when it starts. */
  constructor(seed: Readonly<Record<string, LayerDict>> = {}) {
    this.#layers = Object.entries(seed).map(([label, layer]) => ({
      label,
      layer: readLayer(label, layer),
    }));
    this.#plan = combineLayers(this.#layers);
  }

  /** The layers by label, in the order in which they are combined. */
  get layers(): ReadonlyMap<string, LayerDict> {
    return new Map(this.#layers.map(({ label, layer }) => [label, layer]));
  }

  /** All layers combined. */
  get dict(): PlanDict {
    return this.#plan;
  }

  /** A new plan of all layers combined. */
  toPlan(): Plan {
    return new Plan(this.#plan);
  }

  /** The plan's YAML, as Pebble writes it. */
  toText(): string {
    return planText(this.toPlan().toDict());
  }

  /**
   * Adds a layer; one that is refused leaves all as it was.
   *
   * @throws {APIError} 400 if Pebble would refuse it.
   */
  add(label: string, raw: unknown, combine: boolean): void {
    const layer = readLayer(label, raw);
    const at = this.#layers.findIndex((known) => known.label === label);
    const layers = [...this.#layers];
    if (at < 0) {
      layers.push({ label, layer });
    } else if (combine) {
      // What is combined gets its defaults, and keeps its place in the order.
      const both = [...layers.slice(at, at + 1), { label, layer }];
      layers[at] = { label, layer: combineLayers(both) };
    } else {
      refuse(`layer ${q(label)} already exists`);
    }
    const plan = combineLayers(layers);
    validatePlan(plan);
    const services = plan.services ?? {};
    try {
      startOrder(services, Object.keys(services));
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
    this.#layers = layers;
    this.#plan = plan;
  }
}
