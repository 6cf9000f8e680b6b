/** Copies made here that hold nothing which could still be changed. */
const OWN: WeakSet<object> = new WeakSet();

/**
 * A deep copy of plain data, frozen. What is such a copy already is given back
 * as it is, so that a state that changes a little is cheap to make.
 *
 * A `Date`, `Set`, `Map` or `Uint8Array` in it is copied too, but the language
 * cannot freeze it. What is no plain data stays as it is.
 */
export function frozenCopy<T>(value: T): T {
  return new Copy().of(value) as T;
}

class Copy {
  readonly #copies: Map<object, object> = new Map();
  #isFrozen = true;

  of(value: unknown): unknown {
    if (typeof value !== "object" || value === null || OWN.has(value)) {
      return value;
    }
    const known = this.#copies.get(value);
    if (known !== undefined) {
      // A value that contains itself is not frozen before all of it is there.
      this.#isFrozen = false;
      return known;
    }
    const outside = this.#isFrozen;
    this.#isFrozen = true;
    const copy = this.#copy(value);
    if (this.#isFrozen) OWN.add(copy);
    this.#isFrozen &&= outside;
    return copy;
  }

  #copy(value: object): object {
    if (Array.isArray(value)) {
      const copy: unknown[] = [];
      this.#copies.set(value, copy);
      for (const item of value) copy.push(this.of(item));
      return Object.freeze(copy);
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) {
      const copy: Record<string, unknown> = {};
      this.#copies.set(value, copy);
      for (const [key, item] of Object.entries(value)) {
        define(copy, key, this.of(item));
      }
      return Object.freeze(copy);
    }
    this.#isFrozen = false;
    if (value instanceof Date) return new Date(value);
    if (value instanceof Uint8Array) return value.slice();
    if (value instanceof Set) {
      return new Set([...value].map((item) => this.of(item)));
    }
    if (value instanceof Map) {
      return new Map(
        [...value].map(([key, item]) => [this.of(key), this.of(item)]),
      );
    }
    return value;
  }
}

/** A frozen copy of a record, whose values stay as they are. */
export function frozenRecord<T>(
  given: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> {
  if (given === undefined) return EMPTY;
  if (OWN.has(given)) return given;
  const copy = Object.freeze({ ...given });
  OWN.add(copy);
  return copy;
}

const EMPTY: Readonly<Record<string, never>> = Object.freeze({});
OWN.add(EMPTY);

function define(
  target: Record<string, unknown>,
  key: string,
  value: unknown,
): void {
  if (key !== "__proto__") target[key] = value;
  // Assigned, this one key would be the prototype instead.
  else Object.defineProperty(target, key, { value, enumerable: true });
}
