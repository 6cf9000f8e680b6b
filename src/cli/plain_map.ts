/** A map of YAML or JSON as it was read. */
export type PlainMap = Readonly<Record<string, unknown>>;

/** Whether a value is a map: no list, no null. */
export function isMap(value: unknown): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries of a map; none if it is something else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return isMap(value) ? Object.entries(value) : [];
}

/** A member of a map; undefined if there is none, or it is no map. */
export function memberOf(value: unknown, key: string): unknown {
  return isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
