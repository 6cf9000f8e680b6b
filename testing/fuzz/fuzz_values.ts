import type { Arbitrary } from "fast-check";
import type { ConfigValue } from "../../src/hook_commands/types.ts";
import type {
  CharmcraftAction,
  CharmcraftOption,
  CharmcraftParameter,
} from "../../src/meta/charmcraft.ts";

/** The library, which is loaded when the first sequence is made. */
export type FastCheck = typeof import("fast-check");

/** Texts that are short or that charms trip over. */
export function texts(fc: FastCheck): Arbitrary<string> {
  return fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("true", "0", "{}", "[]", "null", "10.0.0.1", "ünïcode"),
  );
}

/** A few such texts by key. */
export function textsByKey(
  fc: FastCheck,
  keys: readonly string[] = [],
): Arbitrary<Record<string, string>> {
  const key = keys.length > 0
    ? fc.constantFrom(...keys)
    : fc.stringMatching(/^[a-z][a-z-]{0,7}$/);
  return fc.dictionary(key, texts(fc), { maxKeys: 4, noNullPrototype: true });
}

/** Values that an option of the configuration can have; null: it is reset. */
export function optionValues(
  fc: FastCheck,
  { type = "string", default: preset }: CharmcraftOption,
): Arbitrary<ConfigValue | null> {
  const values: Record<string, Arbitrary<ConfigValue>> = {
    string: texts(fc),
    int: fc.oneof(fc.constantFrom(0, 1, -1), fc.integer()),
    float: fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 100),
    boolean: fc.boolean(),
    secret: fc.stringMatching(/^[0-9a-z]{20}$/).map((id) => `secret:${id}`),
  };
  const own = values[type] ?? texts(fc);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(preset ?? null) },
    { weight: 4, arbitrary: own },
  );
}

/** Parameters that an action can be run with. */
export function actionParams(
  fc: FastCheck,
  action: CharmcraftAction,
): Arbitrary<Readonly<Record<string, unknown>>> {
  return members(fc, action.params ?? {}, action.required ?? []);
}

function members(
  fc: FastCheck,
  schemas: Readonly<Record<string, CharmcraftParameter>>,
  required: readonly string[],
): Arbitrary<Record<string, unknown>> {
  const fields: Record<string, Arbitrary<unknown>> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const values = paramValues(fc, schema ?? {});
    if (values !== null) fields[name] = values;
  }
  const requiredKeys = required.filter((name) => Object.hasOwn(fields, name));
  return fc.record(fields, { requiredKeys, noNullPrototype: true });
}

/** Values of one parameter; null where its schema says too little, and it is left out. */
function paramValues(
  fc: FastCheck,
  schema: CharmcraftParameter,
): Arbitrary<unknown> | null {
  if (schema.enum !== undefined && schema.enum.length > 0) {
    return fc.constantFrom(...schema.enum);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const choices = types.map((type) => valuesOfType(fc, type, schema))
    .filter((values) => values !== null);
  return choices.length === 0 ? null : fc.oneof(...choices);
}

function valuesOfType(
  fc: FastCheck,
  type: string,
  schema: CharmcraftParameter,
): Arbitrary<unknown> | null {
  const min = numberOf(schema["minimum"]);
  const max = numberOf(schema["maximum"]);
  switch (type) {
    case "string":
      return stringValues(fc, schema);
    case "integer":
    case "number": {
      const low = Math.ceil(min ?? Math.min(-1000, max ?? 0));
      const high = Math.floor(max ?? Math.max(1000, low));
      return low > high ? null : fc.integer({ min: low, max: high });
    }
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const items = isSchema(schema["items"])
        ? paramValues(fc, schema["items"])
        : texts(fc);
      const minLength = numberOf(schema["minItems"]) ?? 0;
      const maxLength = numberOf(schema["maxItems"]) ?? minLength + 3;
      return items && fc.array(items, { minLength, maxLength });
    }
    case "object": {
      const { properties, required } = schema;
      return members(
        fc,
        isSchema(properties) ? properties as Record<string, never> : {},
        Array.isArray(required) ? required : [],
      );
    }
    default:
      return null;
  }
}

function stringValues(
  fc: FastCheck,
  { pattern, minLength, maxLength }: CharmcraftParameter,
): Arbitrary<string> {
  if (typeof pattern === "string") {
    try {
      return fc.stringMatching(new RegExp(pattern));
    } catch {
      // Go has more than JavaScript, "(?i)" for one. Where no text fits, the
      // parameter is given in no run.
    }
  }
  const min = numberOf(minLength);
  const max = numberOf(maxLength);
  if (min === undefined && max === undefined) return texts(fc);
  const least = min ?? 0;
  return fc.string({ minLength: least, maxLength: max ?? least + 12 });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function isSchema(value: unknown): value is CharmcraftParameter {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
