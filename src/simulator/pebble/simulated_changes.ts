import { Change, type ChangeState } from "../../pebble/change.ts";
import type { JsonObject } from "../../pebble/_json.ts";
import { Task } from "../../pebble/task.ts";
import type { Clock } from "./clock.ts";
import { q, refuse } from "./refuse.ts";

/** A step of a change to record. */
export interface TaskToRecord {
  /** What it does, such as `"start"`. */
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** One line for its log. @default {none} */
  readonly log?: string;
  /** What went wrong. @default {nothing} */
  readonly error?: string;
  /** Further data. @default {{}} */
  readonly data?: JsonObject;
}

/** A change to record. */
export interface ChangeToRecord {
  /** What it does, such as `"replan"`. */
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** Its steps. */
  readonly tasks: readonly TaskToRecord[];
  /** Services by which it can be found. @default {none} */
  readonly services?: readonly string[];
  /** Whether it goes on, as that of a check does. @default {false} */
  readonly ongoing?: boolean;
}

/** The changes of a simulated Pebble. */
export class SimulatedChanges {
  readonly #clock: Clock;
  readonly #changes: Map<string, Change> = new Map();
  readonly #services: Map<string, readonly string[]> = new Map();
  #lastId = 0;
  #lastTaskId = 0;

  /** Takes what tells the time. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a change, which is over at once unless it is an ongoing one. */
  record(change: ChangeToRecord): Change {
    const { kind, summary, services = [], ongoing = false } = change;
    const { date, text } = this.#clock.now();
    const readyTime = ongoing ? null : date;
    const tasks = change.tasks.map((task) =>
      new Task({
        id: `${++this.#lastTaskId}`,
        kind: task.kind,
        summary: task.summary,
        status: ongoing ? "Doing" : task.error === undefined ? "Done" : "Error",
        log: [
          ...task.log === undefined ? [] : [`${text} INFO ${task.log}`],
          ...task.error === undefined ? [] : [`${text} ERROR ${task.error}`],
        ],
        progress: { label: "", done: 1, total: 1 },
        spawnTime: date,
        readyTime,
        data: task.data,
      })
    );
    const errors = change.tasks.flatMap(({ summary, error }) =>
      error === undefined ? [] : [`\n- ${summary} (${error})`]
    );
    const recorded = new Change({
      id: `${++this.#lastId}`,
      kind,
      summary,
      status: ongoing ? "Doing" : errors.length === 0 ? "Done" : "Error",
      tasks,
      ready: !ongoing,
      err: errors.length === 0
        ? null
        : `cannot perform the following tasks:${errors.join("")}`,
      spawnTime: date,
      readyTime,
    });
    this.#changes.set(recorded.id, recorded);
    this.#services.set(recorded.id, services);
    return recorded;
  }

  /** Ends an ongoing change. */
  end(id: string, status: "Done" | "Error" | "Abort", err?: string): void {
    const change = this.get(id);
    const readyTime = status === "Abort" ? null : this.#clock.now().date;
    const tasks = change.tasks.map((task) =>
      new Task({ ...task, status, readyTime })
    );
    const ready = readyTime !== null;
    this.#changes.set(
      id,
      new Change({ ...change, status, ready, err, readyTime, tasks }),
    );
  }

  /**
   * Aborts a change, as Pebble shows it just after.
   *
   * @throws {APIError} 400 if it is over, 404 if there is none.
   */
  abort(id: string): Change {
    if (this.get(id).ready) {
      refuse(`cannot abort change ${id} with nothing pending`);
    }
    this.end(id, "Abort");
    return this.get(id);
  }

  /**
   * One change.
   *
   * @throws {APIError} 404 if there is none with this id.
   */
  get(id: string): Change {
    return this.#changes.get(id) ??
      refuse(`cannot find change with id ${q(id)}`, 404, "not-found");
  }

  /** Changes by their state and service. */
  list(select: ChangeState, service: string | undefined): Change[] {
    return [...this.#changes.values()].filter((change) =>
      (select === "all" || change.ready === (select === "ready")) &&
      (service === undefined ||
        this.#services.get(change.id)?.includes(service))
    );
  }
}
