import type {
  CharmcraftAction,
  CharmcraftParameter,
} from "../meta/charmcraft.ts";
import type { JujuRelease } from "./juju_release.ts";
import { formatJson } from "./tools/output.ts";

/**
 * The parameters that an action gets: those given, with the defaults of its
 * schema, also inside of maps (JDP-12).
 *
 * @param action The action of the charm.
 * @param given What the caller gave.
 */
export function fillDefaults(
  action: CharmcraftAction,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return filled(action.params ?? {}, given);
}

/**
 * What is wrong with the parameters, as one sentence; null if nothing is.
 *
 * It knows `type`, `enum`, `required` and `additionalProperties` of JSON
 * Schema,
 * also inside of maps, and no other keyword: Juju may refuse more.
 *
 * Source: where an action says nothing of `additionalProperties`, Juju 3 takes
 * parameters that it does not name, and Juju 4 does not (juju/juju#21294).
 *
 * @param action The action of the charm.
 * @param params The parameters, defaults filled in.
 * @param release The version of Juju.
 */
export function checkParams(
  action: CharmcraftAction,
  params: Readonly<Record<string, unknown>>,
  release: JujuRelease,
): string | null {
  const { params: properties, required } = action;
  const { additionalProperties = release.takesUnknownParams } = action;
  const schema = { type: "object", properties, required, additionalProperties };
  return mistake(schema, params, "(root)");
}

function filled(
  properties: Readonly<Record<string, CharmcraftParameter>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const params: Record<string, unknown> = { ...given };
  for (const [name, schema] of Object.entries(properties)) {
    if (!Object.hasOwn(params, name) && schema?.default !== undefined) {
      params[name] = structuredClone(schema.default);
    }
    const value = params[name];
    const inner = propertiesOf(schema);
    if (isMap(value)) params[name] = filled(inner, value);
    else if (value === undefined) {
      const defaults = filled(inner, {});
      if (Object.keys(defaults).length > 0) params[name] = defaults;
    }
  }
  return params;
}

function mistake(
  schema: CharmcraftParameter,
  value: unknown,
  path: string,
): string | null {
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `${path}: must be of type ${types.join(" or ")}, given ${
      formatJson(value)
    }`;
  }
  if (
    schema.enum !== undefined &&
    !schema.enum.some((one) => formatJson(one) === formatJson(value))
  ) {
    return `${path}: must match one of the enum values ${
      formatJson(schema.enum)
    }`;
  }
  if (!isMap(value)) return null;
  const properties = propertiesOf(schema);
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const name of required) {
    if (typeof name === "string" && !Object.hasOwn(value, name)) {
      return `${path}: "${name}" property is missing and required`;
    }
  }
  for (const [name, member] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name);
    if (!known && schema["additionalProperties"] === false) {
      return `${path}: additional property "${name}" is not allowed`;
    }
    const inner = known ? properties[name] : undefined;
    const where = path === "(root)" ? `(root).${name}` : `${path}.${name}`;
    const wrong = inner === undefined ? null : mistake(inner, member, where);
    if (wrong !== null) return wrong;
  }
  return null;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isMap(value);
  if (type === "integer") return Number.isInteger(value);
  const jsType: string = typeof value;
  return jsType === type;
}

function propertiesOf(
  schema: CharmcraftParameter | undefined,
): Readonly<Record<string, CharmcraftParameter>> {
  const properties = schema?.["properties"];
  if (!isMap(properties)) return {};
  const entries = Object.entries(properties)
    .filter((entry): entry is [string, CharmcraftParameter] => isMap(entry[1]));
  return Object.fromEntries(entries);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
