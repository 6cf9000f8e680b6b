import { DatabaseSync, type StatementSync } from "node:sqlite";
import { FrameworkError } from "./errors.ts";
import type { Notice, StateStorage } from "./state_storage.ts";

/** Marks the file as ours ("cops" in ASCII), as SQLite's header has a place for it. */
const APPLICATION_ID = 0x636f7073;

/** How long to wait for another dispatch of the same unit, as ops does. */
const LOCK_WAIT_MS = 3_600_000;

/**
 * Snapshots and notices in an SQLite file, in one transaction for a dispatch.
 *
 * The file is only for its owner (mode 0600) and locked while it is open. A
 * dispatch that is killed or fails leaves it as it was.
 */
export class SqliteStorage implements StateStorage {
  readonly #database: DatabaseSync;
  readonly #statements: Map<string, StatementSync> = new Map();
  #open = true;

  /**
   * Opens the file, or makes it.
   *
   * @param path The file.
   * @throws {FrameworkError} If the file cannot be opened or is no database.
   */
  constructor(path: string) {
    try {
      makePrivate(path);
      this.#database = new DatabaseSync(path);
    } catch (cause) {
      throw unusable("open", path, cause);
    }
    try {
      this.#database.exec(
        `PRAGMA busy_timeout = ${LOCK_WAIT_MS};
         PRAGMA locking_mode = EXCLUSIVE;
         BEGIN EXCLUSIVE`,
      );
      this.#prepareTables();
    } catch (cause) {
      this.#database.close();
      throw unusable("use", path, cause);
    }
  }

  #prepareTables(): void {
    const known = this.#database.prepare(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'snapshot'",
    ).get();
    if (known !== undefined) return;
    this.#database.exec(
      `PRAGMA application_id = ${APPLICATION_ID};
       CREATE TABLE snapshot (handle TEXT PRIMARY KEY, data BLOB);
       CREATE TABLE notice (
         sequence INTEGER PRIMARY KEY AUTOINCREMENT,
         event_path TEXT, observer_path TEXT, method_name TEXT);
       CREATE INDEX notice_event ON notice (event_path);
       CREATE INDEX notice_observer ON notice (observer_path, method_name)`,
    );
  }

  /** Keeps text for a path, in place of what was there. */
  saveSnapshot(path: string, text: string): void {
    this.#statement("REPLACE INTO snapshot VALUES (?, ?)").run(path, text);
  }

  /** The text of a path, or null. */
  loadSnapshot(path: string): string | null {
    const row = this.#statement("SELECT data FROM snapshot WHERE handle = ?")
      .get(path);
    if (row === undefined) return null;
    if (typeof row.data !== "string") {
      throw new FrameworkError(
        `Cannot load "${path}": what is stored for it is not text`,
      );
    }
    return row.data;
  }

  /** Forgets a path. */
  dropSnapshot(path: string): void {
    this.#statement("DELETE FROM snapshot WHERE handle = ?").run(path);
  }

  /** All paths that have text, sorted. */
  snapshotPaths(): string[] {
    return this.#statement("SELECT handle FROM snapshot ORDER BY handle")
      .all().map(({ handle }) => String(handle));
  }

  /** Adds a notice at the end. */
  saveNotice({ eventPath, observerPath, methodName }: Notice): void {
    this.#statement(
      "INSERT INTO notice (event_path, observer_path, method_name) VALUES (?, ?, ?)",
    ).run(eventPath, observerPath, methodName);
  }

  /** Removes all notices equal to this one. */
  dropNotice({ eventPath, observerPath, methodName }: Notice): void {
    this.#statement(
      "DELETE FROM notice WHERE event_path = ? AND observer_path = ? AND method_name = ?",
    ).run(eventPath, observerPath, methodName);
  }

  /** All notices in the order they were added, or those of one event. */
  notices(eventPath?: string): Notice[] {
    return eventPath === undefined
      ? this.#select("")
      : this.#select("WHERE event_path = ?", eventPath);
  }

  /** The notices of one observer's handler. */
  noticesOf(observerPath: string, methodName: string): Notice[] {
    return this.#select(
      "WHERE observer_path = ? AND method_name = ?",
      observerPath,
      methodName,
    );
  }

  #select(where: string, ...values: string[]): Notice[] {
    return this.#statement(
      `SELECT event_path, observer_path, method_name FROM notice ${where} ORDER BY sequence`,
    ).all(...values).map((row) => ({
      eventPath: String(row.event_path),
      observerPath: String(row.observer_path),
      methodName: String(row.method_name),
    }));
  }

  /** Keeps what has been done, and goes on in a new transaction. */
  commit(): void {
    this.#database.exec("COMMIT; BEGIN EXCLUSIVE");
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

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function unusable(
  verb: "open" | "use",
  path: string,
  cause: unknown,
): FrameworkError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FrameworkError(
    `Cannot ${verb} the state file "${path}": ${reason}`,
    { cause },
  );
}

/** Makes the file with mode 0600, or gives it that mode. */
function makePrivate(path: string): void {
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    Deno.chmodSync(path, 0o600);
  }
}
