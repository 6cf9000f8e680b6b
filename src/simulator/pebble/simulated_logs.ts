import { LogEntry, type LogEntryFields } from "../../pebble/log_entry.ts";
import type { Clock } from "./clock.ts";
import { refuse } from "./refuse.ts";
import { within } from "./within.ts";

/** Which entries to tell of. */
export interface LogsFilter {
  /** Only those of these services; `null` is all. */
  readonly services: readonly string[] | null;
  /** How many of the newest; -1 is all. */
  readonly n: number;
}

/** What the services of a simulated Pebble wrote: what a test lets them. */
export class SimulatedLogs {
  readonly #clock: Clock;
  readonly #entries: LogEntry[];
  #news: PromiseWithResolvers<void> | undefined;

  /** Takes what tells the time, and entries to begin with. */
  constructor(clock: Clock, seed: readonly LogEntryFields[] = []) {
    this.#clock = clock;
    this.#entries = seed.map((fields) => new LogEntry(fields));
  }

  /** All entries, oldest first. */
  data(): LogEntry[] {
    return [...this.#entries];
  }

  /** Names of services that wrote something. */
  services(): string[] {
    return [...new Set(this.#entries.map(({ service }) => service))];
  }

  /** Lets a service write text; each line is an entry. */
  write(service: string, text: string): void {
    for (const message of text.replace(/\n$/, "").split("\n")) {
      const time = this.#clock.now();
      const timeText = time.text.replace(/(\.\d{3})\d*/, "$1");
      this.#entries.push(
        new LogEntry({ time: time.date, timeText, service, message }),
      );
    }
    this.#news?.resolve();
    this.#news = undefined;
  }

  /**
   * Entries so far, oldest first.
   *
   * @throws {APIError} 400 if the number makes no sense.
   */
  list({ services, n }: LogsFilter): LogEntry[] {
    if (!Number.isInteger(n) || n < -1) {
      refuse("n must be -1, 0, or a positive integer");
    }
    const found = this.#entries.filter(({ service }) =>
      services === null || services.includes(service)
    );
    return n === -1 ? found : found.slice(found.length - n);
  }

  /**
   * Entries so far and from now on, until it is left or the signal ends it.
   *
   * @throws {APIError} 400 if the number makes no sense.
   */
  async *follow(
    filter: LogsFilter,
    signal?: AbortSignal,
  ): AsyncGenerator<LogEntry, void, undefined> {
    let next = this.#entries.length;
    yield* this.list(filter);
    const { services } = filter;
    for (;;) {
      for (; next < this.#entries.length; next++) {
        const entry = this.#entries[next];
        if (entry === undefined) continue;
        if (services === null || services.includes(entry.service)) {
          yield entry;
        }
      }
      this.#news ??= Promise.withResolvers();
      await within(this.#news.promise, null, signal);
    }
  }
}
