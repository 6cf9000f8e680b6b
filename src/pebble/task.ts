import { Fields, type JsonObject } from "./_json.ts";
import type { ChangeStatus } from "./change.ts";

/** Id of a task in this Pebble; looks like a number and is none. */
export type TaskID = string;

/** How much of a task is done. */
export interface TaskProgress {
  /** What is being counted; often empty. */
  readonly label: string;
  /** How much is done. */
  readonly done: number;
  /** How much there is to do. */
  readonly total: number;
}

/** What {@linkcode Task} is made from. */
export interface TaskFields {
  /** Id in this Pebble; looks like a number and is none. */
  readonly id: string;
  /** What it does. */
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** How far it is. */
  readonly status: ChangeStatus;
  /** Its last log entries. @default {[]} */
  readonly log?: readonly string[];
  /** How much of it is done. */
  readonly progress: TaskProgress;
  /** When it began. */
  readonly spawnTime: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly spawnTimeText?: string;
  /** When it was over. @default {null} */
  readonly readyTime?: Date | null;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly readyTimeText?: string | null;
  /** Further data. @default {{}} */
  readonly data?: JsonObject;
}

/** A step of a change. */
export class Task {
  /** Id in this Pebble; looks like a number and is none. */
  readonly id: string;
  /** What it does, such as `"start"`. */
  readonly kind: string;
  /** One line for people. */
  readonly summary: string;
  /** How far it is. */
  readonly status: ChangeStatus;
  /** Its last log entries, at most ten; one may have several lines. */
  readonly log: readonly string[];
  /** How much of it is done. */
  readonly progress: TaskProgress;
  /** When it began. */
  readonly spawnTime: Date;
  /** The same as Pebble wrote it. */
  readonly spawnTimeText: string;
  /** When it was over; `null` before. */
  readonly readyTime: Date | null;
  /** The same as Pebble wrote it, or `null`. */
  readonly readyTimeText: string | null;
  /** Further data, such as `exit-code` of a command. */
  readonly data: JsonObject;

  /** Takes the fields as they are. */
  constructor(fields: TaskFields) {
    this.id = fields.id;
    this.kind = fields.kind;
    this.summary = fields.summary;
    this.status = fields.status;
    this.log = fields.log ?? [];
    this.progress = fields.progress;
    this.spawnTime = fields.spawnTime;
    this.spawnTimeText = fields.spawnTimeText ?? fields.spawnTime.toISOString();
    this.readyTime = fields.readyTime ?? null;
    this.readyTimeText = fields.readyTimeText ??
      this.readyTime?.toISOString() ?? null;
    this.data = fields.data ?? {};
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): Task {
    const fields = new Fields(json, "task");
    const progress = new Fields(fields.object("progress"), "task progress");
    const spawned = fields.time("spawn-time");
    const ready = fields.optionalTime("ready-time");
    return new Task({
      id: fields.string("id"),
      kind: fields.string("kind"),
      summary: fields.string("summary"),
      status: fields.string("status"),
      log: fields.strings("log"),
      progress: {
        label: progress.optionalString("label") ?? "",
        done: progress.optionalNumber("done") ?? 0,
        total: progress.optionalNumber("total") ?? 0,
      },
      spawnTime: spawned.date,
      spawnTimeText: spawned.text,
      readyTime: ready?.date,
      readyTimeText: ready?.text,
      data: fields.object("data"),
    });
  }

  /** A form for logs. */
  toString(): string {
    return `Task(${this.id}, ${this.kind}, ${this.status}, ${this.summary})`;
  }
}
