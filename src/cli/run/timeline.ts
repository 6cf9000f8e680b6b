/** What happens to a unit, one entry after the other, as it happens. */
export type TimelineEntry =
  | NoteEntry
  | EventStartedEntry
  | EventEndedEntry
  | HookCommandEntry
  | LogLineEntry
  | StatusEntry
  | VersionEntry
  | ActionEndedEntry
  | DatabagEntry
  | AskedEntry
  | ExpectedEntry
  | PebbleEntry;

/** What tells entries apart. */
export type EntryType = TimelineEntry["type"];

/** The entry of one type. */
export type EntryOf<Type extends EntryType> = Extract<
  TimelineEntry,
  { readonly type: Type }
>;

/** An entry with its time and the unit that it is about. */
export interface TimelineRecord {
  /** When it happened. */
  readonly time: Date;
  /** The unit; null: all of them, or none. */
  readonly unit: string | null;
  /** What happened. */
  readonly entry: TimelineEntry;
}

/** Something worth knowing that is no event. */
export interface NoteEntry {
  /** Tells it from other entries. */
  readonly type: "note";
  /** The text, one line. */
  readonly message: string;
}

/** A hook or an action begins. */
export interface EventStartedEntry {
  /** Tells it from other entries. */
  readonly type: "event-started";
  /** Name of the hook or action, such as `"config-changed"`. */
  readonly event: string;
  /** Whether it is an action. */
  readonly isAction: boolean;
}

/** A hook or an action ended. */
export interface EventEndedEntry {
  /** Tells it from other entries. */
  readonly type: "event-ended";
  /** Name of the hook or action. */
  readonly event: string;
  /** From the start of dispatch to its end. */
  readonly durationMs: number;
  /** How many hook commands it ran. */
  readonly hookCommands: number;
  /** Why it failed; null: it went well, and its writes were kept. */
  readonly error: string | null;
}

/** A hook command was answered. */
export interface HookCommandEntry {
  /** Tells it from other entries. */
  readonly type: "hook-command";
  /** The command. */
  readonly name: string;
  /** Its arguments; content of secrets is replaced by `<redacted>`. */
  readonly args: readonly string[];
  /** Exit code. */
  readonly code: number;
  /** From its request to its answer. */
  readonly durationMs: number;
}

/** A line of the unit's log: from `juju-log`, or what dispatch printed. */
export interface LogLineEntry {
  /** Tells it from other entries. */
  readonly type: "log";
  /** Severity in Juju's words. */
  readonly level: string;
  /** Who logs, such as `"unit.db/0.juju-log"`. */
  readonly logger: string;
  /** The text. */
  readonly message: string;
}

/** A status was set. */
export interface StatusEntry {
  /** Tells it from other entries. */
  readonly type: "status";
  /** Whose: the unit's or the application's. */
  readonly of: "application" | "unit";
  /** The status in Juju's words. */
  readonly status: string;
  /** Text shown beside it. */
  readonly message: string;
}

/** The workload's version was set. */
export interface VersionEntry {
  /** Tells it from other entries. */
  readonly type: "workload-version";
  /** The version. */
  readonly version: string;
}

/** An action ended; its results are those of `juju run`. */
export interface ActionEndedEntry extends ActionOutcome {
  /** Tells it from other entries. */
  readonly type: "action-ended";
}

/** How an action ended (JDP-12). */
export interface ActionOutcome {
  /** Name of the action. */
  readonly action: string;
  /** Whether it did what it was asked to. */
  readonly status: "completed" | "error" | "failed";
  /** Why it did not; empty if it did. */
  readonly message: string;
  /** What it answered, with `return-code`, `stdout` and `stderr`. */
  readonly results: Readonly<Record<string, unknown>>;
  /** What it logged. */
  readonly log: readonly string[];
}

/** A databag was changed: an own one at a flush, or one of the other side. */
export interface DatabagEntry {
  /** Tells it from other entries. */
  readonly type: "databag";
  /** The relation, such as `"db:0"`. */
  readonly relation: string;
  /** Application or unit whose databag it is. */
  readonly owner: string;
  /** Keys that changed, with the new value; null: the key is gone. */
  readonly changes: Readonly<Record<string, string | null>>;
}

/** Somebody asked for something: a flag, a line of a script or of stdin. */
export interface AskedEntry {
  /** Tells it from other entries. */
  readonly type: "asked";
  /** The command as it would be typed; content of secrets is left out. */
  readonly command: string;
}

/** Something was expected of the run. */
export interface ExpectedEntry {
  /** Tells it from other entries. */
  readonly type: "expected";
  /** What was expected, such as `"shell/0 status active"`. */
  readonly expectation: string;
  /** What was found. */
  readonly found: string;
  /** Whether that is what was expected. */
  readonly ok: boolean;
}

/** A Pebble answered a request. */
export interface PebbleEntry {
  /** Tells it from other entries. */
  readonly type: "pebble";
  /** Name of the container. */
  readonly container: string;
  /** Method and path of the request, such as `"POST /v1/layers"`. */
  readonly request: string;
  /** Status code of the answer. */
  readonly code: number;
  /** How long it took. */
  readonly durationMs: number;
}
