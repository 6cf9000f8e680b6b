import { deepEqual } from "./_plan_fields.ts";
import { isObject, type JsonObject } from "./_json.ts";
import { Plan, type PlanDict } from "./plan.ts";

/** One difference between two plans. */
export interface PlanDifference {
  /** Keys that lead to it, such as `["services", "web", "command"]`. */
  readonly path: readonly string[];
  /** What the first plan has there; absent if it has nothing. */
  readonly before?: unknown;
  /** What the second plan has there; absent if it has nothing. */
  readonly after?: unknown;
}

/**
 * Finds where two plans differ, in the order of their keys.
 *
 * What only one of them has is one difference; in what both have, each field
 * that differs is one, and each variable of an environment. Values may be
 * secret: think before they are logged.
 *
 * @example Usage
 * ```ts
 * import { diffPlans } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const differences = diffPlans(
 *   { services: { web: { command: "web", environment: { PORT: "80" } } } },
 *   { services: { web: { command: "web", environment: { PORT: "81" } } } },
 * );
 *
 * assertEquals(differences, [{
 *   path: ["services", "web", "environment", "PORT"],
 *   before: "80",
 *   after: "81",
 * }]);
 * ```
 *
 * @returns All differences; none if the plans say the same.
 */
export function diffPlans(
  before: Plan | PlanDict,
  after: Plan | PlanDict,
): PlanDifference[] {
  return [...differences(sections(before), sections(after), [])];
}

/** All sections, so that a first service is told like a second one. */
function sections(plan: Plan | PlanDict): JsonObject {
  const dict = (plan instanceof Plan ? plan : new Plan(plan)).toDict();
  return { services: {}, checks: {}, "log-targets": {}, ...dict };
}

function* differences(
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): Generator<PlanDifference> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = [...path, key];
    const left = Object.hasOwn(before, key) ? before[key] : undefined;
    const right = Object.hasOwn(after, key) ? after[key] : undefined;
    if (isObject(left) && isObject(right)) {
      yield* differences(left, right, at);
    } else if (!deepEqual(left, right)) {
      yield {
        path: at,
        ...(left === undefined ? {} : { before: left }),
        ...(right === undefined ? {} : { after: right }),
      };
    }
  }
}
