import { entriesOf, isMap } from "../plain_map.ts";
import { regexMistake } from "./go_regex.ts";
import type { Report } from "./rule.ts";

/** Keywords whose value is a schema, a list of them, or a map of them. */
const ONE = ["items", "additionalItems", "additionalProperties", "not"];
const LISTS = ["items", "allOf", "anyOf", "oneOf"];
const MAPS = ["properties", "patternProperties", "definitions", "dependencies"];

/** Pairs of keywords of which the first is at most the second. */
const LIMITS = [
  ["minimum", "maximum"],
  ["minLength", "maxLength"],
  ["minItems", "maxItems"],
  ["minProperties", "maxProperties"],
] as const;

/**
 * Checks what a JSON Schema (draft 4) can't have, beside what a schema of the
 * schema says of each keyword.
 *
 * Source: `github.com/juju/gojsonschema`, with which Juju reads parameters.
 */
export function checkParameters(
  schema: unknown,
  path: readonly PropertyKey[],
  report: Report,
): void {
  if (!isMap(schema)) return;
  for (const [low, high] of LIMITS) {
    const [least, most] = [schema[low], schema[high]];
    if (!isNumber(least) || !isNumber(most) || least <= most) continue;
    report([...path, low], `expected at most ${high}, ${most}, got ${least}`);
  }
  for (const key of ["minimum", "maximum"] as const) {
    const exclusive = `exclusive${key[0]!.toUpperCase()}${key.slice(1)}`;
    if (typeof schema[exclusive] !== "boolean" || isNumber(schema[key])) {
      continue;
    }
    report([...path, exclusive], `not allowed without "${key}"; add it`);
  }
  const { multipleOf, pattern } = schema;
  if (isNumber(multipleOf) && multipleOf <= 0) {
    report([...path, "multipleOf"], `expected more than 0, got ${multipleOf}`);
  }
  const mistake = typeof pattern === "string" ? regexMistake(pattern) : null;
  if (mistake !== null) report([...path, "pattern"], mistake);
  for (const key of ["enum", "required"] as const) {
    const twice = firstRepeated(schema[key]);
    if (twice !== null) report([...path, key], `${twice} is there twice`);
  }
  checkNested(schema, path, report);
}

function checkNested(
  schema: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  report: Report,
): void {
  for (const key of ONE) checkParameters(schema[key], [...path, key], report);
  for (const key of LISTS) {
    const list = schema[key];
    for (const [index, entry] of Array.isArray(list) ? list.entries() : []) {
      checkParameters(entry, [...path, key, index], report);
    }
  }
  for (const key of MAPS) {
    for (const [name, entry] of entriesOf(schema[key])) {
      const place = [...path, key, name];
      const mistake = key === "patternProperties" ? regexMistake(name) : null;
      if (mistake !== null) report(place, mistake);
      checkParameters(entry, place, report);
    }
  }
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function firstRepeated(list: unknown): string | null {
  if (!Array.isArray(list)) return null;
  const seen = new Set<string>();
  for (const entry of list) {
    const text = JSON.stringify(sorted(entry));
    if (seen.has(text)) return text;
    seen.add(text);
  }
  return null;
}

/** The same value with the keys of its maps in order, and no bigint. */
function sorted(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    entriesOf(value).map(([key, entry]): [string, unknown] => [
      key,
      sorted(entry),
    ]).sort(([a], [b]) => a < b ? -1 : 1),
  );
}
