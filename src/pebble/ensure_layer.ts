import { isObject } from "./_json.ts";
import { deepEqual } from "./_plan_fields.ts";
import { parseLayerYaml } from "./_layer_yaml.ts";
import { combineLayers } from "./combine_layers.ts";
import type { PlanDifference } from "./diff_plans.ts";
import { Layer, type LayerDict } from "./layer.ts";
import { LayerError } from "./layer_problem.ts";
import type { CallOptions, PebbleClient } from "./pebble_client.ts";
import { Plan, type PlanDict } from "./plan.ts";

/** Options of {@linkcode ensureLayer}. */
export interface EnsureLayerOptions extends CallOptions {
  /**
   * How long the services may take to stop and start; `null` doesn't wait.
   *
   * @default {30_000}
   */
  readonly timeoutMs?: number | null;
}

/** What {@linkcode ensureLayer} had to do. */
export interface LayerChange {
  /**
   * Where the plan differs from what it was; empty if only services were
   * started. Values may be secret: think before they are logged.
   */
  readonly differences: readonly PlanDifference[];
  /** Services of the layer that should have run and did not, sorted. */
  readonly notRunning: readonly string[];
  /** Id of the change that replanned. */
  readonly changeId: string;
}

/**
 * Sees to it that the plan is as a layer says and that its services run.
 *
 * The layer is added only where the plan does not say the same already, and
 * services are replanned only if the plan changed by it. They are as well if a
 * service of the layer with `startup: enabled` does not run: a replan that
 * failed leaves the plan as it should be, but not the services. So this may be
 * called for every event.
 *
 * @example Usage
 * ```ts
 * import { ensureLayer, type PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function configure(client: PebbleClient): Promise<void> {
 *   const change = await ensureLayer(client, "web", {
 *     services: { web: { override: "replace", command: "/bin/web" } },
 *   });
 *   if (change !== null) console.log(`Replanned in change ${change.changeId}`);
 * }
 * ```
 *
 * @param client The Pebble whose plan it is.
 * @param label Name of the layer; one that exists is combined with, in its
 * place: layers above it may still say otherwise.
 * @param layer A layer, its fields, or its YAML. Entries of lists that the plan
 * has already are not appended again by `override: merge`.
 * @param options How long to wait.
 * @returns What was done; `null` if nothing was to be.
 * @throws {APIError} 400 if Pebble refuses the layer.
 * @throws {ChangeError} If a service doesn't stop or start.
 */
export async function ensureLayer(
  client: PebbleClient,
  label: string,
  layer: string | LayerDict | Layer,
  options: EnsureLayerOptions = {},
): Promise<LayerChange | null> {
  const { signal } = options;
  const before = await client.getPlanText({ signal });
  const plan = await Plan.fromYaml(before);
  const dict = await dictOf(layer);
  const missing = dict && withoutKnown(dict, plan.toDict());
  let after = before;
  if (missing === undefined || !says(plan, missing)) {
    // Text of the author's own may have what this knows nothing of.
    const added = missing === undefined || deepEqual(missing, dict)
      ? layer
      : missing;
    await client.addLayer(label, added, { combine: true, signal });
    after = await client.getPlanText({ signal });
  }
  const names = Object.keys(dict?.services ?? {}).sort();
  const notRunning = names.length === 0
    ? []
    : (await client.getServices(names, { signal }))
      .filter((service) => service.startup === "enabled")
      .filter((service) => !service.isRunning())
      .map(({ name }) => name);
  if (before === after && notRunning.length === 0) return null;
  const changeId = await client.replanServices(options);
  if (before === after) return { differences: [], notRunning, changeId };
  const { diffPlans } = await import("./diff_plans.ts");
  const differences = diffPlans(plan, await Plan.fromYaml(after));
  return { differences, notRunning, changeId };
}

/** What a layer says; `undefined` for text that says nothing Pebble takes. */
async function dictOf(
  layer: string | LayerDict | Layer,
): Promise<LayerDict | undefined> {
  if (layer instanceof Layer) return layer.toDict();
  if (typeof layer !== "string") return new Layer(layer).toDict();
  const raw: unknown = await parseLayerYaml(layer).catch(() => undefined);
  return isObject(raw) ? raw : undefined;
}

/** Whether adding the layer on top would leave the plan as it is. */
function says(plan: Plan, layer: LayerDict): boolean {
  try {
    const combined = combineLayers([{ layer: plan.toDict() }, { layer }]);
    return plan.equals(new Plan(combined));
  } catch (error) {
    // Pebble is to say what is wrong with it.
    if (error instanceof LayerError) return false;
    throw error;
  }
}

/**
 * The layer without those entries of lists that the plan has: merging appends
 * them, so that they would be there once more after each call.
 */
function withoutKnown(layer: LayerDict, plan: PlanDict): LayerDict {
  const keys = (["services", "log-targets"] as const)
    .filter((key) => (layer[key] ?? null) !== null);
  const sections = keys.map((key) => {
    const items = Object.entries(layer[key] ?? {}).map(([name, item]) => {
      const known: unknown = plan[key]?.[name];
      const isMerged = isObject(item) && item["override"] === "merge" &&
        isObject(known);
      return [name, isMerged ? withoutEntries(item, known, key) : item];
    });
    return [key, Object.fromEntries(items)];
  });
  return { ...layer, ...Object.fromEntries(sections) };
}

function withoutEntries(
  item: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
  key: "services" | "log-targets",
): Record<string, unknown> {
  const entries = Object.entries(item).flatMap(([field, value]) => {
    const had = known[field];
    if (!Array.isArray(value) || !Array.isArray(had)) return [[field, value]];
    // Of a log target's services the last that matches counts, so they say the
    // same only if they are the last in the same order.
    const left = key === "services"
      ? value.filter((entry) => !had.includes(entry))
      : deepEqual(had.slice(-value.length), value)
      ? []
      : value;
    return left.length === 0 ? [] : [[field, left]];
  });
  return Object.fromEntries(entries);
}
