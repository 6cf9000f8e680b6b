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

/** In place of a value that could not be carried over; reading it is an error. */
export const UNREADABLE: string = '{"$":"unreadable"}';

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
  try {
    return JSON.stringify(encode(value, { path: [], above: new Set() }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FrameworkError("Cannot store the value: it is nested too deep");
  }
}

/**
 * Reads the plain object that was stored for something.
 *
 * @param what Names it in the error, such as `the data of MyCharm/on/start[7]`.
 * @throws {FrameworkError} If the text is not that of an object.
 */
export function readStored(
  text: string,
  what: string,
): Record<string, Storable> {
  let value: unknown;
  try {
    value = decodeSnapshot(text);
  } catch (cause) {
    const reason = cause instanceof FrameworkError ? cause.message : "";
    throw new FrameworkError(
      `Cannot load ${what}: ${
        reason.replace(/^Cannot read stored data: /, "")
      }; put back an earlier state file, or move it away to go on without stored state and deferred events`,
      { cause },
    );
  }
  if (isPlainObject(value)) return value as Record<string, Storable>;
  throw new FrameworkError(
    `Cannot load ${what}: what is stored is not an object; put back an earlier state file, or move it away to go on without stored state and deferred events`,
  );
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
  // Most data has nothing in it that is tagged.
  if (!text.includes(`"${TAG}"`)) return json;
  try {
    return decode(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FrameworkError("Cannot read stored data: it is nested too deep");
  }
}

/** A key, an index, or what else there is to show. */
type Step = string | number | { readonly shown: string };

/** Where `encode` is in the value. */
interface Place {
  /** The steps to here. */
  readonly path: Step[];
  /** The objects above this one. */
  readonly above: Set<object>;
}

/**
 * What stands for a value in JSON: the value itself where it can, since most
 * data needs no other form, and a copy of much of it would cost each commit.
 */
function encode(value: unknown, place: Place): unknown {
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
      return value === null ? null : encodeObject(value, place);
    default:
      throw refused(place, `a ${typeof value}`);
  }
}

function encodeObject(value: object, place: Place): unknown {
  const { above } = place;
  if (above.has(value)) throw refused(place, "an object that contains itself");
  above.add(value);
  const encoded = Array.isArray(value)
    ? encodeList(value, place)
    : isPlainObject(value)
    ? encodePlain(value, place)
    : encodeTagged(value, place);
  above.delete(value);
  return encoded;
}

function encodeStep(value: unknown, step: Step, place: Place): unknown {
  // These have no place that could be shown, and are most of all data.
  if (typeof value === "string" || typeof value === "boolean") return value;
  place.path.push(step);
  const encoded = encode(value, place);
  place.path.pop();
  return encoded;
}

function encodeList(list: readonly unknown[], place: Place): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index++) {
    const encoded = encodeStep(list[index], index, place);
    if (encoded === list[index]) continue;
    copy ??= Array.from(list);
    copy[index] = encoded;
  }
  return copy ?? list;
}

function encodePlain(
  object: Readonly<Record<string, unknown>>,
  place: Place,
): unknown {
  const keys = Object.keys(object);
  let isSame = true;
  for (let at = 1; isSame && at < keys.length; at++) {
    isSame = keys[at - 1]! < keys[at]!;
  }
  if (!isSame) keys.sort();
  const values: unknown[] = [];
  for (const key of keys) {
    const encoded = encodeStep(object[key], key, place);
    if (encoded !== object[key]) isSame = false;
    values.push(encoded);
  }
  const isTagged = Object.hasOwn(object, TAG);
  if (isSame && !isTagged) return object;
  const entries = keys.map((key, at) => [key, values[at]] as const);
  return isTagged ? { [TAG]: "object", v: entries } : fromEntries(entries);
}

function encodeTagged(value: object, place: Place): unknown {
  if (value instanceof Uint8Array) {
    return { [TAG]: "bytes", v: value.toBase64() };
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) {
      throw refused(place, "an invalid Date");
    }
    return { [TAG]: "date", v: value.toISOString() };
  }
  if (value instanceof Set) {
    const items = [...value].map((item) =>
      encodeStep(item, { shown: "{}" }, place)
    );
    return { [TAG]: "set", v: items };
  }
  if (value instanceof Map) {
    const entries = [...value].map(([key, item], index) => [
      encodeStep(key, { shown: `{key ${index}}` }, place),
      encodeStep(item, { shown: `{value ${index}}` }, place),
    ]);
    return { [TAG]: "map", v: entries };
  }
  throw refused(place, `a ${value.constructor?.name ?? "class instance"}`);
}

/** The value of parsed JSON, which is changed where something in it is tagged. */
function decode(json: unknown): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) {
    for (const [index, item] of json.entries()) json[index] = decode(item);
    return json;
  }
  if (Object.hasOwn(json, TAG)) {
    return decodeTagged(json as { [TAG]: unknown; v?: unknown });
  }
  return fromEntries(
    Object.entries(json).map(([key, item]) => [key, decode(item)]),
  );
}

function decodeTagged(
  { [TAG]: tag, v }: { [TAG]: unknown; v?: unknown },
): unknown {
  if (tag === "undefined") return undefined;
  if (typeof v === "string") {
    if (tag === "number" && NUMBERS.has(v)) return Number(v);
    if (tag === "bigint" && /^-?[0-9]+$/.test(v)) return BigInt(v);
    if (tag === "bytes") return decodeBytes(v);
    if (tag === "date") {
      const date = new Date(v);
      if (!Number.isNaN(date.getTime())) return date;
    }
  } else if (Array.isArray(v)) {
    if (tag === "set") return new Set(v.map(decode));
    if (tag === "map" && v.every(isPair)) {
      return new Map(v.map(([key, item]) => [decode(key), decode(item)]));
    }
    if (
      tag === "object" &&
      v.every((item) => isPair(item) && typeof item[0] === "string")
    ) {
      return fromEntries(v.map(([key, item]) => [key, decode(item)]));
    }
  }
  if (tag === "unreadable") {
    throw new FrameworkError(
      "Cannot read stored data: it could not be carried over from the charm's Python version",
    );
  }
  // What is not one of the forms may be anything, so it is not shown.
  const form = typeof tag === "string" && /^[a-z]{1,9}$/.test(tag) ? tag : "";
  throw new FrameworkError(
    `Cannot read stored data: it has an unknown form "${form}"`,
  );
}

/** The numbers that JSON lacks. */
const NUMBERS: ReadonlySet<string> = new Set([
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
]);

function decodeBytes(text: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    throw new FrameworkError(
      "Cannot read stored data: its bytes are not base64",
    );
  }
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** As `Object.fromEntries`, which is slower where many objects have the same keys. */
export function fromEntries<T>(
  entries: Iterable<readonly [string, T]>,
): Record<string, T> {
  const result: Record<string, T> = {};
  for (const [key, value] of entries) {
    // Assigned, this one key would be the prototype instead.
    if (key !== "__proto__") result[key] = value;
    else {
      Object.defineProperty(result, key, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
  }
  return result;
}

function refused({ path }: Place, what: string): FrameworkError {
  const steps = path.map((step, at) =>
    typeof step === "number"
      ? `[${step}]`
      : typeof step === "string"
      ? `${at === 0 ? "" : "."}${step}`
      : step.shown
  ).join("");
  return new FrameworkError(
    `Cannot store ${
      steps === "" ? "the value" : `"${steps}"`
    }: it is ${what}, not plain data (null, boolean, number, string, bigint, Date, Uint8Array, array, Set, Map or plain object)`,
  );
}
