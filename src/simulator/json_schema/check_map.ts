import type { MapRules } from "./schema.ts";
import type { Check, Verdict } from "./verdict.ts";

/** A map, with what checks its values. */
interface CheckedMap {
  readonly rules: MapRules;
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
  readonly verdict: Verdict;
  readonly check: Check;
}

/**
 * Checks a map, but for its properties, which come after all else.
 *
 * Source: `validateObject` of `github.com/juju/gojsonschema`.
 */
export function checkMap(
  rules: MapRules | null,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
  { verdict, check }: { readonly verdict: Verdict; readonly check: Check },
): void {
  verdict.score += 1;
  if (rules === null) return;
  const { minProperties, maxProperties, required } = rules;
  const count = Object.keys(value).length;
  if (minProperties !== undefined && count < minProperties) {
    verdict.add(
      path,
      value,
      `must have at least ${minProperties} properties`,
    );
  }
  if (maxProperties !== undefined && count > maxProperties) {
    verdict.add(
      path,
      value,
      `must have at the most ${maxProperties} properties`,
    );
  }
  for (const name of required) {
    if (Object.hasOwn(value, name)) verdict.score += 1;
    else {
      verdict.add(path, value, `"${name}" property is missing and required`, {
        name,
        isMissing: true,
      });
    }
  }
  checkKeys({ rules, value, path, verdict, check });
}

/** Checks keys by patterns, and those that the schema does not name. */
function checkKeys(map: CheckedMap): void {
  const { rules, value, path, verdict, check } = map;
  const { properties, patterns, additional } = rules;
  // Where anything may be there, Juju does not look at patterns either.
  if (additional === true || additional === null && patterns.length === 0) {
    return;
  }
  for (const name of Object.keys(value)) {
    const match = matchPatterns(map, name);
    const isKnown = properties.has(name) && match !== "unfit";
    if (isKnown || match === "fit") continue;
    if (additional === false) {
      const key = { name, isMissing: false };
      const problem = `additional property "${name}" is not allowed`;
      verdict.add(path, value, problem, key);
    } else if (additional !== null) {
      // Juju tells the path of the map here, not that of the value.
      verdict.merge(check(additional, value[name], path));
    } else if (match === "unfit") {
      verdict.add(
        path,
        value,
        `property "${name}" does not match pattern ${patternTexts(rules)}`,
      );
    }
  }
}

/** Whether the key matches a pattern, and the value fits a schema of those. */
function matchPatterns(
  { rules, value, path, verdict, check }: CheckedMap,
  name: string,
): "fit" | "none" | "unfit" {
  let match: "fit" | "none" | "unfit" = "none";
  for (const [{ regExp }, schema] of rules.patterns) {
    if (regExp?.test(name) === false) continue;
    const own = check(schema, value[name], [...path, name]);
    // What JavaScript can't match may be meant or not.
    if (regExp === null && !own.isFine) return "fit";
    verdict.merge(own);
    if (own.isFine) match = "fit";
    else if (match === "none") match = "unfit";
  }
  if (match === "fit") verdict.score += 1;
  return match;
}

function patternTexts({ patterns }: MapRules): string {
  const texts = patterns.map(([{ source }]) => `"${source}"`);
  return texts.length === 1 ? texts.join("") : `[${texts.join(",")}]`;
}
