import { isMap } from "../simulator/is_map.ts";

/** A map of YAML or JSON as it was read. */
export type PlainMap = Readonly<Record<string, unknown>>;

export { isMap };

/** The entries of a map; none if it is something else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isMap(value) ? Object.entries(value) : [];
}

/** A member of a map; undefined if there is none, or it is no map. */
export function memberOf(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
