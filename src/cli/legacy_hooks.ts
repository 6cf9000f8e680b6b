import { join } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";

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

/** The scripts as they go into the charm; what they link to takes their place. */
export async function legacyHookMembers(dir: string): Promise<CharmMember[]> {
  const paths = await findLegacyHooks(dir);
  return await Promise.all(paths.map(async (name) => {
    const { mode } = await Deno.stat(join(dir, name));
    const content = await Deno.readFile(join(dir, name));
    return { name, mode: (mode ?? 0) & 0o111 ? 0o755 : 0o644, content };
  }));
}
