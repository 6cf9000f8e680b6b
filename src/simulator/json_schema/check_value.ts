import { checkCombined } from "./check_combined.ts";
import { checkList } from "./check_list.ts";
import { checkMap } from "./check_map.ts";
import { checkNumber, checkText } from "./check_scalar.ts";
import { isMap } from "../is_map.ts";
import { jsonText } from "./json_text.ts";
import type { Schema } from "./schema.ts";
import { Verdict } from "./verdict.ts";

/**
 * Checks a value by a schema, and tells all that is wrong with it, in the words
 * and the order of Juju. Where Juju's order is by chance, it is that of the
 * schema, or of the value.
 *
 * Source: validation.go of `github.com/juju/gojsonschema`.
 */
export function checkValue(
  schema: Schema,
  value: unknown,
  path: readonly string[] = [],
): Verdict {
  const verdict = new Verdict();
  checkInto(schema, value, path, verdict);
  return verdict;
}

function checkInto(
  schema: Schema,
  value: unknown,
  path: readonly string[],
  verdict: Verdict,
): void {
  const { types } = schema;
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    const names = types.length === 1 ? types[0] : `[${types.join(",")}]`;
    verdict.add(path, value, `must be of type ${names}`);
    return;
  }
  const tools = { verdict, check: checkValue };
  checkCombined(schema.combined, { value, path, ...tools });
  if (Array.isArray(value)) checkList(schema.list, value, path, tools);
  else if (isMap(value)) checkMap(schema.map, value, path, tools);
  else if (typeof value === "number") {
    checkNumber(schema.number, value, path, verdict);
  }
  checkEnum(schema, value, path, verdict);
  if (typeof value === "string") checkText(schema.text, value, path, verdict);
  if (schema.map !== null && isMap(value)) {
    for (const [name, inner] of schema.map.properties) {
      if (!Object.hasOwn(value, name)) continue;
      checkInto(inner, value[name], [...path, name], verdict);
    }
  }
  verdict.score += 1;
}

function checkEnum(
  { enumTexts }: Schema,
  value: unknown,
  path: readonly string[],
  verdict: Verdict,
): void {
  verdict.score += 1;
  if (enumTexts.length === 0 || enumTexts.includes(jsonText(value))) return;
  verdict.add(
    path,
    value,
    `must match one of the enum values [${enumTexts.join(",")}]`,
  );
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isMap(value);
  // Whole numbers beyond those that JavaScript counts are none to Juju either.
  if (type === "integer") return Number.isSafeInteger(value);
  if (type === "number") return Number.isFinite(value);
  const jsType: string = typeof value;
  return jsType === type;
}
