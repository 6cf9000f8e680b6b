import { StateValidationError } from "../errors.ts";

/** Maps made here, which need not be checked again. */
const OWN: WeakSet<object> = new WeakSet();

/**
 * A frozen copy of a plain map of texts, such as a databag. Its values are in no
 * message: they may be secret.
 *
 * @throws {StateValidationError} If it is something else.
 */
export function textMap(
  field: string,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (typeof given === "object" && given !== null && OWN.has(given)) {
    return given;
  }
  if (!isPlainObject(given)) {
    throw new StateValidationError(
      `Cannot take "${field}": it is ${
        kindOf(given)
      }; it must be a plain object of strings`,
    );
  }
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "string") continue;
    throw new StateValidationError(
      `Cannot take "${field}": the value of "${key}" is ${
        kindOf(value)
      }; it must be a string`,
    );
  }
  const copy = Object.freeze({ ...given });
  OWN.add(copy);
  return copy;
}

/** A frozen copy of such maps by the number of a unit. */
export function textMaps(
  field: string,
  given: Readonly<Record<number, Readonly<Record<string, string>>>>,
): Readonly<Record<number, Readonly<Record<string, string>>>> {
  if (typeof given === "object" && given !== null && OWN.has(given)) {
    return given;
  }
  if (!isPlainObject(given)) {
    throw new StateValidationError(
      `Cannot take "${field}": it is ${
        kindOf(given)
      }; it must be a plain object from unit number to databag`,
    );
  }
  const copy: Record<number, Readonly<Record<string, string>>> = {};
  for (const [unit, texts] of Object.entries(given)) {
    if (!/^[0-9]+$/.test(unit)) {
      throw new StateValidationError(
        `Cannot take "${field}": "${unit}" is not the number of a unit`,
      );
    }
    copy[Number(unit)] = textMap(`${field}[${unit}]`, texts);
  }
  OWN.add(Object.freeze(copy));
  return copy;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = value.constructor?.name ?? "Object";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}
