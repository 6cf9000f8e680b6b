import type { ModelState } from "./model_state.ts";
import { fail } from "./refusal.ts";
import { quote } from "./tools/go_text.ts";

/**
 * Refuses storage that the charm does not have, or more of one than it may
 * have: only at the flush, as Juju's agent asks nobody before (JHT-15).
 *
 * @throws {Refusal} If something is refused.
 */
export function checkStorageRequests(
  state: ModelState,
  requests: ReadonlyMap<string, number>,
): void {
  const declared = state.charmcraft.storage ?? {};
  for (const [name, count] of requests) {
    const storage = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (storage === undefined) {
      fail(`charm storage ${quote(name)} not found`);
    }
    const limit = highestCount(storage.multiple?.range);
    const total = count + (state.requestedStorages.get(name) ?? 0) +
      countOf(state, name);
    if (limit !== null && total > limit) {
      fail(
        `charm storage ${quote(name)}: at most ${limit} instances supported, ` +
          `${total} specified`,
      );
    }
  }
}

/** The highest number that a range such as `"1-3"` allows; null: any. */
export function highestCount(
  range: number | string | undefined,
): number | null {
  if (range === undefined) return 1;
  const match = /^(\d+)(?:-(\d+)|([-+]))?$/.exec(String(range));
  if (match === null || match[3] !== undefined) return null;
  return Number(match[2] ?? match[1]);
}

function countOf(state: ModelState, name: string): number {
  let count = 0;
  for (const id of state.storages.keys()) {
    if (id.slice(0, id.lastIndexOf("/")) === name) count += 1;
  }
  return count;
}
