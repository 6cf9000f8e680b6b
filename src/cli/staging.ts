import { CliError, errorText } from "./cli_error.ts";
import { exists } from "./file_stat.ts";
import { makeOwnedFolder } from "./owned_folder.ts";

const PREFIX = ".charmkit-";

/**
 * Gives a folder beside where a result goes, so that the result can be made
 * there and moved in one step, and removes it whatever happens. What a process
 * that was killed has left there goes, too.
 *
 * @param parent The folder where the result goes; made if it is not there.
 * @param use Makes the result in the folder, and moves it.
 * @throws {CliError} If the folder where the result goes can't be used.
 */
export async function withStagingFolder<T>(
  parent: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const isNew = !await exists(parent);
  let folder: string;
  try {
    await Deno.mkdir(parent, { recursive: true });
    folder = await makeOwnedFolder({ dir: parent, prefix: PREFIX });
  } catch (cause) {
    throw new CliError(`Cannot write to "${parent}": ${errorText(cause)}`, {
      cause,
      hint: "Name a folder that you may write to",
    });
  }
  let isDone = false;
  try {
    const result = await use(folder);
    isDone = true;
    return result;
  } finally {
    await Deno.remove(folder, { recursive: true });
    // If somebody else has put something there meanwhile, it stays.
    if (isNew && !isDone) await Deno.remove(parent).catch(() => {});
  }
}
