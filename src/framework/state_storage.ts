/** A note that an observer is to handle an event, kept while it is deferred. */
export interface Notice {
  /** Path of the event, such as `MyCharm/on/start[7]`. */
  readonly eventPath: string;
  /** Path of the object that handles it. */
  readonly observerPath: string;
  /** Name of the handler. */
  readonly methodName: string;
}

/**
 * A notice of an event for whoever observes it, left by a charm whose handlers
 * had other names.
 */
export function noticeForAnybody(eventPath: string): Notice {
  return { eventPath, observerPath: "", methodName: "" };
}

/** Whether a notice is for whoever observes its event. */
export function isForAnybody({ methodName }: Notice): boolean {
  return methodName === "";
}

/**
 * Where snapshots and notices are kept between dispatches.
 *
 * Nothing is kept unless {@linkcode StateStorage.commit} is called; closing
 * without it leaves everything as it was before.
 */
export interface StateStorage {
  /** Keeps text for a path, in place of what was there. */
  saveSnapshot(path: string, text: string): void;
  /** The text of a path, or null. */
  loadSnapshot(path: string): string | null;
  /** Forgets a path; one that is not there is no error. */
  dropSnapshot(path: string): void;
  /** All paths that have text, sorted. */
  snapshotPaths(): string[];
  /** Adds a notice at the end. */
  saveNotice(notice: Notice): void;
  /** Removes all notices equal to this one. */
  dropNotice(notice: Notice): void;
  /** All notices in the order they were added, or those of one event. */
  notices(eventPath?: string): Notice[];
  /** Keeps what has been done. */
  commit(): void | Promise<void>;
  /** Forgets what has not been committed, and frees the file. Closing twice is fine. */
  close(): void;
}
