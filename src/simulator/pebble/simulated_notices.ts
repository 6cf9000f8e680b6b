import { Notice, type NoticeFields } from "../../pebble/notice.ts";
import type {
  GetNoticesOptions,
  NotifyOptions,
} from "../../pebble/pebble_client.ts";
import { parseTime } from "../../pebble/time.ts";
import type { Clock } from "./clock.ts";
import { q, refuse } from "./refuse.ts";
import { within } from "./within.ts";

const EXPIRE_AFTER_MS = 7 * 86_400_000;
/** Asks for all as root does: the simulated caller is root. */
const ROOT = 0;
const WORD = "[a-z0-9]+(?:-[a-z0-9]+)*";
const KEY = new RegExp(`^${WORD}(?:\\.${WORD})+(?:/${WORD})+$`);
const TYPES = ["custom", "change-update", "warning"];

/** The notices of a simulated Pebble. */
export class SimulatedNotices {
  readonly #clock: Clock;
  readonly #notices: Map<string, Notice> = new Map();
  #lastId = 0;
  #news: PromiseWithResolvers<void> | undefined;

  /** Takes what tells the time, and notices to begin with. */
  constructor(clock: Clock, seed: readonly NoticeFields[] = []) {
    this.#clock = clock;
    for (const fields of seed) this.put(new Notice(fields));
  }

  /** All that are not expired, in the order in which they first occurred. */
  data(): Notice[] {
    const now = this.#clock.now().date.getTime();
    return [...this.#notices.values()].filter((notice) =>
      notice.expireAfterMs === null ||
      notice.lastOccurred.getTime() + notice.expireAfterMs > now
    );
  }

  /**
   * Records an occurrence, as a charm may.
   *
   * @returns Id of the notice.
   * @throws {APIError} 400 if Pebble would refuse it.
   */
  notify(type: string, key: string, options: NotifyOptions): string {
    const data: unknown = options.data ?? {};
    if (type !== "custom") {
      refuse(`invalid type ${q(type)} (can only add "custom" notices)`);
    }
    if (!KEY.test(key)) {
      refuse(`invalid key ${q(key)} (must be in "example.com/path" format)`);
    }
    if (key.length > 256) refuse("key must be 256 bytes or less");
    if (new TextEncoder().encode(JSON.stringify(data)).length > 4096) {
      refuse("total size of data must be 4096 bytes or less");
    }
    for (const value of Object.values(data ?? {})) {
      if (typeof value === "string") continue;
      refuse(
        `cannot decode notice data: json: cannot unmarshal ${
          typeof value === "object" ? "object" : typeof value
        } into Go value of type string`,
      );
    }
    return this.occur(type, key, options).id;
  }

  /** Records an occurrence of any type. */
  occur(type: string, key: string, options: NotifyOptions = {}): Notice {
    const now = this.#clock.now();
    const userId = type === "custom" ? ROOT : null;
    const unique = uniqueKey(userId, type, key);
    const old = this.#notices.get(unique);
    const { repeatAfterMs } = options;
    const repeated = old === undefined || !repeatAfterMs ||
      now.date.getTime() - old.lastRepeated.getTime() >= repeatAfterMs;
    const notice = new Notice({
      id: old?.id ?? `${++this.#lastId}`,
      userId,
      type,
      key,
      firstOccurred: old?.firstOccurred ?? now.date,
      firstOccurredText: old?.firstOccurredText ?? now.text,
      lastOccurred: now.date,
      lastOccurredText: now.text,
      lastRepeated: repeated ? now.date : old.lastRepeated,
      lastRepeatedText: repeated ? now.text : old.lastRepeatedText,
      occurrences: (old?.occurrences ?? 0) + 1,
      lastData: { ...options.data },
      repeatAfterMs: repeatAfterMs || null,
      expireAfterMs: EXPIRE_AFTER_MS,
    });
    this.#notices.set(unique, notice);
    if (repeated) {
      this.#news?.resolve();
      this.#news = undefined;
    }
    return notice;
  }

  /** Puts a notice in as it is, over one of the same user, type and key. */
  put(notice: Notice): void {
    const { userId, type, key } = notice;
    this.#notices.set(uniqueKey(userId, type, key), notice);
    const id = Number(notice.id);
    if (Number.isSafeInteger(id)) this.#lastId = Math.max(this.#lastId, id);
  }

  /**
   * One notice.
   *
   * @throws {APIError} 404 if there is none with this id.
   */
  get(id: string): Notice {
    return this.#notices.values().find((notice) => notice.id === id) ??
      refuse(`cannot find notice with ID ${q(id)}`, 404);
  }

  /** Notices by what Pebble can filter on, oldest repeat first. */
  list(options: GetNoticesOptions): Notice[] {
    const { users, userId } = options;
    if (users && (userId ?? null) !== null) {
      refuse('cannot use both "users" and "user-id" parameters');
    }
    if (users && users !== "all") {
      refuse('invalid "users" filter: must be "all"');
    }
    const given = separated(options.types);
    const types = given.filter((type) => TYPES.includes(type));
    if (given.length > 0 && types.length === 0) return [];
    const keys = separated(options.keys);
    const after = lowerBound(options.after);
    return this.data().filter((notice) =>
      (users === "all" || notice.userId === null ||
        notice.userId === (userId ?? ROOT)) &&
      (types.length === 0 || types.includes(notice.type)) &&
      (keys.length === 0 || keys.includes(notice.key)) &&
      (after === null || isLater(notice.lastRepeatedText, after))
    ).sort((a, b) => isLater(a.lastRepeatedText, b.lastRepeatedText) ? 1 : -1);
  }

  /** Waits until there are such notices; none if they don't come in time. */
  async wait(timeoutMs: number, options: GetNoticesOptions): Promise<Notice[]> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = this.list(options);
      const left = end - performance.now();
      if (found.length > 0 || left <= 0) return found;
      this.#news ??= Promise.withResolvers();
      await within(this.#news.promise, left, options.signal);
    }
  }
}

function uniqueKey(userId: number | null, type: string, key: string): string {
  return JSON.stringify([userId, type, key]);
}

/** What is asked for, as Pebble reads it: a comma separates two. */
function separated(values: Iterable<string> | undefined): string[] {
  return [...values ?? []].flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}

function lowerBound(after: string | Date | undefined): string | null {
  if ((after ?? null) === null) return null;
  const text = after instanceof Date ? after.toISOString() : String(after);
  try {
    parseTime(text);
    return text;
  } catch {
    refuse(`invalid "after" timestamp: cannot parse ${q(text)}`);
  }
}

/** Whether a time lies later, to the nanosecond. */
function isLater(a: string, b: string): boolean {
  const difference = parseTime(a).getTime() - parseTime(b).getTime();
  return difference === 0 ? fraction(a) > fraction(b) : difference > 0;
}

function fraction(text: string): string {
  return (/\.(\d+)/.exec(text)?.[1] ?? "").padEnd(9, "0");
}
