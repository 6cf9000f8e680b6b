import { Check, type CheckDict } from "../../pebble/check.ts";
import { CheckInfo } from "../../pebble/check_info.ts";
import { q, refuse } from "./refuse.ts";
import type { SimulatedChanges } from "./simulated_changes.ts";

interface State {
  readonly config: CheckDict;
  changeId: string | null;
  prevChangeId: string | null;
  down: boolean;
  successes: number;
  failures: number;
}

/** The checks of a simulated Pebble; they run only when told to. */
export class SimulatedChecks {
  readonly #changes: SimulatedChanges;
  readonly #states: Map<string, State> = new Map();

  /** Takes where changes are recorded. */
  constructor(changes: SimulatedChanges) {
    this.#changes = changes;
  }

  /**
   * Starts and restarts checks as a new plan wants it.
   *
   * Source: `PlanChanged` in `internals/overlord/checkstate/manager.go`.
   */
  planChanged(checks: Readonly<Record<string, CheckDict>>): void {
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
        this.#changes.end(old.changeId, "Done");
        this.#start(name, config);
      } else if (config.startup === "disabled") {
        this.#states.set(name, stopped(config));
      } else {
        this.#start(name, config);
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
    if (!["", "alive", "ready"].includes(level ?? "")) {
      refuse('level must be "alive" or "ready"');
    }
    return [...this.#states]
      .filter(([name, { config }]) =>
        (names.length === 0 || names.includes(name)) &&
        (!level || config.level === level)
      )
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([name, state]) =>
        new CheckInfo({
          name,
          level: state.config.level,
          startup: state.config.startup || "enabled",
          status: state.changeId === null
            ? "inactive"
            : state.down
            ? "down"
            : "up",
          successes: state.successes,
          failures: state.failures,
          threshold: state.config.threshold ?? 3,
          changeId: state.changeId,
          prevChangeId: state.prevChangeId,
        })
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

  /**
   * Notes that a running check succeeded or failed once.
   *
   * @throws {Error} If there is no such check, or it does not run.
   */
  record(name: string, succeeded: boolean): void {
    const state = this.#get(name);
    if (state.changeId === null) {
      throw new Error(`Cannot record check ${q(name)}: it is stopped`);
    }
    if (succeeded) {
      state.successes = state.down ? 1 : state.successes + 1;
      state.failures = 0;
      if (state.down) this.#turn(name, state, false);
      return;
    }
    state.failures++;
    if (!state.down && state.failures >= (state.config.threshold ?? 3)) {
      this.#turn(name, state, true);
    }
  }

  #turn(name: string, state: State, down: boolean): void {
    const id = state.changeId ?? "";
    const summary = this.#changes.get(id).summary;
    const error = `cannot perform the following tasks:\n- ${summary} (failed)`;
    if (down) this.#changes.end(id, "Error", error);
    else this.#changes.end(id, "Done");
    state.prevChangeId = id;
    state.changeId = this.#change(name, state.config, down);
    state.down = down;
  }

  #start(name: string, config: CheckDict): void {
    const changeId = this.#change(name, config, false);
    this.#states.set(name, { ...stopped(config), changeId });
  }

  #stop(state: State): void {
    if (state.changeId !== null) this.#changes.end(state.changeId, "Done");
    state.changeId = null;
  }

  #change(name: string, config: CheckDict, down: boolean): string {
    const kind = down ? "recover-check" : "perform-check";
    const verb = down ? "Recover" : "Perform";
    const type = config.http ? "HTTP" : config.tcp ? "TCP" : "exec";
    const summary = `${verb} ${type} check ${q(name)}`;
    const tasks = [{ kind, summary }];
    return this.#changes.record({ kind, summary, tasks, ongoing: true }).id;
  }

  #get(name: string): State {
    const state = this.#states.get(name);
    if (state !== undefined) return state;
    throw new Error(`Cannot find check ${q(name)} in the plan`);
  }
}

function stopped(config: CheckDict): State {
  return {
    config,
    changeId: null,
    prevChangeId: null,
    down: false,
    successes: 0,
    failures: 0,
  };
}
