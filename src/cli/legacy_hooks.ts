import { join } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";
import { CliError } from "./cli_error.ts";
import { filesIn, fileToPack } from "./files_to_pack.ts";

/** Where charms of old keep a script for each hook or action. */
const FOLDERS = ["hooks", "actions"];

/**
 * The scripts of a charm that is on its way from hooks to handlers: `main` runs
 * one before the handlers of its event.
 *
 * @param dir The charm's folder.
 * @returns Their paths in it, such as `"hooks/install"`, in order.
 */
export async function findLegacyHooks(dir: string): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of FOLDERS) {
    try {
      for await (const entry of Deno.readDir(join(dir, folder))) {
        if (!entry.isDirectory) paths.push(`${folder}/${entry.name}`);
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return paths.sort();
}

/**
 * What goes into the charm for the scripts: all that is in their folders, as they
 * read files that lie beside them.
 *
 * @throws {CliError} If something there can't be packed; tells everything.
 */
export async function legacyHookMembers(dir: string): Promise<CharmMember[]> {
  const root = await Deno.realPath(dir);
  const members: CharmMember[] = [];
  const mistakes: string[] = [];
  for (const folder of FOLDERS) {
    for await (const name of filesIn(root, folder)) {
      const found = await fileToPack(root, name);
      if (typeof found === "string") mistakes.push(`"${name}": ${found}`);
      else members.push({ name, ...found });
    }
  }
  if (mistakes.length === 0) return members;
  throw new CliError("Cannot pack the charm's hooks and actions", {
    details: mistakes.sort(),
    hint: "Put files of the charm's folder in their places, or remove them",
  });
}
