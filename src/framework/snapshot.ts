import { FrameworkError } from "./errors.ts";

/**
 * What can be stored with an event or in a stored state: plain data.
 *
 * Objects and arrays are copied on the way in and out. Anything else, such as a
 * class instance or a function, is refused when it is stored.
 */
export type Storable =
  | null
  | undefined
  | boolean
  | number
  | string
  | bigint
  | Date
  | Uint8Array
  | readonly Storable[]
  | ReadonlySet<Storable>
  | ReadonlyMap<Storable, Storable>
  | { readonly [key: string]: Storable };

/** Data of an event: plain values by name. */
export type EventData = Readonly<Record<string, Storable>>;

/** The key that marks a value which JSON does not know. */
const TAG = "$";

/**
 * Writes plain data as JSON: keys sorted, so that equal data is equal text, and
 * a tagged form for `Uint8Array`, `Date`, `Set`, `Map`, `bigint` and the numbers
 * that JSON lacks.
 *
 * @throws {FrameworkError} If something in it is not plain data; the message
 * names its place in the value, never the value.
 */
export function encodeSnapshot(value: unknown): string {
  return JSON.stringify(encode(value, "", new Set()));
}

/**
 * Reads what {@linkcode encodeSnapshot} wrote.
 *
 * @throws {FrameworkError} If the text is not of that form.
 */
export function decodeSnapshot(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be secret.
    throw new FrameworkError("Cannot read stored data: it is not JSON");
  }
  return decode(json);
}

function encode(value: unknown, path: string, above: Set<object>): unknown {
  switch (typeof value) {
    case "undefined":
      return { [TAG]: "undefined" };
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [TAG]: "number", v: Object.is(value, -0) ? "-0" : `${value}` };
    case "bigint":
      return { [TAG]: "bigint", v: `${value}` };
    case "object":
      return value === null ? null : encodeObject(value, path, above);
    default:
      throw refused(path, `a ${typeof value}`);
  }
}

function encodeObject(
  value: object,
  path: string,
  above: Set<object>,
): unknown {
  if (above.has(value)) throw refused(path, "an object that contains itself");
  above.add(value);
  try {
    if (Array.isArray(value)) {
      return Array.from(
        value,
        (item, index) => encode(item, `${path}[${index}]`, above),
      );
    }
    if (value instanceof Uint8Array) {
      return { [TAG]: "bytes", v: value.toBase64() };
    }
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) {
        throw refused(path, "an invalid Date");
      }
      return { [TAG]: "date", v: value.toISOString() };
    }
    if (value instanceof Set) {
      return {
        [TAG]: "set",
        v: [...value].map((item) => encode(item, `${path}{}`, above)),
      };
    }
    if (value instanceof Map) {
      return {
        [TAG]: "map",
        v: [...value].map(([key, item], index) => [
          encode(key, `${path}{key ${index}}`, above),
          encode(item, `${path}{value ${index}}`, above),
        ]),
      };
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw refused(path, `a ${value.constructor?.name ?? "class instance"}`);
    }
    const entries = Object.entries(value)
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, item]) =>
        [
          key,
          encode(item, path === "" ? key : `${path}.${key}`, above),
        ] as const
      );
    const plain = fromEntries(entries);
    return Object.hasOwn(plain, TAG) ? { [TAG]: "object", v: entries } : plain;
  } finally {
    above.delete(value);
  }
}

function decode(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== "object" || json === null) return json;
  if (!Object.hasOwn(json, TAG)) {
    return fromEntries(
      Object.entries(json).map(([key, item]) => [key, decode(item)]),
    );
  }
  return decodeTagged(json as { [TAG]: unknown; v?: unknown });
}

function decodeTagged(
  { [TAG]: tag, v }: { [TAG]: unknown; v?: unknown },
): unknown {
  try {
    if (tag === "undefined") return undefined;
    if (typeof v === "string") {
      if (tag === "number") return Number(v);
      if (tag === "bigint") return BigInt(v);
      if (tag === "bytes") return Uint8Array.fromBase64(v);
      if (tag === "date") return new Date(v);
    }
    if (Array.isArray(v)) {
      if (tag === "set") return new Set(v.map(decode));
      if (tag === "map") {
        return new Map(v.map(([key, item]) => [decode(key), decode(item)]));
      }
      if (tag === "object") {
        return fromEntries(v.map(([key, item]) => [key, decode(item)]));
      }
    }
  } catch (error) {
    if (error instanceof FrameworkError) throw error;
  }
  throw new FrameworkError(
    `Cannot read stored data: it has an unknown form ${JSON.stringify(tag)}`,
  );
}

/** As `Object.fromEntries`, which would not make `__proto__` a key of its own. */
function fromEntries(
  entries: readonly (readonly [string, unknown])[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return result;
}

function refused(path: string, what: string): FrameworkError {
  const place = path === "" ? "the value" : `"${path}"`;
  return new FrameworkError(
    `Cannot store ${place}: it is ${what}, not plain data (null, boolean, number, string, bigint, Date, Uint8Array, array, Set, Map or plain object)`,
  );
}
