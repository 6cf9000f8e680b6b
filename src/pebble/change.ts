import { Fields, type JsonObject, readList } from "./_json.ts";
import { Task } from "./task.ts";

/** Id of a change in this Pebble; looks like a number and is none. */
export type ChangeID = string;
/** Which changes to ask for. */
export type ChangeState = "all" | "in-progress" | "ready";
/** What a change does; another word if Pebble learns one. */
export type ChangeKind =
  | "autostart"
  | "start"
  | "stop"
  | "restart"
  | "replan"
  | "exec"
  | "recover-check"
  | "perform-check"
  | (string & Record<never, never>);
/** How far a change or task is; another word if Pebble learns one. */
export type ChangeStatus =
  | "Hold"
  | "Do"
  | "Doing"
  | "Done"
  | "Abort"
  | "Undo"
  | "Undoing"
  | "Error"
  | "Wait"
  | (string & Record<never, never>);

/** What {@linkcode Change} is made from. */
export interface ChangeFields {
  /** Id in this Pebble; looks like a number and is none. */
  readonly id: string;
  /** What it does. */
  readonly kind: ChangeKind;
  /** One line for people. */
  readonly summary: string;
  /** How far it is. */
  readonly status: ChangeStatus;
  /** Its steps. @default {[]} */
  readonly tasks?: readonly Task[];
  /** Whether it is over, well or not. */
  readonly ready: boolean;
  /** What went wrong. @default {null} */
  readonly err?: string | null;
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

/** Work that Pebble does by and by, from `GET /v1/changes`. */
export class Change {
  /** Id in this Pebble; looks like a number and is none. */
  readonly id: string;
  /** What it does. */
  readonly kind: ChangeKind;
  /** One line for people, such as `Start service "web"`. */
  readonly summary: string;
  /** How far it is. */
  readonly status: ChangeStatus;
  /** Its steps. */
  readonly tasks: readonly Task[];
  /** Whether it is over, well or not. */
  readonly ready: boolean;
  /** What went wrong, or `null`. */
  readonly err: string | null;
  /** When it began. */
  readonly spawnTime: Date;
  /** The same as Pebble wrote it. */
  readonly spawnTimeText: string;
  /** When it was over; `null` before. */
  readonly readyTime: Date | null;
  /** The same as Pebble wrote it, or `null`. */
  readonly readyTimeText: string | null;
  /** Further data, as Pebble gave it. */
  readonly data: JsonObject;

  /** Takes the fields as they are. */
  constructor(fields: ChangeFields) {
    this.id = fields.id;
    this.kind = fields.kind;
    this.summary = fields.summary;
    this.status = fields.status;
    this.tasks = fields.tasks ?? [];
    this.ready = fields.ready;
    this.err = fields.err ?? null;
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
  static fromDict(json: unknown): Change {
    const fields = new Fields(json, "change");
    const spawned = fields.time("spawn-time");
    const ready = fields.optionalTime("ready-time");
    return new Change({
      id: fields.string("id"),
      kind: fields.string("kind"),
      summary: fields.string("summary"),
      status: fields.string("status"),
      tasks: readList(fields.list("tasks"), "tasks", Task.fromDict),
      ready: fields.boolean("ready"),
      err: fields.optionalString("err"),
      spawnTime: spawned.date,
      spawnTimeText: spawned.text,
      readyTime: ready?.date,
      readyTimeText: ready?.text,
      data: fields.object("data"),
    });
  }

  /** A form for logs. */
  toString(): string {
    return `Change(${this.id}, ${this.kind}, ${this.status}, ${this.summary})`;
  }
}
