import { fileURLToPath } from "node:url";
import { complaint, type Finished } from "./command.ts";

/** The one folder that everything goes into. */
export const FOLDER: string = fileURLToPath(
  new URL("../../.toolchain", import.meta.url),
);

/** Thrown by a part that cannot be had on this machine; the message says why. */
export class NotHere extends Error {}

/** One thing that the tests, the demo or the benches need. */
export interface Part {
  /** Name shown to the user, and of the stamp file. */
  readonly name: string;
  /** What cannot be done without it. */
  readonly skipped: string;
  /** What is wanted: a stamp with another text is out of date. */
  readonly wanted: string;
  /** Brings the part, complete or not at all. */
  fetch(): Promise<Fetched>;
}

/** What a part is, once it is there. */
export interface Fetched {
  /** Files that must exist for the part to be there still. */
  readonly files: readonly string[];
  /** What to write beside the part's name. */
  readonly note: string;
  /** Facts for others, such as paths. */
  readonly facts: Readonly<Record<string, string>>;
}

/** How a part fared. */
export type Outcome =
  | { readonly state: "found" | "fetched"; readonly part: Fetched }
  | { readonly state: "not here"; readonly why: string };

/** Finds a part from an earlier run or fetches it; the stamp is written last. */
export async function ensure(part: Part): Promise<Outcome> {
  const stamp = `${FOLDER}/stamps/${part.name.replaceAll(" ", "-")}.json`;
  const earlier = await readStamp(stamp, part.wanted);
  if (earlier) return { state: "found", part: earlier };
  await removeIfThere(stamp);
  try {
    const fetched = await part.fetch();
    await writeWhole(
      stamp,
      JSON.stringify({ wanted: part.wanted, part: fetched }, null, 2),
    );
    return { state: "fetched", part: fetched };
  } catch (error) {
    if (error instanceof NotHere) {
      return { state: "not here", why: error.message };
    }
    const why = error instanceof Error ? error.message : String(error);
    return { state: "not here", why: `it failed: ${why}` };
  }
}

async function readStamp(
  path: string,
  wanted: string,
): Promise<Fetched | undefined> {
  try {
    const stamp: { wanted: string; part: Fetched } = JSON.parse(
      await Deno.readTextFile(path),
    );
    if (stamp.wanted !== wanted) return undefined;
    await Promise.all(stamp.part.files.map((file) => Deno.stat(file)));
    return stamp.part;
  } catch {
    return undefined;
  }
}

/** Gives up on the part when a command it needs has failed. */
export function must(action: string, finished: Finished): Finished {
  if (finished.code === 0) return finished;
  throw new NotHere(`${action} failed with ${complaint(finished)}`);
}

/** Writes a file under another name and moves it: it is there whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const half = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(half, text);
  await Deno.rename(half, path);
}

/** Removes a file or folder, also when there is none. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Runs an action with a fresh folder that is on the toolchain's own disk. */
export async function withWorkFolder<T>(
  action: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ dir: FOLDER, prefix: "work-" });
  try {
    return await action(folder);
  } finally {
    // Go leaves its files read-only only in its own cache, so this succeeds.
    await removeIfThere(folder);
  }
}
