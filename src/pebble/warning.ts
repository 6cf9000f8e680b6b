import { Fields } from "./_json.ts";

/** Which warnings to ask for: those not yet seen, or all. */
export type WarningState = "all" | "pending";

/** What {@linkcode Warning} is made from. */
export interface WarningFields {
  /** The text for people, which tells it from others. */
  readonly message: string;
  /** When it was first added. */
  readonly firstAdded: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly firstAddedText?: string;
  /** When it was last added. */
  readonly lastAdded: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly lastAddedText?: string;
  /** When it was last marked as seen. @default {null} */
  readonly lastShown?: Date | null;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly lastShownText?: string | null;
  /** Time from `lastAdded` until it is dropped, as Go writes durations. */
  readonly expireAfter: string;
  /** Time from `lastShown` until it is shown anew, as Go writes durations. */
  readonly repeatAfter: string;
}

/**
 * A warning, from `GET /v1/warnings`, which Pebble v1.32 does not have: there
 * a warning is a {@linkcode Notice} of type `"warning"`.
 *
 * @example Usage
 * ```ts
 * import { Warning } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const warning = Warning.fromDict({
 *   message: "disk is full",
 *   "first-added": "2026-01-02T03:04:05Z",
 *   "last-added": "2026-01-02T03:04:05Z",
 *   "expire-after": "672h0m0s",
 *   "repeat-after": "24h0m0s",
 * });
 *
 * assertEquals(warning.lastShown, null);
 * ```
 */
export class Warning implements Required<WarningFields> {
  /** The text for people, which tells it from others. */
  readonly message: string;
  /** When it was first added. */
  readonly firstAdded: Date;
  /** The same as Pebble wrote it. */
  readonly firstAddedText: string;
  /** When it was last added. */
  readonly lastAdded: Date;
  /** The same as Pebble wrote it, for `ackWarnings`. */
  readonly lastAddedText: string;
  /** When it was last marked as seen; `null` if never. */
  readonly lastShown: Date | null;
  /** The same as Pebble wrote it, or `null`. */
  readonly lastShownText: string | null;
  /** Time from `lastAdded` until it is dropped, as Go writes durations. */
  readonly expireAfter: string;
  /** Time from `lastShown` until it is shown anew, as Go writes durations. */
  readonly repeatAfter: string;

  /** Takes the fields as they are. */
  constructor(fields: WarningFields) {
    this.message = fields.message;
    this.firstAdded = fields.firstAdded;
    this.firstAddedText = fields.firstAddedText ??
      fields.firstAdded.toISOString();
    this.lastAdded = fields.lastAdded;
    this.lastAddedText = fields.lastAddedText ?? fields.lastAdded.toISOString();
    this.lastShown = fields.lastShown ?? null;
    this.lastShownText = fields.lastShownText ??
      this.lastShown?.toISOString() ?? null;
    this.expireAfter = fields.expireAfter;
    this.repeatAfter = fields.repeatAfter;
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): Warning {
    const fields = new Fields(json, "warning");
    const firstAdded = fields.time("first-added");
    const lastAdded = fields.time("last-added");
    const lastShown = fields.optionalTime("last-shown");
    return new Warning({
      message: fields.string("message"),
      firstAdded: firstAdded.date,
      firstAddedText: firstAdded.text,
      lastAdded: lastAdded.date,
      lastAddedText: lastAdded.text,
      lastShown: lastShown?.date,
      lastShownText: lastShown?.text,
      expireAfter: fields.string("expire-after"),
      repeatAfter: fields.string("repeat-after"),
    });
  }

  /** A form for logs. */
  toString(): string {
    return `Warning(${this.message})`;
  }
}
