import { goPattern } from "./go_pattern.ts";
import { isMap } from "../is_map.ts";
import { jsonText } from "./json_text.ts";
import type {
  CombinedRules,
  ListRules,
  MapRules,
  NumberRules,
  Pattern,
  Schema,
  TextRules,
} from "./schema.ts";

/** A map as it was read. */
type Keywords = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON Schema (draft 4). A keyword that is not what it should be is as
 * if it were not there: Juju takes no charm that has one, and `charmkit check`
 * tells it.
 *
 * Source: schema.go of `github.com/juju/gojsonschema`, which knows no `format`
 * and leaves out keywords that it does not know. In metadata, Juju refuses
 * `$ref`.
 */
export function readSchema(source: unknown): Schema {
  const keywords = isMap(source) ? source : {};
  return {
    types: typesOf(keywords["type"]),
    enumTexts: listOf(keywords["enum"]).map(jsonText),
    number: numberRules(keywords),
    text: textRules(keywords),
    list: listRules(keywords),
    map: mapRules(keywords),
    combined: combinedRules(keywords),
  };
}

/** Names of the types that JSON Schema has. */
export const TYPE_NAMES: readonly string[] = [
  "string",
  "boolean",
  "integer",
  "number",
  "array",
  "object",
  "null",
];
const TYPES: ReadonlySet<unknown> = new Set(TYPE_NAMES);

/** Whether JSON Schema has a type of this name. */
export function isTypeName(name: unknown): name is string {
  return TYPES.has(name);
}

function typesOf(type: unknown): readonly string[] {
  return (Array.isArray(type) ? type : [type]).filter(isTypeName);
}

function numberRules(keywords: Keywords): NumberRules | null {
  const multipleOf = numberOf(keywords["multipleOf"]);
  const maximum = numberOf(keywords["maximum"]);
  const minimum = numberOf(keywords["minimum"]);
  if ((multipleOf ?? maximum ?? minimum) === undefined) return null;
  return {
    multipleOf,
    maximum,
    exclusiveMaximum: keywords["exclusiveMaximum"] === true,
    minimum,
    exclusiveMinimum: keywords["exclusiveMinimum"] === true,
  };
}

function textRules(keywords: Keywords): TextRules | null {
  const minLength = countOf(keywords["minLength"]);
  const maxLength = countOf(keywords["maxLength"]);
  const { pattern } = keywords;
  if (typeof pattern === "string") {
    return { minLength, maxLength, pattern: patternOf(pattern) };
  }
  const isLimited = (minLength ?? maxLength) !== undefined;
  return isLimited ? { minLength, maxLength } : null;
}

function listRules(keywords: Keywords): ListRules | null {
  const { items, additionalItems } = keywords;
  const minItems = countOf(keywords["minItems"]);
  const maxItems = countOf(keywords["maxItems"]);
  const uniqueItems = keywords["uniqueItems"] === true;
  const isLimited = (minItems ?? maxItems) !== undefined || uniqueItems;
  const hasItems = isMap(items) || Array.isArray(items);
  if (!isLimited && !hasItems) return null;
  return {
    ...hasItems
      ? { items: Array.isArray(items) ? schemasOf(items) : readSchema(items) }
      : {},
    additionalItems: isMap(additionalItems)
      ? readSchema(additionalItems)
      : additionalItems !== false,
    minItems,
    maxItems,
    uniqueItems,
  };
}

function mapRules(keywords: Keywords): MapRules | null {
  const { properties, patternProperties, additionalProperties } = keywords;
  const rules: MapRules = {
    properties: new Map(
      entriesOf(properties).map(([name, schema]) => [name, readSchema(schema)]),
    ),
    patterns: entriesOf(patternProperties).map((
      [pattern, schema],
    ) => [patternOf(pattern), readSchema(schema)]),
    additional: isMap(additionalProperties)
      ? readSchema(additionalProperties)
      : typeof additionalProperties === "boolean"
      ? additionalProperties
      : null,
    required: textsOf(keywords["required"]),
    minProperties: countOf(keywords["minProperties"]),
    maxProperties: countOf(keywords["maxProperties"]),
  };
  const says = rules.properties.size + rules.patterns.length +
    rules.required.length;
  const isLimited = (rules.minProperties ?? rules.maxProperties) !== undefined;
  return says > 0 || isLimited || rules.additional !== null ? rules : null;
}

function combinedRules(keywords: Keywords): CombinedRules | null {
  const { not, dependencies } = keywords;
  const rules: CombinedRules = {
    anyOf: schemasOf(keywords["anyOf"]),
    oneOf: schemasOf(keywords["oneOf"]),
    allOf: schemasOf(keywords["allOf"]),
    not: isMap(not) ? readSchema(not) : null,
    dependencies: new Map(
      entriesOf(dependencies).map(([name, needed]) => [
        name,
        Array.isArray(needed) ? textsOf(needed) : readSchema(needed),
      ]),
    ),
  };
  const count = rules.anyOf.length + rules.oneOf.length + rules.allOf.length +
    rules.dependencies.size;
  return count > 0 || rules.not !== null ? rules : null;
}

function patternOf(source: string): Pattern {
  return { source, regExp: goPattern(source) };
}

function schemasOf(list: unknown): readonly Schema[] {
  return listOf(list).map(readSchema);
}

function textsOf(list: unknown): readonly string[] {
  return listOf(list).filter((entry) => typeof entry === "string");
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entriesOf(value: unknown): [string, unknown][] {
  return isMap(value) ? Object.entries(value) : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? value as number : undefined;
}
