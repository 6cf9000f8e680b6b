import { dirname, isAbsolute, join, relative } from "@std/path";
import { CliError, errorText } from "../cli_error.ts";

/** Where a copy is. */
interface Walk {
  /** The folder that links which stay links have to stay in. */
  readonly root: string;
  /** Folders that a link in them is being followed of. */
  readonly open: readonly string[];
}

/**
 * Copies the folder of a charm into one that is there, with the links that Juju
 * would unpack (CHA-17, CHA-18): relative ones that stay inside. What others
 * lead to is copied; no packed charm can have them, but a folder at work does,
 * such as the one of a Python environment.
 *
 * @throws {CliError} If a link leads nowhere, or to a folder that it is in.
 */
export async function copyCharm(
  source: string,
  charmDir: string,
): Promise<void> {
  try {
    const root = await Deno.realPath(source);
    await copyFolder(root, charmDir, { root, open: [] });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`Cannot copy charm "${source}": ${errorText(error)}`, {
      cause: error,
    });
  }
}

/** Whether a path is a folder or in it; of their text, as Juju looks at it. */
export function isInside(path: string, folder: string): boolean {
  return !/^\.\.(\/|$)/.test(relative(folder, path));
}

async function copyFolder(
  source: string,
  target: string,
  walk: Walk,
): Promise<void> {
  for await (const entry of Deno.readDir(source)) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isSymlink) await copyLink(from, to, walk);
    else if (entry.isFile) await Deno.copyFile(from, to);
    else if (entry.isDirectory) {
      await Deno.mkdir(to);
      await copyFolder(from, to, walk);
    }
  }
}

async function copyLink(from: string, to: string, walk: Walk): Promise<void> {
  const target = await Deno.readLink(from);
  const folder = dirname(from);
  if (!isAbsolute(target) && isInside(join(folder, target), walk.root)) {
    await Deno.symlink(target, to);
    return;
  }
  const path = await Deno.realPath(from).catch((cause) => {
    throw new CliError(
      `Cannot copy link "${from}": there is no "${target}"`,
      { cause, hint: "Remove the link, or let it lead to what is there" },
    );
  });
  const { isDirectory, isFile } = await Deno.stat(path);
  if (isFile) await Deno.copyFile(path, to);
  if (!isDirectory) return;
  const open = [...walk.open, folder];
  if (open.some((each) => isInside(each, path))) {
    throw new CliError(
      `Cannot copy link "${from}": it leads to "${path}", which it is in`,
      { hint: "Remove the link" },
    );
  }
  await Deno.mkdir(to);
  await copyFolder(path, to, { root: path, open });
}
