import { RelationDataTypeError } from "./errors.ts";

/**
 * How the values of a databag are written as text.
 *
 * - `"json"`: each value is JSON by itself, as `ops` has it.
 * - `"text"`: each value is text as it is.
 * - Two functions, for anything else, such as interfaces that mix both.
 *
 * @example A key that is plain text among others that are JSON
 * ```ts
 * import type { RelationCodec } from "@charmkit/ops";
 *
 * const codec: RelationCodec = {
 *   decode: (text, key) => key === "hostname" ? text : JSON.parse(text),
 *   encode: (value, key) =>
 *     key === "hostname" ? String(value) : JSON.stringify(value),
 * };
 * ```
 */
export type RelationCodec = "json" | "text" | {
  /** Reads the text of a key; what it throws is an issue of that key. */
  readonly decode: (text: string, key: string) => unknown;
  /** Writes the value of a key; empty text erases the key. */
  readonly encode: (value: unknown, key: string) => string;
};

/** Decodes the text of one key. */
export function decodeValue(
  codec: RelationCodec,
  text: string,
  key: string,
): unknown {
  if (codec === "text") return text;
  return codec === "json" ? JSON.parse(text) : codec.decode(text, key);
}

/** Encodes the members of a value; one that is undefined becomes empty text, which erases its key. */
export function encodeValues(
  codec: RelationCodec,
  value: object,
): Record<string, string> {
  if (
    typeof value !== "object" || value === null || Symbol.iterator in value
  ) {
    throw new TypeError(
      "Cannot save relation data: the value must be an object of keys and values",
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      member === undefined ? "" : encodeValue(codec, member, key),
    ]),
  );
}

function encodeValue(
  codec: RelationCodec,
  value: unknown,
  key: string,
): string {
  const text = codec === "json"
    ? encodeJson(value, key)
    : codec === "text"
    ? value
    : codec.encode(value, key);
  if (typeof text === "string") return text;
  throw new RelationDataTypeError(
    `Cannot set relation data: the value of "${key}" is of type ${typeof text}, not text`,
  );
}

/** JSON text; what JSON would drop without a word is refused. */
function encodeJson(value: unknown, key: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (_, member) => {
      if (typeof member === "number" && !Number.isFinite(member)) {
        throw new TypeError(`${member} is no number of JSON`);
      }
      return member;
    });
  } catch (cause) {
    throw new RelationDataTypeError(
      `Cannot set relation data: the value of "${key}" has no JSON form`,
      { cause },
    );
  }
  if (text !== undefined) return text;
  throw new RelationDataTypeError(
    `Cannot set relation data: the value of "${key}" is a ${typeof value}, which has no JSON form`,
  );
}

/**
 * Whether two texts are the same JSON, however they are spelled: Python puts
 * spaces and escapes where JavaScript puts none.
 */
export function isSameJson(one: string, other: string): boolean {
  try {
    return isEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    return false;
  }
}

function isEqual(one: unknown, other: unknown): boolean {
  if (
    typeof one !== "object" || typeof other !== "object" || one === null ||
    other === null
  ) {
    // Beyond the safe integers, different numbers are read as the same one.
    return one === other &&
      (!Number.isInteger(one) || Number.isSafeInteger(one));
  }
  const keys = Object.keys(one);
  return Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      Object.hasOwn(other, key) &&
      isEqual(Reflect.get(one, key), Reflect.get(other, key))
    );
}
