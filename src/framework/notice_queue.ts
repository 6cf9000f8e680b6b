import type { Observation } from "./observations.ts";
import type { Notice, StateStorage } from "./state_storage.ts";

/**
 * The notices of a storage with their events, and an index that tells at once
 * whether a handler already waits for the same event with the same data.
 *
 * The index is made when the first event is emitted, in one pass: thousands of
 * deferred events cost each dispatch time in proportion, not squared.
 */
export class NoticeQueue {
  readonly #storage: StateStorage;
  /** What each notice waits for. */
  #waits: Map<string, string> | null = null;
  /** How many notices wait for the same. */
  readonly #counts: Map<string, number> = new Map();

  /** Takes where notices are kept. */
  constructor(storage: StateStorage) {
    this.#storage = storage;
  }

  /**
   * The highest key of the events that are kept.
   *
   * Keys need to differ only from those, so no counter is stored: a charm that
   * keeps nothing needs no state file.
   */
  highestKey(): number {
    return this.#storage.notices().reduce(
      (highest, { eventPath }) =>
        Math.max(highest, Number(keyOf(eventPath)) || 0),
      0,
    );
  }

  /** Whether a handler waits for an event of the given kind with the same data. */
  has(kindPath: string, observation: Observation, text: string): boolean {
    this.#index();
    return this.#counts.has(waitOf(kindPath, observation, text));
  }

  /** Adds a notice of an event with the given data, at the end. */
  add(notice: Notice, text: string): void {
    this.#storage.saveNotice(notice);
    if (this.#waits !== null) this.#count(this.#waits, notice, text);
  }

  /** Removes a notice, and with the last one of an event its data. */
  drop(notice: Notice): void {
    this.#storage.dropNotice(notice);
    if (this.#storage.notices(notice.eventPath).length === 0) {
      this.#storage.dropSnapshot(notice.eventPath);
    }
    const id = idOf(notice);
    const wait = this.#waits?.get(id);
    if (wait === undefined) return;
    this.#waits!.delete(id);
    const count = this.#counts.get(wait)! - 1;
    if (count === 0) this.#counts.delete(wait);
    else this.#counts.set(wait, count);
  }

  #index(): void {
    if (this.#waits !== null) return;
    const waits = this.#waits = new Map();
    for (const notice of this.#storage.notices()) {
      const text = this.#storage.loadSnapshot(notice.eventPath);
      if (text !== null) this.#count(waits, notice, text);
    }
  }

  #count(waits: Map<string, string>, notice: Notice, text: string): void {
    const id = idOf(notice);
    if (waits.has(id)) return;
    const wait = waitOf(kindPathOf(notice.eventPath), notice, text);
    waits.set(id, wait);
    this.#counts.set(wait, (this.#counts.get(wait) ?? 0) + 1);
  }
}

/** Path of an event without its key: the objects' keys may hold anything, the events' only digits. */
export function kindPathOf(eventPath: string): string {
  return eventPath.slice(0, eventPath.lastIndexOf("["));
}

/** Key of an event. */
export function keyOf(eventPath: string): string {
  return eventPath.slice(eventPath.lastIndexOf("[") + 1, -1);
}

function idOf({ eventPath, observerPath, methodName }: Notice): string {
  return `${eventPath}\0${observerPath}\0${methodName}`;
}

function waitOf(
  kindPath: string,
  { observerPath, methodName }: Observation,
  text: string,
): string {
  return `${kindPath}\0${observerPath}\0${methodName}\0${text}`;
}
