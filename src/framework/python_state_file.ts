import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "../backend/logger.ts";
import { FrameworkError } from "./errors.ts";
import { MemoryStorage } from "./memory_storage.ts";
import {
  type CarriedOver,
  carryOver,
  type PythonState,
} from "./python_snapshots.ts";
import { openDatabase, SqliteStorage } from "./sqlite_storage.ts";
import type { StateFileOptions } from "./state_file.ts";
import type { StateStorage } from "./state_storage.ts";

/**
 * Opens the state file of a charm that was written in Python, to carry it over.
 *
 * The file stays as it is until the dispatch succeeds, so that a failed upgrade
 * can be undone. At the commit ours takes its place in one step, and it is kept
 * beside it. It is locked meanwhile.
 *
 * @returns Null when the file has just been replaced by another dispatch.
 * @throws {FrameworkError} If the file is not one of Python's ops.
 */
export function openPythonState(
  path: string,
  { log, charmKind }: StateFileOptions,
): StateStorage | null {
  const { ino } = Deno.statSync(path);
  const database = openDatabase(path);
  let carried: CarriedOver;
  try {
    if (Deno.statSync(path).ino !== ino) {
      database.close();
      return null;
    }
    carried = carryOver(readState(database, path), charmKind);
  } catch (error) {
    database.close();
    throw error;
  }
  log.info(
    `Carrying over the state of the charm's Python version from "${path}".`,
  );
  for (const line of carried.infos) log.info(line);
  for (const line of carried.warnings) log.warning(line);
  return new PythonStateFile(path, { database, carried, log });
}

function readState(database: DatabaseSync, path: string): PythonState {
  try {
    const snapshots = database.prepare("SELECT handle, data FROM snapshot")
      .all();
    const notices = database.prepare(
      "SELECT event_path, observer_path, method_name FROM notice ORDER BY sequence",
    ).all();
    return {
      snapshots: new Map(
        snapshots.map(({ handle, data }) => [String(handle), data]),
      ),
      notices: notices.map((row) => ({
        eventPath: String(row.event_path),
        observerPath: String(row.observer_path),
        methodName: String(row.method_name),
      })),
    };
  } catch (cause) {
    throw cannotCarryOver(path, cause);
  }
}

/** What a {@linkcode PythonStateFile} is made of. */
interface Parts {
  /** The file of Python's ops, locked. */
  readonly database: DatabaseSync;
  readonly carried: CarriedOver;
  readonly log: Logger;
}

/** State in memory, carried over; at the commit in a file of ours. */
class PythonStateFile extends MemoryStorage {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #log: Logger;
  #isReplaced = false;
  #isOpen = true;

  constructor(path: string, { database, carried, log }: Parts) {
    super(carried.snapshots, carried.notices);
    this.#path = path;
    this.#database = database;
    this.#log = log;
  }

  /**
   * Whenever this is killed, the path has either the whole old file or the whole
   * new one; what is left beside it does not disturb the next dispatch.
   */
  override commit(): void {
    const made = `${this.#path}.new`;
    try {
      removeIfThere(made);
      removeIfThere(`${made}-journal`);
      const file = new SqliteStorage(made, { isNew: true });
      try {
        file.replaceAll(this);
        file.commit();
      } finally {
        file.close();
      }
      if (!this.#isReplaced) {
        const kept = keepAside(this.#path);
        this.#log.info(
          `The state file of the charm's Python version is kept as "${kept}".`,
        );
      }
      Deno.renameSync(made, this.#path);
      this.#isReplaced = true;
      syncFolderOf(this.#path);
    } catch (cause) {
      throw cannotCarryOver(this.#path, cause);
    }
  }

  override close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    super.close();
    this.#database.close();
  }
}

/** Gives a file a second name, never that of another file. */
function keepAside(path: string): string {
  const { ino } = Deno.statSync(path);
  for (let number = 0;; number++) {
    const name = `${path}.ops-python${number === 0 ? "" : `.${number}`}`;
    try {
      Deno.linkSync(path, name);
      return name;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) {
        // Not all file systems have second names. A copy that is not whole,
        // because this is killed, is not taken for one: it is another file.
        if (exists(name)) continue;
        Deno.copyFileSync(path, name);
        return name;
      }
      // A dispatch that was killed in the middle of this has left it.
      if (Deno.statSync(name).ino === ino) return name;
    }
  }
}

/** What a rename has done lasts through a power failure once the folder is written. */
function syncFolderOf(path: string): void {
  using folder = Deno.openSync(path.slice(0, path.lastIndexOf("/")) || "/");
  folder.syncSync();
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  if (exists(path)) Deno.removeSync(path);
}

function cannotCarryOver(path: string, cause: unknown): FrameworkError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new FrameworkError(
    `Cannot carry over the state of the charm's Python version from "${path}": ${reason}`,
    { cause },
  );
}
