import { DatabaseSync, type StatementSync } from "node:sqlite";
import { FrameworkError } from "./errors.ts";
import type { Notice, StateStorage } from "./state_storage.ts";

/** Marks the file as ours ("cops" in ASCII), as SQLite's header has a place for it. */
const APPLICATION_ID = 0x636f7073;

/** How long to wait for another dispatch of the same unit, as ops does. */
const LOCK_WAIT_MS = 3_600_000;

/** Options of {@linkcode SqliteStorage}. */
export interface SqliteStorageOptions {
  /** Make the file, and fail when there is one. @default {false} */
  readonly isNew?: boolean;
}

/** A state file has the tables of this framework, but another one has made it. */
export class ForeignStateFileError extends FrameworkError {
  static {
    this.prototype.name = "ForeignStateFileError";
  }
}

/**
 * Snapshots and notices in an SQLite file, in one transaction for a dispatch.
 *
 * The file is only for its owner (mode 0600) and locked while it is open. A
 * dispatch that is killed or fails leaves it as it was.
 */
export class SqliteStorage implements StateStorage {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements: Map<string, StatementSync> = new Map();
  #open = true;

  /**
   * Opens the file, or makes it.
   *
   * @param path The file.
   * @throws {ForeignStateFileError} If Python's ops has made it.
   * @throws {FrameworkError} If the file cannot be opened or is not a state file.
   */
  constructor(path: string, options: SqliteStorageOptions = {}) {
    this.#path = path;
    this.#database = openDatabase(path, options);
    try {
      this.#prepareTables();
    } catch (cause) {
      this.#database.close();
      if (cause instanceof FrameworkError) throw cause;
      throw unusable("use", path, cause);
    }
  }

  #prepareTables(): void {
    const row = this.#database.prepare(
      `SELECT application_id AS id,
              (SELECT count(*) FROM sqlite_master) AS entries,
              EXISTS (SELECT 1 FROM sqlite_master
                      WHERE type = 'table' AND name = 'snapshot') AS known
       FROM pragma_application_id`,
    ).get()!;
    if (row.known && row.id === APPLICATION_ID) return;
    if (row.known && row.id === 0) {
      throw new ForeignStateFileError(
        `Cannot use the state file "${this.#path}": another framework has made it`,
      );
    }
    if (row.entries !== 0 || (row.id !== 0 && row.id !== APPLICATION_ID)) {
      throw new FrameworkError(
        `Cannot use the state file "${this.#path}": it is a database of something else; move it away to start without stored state and deferred events`,
      );
    }
    this.#database.exec(
      `PRAGMA application_id = ${APPLICATION_ID};
       CREATE TABLE snapshot (handle TEXT PRIMARY KEY, data BLOB);
       CREATE TABLE notice (
         sequence INTEGER PRIMARY KEY AUTOINCREMENT,
         event_path TEXT, observer_path TEXT, method_name TEXT);
       CREATE INDEX notice_event ON notice (event_path)`,
    );
  }

  /** Keeps text for a path, in place of what was there. */
  saveSnapshot(path: string, text: string): void {
    this.#run("REPLACE INTO snapshot VALUES (?, ?)", path, text);
  }

  /** The text of a path, or null. */
  loadSnapshot(path: string): string | null {
    const [row] = this.#all(
      "SELECT data FROM snapshot WHERE handle = ?",
      path,
    );
    if (row === undefined) return null;
    if (typeof row.data !== "string") {
      throw new FrameworkError(
        `Cannot load "${path}": what is stored for it is not text; move the state file "${this.#path}" away to start without stored state and deferred events`,
      );
    }
    return row.data;
  }

  /** Forgets a path. */
  dropSnapshot(path: string): void {
    this.#run("DELETE FROM snapshot WHERE handle = ?", path);
  }

  /** All paths that have text, sorted. */
  snapshotPaths(): string[] {
    return this.#all("SELECT handle FROM snapshot ORDER BY handle")
      .map(({ handle }) => String(handle));
  }

  /** Adds a notice at the end. */
  saveNotice({ eventPath, observerPath, methodName }: Notice): void {
    this.#run(
      "INSERT INTO notice (event_path, observer_path, method_name) VALUES (?, ?, ?)",
      eventPath,
      observerPath,
      methodName,
    );
  }

  /** Removes all notices equal to this one. */
  dropNotice({ eventPath, observerPath, methodName }: Notice): void {
    this.#run(
      "DELETE FROM notice WHERE event_path = ? AND observer_path = ? AND method_name = ?",
      eventPath,
      observerPath,
      methodName,
    );
  }

  /** All notices in the order they were added, or those of one event. */
  notices(eventPath?: string): Notice[] {
    const select = "SELECT event_path, observer_path, method_name FROM notice";
    const rows = eventPath === undefined
      ? this.#all(`${select} ORDER BY sequence`)
      : this.#all(
        `${select} WHERE event_path = ? ORDER BY sequence`,
        eventPath,
      );
    return rows.map((row) => ({
      eventPath: String(row.event_path),
      observerPath: String(row.observer_path),
      methodName: String(row.method_name),
    }));
  }

  /** Has what another storage has, and nothing else. */
  replaceAll(other: StateStorage): void {
    this.#run("DELETE FROM snapshot");
    this.#run("DELETE FROM notice");
    for (const path of other.snapshotPaths()) {
      this.saveSnapshot(path, other.loadSnapshot(path)!);
    }
    for (const notice of other.notices()) this.saveNotice(notice);
  }

  /** Keeps what has been done, and goes on in a new transaction. */
  commit(): void {
    this.#try(() => this.#database.exec("COMMIT; BEGIN EXCLUSIVE"));
  }

  /** Rolls back what is not committed and frees the file. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    // This rolls back too, and cannot fail for want of a transaction, which
    // SQLite itself ends when a write fails.
    this.#database.close();
  }

  #run(sql: string, ...values: string[]): void {
    this.#try(() => this.#statement(sql).run(...values));
  }

  #all(sql: string, ...values: string[]): Record<string, unknown>[] {
    return this.#try(() => this.#statement(sql).all(...values));
  }

  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      throw unusable("use", this.#path, cause);
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * Opens an SQLite file for this process alone, in a transaction.
 *
 * @throws {FrameworkError} If it cannot be opened or is no database.
 */
export function openDatabase(
  path: string,
  { isNew = false }: SqliteStorageOptions = {},
): DatabaseSync {
  let database: DatabaseSync;
  try {
    makePrivate(path, isNew);
    database = new DatabaseSync(path);
  } catch (cause) {
    if (cause instanceof FrameworkError) throw cause;
    throw unusable("open", path, cause);
  }
  try {
    database.exec(
      `PRAGMA busy_timeout = ${LOCK_WAIT_MS};
       PRAGMA locking_mode = EXCLUSIVE;
       BEGIN EXCLUSIVE`,
    );
    return database;
  } catch (cause) {
    database.close();
    throw unusable("use", path, cause);
  }
}

/** What helps, by what SQLite says. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /full|I\/O/,
    "see that its disk has space and works, and run this event again",
  ],
  [
    /not a database|malformed/,
    "put back an earlier state file, or move it away to start without stored state and deferred events",
  ],
  [/locked/, "another dispatch of this unit does not end"],
];

function unusable(
  verb: "open" | "use",
  path: string,
  cause: unknown,
): FrameworkError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const advice = ADVICE.find(([pattern]) => pattern.test(reason))?.[1];
  return new FrameworkError(
    `Cannot ${verb} the state file "${path}": ${reason}${
      advice === undefined ? "" : `; ${advice}`
    }`,
    { cause },
  );
}

/** Makes the file with mode 0600, or gives it that mode. */
function makePrivate(path: string, isNew: boolean): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    if (isNew) {
      throw new FrameworkError(
        `Cannot make the state file "${path}": another dispatch of this unit has made it meanwhile; run this event again`,
        { cause: error },
      );
    }
    Deno.chmodSync(path, 0o600);
  }
}
