import { tmpdir } from "node:os";
import type { SimulatedPebble } from "../../src/simulator/pebble/simulated_pebble.ts";

/**
 * The folders of a context: one temporary folder of its own, made when
 * something is first put into it.
 */
export class ContextFolders {
  #base: string | undefined;
  #isMade = false;
  #onUnload: (() => void) | undefined;
  readonly #made: Set<string> = new Set();
  #runCount = 0;

  /** Where the folder is or would be: a name that nobody can guess. */
  get base(): string {
    return this.#base ??=
      `${temporaryFolder()}/charmkit-context-${crypto.randomUUID()}`;
  }

  /** Where the charm of one more run is told that it is. */
  nextCharmDir(): string {
    this.#runCount += 1;
    return `${this.base}/charm-${this.#runCount}`;
  }

  /** Where the files of a storage instance are, made or not. */
  storage(id: string): string {
    return `${this.base}/storages/${id}`;
  }

  /** Makes a folder below the context's, unless it is there. */
  make(path: string): string {
    if (!this.#isMade) {
      // Not recursive: a folder of that name would be somebody else's.
      Deno.mkdirSync(this.base, { mode: 0o700 });
      this.#isMade = true;
      this.#onUnload = () => this.remove();
      globalThis.addEventListener("unload", this.#onUnload);
    }
    Deno.mkdirSync(path, { recursive: true });
    return path;
  }

  /** Makes a folder with files in it, unless it is there. */
  makeWith(path: string, files: Readonly<Record<string, string>>): void {
    if (this.#made.has(path)) return;
    this.make(path);
    this.#made.add(path);
    for (const [name, text] of Object.entries(files)) {
      Deno.writeTextFileSync(`${path}/${name}`, text);
    }
  }

  /** Removes a folder that was made with files in it. */
  removeMade(path: string): void {
    if (!this.#made.delete(path)) return;
    Deno.removeSync(path, { recursive: true });
  }

  /** Writes the files of a container as they are now, in place of any before. */
  writeContainer(name: string, pebble: SimulatedPebble | undefined): string {
    const root = `${this.base}/containers/${name}`;
    this.make(root);
    for (const { name: entry } of [...Deno.readDirSync(root)]) {
      Deno.removeSync(`${root}/${entry}`, { recursive: true });
    }
    pebble?.files.writeTo(root);
    return root;
  }

  /** Removes everything; more than once is fine. */
  remove(): void {
    if (!this.#isMade) return;
    this.#isMade = false;
    this.#made.clear();
    if (this.#onUnload !== undefined) {
      globalThis.removeEventListener("unload", this.#onUnload);
    }
    Deno.removeSync(this.base, { recursive: true });
  }
}

function temporaryFolder(): string {
  try {
    return tmpdir();
  } catch {
    // The test may not read the environment.
    return "/tmp";
  }
}
