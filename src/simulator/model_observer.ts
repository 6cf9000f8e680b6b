/** A line of the unit's log. */
export interface LogEntry {
  /** Severity in Juju's words, such as `"INFO"`. */
  readonly level: string;
  /** Who logs, such as `"unit.db/0.juju-log"`. */
  readonly logger: string;
  /** The text; it may have several lines. */
  readonly message: string;
}

/** A status that was set. */
export interface StatusChange {
  /** The unit's, or the application's. */
  readonly of: "application" | "unit";
  /** The new status in Juju's words. */
  readonly status: string;
  /** Text shown beside it. */
  readonly message: string;
}

/** What takes effect at once, told as it happens. */
export interface ModelObserver {
  /** A line of the log. */
  onLog?(entry: LogEntry): void;
  /** A status was set, be it equal to the one before. */
  onStatus?(change: StatusChange): void;
  /** The workload's version was set. */
  onWorkloadVersion?(version: string): void;
  /** An action shows a line to who runs it. */
  onActionLog?(message: string): void;
}
