import type { RelationHookEvent } from "../../src/simulator/hook_event.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import { RelationNotFoundError } from "../../src/model/errors.ts";
import { changedDatabag, databagOf, putDatabag } from "./databags.ts";
import { HarnessError } from "./harness_error.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { addRelationNetworks } from "./networks.ts";
import { relationOf } from "./relation_of.ts";
import { revokeOver } from "./secrets.ts";

/** What the other side of a new relation shows. */
export interface AddRelationOptions {
  /** Databag of the remote application. @default {nothing} */
  readonly appData?: Readonly<Record<string, string>>;
  /** Databag of the remote application's unit 0. @default {nothing} */
  readonly unitData?: Readonly<Record<string, string>>;
}

/** Adds a relation (HRN-15). */
export async function addRelation(
  unit: AnyHarnessUnit,
  endpoint: string,
  remoteApp: string,
  { appData, unitData }: AddRelationOptions,
): Promise<number> {
  const { state } = unit;
  unit.requireIdle(`add a relation of "${endpoint}"`);
  const role = state.roleOf(endpoint);
  if (role === undefined) {
    const names = state.endpoints().map((name) => `"${name}"`).join(", ");
    throw new RelationNotFoundError(
      `Cannot add a relation of "${endpoint}": the metadata declares ${
        names || "no endpoints"
      }`,
    );
  }
  if (role === "peers" && remoteApp !== state.app) {
    throw new TypeError(
      `Cannot add a relation of "${endpoint}" with "${remoteApp}": peers are units of one application, which is "${state.app}"`,
    );
  }
  const relation = state.addRelation({
    endpoint,
    remoteApp,
    // Tests that look at what the charm wrote expect nothing beside it.
    localUnitData: {},
  });
  const { id } = relation;
  addRelationNetworks(unit, relation);
  await unit.emit({ kind: "relation-created", endpoint, relationId: id });
  if (appData === undefined && unitData === undefined) return id;
  const remoteUnit = firstUnit(unit, relation);
  await addRelationUnit(unit, id, remoteUnit);
  if (appData) await updateRelationData(unit, id, remoteApp, appData);
  if (unitData) await updateRelationData(unit, id, remoteUnit, unitData);
  return id;
}

/** Adds a unit of the remote application to a relation (HRN-16). */
export async function addRelationUnit(
  unit: AnyHarnessUnit,
  id: number,
  name: string,
): Promise<void> {
  unit.requireIdle(`add unit "${name}" to a relation`);
  const relation = relationOf(unit, id);
  const where = `Cannot add unit "${name}" to relation "${relation.key}"`;
  const [app, number = ""] = name.split("/");
  if (app !== relation.remoteApp || !/^\d+$/.test(number)) {
    throw new TypeError(
      `${where}: its units are called "${relation.remoteApp}/" and a number`,
    );
  }
  if (name === unit.state.unit || relation.units.has(name)) {
    throw new HarnessError(`${where}: it is there already`);
  }
  relation.departed.delete(name);
  relation.units.set(name, {});
  await unit.emit(eventOf("relation-joined", relation, name));
}

/** Changes a databag (HRN-17). */
export async function updateRelationData(
  unit: AnyHarnessUnit,
  id: number,
  entity: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  unit.requireIdle(`update data of "${entity}"`);
  const relation = relationOf(unit, id);
  const { state } = unit;
  const where =
    `Cannot update data of "${entity}" in relation "${relation.key}"`;
  for (const [key, value] of Object.entries(changes)) {
    if (typeof value === "string") continue;
    throw new TypeError(
      `${where}: the value of "${key}" is a ${typeof value}, not a string`,
    );
  }
  const before = databagOf(state, relation, entity);
  if (before === undefined) {
    throw new HarnessError(
      `${where}: it takes no part in it; a remote unit is added with "addRelationUnit"`,
    );
  }
  const after = changedDatabag(before, changes);
  if (isSame(before, after)) return;
  putDatabag(state, relation, entity, after);
  const isOwn = entity === state.unit ||
    entity === state.app && !relation.isPeer;
  if (isOwn) return unit.refresh();
  await unit.emit(eventOf("relation-changed", relation, unitIn(entity)));
}

/** Takes a unit out of a relation (HRN-18). */
export async function removeRelationUnit(
  unit: AnyHarnessUnit,
  id: number,
  name: string,
): Promise<void> {
  unit.requireIdle(`remove unit "${name}" from a relation`);
  const relation = relationOf(unit, id);
  if (!relation.units.has(name)) {
    throw new HarnessError(
      `Cannot remove unit "${name}" from relation "${relation.key}": it is not in it`,
    );
  }
  relation.removeUnit(name);
  await unit.emit({
    ...eventOf("relation-departed", relation, name),
    departingUnit: name,
  });
}

/** Removes a relation (HRN-19). */
export async function removeRelation(
  unit: AnyHarnessUnit,
  id: number,
): Promise<void> {
  unit.requireIdle(`remove relation ${id}`);
  const relation = relationOf(unit, id);
  relation.dying = true;
  for (const name of [...relation.units.keys()].sort()) {
    await removeRelationUnit(unit, id, name);
  }
  relation.broken = true;
  await unit.emit(eventOf("relation-broken", relation));
  unit.state.relations.delete(id);
  unit.state.networks.delete(relation.key);
  revokeOver(unit, relation);
  unit.refresh();
}

/** A databag as it is; null for one that takes no part (HRN-20). */
export function getRelationData(
  unit: AnyHarnessUnit,
  id: number,
  entity: string,
): Record<string, string> | null {
  const data = databagOf(unit.state, relationOf(unit, id), entity);
  return data === undefined ? null : { ...data };
}

/** The events of a relation that is there when the unit is made (HRN-05). */
export async function announceRelation(
  unit: AnyHarnessUnit,
  relation: RelationState,
): Promise<void> {
  const data = databagOf(unit.state, relation, relation.remoteApp);
  if (Object.keys(data ?? {}).length > 0) {
    await unit.emit(eventOf("relation-changed", relation));
  }
  for (const name of [...relation.units.keys()].sort()) {
    await unit.emit(eventOf("relation-joined", relation, name));
    await unit.emit(eventOf("relation-changed", relation, name));
  }
}

/** Adds relations among peers, which Juju does with each application (HRN-05). */
export function addPeerRelations(unit: AnyHarnessUnit): void {
  const { state } = unit;
  const there = new Set(
    Array.from(state.relations.values(), ({ endpoint }) => endpoint),
  );
  for (const endpoint of Object.keys(state.charmcraft.peers ?? {})) {
    if (there.has(endpoint)) continue;
    addRelationNetworks(
      unit,
      state.addRelation({ endpoint, localUnitData: {} }),
    );
  }
}

/** An event of a relation. */
export function eventOf(
  kind: RelationHookEvent["kind"],
  { endpoint, id }: RelationState,
  remoteUnit?: string,
): RelationHookEvent {
  const event = { kind, endpoint, relationId: id };
  return remoteUnit === undefined ? event : { ...event, remoteUnit };
}

/** Number 0 of the remote application; among peers, the first other one. */
function firstUnit(
  { state }: AnyHarnessUnit,
  { remoteApp }: RelationState,
): string {
  const first = `${remoteApp}/0`;
  return first === state.unit ? `${remoteApp}/1` : first;
}

function unitIn(entity: string): string | undefined {
  return entity.includes("/") ? entity : undefined;
}

function isSame(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
