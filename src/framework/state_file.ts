import type { Logger } from "../backend/logger.ts";
import { MemoryStorage } from "./memory_storage.ts";
import type { StateStorage } from "./state_storage.ts";

/**
 * Opens the state of earlier dispatches.
 *
 * A charm that keeps nothing has no file, and does not pay for SQLite: the file
 * is made at the first commit that has something to keep.
 *
 * @param path The file.
 * @param log Told when the file is made.
 * @throws {FrameworkError} If the file cannot be opened or is no database.
 */
export async function openStateFile(
  path: string,
  log: Logger,
): Promise<StateStorage> {
  if (!exists(path)) return new NewStateFile(path, log);
  const { SqliteStorage } = await import("./sqlite_storage.ts");
  return new SqliteStorage(path);
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

/** State in memory, until a commit has something to keep. */
class NewStateFile extends MemoryStorage {
  readonly #path: string;
  readonly #log: Logger;

  constructor(path: string, log: Logger) {
    super();
    this.#path = path;
    this.#log = log;
  }

  override async commit(): Promise<void> {
    const paths = this.snapshotPaths();
    if (paths.length === 0) return;
    this.#log.debug(`Initializing SQLite local storage: ${this.#path}.`);
    const { SqliteStorage } = await import("./sqlite_storage.ts");
    const file = new SqliteStorage(this.#path);
    try {
      for (const path of paths) {
        file.saveSnapshot(path, this.loadSnapshot(path)!);
      }
      for (const notice of this.notices()) {
        // An earlier commit may have put it there.
        file.dropNotice(notice);
        file.saveNotice(notice);
      }
      file.commit();
    } finally {
      file.close();
    }
  }
}
