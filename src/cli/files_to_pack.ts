import { join } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";

/**
 * All that is in a folder and below and is no folder itself; nothing if there is
 * no such folder.
 *
 * @param root The charm's folder.
 * @param folder A folder in it; `""` for the charm's own.
 * @param pruned Names of folders that are left out.
 */
export async function* filesIn(
  root: string,
  folder: string,
  pruned: readonly string[] = [],
): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(root, folder)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotADirectory) return;
    throw error;
  }
  for (const { name, isDirectory } of entries) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (!isDirectory) yield path;
    else if (!pruned.includes(name)) yield* filesIn(root, path, pruned);
  }
}

/**
 * Looks at a file that is to be packed. A link to a file of the charm's folder
 * becomes that file, as charmcraft does. What is executable for anybody is 0755
 * in the charm and all else 0644, so that the umask of who checked it out makes
 * no difference.
 *
 * @param root The charm's folder, without symbolic links in its path.
 * @param name The file's path in it.
 * @returns A text that says why it can't be packed, if so.
 */
export async function fileToPack(
  root: string,
  name: string,
): Promise<Pick<CharmMember, "mode" | "content"> | string> {
  let path: string;
  try {
    path = await Deno.realPath(join(root, name));
  } catch (error) {
    // A circle of links is what the system calls an error without a name.
    if (!(error instanceof Error)) throw error;
    return "it is a link to nowhere";
  }
  if (!path.startsWith(`${root}/`)) {
    return "it is a link out of the charm's folder";
  }
  const { isFile, isDirectory, mode } = await Deno.stat(path);
  if (isDirectory) return "it is a link to a folder; name that one instead";
  if (!isFile) return "it is no file";
  return { mode: (mode ?? 0) & 0o111 ? 0o755 : 0o644, content: path };
}
