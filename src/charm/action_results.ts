import type { ActionResults } from "../hook_commands/action.ts";

/** Keys as Juju takes them, with dots between the levels. */
const KEY = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/**
 * Checks the keys of results, at each level, before anything is asked of Juju.
 *
 * @throws {TypeError} If a key is not as Juju takes it.
 */
export function assertResultKeys(
  results: ActionResults,
  prefix: string = "",
): void {
  for (const [key, value] of Object.entries(results)) {
    const path = `${prefix}${key}`;
    if (!KEY.test(key)) {
      throw new TypeError(
        `Cannot set action result "${path}": a key has only lower-case letters, digits, hyphens and dots, and starts and ends with a letter or digit`,
      );
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      assertResultKeys(value as ActionResults, `${path}.`);
    }
  }
}
