import { Fields } from "./_json.ts";

/** What {@linkcode LogEntry} is made from. */
export interface LogEntryFields {
  /** When the service wrote it. */
  readonly time: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly timeText?: string;
  /** Service that wrote it. */
  readonly service: string;
  /** The line, without its end. */
  readonly message: string;
}

/**
 * A line that a service wrote, from `GET /v1/logs`.
 *
 * @example Usage
 * ```ts
 * import { LogEntry } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const entry = LogEntry.fromDict({
 *   time: "2026-01-02T03:04:05.678Z",
 *   service: "web",
 *   message: "listening",
 * });
 *
 * assertEquals(`${entry}`, "2026-01-02T03:04:05.678Z [web] listening");
 * ```
 */
export class LogEntry implements Required<LogEntryFields> {
  /** When the service wrote it. */
  readonly time: Date;
  /** The same as Pebble wrote it. */
  readonly timeText: string;
  /** Service that wrote it. */
  readonly service: string;
  /**
   * The line, without its line feed; a carriage return before that stays. What
   * was no UTF-8 is U+FFFD, as Pebble sends it.
   */
  readonly message: string;

  /** Takes the fields as they are. */
  constructor(fields: LogEntryFields) {
    this.time = fields.time;
    this.timeText = fields.timeText ?? fields.time.toISOString();
    this.service = fields.service;
    this.message = fields.message;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): LogEntry {
    const fields = new Fields(json, "log entry");
    const { date, text } = fields.time("time");
    return new LogEntry({
      time: date,
      timeText: text,
      service: fields.string("service"),
      message: fields.string("message"),
    });
  }

  /** The line as `pebble logs` prints it. */
  toString(): string {
    return `${this.timeText} [${this.service}] ${this.message}`;
  }
}
