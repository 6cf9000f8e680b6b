import { isObject } from "./_json.ts";
import { readPlanText } from "./_plan_text.ts";

/** Reads the YAML of a plan, in the form that Pebble writes without a parser. */
export async function parsePlanYaml(text: string): Promise<unknown> {
  return readPlanText(text) ?? await parseLayerYaml(text);
}

/**
 * Reads the YAML of a layer or plan; the parser is loaded the first time.
 *
 * Pebble takes a value such as `1.10`, `012` or `yes` for the text that it is
 * where it wants a text, so it is read twice: as texts, and for the few fields
 * that are numbers.
 */
export async function parseLayerYaml(text: string): Promise<unknown> {
  const { parse } = await import("@std/yaml");
  const texts = parse(text, { schema: "failsafe" });
  // The core schema makes no dates: Pebble writes them without quotes.
  return asWritten(parse(text, { schema: "core" }), texts);
}

/** Fields whose values are numbers to Pebble; all others are texts. */
const NUMBERS = [
  "user-id",
  "group-id",
  "backoff-factor",
  "threshold",
  "port",
];

/** Values as they are written, not as YAML would have them: all but numbers. */
function asWritten(value: unknown, text: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const texts: readonly unknown[] = Array.isArray(text) ? text : [];
    return value.map((item, i) => asWritten(item, texts[i]));
  }
  if (isObject(value)) {
    if (!isObject(text)) return value;
    return Object.fromEntries(
      Object.entries(text).map(([name, item]) => [
        name,
        // A key such as 012 is another one when it is read as a number.
        Object.hasOwn(value, name) ? asWritten(value[name], item, name) : item,
      ]),
    );
  }
  if (value === null || NUMBERS.includes(key)) return value;
  return typeof text === "string" ? text : value;
}
