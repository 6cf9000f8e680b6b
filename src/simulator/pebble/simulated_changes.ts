import { Change, type ChangeState } from "../../pebble/change.ts";
import type { JsonObject } from "../../pebble/_json.ts";
import { Task } from "../../pebble/task.ts";
import type { Clock, Moment } from "./clock.ts";
import { q, refuse } from "./refuse.ts";
import { within } from "./within.ts";

/** A step of a change to record. */
export interface TaskToRecord {
  /** What it does, such as `"start"`. */
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** Lines for its log. @default {none} */
  readonly log?: readonly string[];
  /** What went wrong. @default {nothing} */
  readonly error?: string;
  /** Whether a step before it went wrong. @default {false} */
  readonly held?: boolean;
}

/** A change to record. */
export interface ChangeToRecord {
  /** Id to use rather than the next one. */
  readonly id?: string;
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
  /** Check that it runs, for its notices. @default {none} */
  readonly check?: string;
}

/** How an ongoing change went on. */
export interface ChangeEnd {
  /** How it ended. */
  readonly status: "Done" | "Error";
  /** What went wrong last, for the log of its task. */
  readonly error?: string;
  /** Data of its task. */
  readonly data?: JsonObject;
}

/** Tells that a change began, went on or ended. */
export type ChangeListener = (id: string, data: Record<string, string>) => void;

/** A task keeps so many lines. */
const MAX_LOG = 10;

/** The changes of a simulated Pebble. */
export class SimulatedChanges {
  readonly #clock: Clock;
  readonly #onUpdate: ChangeListener;
  readonly #changes: Map<string, Change> = new Map();
  readonly #origins: Map<string, ChangeToRecord> = new Map();
  readonly #ends: Map<string, PromiseWithResolvers<void>> = new Map();
  #lastId = 0;
  #lastTaskId = 0;

  /** Takes what tells the time, and who is told of each step. */
  constructor(clock: Clock, onUpdate: ChangeListener) {
    this.#clock = clock;
    this.#onUpdate = onUpdate;
  }

  /** Records a change, which is over at once unless it is an ongoing one. */
  record(change: ChangeToRecord): Change {
    const { kind, summary, ongoing = false } = change;
    const moment = this.#clock.now();
    const readyTime = ongoing ? null : moment.date;
    const readyTimeText = ongoing ? null : moment.text;
    const tasks = change.tasks.map((task) =>
      new Task({
        id: `${++this.#lastTaskId}`,
        kind: task.kind,
        summary: task.summary,
        status: statusOf(task, ongoing),
        log: logOf(moment, task),
        progress: { label: "", done: 1, total: 1 },
        spawnTime: moment.date,
        spawnTimeText: moment.text,
        readyTime,
        readyTimeText,
      })
    );
    const err = errorText(change.tasks);
    const recorded = new Change({
      id: change.id ?? this.#nextId(),
      kind,
      summary,
      status: ongoing ? "Doing" : err === null ? "Done" : "Error",
      tasks,
      ready: !ongoing,
      err,
      spawnTime: moment.date,
      spawnTimeText: moment.text,
      readyTime,
      readyTimeText,
    });
    this.#changes.set(recorded.id, recorded);
    this.#origins.set(recorded.id, change);
    // Pebble tells of it when it is made, when it begins and when it ends.
    const steps = ongoing || tasks.length === 0 ? 2 : 3;
    for (let i = 0; i < steps; i++) this.#tell(recorded.id, change);
    return recorded;
  }

  /** Adds a line to the log of an ongoing change of one task. */
  log(id: string, level: "INFO" | "ERROR", line: string): void {
    const change = this.get(id);
    const { text } = this.#clock.now();
    const tasks = change.tasks.map((task) =>
      new Task({ ...task, log: withLine(task.log, text, level, line) })
    );
    this.#changes.set(id, new Change({ ...change, tasks }));
  }

  /** Ends an ongoing change of one task. */
  end(id: string, end: ChangeEnd): void {
    const before = this.get(id);
    if (before.ready) return;
    if (end.error !== undefined) this.log(id, "ERROR", end.error);
    const { status, data } = end;
    const { date, text } = this.#clock.now();
    const tasks = this.get(id).tasks.map((task) =>
      new Task({
        ...task,
        status,
        readyTime: date,
        readyTimeText: text,
        data: { ...task.data, ...data },
      })
    );
    const change = new Change({
      ...before,
      status,
      ready: true,
      // Pebble repeats the summary for each error that the task logged.
      err: status === "Error" ? loggedErrors(tasks) : null,
      readyTime: date,
      readyTimeText: text,
      tasks,
    });
    this.#changes.set(id, change);
    this.#ends.get(id)?.resolve();
    this.#ends.delete(id);
    const origin = this.#origins.get(id);
    if (origin !== undefined) this.#tell(id, origin);
  }

  /**
   * Marks a change as aborted, as Pebble shows it just after.
   *
   * @throws {APIError} 400 if it is over, 404 if there is none.
   */
  abort(id: string): Change {
    const change = this.get(id);
    if (change.ready) refuse(`cannot abort change ${id} with nothing pending`);
    const status = "Abort";
    const tasks = change.tasks.map((task) => new Task({ ...task, status }));
    const aborted = new Change({ ...change, status, tasks });
    this.#changes.set(id, aborted);
    return aborted;
  }

  /**
   * One change.
   *
   * @throws {APIError} 404 if there is none with this id.
   */
  get(id: string): Change {
    return this.#changes.get(id) ??
      refuse(`cannot find change with id ${q(id)}`, 404);
  }

  /** The change with a task of this id, and the task. */
  findTask(
    id: string,
  ): { readonly change: Change; readonly task: Task } | null {
    for (const change of this.#changes.values()) {
      const task = change.tasks.find((task) => task.id === id);
      if (task !== undefined) return { change, task };
    }
    return null;
  }

  /**
   * Waits until a change is ready.
   *
   * @returns The change as it is then; it is not ready if it took too long.
   * @throws {APIError} 404 if there is none with this id.
   */
  async wait(
    id: string,
    limitMs: number | null,
    signal?: AbortSignal,
  ): Promise<Change> {
    if (this.get(id).ready) return this.get(id);
    let end = this.#ends.get(id);
    if (end === undefined) {
      end = Promise.withResolvers();
      this.#ends.set(id, end);
    }
    await within(end.promise, limitMs, signal);
    return this.get(id);
  }

  /** Changes by their state and service. */
  list(select: ChangeState, service: string | undefined): Change[] {
    if (!["all", "in-progress", "ready"].includes(select)) {
      refuse("select should be one of: all,in-progress,ready");
    }
    return [...this.#changes.values()].filter((change) =>
      (select === "all" || change.ready === (select === "ready")) &&
      (!service ||
        (this.#origins.get(change.id)?.services ?? []).includes(service))
    );
  }

  #nextId(): string {
    let id: string;
    do id = `${++this.#lastId}`; while (this.#changes.has(id));
    return id;
  }

  #tell(id: string, { kind, check }: ChangeToRecord): void {
    this.#onUpdate(
      id,
      check === undefined ? { kind } : { "check-name": check, kind },
    );
  }
}

function statusOf(task: TaskToRecord, ongoing: boolean): Task["status"] {
  if (ongoing) return "Doing";
  if (task.held) return "Hold";
  return task.error === undefined ? "Done" : "Error";
}

function logOf(moment: Moment, { log = [], error }: TaskToRecord): string[] {
  let lines: readonly string[] = [];
  for (const line of log) lines = withLine(lines, moment.text, "INFO", line);
  if (error !== undefined) {
    lines = withLine(lines, moment.text, "ERROR", error);
  }
  return [...lines];
}

function withLine(
  log: readonly string[],
  time: string,
  level: string,
  line: string,
): string[] {
  const seconds = time.replace(/\.\d+/, "");
  return [...log, `${seconds} ${level} ${line}`].slice(-MAX_LOG);
}

function errorText(tasks: readonly TaskToRecord[]): string | null {
  const errors = tasks.flatMap(({ summary, error }) =>
    error === undefined ? [] : [`\n- ${summary} (${error})`]
  );
  if (errors.length === 0) return null;
  return `cannot perform the following tasks:${errors.join("")}`;
}

function loggedErrors(tasks: readonly Task[]): string | null {
  return errorText(
    tasks.flatMap(({ kind, summary, log }) =>
      log.flatMap((line) => {
        const error = /^\S+ ERROR (.*)$/s.exec(line)?.[1];
        return error === undefined ? [] : [{ kind, summary, error }];
      })
    ),
  );
}
