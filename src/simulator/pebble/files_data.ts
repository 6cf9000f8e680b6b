import type { DirectoryNode, Node } from "./file_tree.ts";
import type { FileData, MountData } from "./pebble_data.ts";

/** All files, folders and links of a tree, but for what is mounted; by path. */
export function filesData(
  root: DirectoryNode,
  mounts: readonly MountData[],
): Required<FileData>[] {
  const mounted = new Set(mounts.map(({ location }) => location));
  return [...walk(root, "")]
    .filter(([path]) => !mounted.has(path))
    .map(([path, node]) => ({
      path,
      type: node.type,
      content: node.type === "file" ? node.bytes.slice() : "",
      target: node.type === "symlink" ? node.target : "",
      permissions: node.mode,
      userId: node.uid,
      groupId: node.gid,
      lastModified: node.modified,
    }));
}

/**
 * Writes a tree to a folder of this machine. What is mounted becomes a symbolic
 * link to its source; owners are those of this process.
 */
export function writeTree(
  root: DirectoryNode,
  mounts: readonly MountData[],
  folder: string,
): void {
  const sources = new Map(
    mounts.map(({ location, source }) => [location, source]),
  );
  const folders: [string, number][] = [];
  for (const [path, node] of walk(root, "")) {
    const at = folder + path;
    const source = sources.get(path);
    if (source !== undefined) {
      Deno.symlinkSync(source, at);
    } else if (node.type === "directory") {
      Deno.mkdirSync(at);
      folders.push([at, node.mode]);
    } else if (node.type === "symlink") {
      Deno.symlinkSync(node.target, at);
    } else {
      Deno.writeFileSync(at, node.bytes);
      Deno.chmodSync(at, node.mode);
    }
  }
  // Last, as a folder may not allow what is to be written to it.
  for (const [at, mode] of folders.reverse()) Deno.chmodSync(at, mode);
}

/** Orders the entries of a folder. */
export function byName([a]: [string, Node], [b]: [string, Node]): number {
  return a < b ? -1 : 1;
}

/** All that is below a folder, folders before what is in them. */
function* walk(
  folder: DirectoryNode,
  above: string,
): Generator<[path: string, node: Node]> {
  for (const [name, node] of [...folder.entries].sort(byName)) {
    const path = `${above}/${name}`;
    yield [path, node];
    // What is mounted is no `Map`, and is not looked into.
    if (node.type === "directory" && node.entries instanceof Map) {
      yield* walk(node, path);
    }
  }
}
