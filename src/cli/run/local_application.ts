import type { ConfigValue } from "../../hook_commands/types.ts";
import type { HookEvent } from "../../simulator/hook_event.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { checkOptions, setOptions } from "./check_options.ts";
import type { LocalUnit } from "./local_unit.ts";
import type { RemoteSide } from "./remote_side.ts";
import type { SharedWorld } from "./shared_world.ts";
import { unitName } from "./targets.ts";
import type { TimelineRecorder } from "./timeline_recorder.ts";
import { UpdateStatusTimer } from "./update_status_timer.ts";

/** What a {@linkcode LocalApplication} is made from. */
export interface LocalApplicationOptions {
  /** What its units have in common. */
  readonly world: SharedWorld;
  /** The other side of its relations. */
  readonly remote: RemoteSide;
  /** Gets what happens to it. */
  readonly timeline: TimelineRecorder;
  /** How often update-status runs. @default {never} */
  readonly updateStatusMs?: number;
}

/**
 * The units of a charm on this machine. What makes something happen resolves
 * once all of them are idle again, or wait in error.
 */
export class LocalApplication implements AsyncDisposable {
  /** The units, by number; there is one at least. */
  readonly units: LocalUnit[] = [];
  /** The other side of its relations. */
  readonly remote: RemoteSide;
  /** What happened. */
  readonly timeline: TimelineRecorder;

  readonly #world: SharedWorld;
  readonly #timer: UpdateStatusTimer;
  #ran = 0;
  #closed = false;

  /** Begins without units. */
  constructor(options: LocalApplicationOptions) {
    this.remote = options.remote;
    this.timeline = options.timeline;
    this.#world = options.world;
    this.#timer = new UpdateStatusTimer(
      options.updateStatusMs ?? 0,
      () => this.#updateStatus(),
    );
  }

  /** The first unit. */
  get first(): LocalUnit {
    const [unit] = this.units;
    if (unit === undefined) throw new TypeError("There are no units");
    return unit;
  }

  /** The unit that leads; null if none does. */
  get leader(): LocalUnit | null {
    return this.units.find(({ state }) => state.leader) ?? null;
  }

  /**
   * Finds a unit: `app/1`, or `app/leader`.
   *
   * @throws {CliError} If there is none.
   */
  unit(text: string): LocalUnit {
    const name = unitName(text);
    const unit = name?.number === "leader"
      ? this.leader
      : this.units.find(({ state }) => state.unit === text);
    if (unit != null && name?.app === unit.state.app) return unit;
    const names = this.units.map(({ state }) => state.unit).join(", ");
    throw new CliError(`Cannot find unit "${text}"`, {
      hint: `Units: ${names}`,
    });
  }

  /** Runs all that is to do on all units, until nothing follows any more. */
  async settle(): Promise<void> {
    let before: number;
    do {
      before = this.#ran;
      for (const unit of this.units) await unit.settle();
    } while (this.#ran !== before && !this.#closed);
  }

  /** Notes what a unit has run, and shows it to the others. */
  ran(state: ModelState, event: HookEvent, error: string | null): void {
    this.#ran += 1;
    this.#timer.restart();
    if (error === null && event.kind === "relation-created") {
      this.#world.join(state, event.relationId);
    }
    this.#world.publish(state);
    if (event.kind === "relation-broken") this.remote.revokeEnded();
  }

  /** Settles because of something that nobody waits for. */
  wake(): void {
    // What fails here is told to who waits for the units.
    this.settle().catch(() => {});
  }

  /**
   * Sets options of the application; null resets one.
   *
   * @throws {CliError} If the charm has no such option, or of another type.
   */
  async setConfig(
    values: Readonly<Record<string, ConfigValue | null>>,
  ): Promise<void> {
    checkOptions(values, this.first.state.charmcraft);
    for (const { state } of this.units) setOptions(state, values);
    await this.settle();
  }

  /** Has a unit lead and no other; null: none leads. */
  async setLeader(leader: LocalUnit | null): Promise<void> {
    for (const unit of this.units) unit.state.leader = unit === leader;
    this.timeline.note(
      leader === null ? "No unit leads" : `${leader.state.unit} leads`,
    );
    await this.settle();
  }

  /** Ends the units; the folders are the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#timer[Symbol.dispose]();
    await Promise.all(this.units.map((unit) => unit[Symbol.asyncDispose]()));
  }

  async #updateStatus(): Promise<void> {
    try {
      for (const unit of this.units) {
        // A unit in error runs nothing but what is retried.
        if (unit.status.failed === null) await unit.dispatch("update-status");
      }
      await this.settle();
    } catch {
      // What fails here is told to who waits for the units.
    }
  }
}
