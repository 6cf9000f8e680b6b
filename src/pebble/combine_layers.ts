import { isObject } from "./_json.ts";
import { type SectionKey, SECTIONS } from "./_layer_fields.ts";
import { readLayer } from "./_read_layer.ts";
import type { CheckDict } from "./check.ts";
import { parseDuration } from "./duration.ts";
import { Layer, type LayerDict } from "./layer.ts";
import { LayerError, type LayerProblem } from "./layer_problem.ts";
import type { LogTargetDict } from "./log_target.ts";
import type { ServiceDict } from "./service.ts";

/** A layer and the label under which Pebble has it. */
export interface LabelledLayer {
  /** Label of the layer, for errors. @default {none is named} */
  readonly label?: string;
  /** What it has. */
  readonly layer: LayerDict | Layer;
}

/**
 * Combines layers into one, later ones over earlier ones, as Pebble does for
 * its plan and for a layer that is combined into another of the same label.
 *
 * The result is as Pebble shows a plan: with durations as Go writes them, the
 * threshold of each check, and no timeout of a check above its period. Whether it makes sense as a plan is for
 * `validatePlan` to say.
 *
 * Source: `CombineLayers` in `internals/plan/plan.go` of Pebble.
 *
 * @example Usage
 * ```ts
 * import { combineLayers } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const base = { services: { web: { override: "replace", command: "web" } } };
 * const more = { services: { web: { override: "merge", user: "www" } } };
 *
 * assertEquals(combineLayers([{ layer: base }, { layer: more }]).services, {
 *   web: { override: "replace", command: "web", user: "www" },
 * });
 * ```
 *
 * @throws {LayerError} If a layer is malformed, or an object in it doesn't say
 * how it combines.
 */
export function combineLayers(layers: readonly LabelledLayer[]): LayerDict {
  const problems: LayerProblem[] = [];
  const known = layers.map(({ label, layer }) => {
    const raw = layer instanceof Layer ? layer.toDict() : layer;
    const read = readLayer(raw);
    problems.push(
      ...read.problems.map(({ path, message }) => ({ path, message })),
    );
    if (read.problems.length > 0) return {};
    problems.push(...overrideProblems({ label, layer: read.layer }));
    return new Layer(read.layer).toDict();
  });
  if (problems.length > 0) {
    throw new LayerError("Cannot combine layers", problems);
  }
  const last = known.at(-1);
  const checks = combine<CheckDict>(known, "checks", mergeCheck);
  return new Layer({
    summary: last?.summary,
    description: last?.description,
    services: combine<ServiceDict>(known, "services", merge),
    checks: Object.fromEntries(
      Object.entries(checks).map(([name, check]) => [
        name,
        withDefaults(check),
      ]),
    ),
    "log-targets": combine<LogTargetDict>(known, "log-targets", merge),
  }).toDict();
}

/** Failures in a row that make a check down, where its layers don't say. */
const DEFAULT_THRESHOLD = 3;
/** Time between two runs of a check, where its layers don't say. */
const DEFAULT_PERIOD = "10s";

/** A check with what Pebble fills in, and with a timeout within its period. */
function withDefaults(check: CheckDict): CheckDict {
  const period = check.period || DEFAULT_PERIOD;
  const { timeout } = check;
  const late = timeout && parseDuration(timeout) > parseDuration(period);
  return {
    ...check,
    ...late ? { timeout: period } : {},
    threshold: check.threshold || DEFAULT_THRESHOLD,
  };
}

/** What doesn't say how it combines with the same in the layers below. */
export function overrideProblems(
  { label, layer }: { readonly label?: string; readonly layer: LayerDict },
): LayerProblem[] {
  const which = label === undefined
    ? "layer"
    : `layer ${JSON.stringify(label)}`;
  const problems: LayerProblem[] = [];
  for (const [key, { kind }] of Object.entries(SECTIONS)) {
    const section = layer[key as SectionKey] ?? {};
    for (const [name, { override = "" }] of Object.entries(section)) {
      if (override === "merge" || override === "replace") continue;
      const object = `${kind} ${JSON.stringify(name)}`;
      const message = override === ""
        ? `${which} must define "override" for ${object}`
        : `${which} has invalid "override" value for ${object}`;
      problems.push({ path: [key, name, "override"], message });
    }
  }
  return problems;
}

function combine<T extends { readonly override?: string }>(
  layers: readonly LayerDict[],
  key: SectionKey,
  mergeInto: (old: T, other: T) => T,
): Record<string, T> {
  const combined = new Map<string, T>();
  for (const layer of layers) {
    const section = (layer[key] ?? {}) as Readonly<Record<string, T>>;
    for (const [name, item] of Object.entries(section)) {
      const old = combined.get(name);
      const replaces = item.override === "replace" || old === undefined;
      combined.set(name, replaces ? item : mergeInto(old, item));
    }
  }
  return Object.fromEntries(combined);
}

/** Lists are appended, maps merged by key, all else replaced if it is given. */
function merge<T extends object>(old: T, other: T): T {
  const result: Record<string, unknown> = Object.fromEntries(
    Object.entries(old),
  );
  for (const [key, value] of Object.entries(other)) {
    const before = result[key];
    if (key === "override") continue;
    if (Array.isArray(value)) {
      result[key] = [...Array.isArray(before) ? before : [], ...value];
    } else if (isObject(value)) {
      result[key] = { ...isObject(before) ? before : {}, ...value };
    } else {
      result[key] = value;
    }
  }
  return result as T;
}

function mergeCheck(old: CheckDict, other: CheckDict): CheckDict {
  const { http, tcp, exec, ...scalars } = other;
  return {
    ...merge<CheckDict>(old, scalars),
    ...http ? { http: merge(old.http ?? {}, http) } : {},
    ...tcp ? { tcp: merge(old.tcp ?? {}, tcp) } : {},
    ...exec ? { exec: merge(old.exec ?? {}, exec) } : {},
  };
}
