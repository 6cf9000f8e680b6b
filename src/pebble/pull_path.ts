import { pathText } from "./_arguments.ts";
import {
  copyEach,
  type CopyPathOptions,
  type Entry,
  join,
  parentOf,
  type Tree,
  walk,
} from "./_copy_paths.ts";
import { piecesOf } from "./_pulled_pieces.ts";
import { ProtocolError } from "./errors.ts";
import type { CallOptions, PebbleClient } from "./pebble_client.ts";

/**
 * Copies files and folders of a container to this machine.
 *
 * `/var/log` becomes `log` in the target; `/var/log/*` puts what is in it right
 * into the target, and no other pattern is known. A link to a file becomes the
 * file. Permissions and owners are those of new files here. Folders are made,
 * the empty ones as well. Memory used doesn't grow with the files.
 *
 * @example Usage
 * ```ts
 * import { type PebbleClient, pullPath } from "@charmkit/ops/pebble";
 *
 * async function collect(client: PebbleClient): Promise<void> {
 *   await pullPath(client, "/var/log/web", "backup");
 * }
 * ```
 *
 * @param client The Pebble of the container.
 * @param source One path in the container, or several; absolute.
 * @param target Folder of this machine; it need not exist.
 * @param options Whom to tell of what is skipped.
 * @throws {MultiPushPullError} If some could not be copied. Of each of those,
 * what came before the first failure was.
 */
export async function pullPath(
  client: PebbleClient,
  source: string | URL | Iterable<string | URL>,
  target: string | URL,
  options: CopyPathOptions = {},
): Promise<void> {
  const { signal, onSkip } = options;
  const folder = pathText(target);
  const tree = remote(client, { signal });
  await copyEach(source, "failed to pull one or more files", async (source) => {
    for await (const found of walk(tree, source, onSkip)) {
      const path = join(folder, found.relative);
      if (found.isFolder) {
        await Deno.mkdir(path, { recursive: true });
        continue;
      }
      await Deno.mkdir(parentOf(path), { recursive: true });
      using file = await client.pull(found.path, { signal });
      using copy = await Deno.create(path);
      for await (const piece of piecesOf(file)) {
        signal?.throwIfAborted();
        for (let at = 0; at < piece.length;) {
          at += await copy.write(piece.subarray(at));
        }
      }
    }
  });
}

function remote(client: PebbleClient, options: CallOptions): Tree {
  return {
    async look(path) {
      const itself = { itself: true, ...options };
      const [info] = await client.listFiles(path, itself);
      return typeOf(info?.type ?? "");
    },
    async list(path) {
      const entries = await client.listFiles(path, options);
      return entries.map(({ name, type }): Entry => {
        // It becomes a path on this machine, and must not lead out of it.
        if (/^\.{0,2}$|\//.test(name)) {
          throw new ProtocolError(
            `Cannot pull from folder "${path}": "${name}" is no file name`,
          );
        }
        return { name, type: typeOf(type) };
      });
    },
  };
}

/** What a link leads to is seen when it is read. */
function typeOf(type: string): Entry["type"] {
  if (type === "directory") return "folder";
  return type === "file" || type === "symlink" ? "file" : "other";
}
