import { Check, type CheckDict } from "../../pebble/check.ts";
import { CheckInfo, type CheckInfoFields } from "../../pebble/check_info.ts";
import type { CheckRefresh } from "../../pebble/check_refresh.ts";
import { q, refuse } from "./refuse.ts";
import type { SimulatedChanges } from "./simulated_changes.ts";

/** How a run of a check goes: well, or why not. */
export type CheckOutcome = true | string;

interface State {
  config: CheckDict;
  changeId: string | null;
  prevChangeId: string | null;
  successes: number | null;
  failures: number;
}

interface Totals {
  outcome: CheckOutcome;
  succeeded: number;
  failed: number;
}

/** The checks of a simulated Pebble; they run only when told to. */
export class SimulatedChecks {
  readonly #changes: SimulatedChanges;
  readonly #states: Map<string, State> = new Map();
  readonly #totals: Map<string, Totals> = new Map();

  /** Takes where changes are recorded, the plan's checks, and how it begins. */
  constructor(
    changes: SimulatedChanges,
    checks: Readonly<Record<string, CheckDict>>,
    seed: readonly CheckInfoFields[] = [],
  ) {
    this.#changes = changes;
    for (const info of seed) this.#seed(info, checks[info.name]);
    for (const [name, config] of Object.entries(checks)) {
      if (!this.#states.has(name)) this.#begin(name, config);
    }
  }

  /**
   * Starts, restarts and removes checks as a new plan wants it.
   *
   * Source: `PlanChanged` in `internals/overlord/checkstate/manager.go`.
   */
  planChanged(checks: Readonly<Record<string, CheckDict>>): void {
    for (const [name, state] of this.#states) {
      if (Object.hasOwn(checks, name) || state.changeId === null) continue;
      this.#changes.end(state.changeId, { status: "Done" });
      this.#states.delete(name);
    }
    for (const [name, config] of Object.entries(checks)) {
      const old = this.#states.get(name);
      if (old?.changeId) {
        const same = new Check(name, old.config).equals(
          new Check(name, config),
        );
        // Pebble leaves a check alone that is not to start by itself any more.
        const disabled = config.startup === "disabled" &&
          old.config.startup !== "disabled";
        if (same || disabled) continue;
        this.#changes.end(old.changeId, { status: "Done" });
        this.#start(name, config);
      } else {
        this.#begin(name, config);
      }
    }
  }

  /** Starts checks that start by themselves and were stopped. */
  replan(checks: Readonly<Record<string, CheckDict>>): void {
    for (const [name, config] of Object.entries(checks)) {
      if (config.startup === "disabled" || this.#states.get(name)?.changeId) {
        continue;
      }
      this.#start(name, config);
    }
  }

  /** State of checks; unknown names are left out, and none is all. */
  list(level: string | undefined, names: readonly string[]): CheckInfo[] {
    expectLevel(level);
    return [...this.#states]
      .filter(([name, { config }]) =>
        (names.length === 0 || names.includes(name)) &&
        (!level || config.level === level)
      )
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, state]) => infoOf(name, state));
  }

  /**
   * Whether no check is down; a ready container is alive, too.
   *
   * Source: `v1Health` in `internals/daemon/api_health.go` of Pebble.
   */
  healthy(level: string | undefined, names: readonly string[]): boolean {
    expectLevel(level);
    return this.list(undefined, names).every((check) =>
      check.status !== "down" ||
      !(!level || check.level === level ||
        level === "ready" && check.level === "alive")
    );
  }

  /**
   * Starts or stops checks.
   *
   * @returns Names of those for which that made a difference, sorted.
   * @throws {APIError} 400 if one is unknown; then nothing is done.
   */
  act(action: "start" | "stop", names: readonly string[]): string[] {
    if (names.length === 0) refuse(`must specify checks for ${action} action`);
    const unknown = names.filter((name) => !this.#states.has(name)).sort();
    if (unknown.length > 0) {
      const list = unknown.join(", ");
      refuse(`cannot ${action} checks: cannot find checks in plan: ${list}`);
    }
    const changed = [...new Set(names)].filter((name) =>
      (this.#states.get(name)?.changeId === null) === (action === "start")
    );
    for (const name of changed) {
      const state = this.#get(name);
      if (action === "start") this.#start(name, state.config);
      else this.#stop(state);
    }
    return changed.sort();
  }

  /** Sets how a check goes when it is refreshed, from now on. */
  setOutcome(name: string, outcome: CheckOutcome): void {
    this.#totalsOf(name).outcome = outcome;
  }

  /**
   * Runs a check now, with the outcome that was set.
   *
   * @throws {APIError} 404 if there is no such check.
   */
  refresh(name: string): CheckRefresh {
    if (name === "") refuse("must specify check name");
    const state = this.#states.get(name);
    if (state === undefined) {
      return refuse(`cannot find check with name ${q(name)}`, 404);
    }
    const { outcome } = this.#totalsOf(name);
    const error = outcome === true ? null : outcome;
    if (state.changeId !== null) this.record(name, outcome);
    return { info: infoOf(name, this.#get(name)), error };
  }

  /**
   * Notes that a running check succeeded or failed once.
   *
   * @throws {Error} If there is no such check, or it does not run.
   */
  record(name: string, outcome: CheckOutcome): void {
    const state = this.#get(name);
    if (state.changeId === null) {
      throw new Error(`Cannot record check ${q(name)}: it is stopped`);
    }
    const down = isDown(state);
    const totals = this.#totalsOf(name);
    if (outcome === true) {
      totals.succeeded++;
      const failures = state.failures;
      state.successes = down ? 1 : (state.successes ?? 0) + 1;
      state.failures = 0;
      if (down) return this.#turn(name, state, { status: "Done" });
      if (failures === 0) return;
      const text = `succeeded after ${failures} failure`;
      const line = failures === 1 ? text : `${text}s`;
      return this.#changes.log(state.changeId, "INFO", line);
    }
    totals.failed++;
    state.failures++;
    if (!down && isDown(state)) {
      return this.#turn(name, state, { status: "Error", error: outcome });
    }
    this.#changes.log(state.changeId, "ERROR", outcome);
  }

  /** Names of checks, sorted, with what counts for metrics. */
  counts(): {
    readonly name: string;
    readonly status: string;
    readonly succeeded: number;
    readonly failed: number;
  }[] {
    return this.list(undefined, []).map(({ name, status }) => {
      const { succeeded, failed } = this.#totalsOf(name);
      return { name, status, succeeded, failed };
    });
  }

  /** A failed check recovers, one that recovered may fail. */
  #turn(
    name: string,
    state: State,
    end: { readonly status: "Done" | "Error"; readonly error?: string },
  ): void {
    const before = state.changeId ?? "";
    this.#changes.end(before, end);
    state.prevChangeId = before;
    state.changeId = this.#change(name, state.config, isDown(state));
  }

  #begin(name: string, config: CheckDict): void {
    if (config.startup !== "disabled") this.#start(name, config);
    else this.#states.set(name, stopped(config));
  }

  #start(name: string, config: CheckDict): void {
    const changeId = this.#change(name, config, false);
    this.#states.set(name, { ...stopped(config), changeId });
  }

  #stop(state: State): void {
    if (state.changeId !== null) {
      this.#changes.end(state.changeId, { status: "Done" });
    }
    state.changeId = null;
  }

  #seed(info: CheckInfoFields, config: CheckDict = {}): void {
    const state: State = {
      config: {
        ...config,
        level: info.level ?? config.level,
        startup: info.startup === "disabled" ? "disabled" : "enabled",
        threshold: info.threshold ?? config.threshold ?? 3,
      },
      changeId: null,
      prevChangeId: info.prevChangeId ?? null,
      successes: info.successes === undefined ? 0 : info.successes,
      failures: info.failures ?? 0,
    };
    if (info.status === "down" && !isDown(state)) {
      state.failures = thresholdOf(state);
    }
    if (info.status !== "inactive") {
      const down = info.status === "down";
      const id = info.changeId || undefined;
      state.changeId = this.#change(info.name, state.config, down, id);
    }
    this.#states.set(info.name, state);
  }

  #change(name: string, config: CheckDict, down: boolean, id?: string): string {
    const kind = down ? "recover-check" : "perform-check";
    const verb = down ? "Recover" : "Perform";
    const type = config.http ? "HTTP" : config.tcp ? "TCP" : "exec";
    const summary = `${verb} ${type} check ${q(name)}`;
    const tasks = [{ kind, summary }];
    const change = { id, kind, summary, tasks, ongoing: true, check: name };
    return this.#changes.record(change).id;
  }

  #totalsOf(name: string): Totals {
    let totals = this.#totals.get(name);
    if (totals === undefined) {
      totals = { outcome: true, succeeded: 0, failed: 0 };
      this.#totals.set(name, totals);
    }
    return totals;
  }

  #get(name: string): State {
    const state = this.#states.get(name);
    if (state !== undefined) return state;
    throw new Error(`Cannot find check ${q(name)} in the plan`);
  }
}

function infoOf(name: string, state: State): CheckInfo {
  return new CheckInfo({
    name,
    level: state.config.level,
    startup: state.config.startup || "enabled",
    status: state.changeId === null
      ? "inactive"
      : isDown(state)
      ? "down"
      : "up",
    successes: state.successes,
    failures: state.failures,
    threshold: thresholdOf(state),
    changeId: state.changeId,
    prevChangeId: state.prevChangeId,
  });
}

function isDown(state: State): boolean {
  return state.failures >= thresholdOf(state);
}

function thresholdOf({ config }: State): number {
  return config.threshold || 3;
}

function expectLevel(level: string | undefined): void {
  if (["", "alive", "ready"].includes(level ?? "")) return;
  refuse('level must be "alive" or "ready"');
}

function stopped(config: CheckDict): State {
  return {
    config,
    changeId: null,
    prevChangeId: null,
    successes: 0,
    failures: 0,
  };
}
