// Several units of the charm side by side, and what Juju does between them: it
// carries the databags, tells each unit what has changed, and lets dispatches
// of different units overlap. A seed decides what comes when.
import type { Databag } from "@charmkit/ops/testing";
import { assert } from "@std/assert";
import {
  type Action,
  bagOf,
  containerOf,
  type Dispatch,
  isSame,
  newUnit,
  PEERS,
  restartContainer,
  runUnit,
  type SimulatedUnit,
  tell,
  type Told,
} from "./_simulated_unit.ts";
import { isOpen, type Ticket } from "./rolling_restart.ts";

const UPDATE_STATUS: Told = { kind: "plain", event: "updateStatus" };
/** Steps after which what has not come to rest never will. */
const PATIENCE = 5_000;

/** The units, and what they have in common. */
export class SimulatedCluster implements Disposable {
  /** Those that are there, by number. */
  readonly units: SimulatedUnit[] = [];
  /** Number of the unit that leads; null: none does. */
  leader: number | null = null;
  /** How often a unit has restarted its service. */
  restarts = 0;
  /** Databag of the application, as all units see it. */
  appData: Databag = {};
  readonly #random: () => number;
  #maxPayload = 4096;

  /** Begins with some units, none of which was told anything yet. */
  constructor(seed: number, count: number) {
    this.#random = randomNumbers(seed);
    for (let added = 0; added < count; added++) this.addUnit();
    this.setLeader(this.units[0] ?? null);
  }

  /** The last ticket, as all units see it. */
  get ticket(): Ticket | null {
    return JSON.parse(this.appData["ticket"] ?? "null");
  }

  /** Ends the contexts. */
  [Symbol.dispose](): void {
    for (const { context } of this.units) context[Symbol.dispose]();
  }

  /** Lets something happen: most often, a unit begins or ends a dispatch. */
  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.80) await this.#work();
    else if (dice < 0.83) this.#changeLeader();
    else if (dice < 0.85) this.addUnit();
    else if (dice < 0.87) this.removeUnit();
    else if (dice < 0.93) this.#act();
    else if (dice < 0.96) this.toggleContainer(this.#pick(this.units));
    else if (dice < 0.98) this.#tellAll(UPDATE_STATUS);
    else this.configure(1024 + Math.floor(this.#random() * 1024));
  }

  /** Goes on until nothing is left to do, with all containers up and a leader. */
  async settle(): Promise<void> {
    while (this.leader === null) this.#changeLeader();
    for (const unit of this.units) {
      if (!containerOf(unit).canConnect) this.toggleContainer(unit);
    }
    this.#tellAll(UPDATE_STATUS);
    await this.rest();
  }

  /** Goes on until something is so, or nothing is left to do. */
  async rest(isSo: () => boolean = () => false): Promise<void> {
    for (let step = 0; this.#isBusy && !isSo(); step++) {
      assert(step < PATIENCE, "the units do not come to rest");
      await this.#work();
    }
  }

  /** Has the leader run an action, before all else that it is to do. */
  async runAction(action: Action, canary = false): Promise<void> {
    const leader = this.units[this.leader ?? -1];
    assert(leader !== undefined);
    if (leader.dispatch !== null) this.#end(leader, leader.dispatch);
    this.#end(
      leader,
      await this.#begin(leader, { kind: "action", action, canary }),
    );
  }

  /** Sets the option of the charm. */
  configure(maxPayload: number): void {
    this.#maxPayload = maxPayload;
    this.#tellAll({ kind: "plain", event: "configChanged" });
  }

  /** Lets a unit lead, and no other; null: none leads. */
  setLeader(unit: SimulatedUnit | null): void {
    this.leader = unit?.number ?? null;
    if (unit !== null) tell(unit, { kind: "plain", event: "leaderElected" });
  }

  /** Adds the unit with the next number; there are five at most. */
  addUnit(): void {
    const number = this.units.length;
    if (number === 5) return;
    const unit = newUnit(number);
    for (const other of this.units) {
      tell(other, { kind: "joined", unit: number });
      tell(unit, { kind: "joined", unit: other.number });
    }
    this.units.push(unit);
  }

  /** Removes the unit with the highest number, if it is not the only one. */
  removeUnit(): void {
    const unit = this.units.at(-1);
    if (unit === undefined || this.units.length === 1) return;
    // Juju lets a unit that is being removed end what it does.
    if (unit.dispatch !== null) this.#end(unit, unit.dispatch);
    this.units.pop();
    unit.context[Symbol.dispose]();
    if (this.leader === unit.number) this.leader = null;
    for (const other of this.units) {
      const isAbout = (told: Told) =>
        "unit" in told && told.unit === unit.number;
      other.queue = other.queue.filter((told) => !isAbout(told));
      const isMet = other.met.has(unit.number) ||
        other.dispatch?.told.kind === "joined" && isAbout(other.dispatch.told);
      if (isMet) tell(other, { kind: "departed", unit: unit.number });
    }
  }

  get #isBusy(): boolean {
    return this.units
      .some(({ queue, dispatch }) => queue.length > 0 || dispatch !== null);
  }

  /** Begins a dispatch, or ends one. */
  async #work(): Promise<void> {
    const busy = this.units
      .filter(({ queue, dispatch }) => queue.length > 0 || dispatch !== null);
    if (busy.length === 0) return;
    const unit = this.#pick(busy);
    if (unit.dispatch === null) await this.#begin(unit, this.#next(unit));
    // A restart takes its time, in which much can happen elsewhere.
    else if (!unit.dispatch.restarted || this.#random() < 0.1) {
      this.#end(unit, unit.dispatch);
    }
  }

  /** Runs the charm on what there is; what it wrote stays its own for now. */
  async #begin(unit: SimulatedUnit, told: Told): Promise<Dispatch> {
    if (told.kind === "joined") unit.met.set(told.unit, {});
    for (const other of this.units) {
      if (!unit.met.has(other.number)) continue;
      unit.met.set(other.number, bagOf(other));
    }
    const before = unit.state.with({
      leader: this.leader === unit.number,
      config: { "max-payload": this.#maxPayload },
      plannedUnits: this.units.length,
      relations: [
        unit.state.getRelation(PEERS).with({
          localAppData: this.appData,
          peersData: Object.fromEntries(unit.met),
        }),
      ],
    });
    const dispatch = await runUnit(unit, told, before);
    unit.dispatch = dispatch;
    if (dispatch.restarted) this.restarts += 1;
    const restarting = this.units.filter((other) => other.dispatch?.restarted);
    const names = restarting.map(({ number }) => `cluster/${number}`);
    assert(names.length < 2, `${names.join(" and ")} restart at the same time`);
    return dispatch;
  }

  /** Shows what a dispatch wrote, unless it wrote as a leader that was one. */
  #end(unit: SimulatedUnit, { told, before, after }: Dispatch): void {
    unit.dispatch = null;
    const own = after.getRelation(PEERS);
    const old = before.getRelation(PEERS);
    const leads = !isSame(own.localAppData, old.localAppData);
    if (leads && this.leader !== unit.number) {
      // Juju runs the hook again; what happened in the container has happened.
      unit.state = before.with({ containers: after.containers });
      if (told.kind !== "action") unit.queue.unshift(told);
      return;
    }
    unit.state = after;
    if (told.kind === "departed") unit.met.delete(told.unit);
    if (told.kind === "joined" && this.units.length > told.unit) {
      tell(unit, { kind: "changed", unit: told.unit });
    }
    if (leads) {
      this.#checkTickets(own.localAppData);
      this.appData = own.localAppData;
      this.#tellAll({ kind: "changed", unit: null });
    }
    if (isSame(own.localUnitData, old.localUnitData)) return;
    for (const other of this.units) {
      if (!other.met.has(unit.number)) continue;
      tell(other, { kind: "changed", unit: unit.number });
    }
  }

  /** A ticket is opened only after the one before it has ended. */
  #checkTickets(next: Databag): void {
    const old = this.ticket;
    const ticket: Ticket | null = JSON.parse(next["ticket"] ?? "null");
    if (ticket === null || ticket.id === old?.id) return;
    assert(ticket.id === (old?.id ?? 0) + 1, "a ticket was left out");
    assert(!isOpen(old), "a ticket was opened beside another");
  }

  /** What a unit is told now: of units that have left first, as Juju does. */
  #next(unit: SimulatedUnit): Told {
    const left = unit.queue.findIndex(({ kind }) => kind === "departed");
    const any = Math.floor(this.#random() * unit.queue.length);
    const [told] = unit.queue.splice(left < 0 ? any : left, 1);
    assert(told !== undefined);
    return told;
  }

  #changeLeader(): void {
    // Who leads again while its dispatch from before goes on would have had to
    // lose the lease and get it back in between: Juju's is half a minute long.
    const idle = this.units
      .filter(({ number, dispatch }) =>
        dispatch === null && number !== this.leader
      );
    if (idle.length > 0) this.setLeader(this.#pick(idle));
    else if (this.leader === null) {
      const unit = this.#pick(this.units);
      if (unit.dispatch !== null) this.#end(unit, unit.dispatch);
      this.setLeader(unit);
    }
  }

  /** The pod's container goes, or comes back without what was in it. */
  toggleContainer(unit: SimulatedUnit): void {
    if (unit.dispatch !== null) this.#end(unit, unit.dispatch);
    restartContainer(unit, !containerOf(unit).canConnect);
  }

  /** Runs an action, most often on the leader. */
  #act(): void {
    const leader = this.units[this.leader ?? -1];
    const isAnywhere = leader === undefined || this.#random() < 0.2;
    const unit = isAnywhere ? this.#pick(this.units) : leader;
    const canary = this.#random() < 0.3;
    const action = this.#pick<Action>([
      "rolling-restart",
      "rolling-restart",
      "rolling-restart",
      "continue-restart",
      "cancel-restart",
    ]);
    unit.queue.push({ kind: "action", action, canary });
  }

  #tellAll(told: Told): void {
    for (const unit of this.units) tell(unit, told);
  }

  #pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.#random() * list.length)];
    assert(item !== undefined);
    return item;
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
