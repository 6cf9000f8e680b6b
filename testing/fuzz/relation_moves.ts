import { isContainerScoped, rolesOf } from "../consistency/endpoints.ts";
import { type Databag, UNIT_DATABAG } from "../state/databag.ts";
import { PeerRelation } from "../state/peer_relation.ts";
import { Relation } from "../state/relation.ts";
import { remoteUnitIds } from "../state/remote_units.ts";
import type { State } from "../state/state.ts";
import type { StateOptions } from "../state/state_options.ts";
import type { AnyRelation } from "../state/state_names.ts";
import { SubordinateRelation } from "../state/subordinate_relation.ts";
import type { FuzzChoice } from "./fuzz_choice.ts";
import type { FuzzMove, FuzzMoves, FuzzUnit } from "./fuzz_move.ts";

type RelationChoice = Extract<FuzzChoice, { readonly endpoint: string }>;

/** How many relations an endpoint gets where the metadata says nothing lower. */
const MOST_RELATIONS = 2;

/** What Juju runs for a choice about a relation; nothing if it cannot be now. */
export function* relationMoves(
  unit: FuzzUnit,
  choice: RelationChoice,
): FuzzMoves {
  const { kind, endpoint, slot, data } = choice;
  if (kind === "create") {
    yield* create(unit, endpoint, data);
    return;
  }
  const there = unit.state.getRelations(endpoint);
  const relation = there[slot % there.length];
  if (relation === undefined) return;
  const remote = relation instanceof SubordinateRelation
    ? relation.remoteUnitId
    : choice.unit ?? 0;
  const isOwn = relation instanceof PeerRelation && remote === unit.unitId;
  const isThere = unitsOf(unit, relation).includes(remote);
  if (kind === "join" && !isThere && !isOwn) {
    yield* joinMoves(unit, relation.id, remote, data);
  } else if (kind === "change" && choice.unit === null) {
    yield* changeApp(unit, relation, data);
  } else if (kind === "change" && isThere) {
    yield* changeUnit(unit, relation, remote, data);
  } else if (kind === "depart" && isThere) {
    yield depart(unit, relation, remote);
  } else if (kind === "break" && !(relation instanceof PeerRelation)) {
    yield* endMoves(unit, relation.id);
  }
}

/** A relation that Juju makes with the unit: one of peers. */
export function newRelation(
  unit: FuzzUnit,
  endpoint: string,
  remoteAppData: Databag = {},
): AnyRelation {
  const { charmcraft } = unit;
  const id = unit.nextRelationId();
  if (rolesOf(charmcraft, endpoint)[0] === "peers") {
    return new PeerRelation(endpoint, { id });
  }
  // Applications that are related at a time have names of their own.
  const options = { id, remoteAppName: `remote-n${id}`, remoteAppData };
  return isContainerScoped(charmcraft, endpoint)
    ? new SubordinateRelation(endpoint, options)
    : new Relation(endpoint, { ...options, remoteUnitsData: {} });
}

/** A relation comes into the state, and the charm is told of it. */
export function createdMove(
  unit: FuzzUnit,
  relation: AnyRelation,
  data: Databag = {},
): FuzzMove {
  const event = unit.on.relationCreated(relation);
  const text = textOf(event.name, relation, null, data);
  return { text, before: put(unit.state, relation), event };
}

/** A remote unit comes, after which Juju always tells of its data. */
export function* joinMoves(
  unit: FuzzUnit,
  id: number,
  remoteUnit: number,
  data: Databag,
): FuzzMoves {
  const bag = merged(UNIT_DATABAG, data);
  const joining = withUnit(unit.state.getRelation(id), remoteUnit, bag);
  unit.joined.add(id);
  const joined = unit.on.relationJoined(joining, { remoteUnit });
  yield {
    text: textOf(joined.name, joining, remoteUnit, data),
    before: put(unit.state, joining),
    event: joined,
  };
  const relation = unit.state.getRelation(id);
  const changed = unit.on.relationChanged(relation, { remoteUnit });
  const text = textOf(changed.name, relation, remoteUnit);
  yield { text, before: unit.state, event: changed };
}

/** The remote units go, and then the relation; one of peers only when this unit goes. */
export function* endMoves(
  unit: FuzzUnit,
  id: number,
  departingUnit?: string,
): FuzzMoves {
  for (const remote of unitsOf(unit, unit.state.getRelation(id))) {
    yield depart(unit, unit.state.getRelation(id), remote, departingUnit);
  }
  const relation = unit.state.getRelation(id);
  const after = (state: State) => ({
    relations: state.relations.filter((other) => other.id !== id),
  });
  if (relation instanceof PeerRelation) return;
  const event = unit.on.relationBroken(relation);
  const text = textOf(event.name, relation);
  yield { text, before: unit.state, event, after };
}

function* create(
  unit: FuzzUnit,
  endpoint: string,
  data: Databag,
): FuzzMoves {
  const { charmcraft, state } = unit;
  const [role] = rolesOf(charmcraft, endpoint);
  if (role === undefined || role === "peers") return;
  const declared = charmcraft[role]?.[endpoint];
  const limit = typeof declared === "object" ? declared?.limit : null;
  const most = Math.min(limit ?? MOST_RELATIONS, MOST_RELATIONS);
  if (state.getRelations(endpoint).length >= most) return;
  const relation = newRelation(unit, endpoint, merged({}, data));
  yield createdMove(unit, relation, data);
}

function* changeUnit(
  unit: FuzzUnit,
  relation: AnyRelation,
  remoteUnit: number,
  data: Databag,
): FuzzMoves {
  const old = dataOf(relation, remoteUnit);
  const bag = merged(old, data);
  if (isSame(old, bag)) return;
  const changed = withUnit(relation, remoteUnit, bag);
  const event = unit.on.relationChanged(changed, { remoteUnit });
  const text = textOf(event.name, changed, remoteUnit, data);
  yield { text, before: put(unit.state, changed), event };
}

function* changeApp(
  unit: FuzzUnit,
  relation: AnyRelation,
  data: Databag,
): FuzzMoves {
  // Who leads writes what peers share; Juju tells of it while somebody is there.
  if (unitsOf(unit, relation).length === 0) return;
  if (relation instanceof PeerRelation && unit.state.leader) return;
  const old = relation instanceof PeerRelation
    ? relation.localAppData
    : relation.remoteAppData;
  const bag = merged(old, data);
  if (isSame(old, bag)) return;
  const changed = relation instanceof PeerRelation
    ? relation.with({ localAppData: bag })
    : relation.with({ remoteAppData: bag });
  const event = unit.on.relationChanged(changed, { remoteUnit: null });
  const text = textOf(event.name, changed, null, data);
  yield { text, before: put(unit.state, changed), event };
}

function depart(
  unit: FuzzUnit,
  relation: AnyRelation,
  remoteUnit: number,
  departingUnit?: string,
): FuzzMove {
  const { id } = relation;
  const event = unit.on.relationDeparted(relation, {
    remoteUnit,
    ...departingUnit === undefined ? {} : { departingUnit },
  });
  unit.joined.delete(id);
  return {
    text: textOf(event.name, relation, remoteUnit),
    before: unit.state,
    event,
    after: (state) =>
      putOptions(state, withoutUnit(state.getRelation(id), remoteUnit)),
  };
}

function unitsOf(unit: FuzzUnit, relation: AnyRelation): readonly number[] {
  return relation instanceof SubordinateRelation &&
      !unit.joined.has(relation.id)
    ? []
    : remoteUnitIds(relation);
}

/** Databag of a remote unit. */
export function dataOf(relation: AnyRelation, unit: number): Databag {
  if (relation instanceof SubordinateRelation) return relation.remoteUnitData;
  return relation instanceof PeerRelation
    ? relation.peersData[unit] ?? {}
    : relation.remoteUnitsData[unit] ?? {};
}

function withUnit(
  relation: AnyRelation,
  unit: number,
  bag: Databag,
): AnyRelation {
  if (relation instanceof SubordinateRelation) {
    return relation.with({ remoteUnitData: bag });
  }
  return relation instanceof PeerRelation
    ? relation.with({ peersData: { ...relation.peersData, [unit]: bag } })
    : relation.with({
      remoteUnitsData: { ...relation.remoteUnitsData, [unit]: bag },
    });
}

function withoutUnit(relation: AnyRelation, unit: number): AnyRelation {
  if (relation instanceof SubordinateRelation) return relation;
  const isPeer = relation instanceof PeerRelation;
  const units: Record<number, Databag> = {
    ...isPeer ? relation.peersData : relation.remoteUnitsData,
  };
  delete units[unit];
  return isPeer
    ? relation.with({ peersData: units })
    : relation.with({ remoteUnitsData: units });
}

function put(state: State, relation: AnyRelation): State {
  return state.with(putOptions(state, relation));
}

function putOptions(state: State, relation: AnyRelation): StateOptions {
  const isThere = state.relations.some(({ id }) => id === relation.id);
  return {
    relations: isThere
      ? state.relations.map((old) => old.id === relation.id ? relation : old)
      : [...state.relations, relation],
  };
}

function merged(old: Databag, changes: Databag): Databag {
  return Object.fromEntries(
    Object.entries({ ...old, ...changes }).filter(([, text]) => text !== ""),
  );
}

function isSame(a: Databag, b: Databag): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => a[key] === b[key]);
}

function textOf(
  name: string,
  relation: AnyRelation,
  unit: number | null = null,
  data: Databag = {},
): string {
  const what = unit === null ? "" : `, unit ${unit}`;
  const values = Object.keys(data).length === 0
    ? ""
    : ` ${JSON.stringify(data)}`;
  return `${name} (relation ${relation.id}${what})${values}`;
}
