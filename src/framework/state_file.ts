import type { Logger } from "../backend/logger.ts";
import { MemoryStorage } from "./memory_storage.ts";
import type { SqliteStorage } from "./sqlite_storage.ts";
import type { StateStorage } from "./state_storage.ts";

/** Options of {@linkcode openStateFile}. */
export interface StateFileOptions {
  /** Told when a file is made, and what is carried over from Python. */
  readonly log: Logger;
  /** What the charm is called in paths: its class's name. */
  readonly charmKind: string;
}

/**
 * Opens the state of earlier dispatches.
 *
 * A charm that keeps nothing has no file, and does not pay for SQLite: the file
 * is made at the first commit that has something to keep. A file of Python's ops
 * is carried over.
 *
 * @param path The file.
 * @throws {FrameworkError} If the file cannot be opened or is no state file.
 */
export async function openStateFile(
  path: string,
  options: StateFileOptions,
): Promise<StateStorage> {
  if (!exists(path)) return new NewStateFile(path, options.log);
  const { ForeignStateFileError, SqliteStorage } = await import(
    "./sqlite_storage.ts"
  );
  try {
    return new SqliteStorage(path);
  } catch (error) {
    if (!(error instanceof ForeignStateFileError)) throw error;
  }
  const { openPythonState } = await import("./python_state_file.ts");
  // Null when another dispatch has carried it over meanwhile.
  return openPythonState(path, options) ?? new SqliteStorage(path);
}

/**
 * Looks into the folder: asking for the file itself would throw when there is
 * none, and the stack of an error costs milliseconds.
 */
function exists(path: string): boolean {
  const end = path.lastIndexOf("/");
  const name = path.slice(end + 1);
  for (const entry of Deno.readDirSync(path.slice(0, end) || "/")) {
    if (entry.name === name) return true;
  }
  return false;
}

/**
 * State in memory, until a commit has something to keep.
 *
 * Juju runs one hook, action or command of a unit at a time. Should two
 * dispatches start without a file nevertheless, the second one fails at its
 * commit rather than undo what the first one has kept.
 */
class NewStateFile extends MemoryStorage {
  readonly #path: string;
  readonly #log: Logger;
  #file: SqliteStorage | null = null;

  constructor(path: string, log: Logger) {
    super();
    this.#path = path;
    this.#log = log;
  }

  override async commit(): Promise<void> {
    if (this.#file === null) {
      if (this.snapshotPaths().length === 0) return;
      this.#log.debug(`Initializing SQLite local storage: ${this.#path}.`);
      const { SqliteStorage } = await import("./sqlite_storage.ts");
      this.#file = new SqliteStorage(this.#path, { isNew: true });
    }
    this.#file.replaceAll(this);
    this.#file.commit();
  }

  override close(): void {
    super.close();
    this.#file?.close();
  }
}
