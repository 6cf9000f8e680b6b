import { isMap } from "../is_map.ts";
import type { CombinedRules, Schema } from "./schema.ts";
import type { Check, Verdict } from "./verdict.ts";

/** A value that other schemas check too. */
interface CombinedValue {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly verdict: Verdict;
  readonly check: Check;
}

/**
 * Checks a value by `anyOf`, `oneOf`, `allOf`, `not` and `dependencies`.
 *
 * Source: `validateSchema` of `github.com/juju/gojsonschema`.
 */
export function checkCombined(
  rules: CombinedRules | null,
  combined: CombinedValue,
): void {
  const { value, path, verdict, check } = combined;
  verdict.score += 1;
  if (rules === null) return;
  checkAnyOf(rules.anyOf, combined);
  checkOneOf(rules.oneOf, combined);
  const all = rules.allOf.map((schema) => check(schema, value, path));
  for (const own of all) verdict.merge(own);
  if (!all.every(({ isFine }) => isFine)) {
    verdict.add(path, value, "must validate all the schemas (allOf)");
  }
  if (rules.not !== null && check(rules.not, value, path).isFine) {
    verdict.add(path, value, "must not validate the schema (not)");
  }
  if (!isMap(value)) return;
  for (const name of Object.keys(value)) {
    const needed = rules.dependencies.get(name);
    if (needed === undefined) continue;
    if ("types" in needed) verdict.merge(check(needed, value, path));
    else {
      for (const other of needed) {
        if (Object.hasOwn(value, other)) continue;
        verdict.add(path, value, `has a dependency on ${other}`);
      }
    }
  }
}

function checkAnyOf(
  schemas: readonly Schema[],
  { value, path, verdict, check }: CombinedValue,
): void {
  if (schemas.length === 0) return;
  let best: Verdict | null = null;
  for (const schema of schemas) {
    const own = check(schema, value, path);
    if (own.isFine) return;
    if (best === null || own.score > best.score) best = own;
  }
  verdict.add(path, value, "must validate at least one schema (anyOf)");
  if (best !== null) verdict.merge(best);
}

function checkOneOf(
  schemas: readonly Schema[],
  { value, path, verdict, check }: CombinedValue,
): void {
  if (schemas.length === 0) return;
  let best: Verdict | null = null;
  let fitting = 0;
  for (const schema of schemas) {
    const own = check(schema, value, path);
    if (own.isFine) fitting += 1;
    else if (best === null || own.score > best.score) best = own;
  }
  if (fitting === 1) return;
  verdict.add(path, value, "must validate one and only one schema (oneOf)");
  if (fitting === 0 && best !== null) verdict.merge(best);
}
