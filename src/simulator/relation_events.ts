import { type HookEvent, isRelationEvent } from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import type { RelationState } from "./relation_state.ts";

/** What the unit was told of a relation. */
interface Told {
  /** Remote unit to the databag that the unit was told of, as JSON. */
  readonly units: Map<string, string>;
  /** The application's databag that the unit was told of, as JSON. */
  app: string;
  /** Units that joined and whose relation-changed is still to come. */
  readonly pending: string[];
}

/** Decides which relation hook comes next (JEV-07 to JEV-11). */
export class RelationEvents {
  readonly #state: ModelState;
  readonly #told = new Map<number, Told>();

  /** Begins with a unit that was told of no relation. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** The relation-created of a relation that the unit does not know. */
  created(): HookEvent | null {
    for (const relation of this.#state.relations.values()) {
      if (!this.#told.has(relation.id) && !relation.dying) {
        return event("relation-created", relation);
      }
    }
    return null;
  }

  /** The next hook of a relation while the unit lives; peers come last. */
  next(): HookEvent | null {
    return this.#each((relation, told) => this.#ofRelation(relation, told));
  }

  /** The next hook of a relation while the unit goes; peers have no broken. */
  leave(): HookEvent | null {
    const departingUnit = this.#state.unit;
    return this.#each((relation, told) => {
      relation.dying = true;
      const departed = depart(relation, told, departingUnit);
      if (departed !== null) return departed;
      return relation.isPeer ? null : breakUp(relation);
    });
  }

  /** Notes that a hook went well. */
  succeeded(done: HookEvent): void {
    if (!isRelationEvent(done)) return;
    const relation = this.#state.relations.get(done.relationId);
    const { remoteUnit } = done;
    if (relation === undefined) return;
    if (done.kind === "relation-created") {
      this.#told.set(relation.id, { units: new Map(), app: "{}", pending: [] });
    }
    const told = this.#told.get(relation.id);
    if (told === undefined) return;
    if (done.kind === "relation-broken") {
      this.#state.relations.delete(relation.id);
      this.#told.delete(relation.id);
    } else if (remoteUnit === undefined) {
      if (done.kind === "relation-changed") told.app = appBag(relation);
    } else if (done.kind === "relation-joined") {
      told.units.set(remoteUnit, unitBag(relation, remoteUnit));
      told.pending.push(remoteUnit);
    } else if (done.kind === "relation-changed") {
      const at = told.pending.indexOf(remoteUnit);
      if (at >= 0) told.pending.splice(at, 1);
      if (told.units.has(remoteUnit)) {
        told.units.set(remoteUnit, unitBag(relation, remoteUnit));
      }
    } else if (done.kind === "relation-departed") {
      told.units.delete(remoteUnit);
    }
  }

  #each(
    choose: (relation: RelationState, told: Told) => HookEvent | null,
  ): HookEvent | null {
    const relations = [...this.#state.relations.values()]
      .sort((a, b) => Number(a.isPeer) - Number(b.isPeer) || a.id - b.id);
    for (const relation of relations) {
      const told = this.#told.get(relation.id);
      const chosen = told === undefined ? null : choose(relation, told);
      if (chosen !== null) return chosen;
    }
    return null;
  }

  #ofRelation(relation: RelationState, told: Told): HookEvent | null {
    const [pending] = told.pending;
    if (pending !== undefined && relation.units.has(pending)) {
      return event("relation-changed", relation, pending);
    }
    const departed = depart(relation, told);
    if (departed !== null) return departed;
    if (relation.dying) return breakUp(relation);
    if (told.app !== appBag(relation)) {
      return event("relation-changed", relation);
    }
    const units = [...relation.units.keys()].sort();
    for (const unit of units) {
      if (!told.units.has(unit)) {
        return event("relation-joined", relation, unit);
      }
    }
    for (const unit of units) {
      if (told.units.get(unit) !== unitBag(relation, unit)) {
        return event("relation-changed", relation, unit);
      }
    }
    return null;
  }
}

/**
 * The relation-departed of a unit that went, or of each one of a dying
 * relation.
 */
function depart(
  relation: RelationState,
  told: Told,
  departingUnit?: string,
): HookEvent | null {
  for (const unit of told.units.keys()) {
    const bag = relation.units.get(unit);
    if (bag !== undefined && !relation.dying) continue;
    relation.removeUnit(unit);
    const going = departingUnit ?? unit;
    return {
      ...event("relation-departed", relation, unit),
      departingUnit: going,
    };
  }
  return null;
}

function breakUp(relation: RelationState): HookEvent {
  relation.broken = true;
  return event("relation-broken", relation);
}

function event(
  kind: Extract<HookEvent, { relationId: number }>["kind"],
  { endpoint, id }: RelationState,
  remoteUnit?: string,
): Extract<HookEvent, { relationId: number }> {
  const base = { kind, endpoint, relationId: id };
  return remoteUnit === undefined ? base : { ...base, remoteUnit };
}

/**
 * In a peer relation the own application's databag is watched, by the leader
 * too (JEV-08).
 */
function appBag(relation: RelationState): string {
  return bagText(
    relation.isPeer ? relation.localAppData : relation.remoteAppData,
  );
}

function unitBag(relation: RelationState, unit: string): string {
  return bagText(relation.units.get(unit) ?? {});
}

function bagText(bag: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(bag).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify(Object.fromEntries(sorted));
}
