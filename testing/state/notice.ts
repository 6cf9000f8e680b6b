import type { NoticeType } from "../../src/pebble/notice.ts";
import { makeCounter } from "./_ids.ts";
import { textMap } from "./_texts.ts";
import { Component } from "./component.ts";

/** Options of {@linkcode Notice}. */
export interface NoticeOptions {
  /** Id in this Pebble. @default {one that no other notice has} */
  readonly id?: string;
  /** User it is for; null if it is public. @default {null} */
  readonly userId?: number | null;
  /** What it is about. @default {"custom"} */
  readonly type?: NoticeType;
  /** When it first occurred. @default {now} */
  readonly firstOccurred?: Date;
  /** When it last occurred. @default {now} */
  readonly lastOccurred?: Date;
  /** When it was last repeated. @default {now} */
  readonly lastRepeated?: Date;
  /** How often it occurred. @default {1} */
  readonly occurrences?: number;
  /** Data of the last occurrence. @default {{}} */
  readonly lastData?: Readonly<Record<string, string>>;
  /** Least time between two repeats. @default {null} */
  readonly repeatAfterMs?: number | null;
  /** Time from the last occurrence until it is dropped. @default {null} */
  readonly expireAfterMs?: number | null;
}

const nextId = makeCounter(1);

/**
 * A notice in the Pebble of a container.
 *
 * @example Usage
 * ```ts
 * import { Container, Notice } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const notice = new Notice("example.com/backup-done", {
 *   lastData: { path: "/backup" },
 * });
 * const container = new Container("web", { notices: [notice] });
 *
 * assertEquals(container.notices[0]?.type, "custom");
 * ```
 */
export class Notice extends Component {
  /** What tells it from others of its type, such as `"example.com/path"`. */
  readonly key: string;
  /** Id in this Pebble; the same for each occurrence. */
  readonly id: string;
  /** User it is for; null if it is public. */
  readonly userId: number | null;
  /** What it is about. */
  readonly type: NoticeType;
  /** When it first occurred. */
  readonly firstOccurred: Date;
  /** When it last occurred. */
  readonly lastOccurred: Date;
  /** When it was last repeated, and who waits was told. */
  readonly lastRepeated: Date;
  /** How often it occurred. */
  readonly occurrences: number;
  /** Data of the last occurrence; empty if it had none. */
  readonly lastData: Readonly<Record<string, string>>;
  /** Least time between two repeats, or null. */
  readonly repeatAfterMs: number | null;
  /** Time from the last occurrence until it is dropped, or null. */
  readonly expireAfterMs: number | null;

  /**
   * Takes the key and what else is known.
   *
   * @throws {StateValidationError} If the data is not a plain object of strings.
   */
  constructor(key: string, options: NoticeOptions = {}) {
    super();
    const now = Date.now();
    this.key = key;
    this.id = options.id ?? String(nextId());
    this.userId = options.userId ?? null;
    this.type = options.type ?? "custom";
    this.firstOccurred = new Date(options.firstOccurred ?? now);
    this.lastOccurred = new Date(options.lastOccurred ?? now);
    this.lastRepeated = new Date(options.lastRepeated ?? now);
    this.occurrences = options.occurrences ?? 1;
    this.lastData = textMap("lastData", options.lastData ?? {});
    this.repeatAfterMs = options.repeatAfterMs ?? null;
    this.expireAfterMs = options.expireAfterMs ?? null;
    Object.freeze(this);
  }

  /** A copy with some fields replaced; the id stays. */
  with(changes: NoticeOptions & { readonly key?: string }): Notice {
    return new Notice(changes.key ?? this.key, { ...this, ...changes });
  }
}
