import type { Notice, StateStorage } from "./state_storage.ts";

/** Snapshots and notices in memory, for tests and for charms that keep no state. */
export class MemoryStorage implements StateStorage {
  #snapshots: Map<string, string>;
  #notices: Map<number, Notice>;
  /** Of each event, which ones. */
  #byEvent: Map<string, Set<number>>;
  #sequence = 0;
  #committed: { snapshots: Map<string, string>; notices: Notice[] };

  /** Takes what is there at the start. */
  constructor(
    snapshots: ReadonlyMap<string, string> = new Map(),
    notices: readonly Notice[] = [],
  ) {
    this.#snapshots = new Map(snapshots);
    this.#notices = new Map();
    this.#byEvent = new Map();
    for (const notice of notices) this.saveNotice(notice);
    this.#committed = {
      snapshots: new Map(snapshots),
      notices: [...notices],
    };
  }

  /** Keeps text for a path, in place of what was there. */
  saveSnapshot(path: string, text: string): void {
    this.#snapshots.set(path, text);
  }

  /** The text of a path, or null. */
  loadSnapshot(path: string): string | null {
    return this.#snapshots.get(path) ?? null;
  }

  /** Forgets a path. */
  dropSnapshot(path: string): void {
    this.#snapshots.delete(path);
  }

  /** All paths that have text, sorted. */
  snapshotPaths(): string[] {
    return [...this.#snapshots.keys()].sort();
  }

  /** Adds a notice at the end. */
  saveNotice(notice: Notice): void {
    const sequence = ++this.#sequence;
    this.#notices.set(sequence, notice);
    const known = this.#byEvent.get(notice.eventPath);
    if (known !== undefined) known.add(sequence);
    else this.#byEvent.set(notice.eventPath, new Set([sequence]));
  }

  /** Removes all notices equal to this one. */
  dropNotice({ eventPath, observerPath, methodName }: Notice): void {
    const sequences = this.#byEvent.get(eventPath);
    if (sequences === undefined) return;
    for (const sequence of sequences) {
      const other = this.#notices.get(sequence)!;
      if (
        other.observerPath !== observerPath || other.methodName !== methodName
      ) continue;
      this.#notices.delete(sequence);
      sequences.delete(sequence);
    }
    if (sequences.size === 0) this.#byEvent.delete(eventPath);
  }

  /** All notices in the order they were added, or those of one event. */
  notices(eventPath?: string): Notice[] {
    if (eventPath === undefined) return [...this.#notices.values()];
    return [...this.#byEvent.get(eventPath) ?? []]
      .map((sequence) => this.#notices.get(sequence)!);
  }

  /** Keeps what has been done. */
  commit(): void | Promise<void> {
    this.#committed = {
      snapshots: new Map(this.#snapshots),
      notices: this.notices(),
    };
  }

  /** Goes back to what was committed last. */
  close(): void {
    this.#snapshots = new Map(this.#committed.snapshots);
    this.#notices = new Map();
    this.#byEvent = new Map();
    for (const notice of this.#committed.notices) this.saveNotice(notice);
  }
}
