import type { Notice, StateStorage } from "./state_storage.ts";

/** Snapshots and notices in memory, for tests and for charms that keep no state. */
export class MemoryStorage implements StateStorage {
  #snapshots: Map<string, string>;
  #notices: Notice[];
  #committed: { snapshots: Map<string, string>; notices: Notice[] };

  /** Takes what is there at the start. */
  constructor(
    snapshots: ReadonlyMap<string, string> = new Map(),
    notices: readonly Notice[] = [],
  ) {
    this.#snapshots = new Map(snapshots);
    this.#notices = [...notices];
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
    this.#notices.push(notice);
  }

  /** Removes all notices equal to this one. */
  dropNotice(notice: Notice): void {
    this.#notices = this.#notices.filter((other) =>
      other.eventPath !== notice.eventPath ||
      other.observerPath !== notice.observerPath ||
      other.methodName !== notice.methodName
    );
  }

  /** All notices in the order they were added, or those of one event. */
  notices(eventPath?: string): Notice[] {
    return eventPath === undefined
      ? [...this.#notices]
      : this.#notices.filter((notice) => notice.eventPath === eventPath);
  }

  /** The notices of one observer's handler. */
  noticesOf(observerPath: string, methodName: string): Notice[] {
    return this.#notices.filter((notice) =>
      notice.observerPath === observerPath && notice.methodName === methodName
    );
  }

  /** Keeps what has been done. */
  commit(): void | Promise<void> {
    this.#committed = {
      snapshots: new Map(this.#snapshots),
      notices: [...this.#notices],
    };
  }

  /** Goes back to what was committed last. */
  close(): void {
    this.#snapshots = new Map(this.#committed.snapshots);
    this.#notices = [...this.#committed.notices];
  }
}
