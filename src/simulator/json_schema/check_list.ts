import { jsonText } from "./json_text.ts";
import type { ListRules, Schema } from "./schema.ts";
import type { Check, Verdict } from "./verdict.ts";

/**
 * Checks a list.
 *
 * Source: `validateArray` of `github.com/juju/gojsonschema`. With a schema for
 * each place, it looks at these places only where the list has exactly so many
 * entries, and at the entries beyond them where it has more.
 */
export function checkList(
  rules: ListRules | null,
  value: readonly unknown[],
  path: readonly string[],
  { verdict, check }: { readonly verdict: Verdict; readonly check: Check },
): void {
  verdict.score += 1;
  if (rules === null) return;
  const { minItems, maxItems } = rules;
  const checkEntry = (schema: Schema, index: number) =>
    verdict.merge(check(schema, value[index], [...path, String(index)]));
  checkItems(
    rules,
    value,
    checkEntry,
    () => verdict.add(path, value, "no additional item allowed on array"),
  );
  if (minItems !== undefined && value.length < minItems) {
    verdict.add(path, value, `array must have at least ${minItems} items`);
  }
  if (maxItems !== undefined && value.length > maxItems) {
    verdict.add(path, value, `array must have at the most ${maxItems} items`);
  }
  if (!rules.uniqueItems) return;
  const seen = new Set<string>();
  for (const text of value.map(jsonText)) {
    if (seen.has(text)) {
      verdict.add(path, value, "array items must be unique");
    }
    seen.add(text);
  }
}

function checkItems(
  { items, additionalItems }: ListRules,
  value: readonly unknown[],
  checkEntry: (schema: Schema, index: number) => void,
  onAdditional: () => void,
): void {
  if (items === undefined) return;
  if ("types" in items) {
    for (const index of value.keys()) checkEntry(items, index);
  } else if (items.length === value.length) {
    for (const [index, schema] of items.entries()) checkEntry(schema, index);
  } else if (items.length > 0 && items.length < value.length) {
    if (additionalItems === false) onAdditional();
    if (typeof additionalItems === "boolean") return;
    for (let index = items.length; index < value.length; index += 1) {
      checkEntry(additionalItems, index);
    }
  }
}
