/** A result of an action, or results below a key. */
export type ActionResult =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly unknown[]
  | ActionResults;

/** Results of an action by key. */
export interface ActionResults {
  /** Key, without the dots of the levels above, to result. */
  readonly [key: string]: ActionResult;
}

/** Keys as Juju takes them, with dots between the levels. */
const KEY = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/**
 * Makes nested results flat, with dots in the keys, and every value a text.
 *
 * @throws {TypeError} If a key is not as Juju takes it, or comes twice.
 */
export function flattenResults(results: ActionResults): Record<string, string> {
  const flat = new Map<string, string>();
  collect(results, "", flat);
  return Object.fromEntries(flat);
}

function collect(
  results: ActionResults,
  prefix: string,
  flat: Map<string, string>,
): void {
  for (const [key, value] of Object.entries(results)) {
    const path = `${prefix}${key}`;
    if (!KEY.test(key)) {
      throw new TypeError(
        `Cannot set action result "${path}": a key has only lower-case letters, digits, hyphens and dots, and starts and ends with a letter or digit`,
      );
    }
    if (isResults(value)) {
      collect(value, `${path}.`, flat);
      continue;
    }
    if (flat.has(path)) {
      throw new TypeError(`Cannot set action result "${path}": it comes twice`);
    }
    flat.set(path, textOf(value));
  }
}

function isResults(value: ActionResult): value is ActionResults {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: Exclude<ActionResult, ActionResults>): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
