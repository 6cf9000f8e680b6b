import { join } from "@std/path";
import { CliError, errorText } from "./cli_error.ts";

/** How many bytes the path of a socket may have, on Linux and on macOS. */
const MAX_SOCKET_PATH = 100;

/** A folder that sockets and programs can be in. */
export interface PlainFolder extends AsyncDisposable {
  /** Its path, without symbolic links if it was made. */
  readonly path: string;
  /** Whether it was made for this, and is removed when it is disposed of. */
  readonly isMade: boolean;
}

/** What {@linkcode findPlainFolder} looks for. */
export interface PlainFolderOptions {
  /** Paths of the sockets that go there, from the folder on. */
  readonly sockets: readonly string[];
  /** Where another one may be made. @default {TMPDIR, then "/tmp"} */
  readonly parents?: readonly string[];
}

/**
 * Finds a folder for sockets, and for programs that are found by `PATH`. Not
 * every folder will do: the system takes no long path for a socket, and a colon
 * ends a folder of `PATH`.
 *
 * @param folder The one to use if it will do; else a private one is made.
 * @throws {CliError} If there can be none.
 */
export async function findPlainFolder(
  folder: string,
  options: PlainFolderOptions,
): Promise<PlainFolder> {
  const { sockets, parents = [Deno.env.get("TMPDIR") || "/tmp", "/tmp"] } =
    options;
  const mistake = mistakeOf(folder, sockets);
  if (mistake === null) {
    const dispose = () => Promise.resolve();
    return { path: folder, isMade: false, [Symbol.asyncDispose]: dispose };
  }
  const details = [mistake];
  for (const parent of new Set(parents)) {
    const made = await makePrivate(parent, sockets);
    if (typeof made !== "string") return made;
    details.push(made);
  }
  throw new CliError("Cannot find a folder for sockets and programs", {
    details,
    hint: "Let TMPDIR name a folder with a shorter path and without colons, " +
      "such as /tmp",
  });
}

/** Makes a folder; a text says why it won't do. */
async function makePrivate(
  parent: string,
  sockets: readonly string[],
): Promise<PlainFolder | string> {
  let made: string;
  try {
    made = await Deno.makeTempDir({ dir: parent, prefix: "charmkit-" });
  } catch (error) {
    return `"${parent}": ${errorText(error)}`;
  }
  const path = await Deno.realPath(made);
  const remove = async () => {
    // Who cleans up for a process that is killed may have been faster.
    await Deno.remove(path, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  };
  const mistake = mistakeOf(path, sockets);
  if (mistake === null) {
    return { path, isMade: true, [Symbol.asyncDispose]: remove };
  }
  await remove();
  return mistake;
}

/** Why a folder won't do; null: it will. */
function mistakeOf(folder: string, sockets: readonly string[]): string | null {
  if (folder.includes(":")) return `"${folder}": a colon is in its path`;
  for (const socket of sockets) {
    const { length } = new TextEncoder().encode(join(folder, socket));
    if (length <= MAX_SOCKET_PATH) continue;
    return `"${folder}": the path of the socket "${socket}" would have ` +
      `${length} bytes, and ${MAX_SOCKET_PATH} are possible`;
  }
  return null;
}
