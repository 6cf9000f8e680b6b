import { isObject, type JsonObject, typeName } from "./_json.ts";

/** Reads the fields of a service, check or log target of a layer. */
export class PlanFields {
  readonly #what: string;
  readonly #dict: JsonObject;

  /** Takes a value that must be an object or nothing, and its name. */
  constructor(value: unknown, what: string) {
    if (!isObject(value ?? {})) {
      throw new TypeError(
        `Cannot read ${what}: expected an object, got ${typeName(value)}`,
      );
    }
    this.#what = what;
    this.#dict = isObject(value) ? value : {};
  }

  /** A text; missing is empty, another scalar is written out. */
  text(key: string): string {
    const value = this.#dict[key] ?? "";
    return isScalar(value) ? String(value) : this.#fail(key, "text");
  }

  /** A number; missing is `undefined`. */
  number(key: string): number | undefined {
    const value = this.#dict[key] ?? undefined;
    if (value === undefined || typeof value === "number") return value;
    return this.#fail(key, "a number");
  }

  /** A new list of texts; missing is empty. */
  list(key: string): string[] {
    const value = this.#dict[key] ?? [];
    return Array.isArray(value) && value.every(isScalar)
      ? value.map(String)
      : this.#fail(key, "a list of texts");
  }

  /** A new map of texts; missing is empty. */
  map(key: string): Record<string, string> {
    const value = this.#dict[key] ?? {};
    if (!isObject(value)) return this.#fail(key, "a map of texts");
    const entries = Object.entries(value).map(([name, item]) => {
      const text = item ?? "";
      if (!isScalar(text)) return this.#fail(key, "a map of texts");
      return [name, String(text)] as const;
    });
    return Object.fromEntries(entries);
  }

  /** The fields of an object in this one; missing is `undefined`. */
  inner(key: string): PlanFields | undefined {
    if ((this.#dict[key] ?? null) === null) return undefined;
    return new PlanFields(this.#dict[key], `"${key}" of ${this.#what}`);
  }

  /** What `read` makes of each object in a section; missing is empty. */
  section<T>(
    key: string,
    read: (name: string, value: unknown) => T,
  ): Record<string, T> {
    const value = this.#dict[key] ?? {};
    if (!isObject(value)) return this.#fail(key, "an object");
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, read(name, item)]),
    );
  }

  #fail(key: string, expected: string): never {
    throw new TypeError(
      `Cannot read "${key}" of ${this.#what}: expected ${expected}, got ${
        typeName(this.#dict[key])
      }`,
    );
  }
}

/** The same object without empty fields: "", [], {}, null, undefined. */
export function withoutEmpty<T extends object>(dict: T): T {
  return Object.fromEntries(
    Object.entries(dict).filter(([, value]) => !isEmpty(value)),
  ) as T;
}

/** Whether two values made of objects, lists and scalars are equal. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) {
    return Object.is(a, b);
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left: JsonObject = { ...a }, right: JsonObject = { ...b };
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length &&
    keys.every((key) =>
      Object.hasOwn(right, key) && deepEqual(left[key], right[key])
    );
}

/**
 * Whether an object with a `toDict` equals another of its class, or a plain
 * object as that is written.
 */
export function equalDicts<T extends { toDict(): object }>(
  self: T,
  other: unknown,
): boolean {
  if (typeof other !== "object" || other === null) return false;
  if (other.constructor === self.constructor) {
    return deepEqual(self.toDict(), (other as T).toDict());
  }
  const prototype: unknown = Object.getPrototypeOf(other);
  const plain = prototype === Object.prototype || prototype === null;
  return plain && deepEqual(self.toDict(), other);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
