import type { ModelState } from "../../src/simulator/model_state.ts";
import type {
  Databag,
  RelationState,
} from "../../src/simulator/relation_state.ts";

/** Whose databag it is: a unit, an application, or the name of either. */
export type AppUnitOrName = string | {
  /** Name of the unit or application. */
  readonly name: string;
};

/** The name of a unit or application. */
export function entityName(entity: AppUnitOrName): string {
  return typeof entity === "string" ? entity : entity.name;
}

/**
 * The databag of a unit or application, whoever may read it; undefined if it
 * takes no part in the relation.
 */
export function databagOf(
  { unit, app }: ModelState,
  relation: RelationState,
  entity: string,
): Databag | undefined {
  if (entity === unit) return relation.localUnitData;
  if (entity === app) return relation.localAppData;
  if (entity === relation.remoteApp) return relation.remoteAppData;
  return relation.units.get(entity);
}

/**
 * Replaces the databag of a unit or application, whoever may write it.
 *
 * @returns Whether the unit or application takes part in the relation.
 */
export function putDatabag(
  { unit, app }: ModelState,
  relation: RelationState,
  entity: string,
  data: Databag,
): boolean {
  if (entity === unit) relation.localUnitData = data;
  else if (entity === app) relation.localAppData = data;
  else if (entity === relation.remoteApp) relation.remoteAppData = data;
  else if (relation.units.has(entity)) {
    relation.units.set(entity, data);
    // The unit agent would serve what it has read until the unit's next hook.
    relation.readCache.delete(entity);
  } else return false;
  return true;
}

/** A databag with changes; an empty value deletes its key. */
export function changedDatabag(
  before: Databag,
  changes: Readonly<Record<string, string>>,
): Databag {
  const after: Record<string, string> = { ...before };
  for (const [key, value] of Object.entries(changes)) {
    if (value === "") delete after[key];
    else after[key] = value;
  }
  return after;
}
