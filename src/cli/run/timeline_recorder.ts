import type { SecretValues } from "./secret_values.ts";
import type { TimelineEntry, TimelineRecord } from "./timeline.ts";

/** Keeps what happens to an application and its units, in order. */
export class TimelineRecorder {
  /** All that happened so far. */
  readonly records: TimelineRecord[] = [];

  readonly #secrets: SecretValues;
  readonly #onRecord: (record: TimelineRecord) => void;
  #waiting: PromiseWithResolvers<void> = Promise.withResolvers();

  /** Takes who keeps secrets out, and who is told of each record. */
  constructor(
    secrets: SecretValues,
    onRecord: (record: TimelineRecord) => void = () => {},
  ) {
    this.#secrets = secrets;
    this.#onRecord = onRecord;
  }

  /** Adds an entry; null: it is about no unit in particular. */
  add(entry: TimelineEntry, unit: string | null = null): void {
    const shown = this.#secrets.redactAll(entry);
    const record = { time: new Date(), unit, entry: shown };
    this.records.push(record);
    this.#onRecord(record);
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  }

  /** Adds something worth knowing that is no event. */
  note(message: string): void {
    this.add({ type: "note", message });
  }

  /** Waits for the next record. */
  async next(): Promise<void> {
    await this.#waiting.promise;
  }
}
