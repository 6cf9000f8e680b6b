import { pathText } from "./_arguments.ts";
import {
  copyEach,
  type CopyPathOptions,
  type Entry,
  join,
  type Tree,
  walk,
} from "./_copy_paths.ts";
import type { PebbleClient } from "./pebble_client.ts";

/**
 * Copies files and folders of this machine into a container.
 *
 * `/src/app` becomes `app` in the target; `/src/app/*` puts what is in it right
 * into the target, and no other pattern is known. Files keep their permissions
 * and the numbers of their owner and group; a link to a file becomes the file.
 * Folders are made with mode 0755, the empty ones as well. Memory used doesn't
 * grow with the files.
 *
 * @example Usage
 * ```ts
 * import { type PebbleClient, pushPath } from "@charmkit/ops/pebble";
 *
 * async function deploy(client: PebbleClient): Promise<void> {
 *   await pushPath(client, ["templates", "static/*"], "/srv/web");
 * }
 * ```
 *
 * @param client The Pebble of the container.
 * @param source One path of this machine, or several.
 * @param target Folder in the container; it need not exist.
 * @param options Whom to tell of what is skipped.
 * @throws {MultiPushPullError} If some could not be copied. Of each of those,
 * what came before the first failure was.
 */
export async function pushPath(
  client: PebbleClient,
  source: string | URL | Iterable<string | URL>,
  target: string | URL,
  options: CopyPathOptions = {},
): Promise<void> {
  const { signal, onSkip } = options;
  const folder = pathText(target);
  await copyEach(source, "failed to push one or more files", async (source) => {
    for await (const found of walk(LOCAL, source, onSkip)) {
      signal?.throwIfAborted();
      const path = join(folder, found.relative);
      if (found.isFolder) {
        await client.makeDir(path, { makeParents: true, signal });
        continue;
      }
      // Of what a link leads to: a link itself has mode 0777.
      const info = await Deno.stat(found.path);
      if (!info.isFile && !info.isDirectory) {
        onSkip?.(found.path);
        continue;
      }
      using file = await Deno.open(found.path);
      await client.push(path, file, {
        makeDirs: true,
        permissions: info.mode === null ? undefined : info.mode & 0o7777,
        userId: info.uid ?? undefined,
        groupId: info.gid ?? undefined,
        signal,
      });
    }
  });
}

const LOCAL: Tree = {
  look: async (path) => typeOf(await Deno.stat(path)),
  async list(path) {
    const entries = await Array.fromAsync(Deno.readDir(path));
    return entries.map((entry): Entry => ({
      name: entry.name,
      // Where a link leads to is seen when it is read.
      type: entry.isSymlink ? "file" : typeOf(entry),
    })).sort((a, b) => a.name < b.name ? -1 : 1);
  },
};

function typeOf(
  entry: { readonly isDirectory: boolean; readonly isFile: boolean },
): Entry["type"] {
  if (entry.isDirectory) return "folder";
  return entry.isFile ? "file" : "other";
}
