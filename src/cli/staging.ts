import { join } from "@std/path";
import { CliError, errorText } from "./cli_error.ts";

const PREFIX = ".charmkit-";

/** Nothing takes so long; what is older was left by a process that was killed. */
const STALE_MS = 60 * 60 * 1000;

/**
 * Gives a folder beside where a result goes, so that the result can be made
 * there and moved in one step, and removes it whatever happens. What a process
 * that was killed has left there goes, too, after an hour.
 *
 * @param parent The folder where the result goes; made if it is not there.
 * @param use Makes the result in the folder, and moves it.
 * @throws {CliError} If the folder where the result goes can't be used.
 */
export async function withStagingFolder<T>(
  parent: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  let folder: string;
  try {
    await Deno.mkdir(parent, { recursive: true });
    await removeStale(parent);
    folder = await Deno.makeTempDir({ dir: parent, prefix: PREFIX });
  } catch (cause) {
    throw new CliError(`Cannot write to "${parent}": ${errorText(cause)}`, {
      cause,
      hint: "Name a folder that you may write to",
    });
  }
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function removeStale(parent: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(parent)) {
    if (!isDirectory || !name.startsWith(PREFIX)) continue;
    try {
      await removeIfStale(join(parent, name));
    } catch (error) {
      // The process whose folder it is has removed it meanwhile.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

async function removeIfStale(path: string): Promise<void> {
  const { mtime } = await Deno.stat(path);
  if (Date.now() - (mtime?.getTime() ?? Infinity) < STALE_MS) return;
  await Deno.remove(path, { recursive: true });
}
