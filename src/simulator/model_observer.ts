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

/** What an action answers so far: texts, or maps of them. */
export interface ActionResults {
  /** A text, or more of them by their names. */
  [key: string]: string | ActionResults;
}

/**
 * Who is told of what happens, as it happens. Statuses, versions, log lines and
 * what an action says take effect at once; storage and secrets at the flush.
 */
export interface ModelObserver {
  /** A line of the log. */
  onLog?(entry: LogEntry): void;
  /** A status was set, be it equal to the one before. */
  onStatus?(change: StatusChange): void;
  /** The workload's version was set. */
  onWorkloadVersion?(version: string): void;
  /** An action shows a line to who runs it. */
  onActionLog?(message: string): void;
  /** An action set results; those are all that it has set so far. */
  onActionResults?(results: Readonly<ActionResults>): void;
  /** An action was marked as failed. */
  onActionFailed?(message: string): void;
  /** A reboot was asked for: after the hook, or at once. */
  onReboot?(when: "after" | "now"): void;
  /** Metrics were recorded. */
  onMetrics?(
    metrics: ReadonlyMap<string, string>,
    labels: ReadonlyMap<string, string>,
  ): void;
  /** The flush keeps that so many storage instances more are wanted. */
  onStorageRequested?(name: string, count: number): void;
  /** The flush removes a revision of a secret; null: the whole secret. */
  onSecretRemoved?(id: string, revision: number | null): void;
}
