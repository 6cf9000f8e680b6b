import { Fields } from "./_json.ts";
import { parseDuration } from "./duration.ts";
import { ProtocolError } from "./errors.ts";

/** What a notice is about; another word if Pebble learns one. */
export type NoticeType =
  | "custom"
  | "change-update"
  | "warning"
  | (string & Record<never, never>);

/** Whose notices to ask for: those of every user. */
export type NoticesUsers = "all";

/** What {@linkcode Notice} is made from. */
export interface NoticeFields {
  /** Id in this Pebble. */
  readonly id: string;
  /** User it is for; `null` if it is public. */
  readonly userId: number | null;
  /** What it is about. */
  readonly type: NoticeType;
  /** What tells it from others of its type. */
  readonly key: string;
  /** When it first occurred. */
  readonly firstOccurred: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly firstOccurredText?: string;
  /** When it last occurred. */
  readonly lastOccurred: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly lastOccurredText?: string;
  /** When it was last repeated, and who waits was told. */
  readonly lastRepeated: Date;
  /** The same as Pebble wrote it. @default {its ISO form} */
  readonly lastRepeatedText?: string;
  /** How often it occurred. */
  readonly occurrences: number;
  /** Data of the last occurrence. @default {{}} */
  readonly lastData?: Readonly<Record<string, string>>;
  /** Least time between two repeats. @default {null} */
  readonly repeatAfterMs?: number | null;
  /** Time from the last occurrence until it is dropped. @default {null} */
  readonly expireAfterMs?: number | null;
}

/** Something that happened in a container, from `GET /v1/notices`. */
export class Notice {
  /** Id in this Pebble; the same for each occurrence. */
  readonly id: string;
  /** User it is for; `null` if it is public. */
  readonly userId: number | null;
  /** What it is about. */
  readonly type: NoticeType;
  /** What tells it from others of its type, such as `"example.com/path"`. */
  readonly key: string;
  /** When it first occurred. */
  readonly firstOccurred: Date;
  /** The same as Pebble wrote it. */
  readonly firstOccurredText: string;
  /** When it last occurred. */
  readonly lastOccurred: Date;
  /** The same as Pebble wrote it. */
  readonly lastOccurredText: string;
  /** When it was last repeated, and who waits was told. */
  readonly lastRepeated: Date;
  /** The same as Pebble wrote it, for `after` of `getNotices`. */
  readonly lastRepeatedText: string;
  /** How often it occurred. */
  readonly occurrences: number;
  /** Data of the last occurrence; empty if it had none. */
  readonly lastData: Readonly<Record<string, string>>;
  /** Least time between two repeats, or `null`. */
  readonly repeatAfterMs: number | null;
  /** Time from the last occurrence until it is dropped, or `null`. */
  readonly expireAfterMs: number | null;

  /** Takes the fields as they are. */
  constructor(fields: NoticeFields) {
    this.id = fields.id;
    this.userId = fields.userId;
    this.type = fields.type;
    this.key = fields.key;
    this.firstOccurred = fields.firstOccurred;
    this.firstOccurredText = fields.firstOccurredText ??
      fields.firstOccurred.toISOString();
    this.lastOccurred = fields.lastOccurred;
    this.lastOccurredText = fields.lastOccurredText ??
      fields.lastOccurred.toISOString();
    this.lastRepeated = fields.lastRepeated;
    this.lastRepeatedText = fields.lastRepeatedText ??
      fields.lastRepeated.toISOString();
    this.occurrences = fields.occurrences;
    this.lastData = fields.lastData ?? {};
    this.repeatAfterMs = fields.repeatAfterMs ?? null;
    this.expireAfterMs = fields.expireAfterMs ?? null;
    Object.freeze(this.lastData);
    Object.freeze(this);
  }

  /**
   * Reads what Pebble sent.
   *
   * @throws {ProtocolError} If a field is missing or of the wrong type.
   */
  static fromDict(json: unknown): Notice {
    const fields = new Fields(json, "notice");
    const firstOccurred = fields.time("first-occurred");
    const lastOccurred = fields.time("last-occurred");
    const lastRepeated = fields.time("last-repeated");
    return new Notice({
      id: fields.string("id"),
      userId: fields.optionalNumber("user-id"),
      type: fields.string("type"),
      key: fields.string("key"),
      firstOccurred: firstOccurred.date,
      firstOccurredText: firstOccurred.text,
      lastOccurred: lastOccurred.date,
      lastOccurredText: lastOccurred.text,
      lastRepeated: lastRepeated.date,
      lastRepeatedText: lastRepeated.text,
      occurrences: fields.number("occurrences"),
      lastData: fields.stringMap("last-data"),
      repeatAfterMs: duration(fields.optionalString("repeat-after")),
      expireAfterMs: duration(fields.optionalString("expire-after")),
    });
  }

  /** A form for logs; without the data. */
  toString(): string {
    return `Notice(${this.id}, ${this.type}, ${this.key}, ` +
      `${this.occurrences} occurrences)`;
  }
}

function duration(text: string | null): number | null {
  if (text === null || text === "") return null;
  try {
    return parseDuration(text);
  } catch (error) {
    throw new ProtocolError(`Cannot read notice: "${text}" is not a duration`, {
      cause: error,
    });
  }
}
