import { fromFileUrl } from "@std/path";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";

/** The files that say what a packed charm is. */
const FILES = ["metadata.yaml", "config.yaml", "actions.yaml"] as const;

/**
 * The three files that Juju puts into a charm's folder. Their YAML is written
 * as JSON, which all YAML is made to read.
 */
export function charmFiles(
  { config = {}, actions = {}, ...metadata }: Charmcraft,
): Readonly<Record<typeof FILES[number], string>> {
  return {
    "metadata.yaml": text(metadata),
    "config.yaml": text(config),
    "actions.yaml": text(actions),
  };
}

/** A folder of the test that a charm takes for its own. */
export class CharmRoot {
  /** Absolute path. */
  readonly path: string;
  readonly #before: Map<string, Uint8Array | null> = new Map();

  /** Takes where it is; it need not be absolute. */
  constructor(path: string | URL) {
    const given = path instanceof URL ? fromFileUrl(path) : path;
    this.path = Deno.realPathSync(given);
  }

  /**
   * Writes the charm's metadata for the time of a run.
   *
   * @returns Names of the files that were there.
   */
  open(charmcraft: Charmcraft): string[] {
    const files = charmFiles(charmcraft);
    for (const name of FILES) {
      const at = `${this.path}/${name}`;
      this.#before.set(at, readIfThere(at));
      Deno.writeTextFileSync(at, files[name]);
    }
    return FILES.filter((name) => this.#before.get(`${this.path}/${name}`));
  }

  /** Puts back what was there before. */
  close(): void {
    for (const [at, bytes] of this.#before) {
      if (bytes === null) Deno.removeSync(at);
      else Deno.writeFileSync(at, bytes);
    }
    this.#before.clear();
  }
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function text(value: unknown): string {
  return `${JSON.stringify(value ?? {}, null, 2)}\n`;
}
