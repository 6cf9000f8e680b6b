import { ProtocolError } from "./errors.ts";
import { parseTime } from "./time.ts";

/** An object as JSON gives it: nothing is known of its values. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads the fields of an object from Pebble, each error naming the field. */
export class Fields {
  readonly #what: string;
  readonly #object: JsonObject;

  /** Takes a value that must be an object, and what to call it in errors. */
  constructor(value: unknown, what: string) {
    if (!isObject(value)) {
      throw new ProtocolError(
        `Cannot read ${what}: expected an object, got ${typeName(value)}`,
      );
    }
    this.#what = what;
    this.#object = value;
  }

  /** A text that must be there. */
  string(key: string): string {
    return this.optionalString(key) ?? this.#fail(key, "text");
  }

  /** A text, or `null` if it is missing. */
  optionalString(key: string): string | null {
    const value = this.#object[key] ?? null;
    if (value === null || typeof value === "string") return value;
    return this.#fail(key, "text");
  }

  /** A number that must be there. */
  number(key: string): number {
    return this.optionalNumber(key) ?? this.#fail(key, "a number");
  }

  /** A number, or `null` if it is missing. */
  optionalNumber(key: string): number | null {
    const value = this.#object[key] ?? null;
    if (value === null || typeof value === "number") return value;
    return this.#fail(key, "a number");
  }

  /** A boolean that must be there. */
  boolean(key: string): boolean {
    const value = this.#object[key];
    return typeof value === "boolean" ? value : this.#fail(key, "a boolean");
  }

  /** A time that must be there, with its text. */
  time(key: string): { readonly date: Date; readonly text: string } {
    return this.optionalTime(key) ?? this.#fail(key, "a time");
  }

  /** A time with its text, or `null` if it is missing. */
  optionalTime(
    key: string,
  ): { readonly date: Date; readonly text: string } | null {
    const text = this.optionalString(key);
    if (text === null || text === "") return null;
    try {
      return { date: parseTime(text), text };
    } catch (error) {
      throw new ProtocolError(
        `Cannot read "${key}" of ${this.#what}: "${text}" is not a time`,
        { cause: error },
      );
    }
  }

  /** A list of anything; missing is empty. */
  list(key: string): readonly unknown[] {
    const value = this.#object[key] ?? [];
    return Array.isArray(value) ? value : this.#fail(key, "a list");
  }

  /** A list of texts; missing is empty. */
  strings(key: string): readonly string[] {
    const list = this.list(key);
    return list.every((item) => typeof item === "string")
      ? list
      : this.#fail(key, "a list of texts");
  }

  /** An object with values of any kind; missing is empty. */
  object(key: string): JsonObject {
    const value = this.#object[key] ?? {};
    return isObject(value) ? value : this.#fail(key, "an object");
  }

  /** An object with texts as values; missing is empty. */
  stringMap(key: string): Readonly<Record<string, string>> {
    const map: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.object(key))) {
      if (typeof value !== "string") return this.#fail(key, "texts only");
      map[name] = value;
    }
    return map;
  }

  /** Whether the field is there and not null. */
  has(key: string): boolean {
    return (this.#object[key] ?? null) !== null;
  }

  #fail(key: string, expected: string): never {
    throw new ProtocolError(
      `Cannot read "${key}" of ${this.#what}: expected ${expected}, got ${
        typeName(this.#object[key])
      }`,
    );
  }
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The list that Pebble gave as a result, with each entry read by `read`. */
export function readList<T>(
  value: unknown,
  what: string,
  read: (value: unknown) => T,
): T[] {
  if (!Array.isArray(value ?? [])) {
    throw new ProtocolError(
      `Cannot read ${what}: expected a list, got ${typeName(value)}`,
    );
  }
  return (Array.isArray(value) ? value : []).map(read);
}

/** Type of a value as an error message names it. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "Array";
  if (typeof value === "object") return value.constructor?.name ?? "object";
  return typeof value;
}
