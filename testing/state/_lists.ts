import { StateValidationError } from "../errors.ts";
import { isEqual } from "./_equal.ts";

/** Lists made here, which need not be copied again. */
const OWN: WeakSet<object> = new WeakSet();
const EMPTY: readonly never[] = own([]);

/** Names as a list, a set or a generator; a text alone is no list of names. */
export type Names = Iterable<string> & object;

/** A frozen list, in the given order. */
export function list<T>(given: Iterable<T> | undefined): readonly T[] {
  if (given === undefined) return EMPTY;
  return OWN.has(given) ? given as readonly T[] : own([...given]);
}

/** A frozen list without the members that equal an earlier one. */
export function distinct<T>(given: Iterable<T> | undefined): readonly T[] {
  if (given === undefined) return EMPTY;
  if (OWN.has(given)) return given as readonly T[];
  const found: T[] = [];
  for (const item of given) {
    if (!found.some((other) => isEqual(item, other))) found.push(item);
  }
  return own(found);
}

/**
 * A frozen list of names.
 *
 * @throws {StateValidationError} If a text or bytes are given in place of a list,
 * or something in it is no text.
 */
export function nameList(
  field: string,
  given: Names | undefined,
): readonly string[] {
  if (given === undefined) return EMPTY;
  if (OWN.has(given)) return given as readonly string[];
  const value: unknown = given;
  if (typeof value === "string" || value instanceof Uint8Array) {
    throw new StateValidationError(
      `Cannot take "${field}": it is a ${
        typeof value === "string" ? "string" : "Uint8Array"
      }, not a list; write a list with one name in it, as in ["name"]`,
    );
  }
  const names = [...given];
  for (const name of names) {
    if (typeof name === "string") continue;
    throw new StateValidationError(
      `Cannot take "${field}": it has a ${typeof name} in it; it must be a list of strings`,
    );
  }
  return own(names);
}

function own<T>(items: T[]): readonly T[] {
  Object.freeze(items);
  OWN.add(items);
  return items;
}
