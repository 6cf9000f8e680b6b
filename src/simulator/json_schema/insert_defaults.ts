import { isMap } from "../is_map.ts";

/** A value as it is with the defaults of its schema. */
export interface FilledValue {
  /** The value, with the defaults. */
  readonly value: Record<string, unknown>;
  /**
   * Paths of maps that were given although their schema has no `properties`:
   * Juju fails at them.
   */
  readonly openMaps: readonly (readonly string[])[];
}

/**
 * Fills in defaults: of names that are not given, also inside of maps that are
 * given. A default is taken as it is; a map without one is made of the defaults
 * of its members, if there are any.
 *
 * Source: defaults.go of `github.com/juju/gojsonschema`. It does not look into
 * lists, nor at `anyOf` and the like.
 *
 * @param properties Name to schema, as the metadata has them.
 * @param given What was given; it stays as it is.
 */
export function insertDefaults(
  properties: unknown,
  given: Readonly<Record<string, unknown>>,
): FilledValue {
  const openMaps: (readonly string[])[] = [];
  return { value: filled(properties, given, [], openMaps), openMaps };
}

function filled(
  properties: unknown,
  given: Readonly<Record<string, unknown>>,
  path: readonly string[],
  openMaps: (readonly string[])[],
): Record<string, unknown> {
  const all: Record<string, unknown> = { ...given };
  if (!isMap(properties)) return all;
  for (const [name, schema] of Object.entries(properties)) {
    if (!isMap(schema)) continue;
    const { default: preset, properties: inner } = schema;
    if (Object.hasOwn(all, name)) {
      const value = all[name];
      if (!isMap(value)) continue;
      const place = [...path, name];
      if (!isMap(inner)) openMaps.push(place);
      else all[name] = filled(inner, value, place, openMaps);
    } else if (preset !== undefined) {
      // Text and numbers need no copy, which would take a while.
      all[name] = isObject(preset) ? structuredClone(preset) : preset;
    } else if (inner !== undefined) {
      const defaults = filled(inner, {}, path, openMaps);
      if (Object.keys(defaults).length > 0) all[name] = defaults;
    }
  }
  return all;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
