import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { TraceDestination } from "./tracing_setup.ts";

/** How large the file gets before the least important records give way, as in ops-tracing. */
const MAX_BYTES = 40 * 1024 * 1024;

/** How much a record takes of the file, at least: a page of SQLite. */
const PAGE_BYTES = 4096;

/** How long to wait for another process that writes: it does so for milliseconds only. */
const LOCK_WAIT_MS = 1000;

/** Priorities of ops-tracing: a dispatch that no handler observes, and one that some do. */
const PRIORITY = { unobserved: 10, observed: 50 };

/** How SQLite says that a file is no database, damaged, or of another make; not all of its errors have a code. */
const DAMAGE = /not a database|malformed|no such (?:column|table)/;

/** One trace, as it waits in the file. */
export interface BufferedTrace {
  /** Where it is in the file. */
  readonly id: number;
  /** What is sent. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** What kind of content that is. */
  readonly mime: string;
}

/** What {@linkcode TraceBuffer} is told beside the path. */
export interface TraceBufferOptions {
  /** How large the file gets, about. @default {40 MiB} */
  readonly maxBytes?: number;
}

/**
 * Traces that wait for a destination, and the destination, in an SQLite file.
 *
 * The file has the name, tables and priorities of Python's ops-tracing: a unit
 * whose charm was written in Python goes on with what waits there. Each change
 * is one transaction, so that processes side by side do not harm each other, nor
 * does one that is killed. It is not forced onto the disk, which would cost each
 * dispatch milliseconds: a power cut may cost the file, and then it is made anew.
 */
export class TraceBuffer implements Disposable {
  readonly #database: DatabaseSync;
  readonly #maxBytes: number;

  /**
   * Opens the file, or makes it, only for its owner (mode 0600).
   *
   * @throws {Error} If that cannot be done, or the file is none of a buffer.
   */
  constructor(path: string, options: TraceBufferOptions = {}) {
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
    this.#database = open(path);
  }

  /** Where traces go, as it was last set; a URL of null when it is not known. */
  get destination(): Required<TraceDestination> {
    return {
      url: this.#setting("url") || null,
      ca: this.#setting("ca") || null,
    };
  }

  /** Sets where traces go, from now on; one that is the same is not written again. */
  set destination({ url, ca = null }: TraceDestination) {
    const present = this.destination;
    if (present.url === url && present.ca === ca) return;
    this.#transaction(() => {
      this.#set("url", url ?? "");
      this.#set("ca", ca ?? "");
      this.#set("quiet_until", "");
    });
  }

  /** Until when the destination is left alone, in milliseconds since 1970. */
  get quietUntil(): number {
    return Number(this.#setting("quiet_until")) || 0;
  }

  /** Has the destination left alone until then. */
  set quietUntil(time: number) {
    this.#transaction(() => this.#set("quiet_until", `${time}`));
  }

  /** Adds a trace. When the file is full, the least important and oldest ones give way. */
  add(
    { data, mime, isObserved }: {
      readonly data: Uint8Array;
      readonly mime: string;
      readonly isObserved: boolean;
    },
  ): void {
    const size = pagesOf(data.length);
    if (size > this.#maxBytes) return;
    this.#transaction(() => {
      this.#makeRoom(size);
      this.#prepare(
        "INSERT INTO tracing (priority, data, mime) VALUES (?, ?, ?)",
      ).run(PRIORITY[isObserved ? "observed" : "unobserved"], data, mime);
    });
  }

  /** The most important and, of those, the oldest trace; null when none waits. */
  first(): BufferedTrace | null {
    const row = this.#prepare(
      "SELECT id, data, mime FROM tracing ORDER BY priority DESC, id LIMIT 1",
    ).get();
    if (row === undefined) return null;
    const { id, data, mime } = row;
    return {
      id: Number(id),
      // What is of another type was not written by a buffer; it is refused at the other end.
      data: data instanceof Uint8Array
        ? new Uint8Array(data)
        : new TextEncoder().encode(`${data}`),
      mime: /^[\w.+-]+\/[\w.+-]+$/.test(`${mime}`)
        ? `${mime}`
        : "application/octet-stream",
    };
  }

  /** Removes a trace, if it is there. */
  remove(id: number): void {
    this.#prepare("DELETE FROM tracing WHERE id = ?").run(id);
  }

  /** Gives the space back that traces had which are gone, when none waits. */
  shrink(): void {
    const { pages, entries } = this.#prepare(
      `SELECT page_count AS pages, EXISTS (SELECT 1 FROM tracing) AS entries
       FROM pragma_page_count`,
    ).get()!;
    if (!entries && Number(pages) > 64) this.#database.exec("VACUUM");
  }

  /** Closes the file. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.close();
  }

  #makeRoom(size: number): void {
    let excess = this.#usedBytes() + size - this.#maxBytes;
    if (excess <= 0) return;
    const remove = this.#prepare("DELETE FROM tracing WHERE id = ?");
    const rows = this.#prepare(
      "SELECT id, length(data) AS size FROM tracing ORDER BY priority, id",
    ).all();
    for (const { id, size } of rows) {
      if (excess <= 0) break;
      remove.run(id ?? null);
      excess -= pagesOf(Number(size));
    }
  }

  /** How much of the file is in use; asking the file is cheaper than adding up its rows. */
  #usedBytes(): number {
    const { used } = this.#prepare(
      `SELECT (page_count - freelist_count) * page_size AS used
       FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
    ).get()!;
    return Number(used);
  }

  #setting(key: string): string {
    const row = this.#prepare("SELECT value FROM settings WHERE key = ?")
      .get(key);
    return `${row?.value ?? ""}`;
  }

  #set(key: string, value: string): void {
    this.#prepare("REPLACE INTO settings (key, value) VALUES (?, ?)")
      .run(key, value);
  }

  #transaction(change: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      change();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    return this.#database.prepare(sql);
  }
}

function open(path: string): DatabaseSync {
  makePrivate(path);
  const database = new DatabaseSync(path);
  try {
    database.exec(
      `PRAGMA busy_timeout = ${LOCK_WAIT_MS};
       PRAGMA synchronous = OFF;
       CREATE TABLE IF NOT EXISTS tracing (
         id INTEGER PRIMARY KEY, priority INTEGER NOT NULL,
         data BLOB NOT NULL, mime TEXT NOT NULL);
       CREATE INDEX IF NOT EXISTS tracing_priority_id ON tracing (priority, id);
       CREATE TABLE IF NOT EXISTS settings (
         key TEXT PRIMARY KEY, value TEXT NOT NULL);
       SELECT id, priority, data, mime FROM tracing LIMIT 0;
       SELECT key, value FROM settings LIMIT 0`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes the file before SQLite does, which would ask for the process's own mode. */
function makePrivate(path: string): void {
  const file = Deno.openSync(path, { create: true, write: true, mode: 0o600 });
  try {
    const { mode } = file.statSync();
    if (mode !== null && (mode & 0o777) !== 0o600) Deno.chmodSync(path, 0o600);
  } finally {
    file.close();
  }
}

/** Whether an error says that the file is damaged, or no buffer at all. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && DAMAGE.test(error.message);
}

/** Removes a file that cannot be used, and what SQLite has beside it. */
export function removeBuffer(path: string): void {
  for (const suffix of ["", "-journal", "-wal", "-shm"]) {
    try {
      Deno.removeSync(path + suffix);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
}
