import type { HookContext } from "./hook_context.ts";
import { isRelationEvent, type RelationHookEvent } from "./hook_event.ts";
import { fail, Refusal, refuse } from "./refusal.ts";
import type { Databag, RelationState } from "./relation_state.ts";
import { quote } from "./tools/go_text.ts";

/** Relations as one run sees them; writes wait for the flush. */
export class RelationsView {
  readonly #context: HookContext;
  readonly #own = new Map<string, OwnBag>();
  readonly #apps = new Map<number, Databag>();
  readonly #event: RelationHookEvent | null;

  /** Begins a run; its remote unit's databag is to be read anew. */
  constructor(context: HookContext) {
    this.#context = context;
    const { event, state } = context;
    this.#event = isRelationEvent(event) ? event : null;
    const unit = this.#event?.remoteUnit;
    if (this.#event !== null && unit !== undefined) {
      state.relations.get(this.#event.relationId)?.readCache.delete(unit);
    }
  }

  /** The relation of the hook, if it is one of a relation. */
  get current(): RelationState | null {
    if (this.#event === null) return null;
    return this.#context.state.relations.get(this.#event.relationId) ?? null;
  }

  /** The remote unit of the hook, if there is one. */
  get remoteUnit(): string | null {
    return this.#event?.remoteUnit ?? null;
  }

  /**
   * `endpoint:N` of an endpoint's relations, those that end left out, also in
   * the hook that tells of it (JHT-10).
   */
  ids(endpoint: string): string[] {
    const ids: string[] = [];
    const ending = this.#event?.kind === "relation-broken"
      ? this.#event.relationId
      : null;
    for (const relation of this.#context.state.relations.values()) {
      if (relation.endpoint !== endpoint || relation.broken) continue;
      if (relation.id !== ending) ids.push(relation.key);
    }
    return ids.sort();
  }

  /** Names of the remote units, without the one that leaves (JHT-11). */
  members(relation: RelationState): string[] {
    const units = [...relation.units.keys()].sort();
    if (this.#event?.relationId !== relation.id) return units;
    if (this.#event.kind === "relation-broken") return [];
    if (this.#event.kind !== "relation-departed") return units;
    return units.filter((unit) => unit !== this.remoteUnit);
  }

  /**
   * The databag of a unit.
   *
   * @throws {Refusal} If the unit is not of this relation.
   */
  unitData(relation: RelationState, unit: string): Databag {
    if (unit === this.#context.state.unit) {
      return this.#ownBag(relation, "unit").data;
    }
    const cached = relation.readCache.get(unit);
    if (cached !== undefined) return cached;
    const member = relation.units.get(unit);
    if (member !== undefined) {
      relation.readCache.set(unit, member);
      return member;
    }
    const left = relation.departed.get(unit);
    if (left !== undefined) return left;
    if (unit.split("/", 1)[0] !== relation.remoteApp) fail("permission denied");
    fail(
      `cannot read settings for unit ${quote(unit)} in relation ${
        quote(relation.key)
      }: unit ${quote(unit)}: settings not found`,
    );
  }

  /**
   * The databag of an application: the own one, or the remote one.
   *
   * @throws {Refusal} If it is not of this relation, or may not be read.
   */
  appData(relation: RelationState, app: string): Databag {
    const { state } = this.#context;
    if (app === state.app) {
      if (this.#context.isLeader()) return this.#ownBag(relation, "app").data;
      if (!relation.isPeer) fail("permission denied");
      return this.#cachedApp(relation, relation.localAppData);
    }
    if (app !== relation.remoteApp) fail("permission denied");
    return this.#cachedApp(relation, relation.remoteAppData);
  }

  /**
   * Sets keys of an own databag; an empty value deletes (JHT-13).
   *
   * @throws {Refusal} If the unit may not.
   */
  set(
    relation: RelationState,
    of: "app" | "unit",
    data: ReadonlyMap<string, string>,
  ): void {
    if (of === "app") {
      this.#context.requireLeader("cannot write relation settings");
    }
    const bag = this.#ownBag(relation, of);
    if (data.size === 0) return;
    const changed = bag.changed ??= { ...bag.data };
    for (const [key, value] of data) {
      if (value === "") delete changed[key];
      else changed[key] = value;
    }
    bag.data = changed;
  }

  /**
   * A relation by the text of `-r`: only what follows the last colon counts.
   *
   * @throws {Error} With Juju's words, for the flag parser to complete.
   */
  find(text: string): RelationState {
    const number = text.slice(text.lastIndexOf(":") + 1);
    if (!/^\d+$/.test(number)) throw new Error("invalid relation id");
    const relation = this.#context.state.relations.get(Number(number));
    if (relation === undefined) throw new Error("relation not found");
    return relation;
  }

  /**
   * The relation of `-r` or of the hook.
   *
   * @throws {Refusal} If there is none.
   */
  resolve(text: string | undefined): RelationState {
    if (text !== undefined) return this.find(text);
    return this.current ?? refuse("no relation id specified");
  }

  /** Refuses what the flush can't keep, before anything is kept. */
  checkFlush(): void {
    for (const bag of this.#own.values()) {
      if (bag.changed === undefined) continue;
      if (bag.of === "app" && !this.#context.isLeader()) {
        throw new Refusal(
          1,
          `cannot write application settings of relation ${
            quote(bag.relation.key)
          }: ${quote(this.#context.state.unit)} is not the leader`,
        );
      }
      const limit = this.#context.state.release.maxDatabagBytes;
      const size = limit === null ? 0 : bagBytes(bag.data);
      if (limit !== null && size > limit) {
        throw new Refusal(
          1,
          `max allowed total size (${limit}): ${size} not valid`,
        );
      }
    }
  }

  /** Keeps this run's writes. */
  flush(): void {
    for (const { relation, of, changed } of this.#own.values()) {
      if (changed === undefined) continue;
      // Equal data stays the same object, as nobody hears of it (JFL-10).
      if (of === "app") {
        relation.localAppData = kept(relation.localAppData, changed);
      } else relation.localUnitData = kept(relation.localUnitData, changed);
    }
    this.#own.clear();
  }

  #ownBag(relation: RelationState, of: "app" | "unit"): OwnBag {
    const key = `${relation.id} ${of}`;
    const known = this.#own.get(key);
    if (known !== undefined) return known;
    const data = of === "app" ? relation.localAppData : relation.localUnitData;
    const bag: OwnBag = { relation, of, data, changed: undefined };
    this.#own.set(key, bag);
    return bag;
  }

  #cachedApp(relation: RelationState, data: Databag): Databag {
    const known = this.#apps.get(relation.id);
    if (known !== undefined) return known;
    this.#apps.set(relation.id, data);
    return data;
  }
}

interface OwnBag {
  readonly relation: RelationState;
  readonly of: "app" | "unit";
  /** What the run sees. */
  data: Databag;
  /** A copy with the run's writes; undefined: it wrote nothing. */
  changed: Record<string, string> | undefined;
}

function kept(before: Databag, after: Databag): Databag {
  const keys = Object.keys(after);
  return keys.length === Object.keys(before).length &&
      keys.every((key) => before[key] === after[key])
    ? before
    : after;
}

function bagBytes(bag: Databag): number {
  const text = Object.entries(bag).flat().join("");
  return new TextEncoder().encode(text).length;
}
