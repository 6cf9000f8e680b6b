import type { ModelState } from "../../simulator/model_state.ts";
import type { Databag } from "../../simulator/relation_state.ts";
import type { DatabagEntry } from "./timeline.ts";

/** The unit's own databags at a moment. */
export type OwnBags = ReadonlyMap<string, Databag>;

/** Takes note of the own databags; they are replaced, never changed. */
export function ownBags(state: ModelState): OwnBags {
  const bags = new Map<string, Databag>();
  for (const relation of state.relations.values()) {
    bags.set(`${relation.key} ${state.unit}`, relation.localUnitData);
    bags.set(`${relation.key} ${state.app}`, relation.localAppData);
  }
  return bags;
}

/** What was written since; one entry for each databag. */
export function databagWrites(
  before: OwnBags,
  state: ModelState,
): DatabagEntry[] {
  const entries: DatabagEntry[] = [];
  for (const [key, bag] of ownBags(state)) {
    const [relation = "", owner = ""] = key.split(" ");
    const changes = databagChanges(before.get(key) ?? {}, bag);
    if (changes !== null) {
      entries.push({ type: "databag", relation, owner, changes });
    }
  }
  return entries;
}

/** Keys that differ, with their new value or null; null: none does. */
export function databagChanges(
  before: Databag,
  after: Databag,
): Record<string, string | null> | null {
  if (before === after) return null;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => before[key] !== after[key]);
  if (keys.length === 0) return null;
  return Object.fromEntries(keys.map((key) => [key, after[key] ?? null]));
}
