import type { Attributes, Entries, FileNode, Node } from "./file_tree.ts";

/**
 * A file or folder of this machine as a part of a simulated container. It is
 * read when it is asked for, so that it is always what is there.
 *
 * Owners of what is written are those of this process, whatever was asked.
 *
 * @param source Where it is.
 * @param mounts Folders of this machine that links in it lead to: in the
 * container, those are what is mounted there.
 * @throws {Deno.errors.NotFound} If it isn't there.
 */
export function mountedNode(
  source: string,
  mounts: ReadonlySet<string> = new Set(),
): Node {
  return nodeOf(source, Deno.statSync(source), mounts);
}

function nodeOf(
  path: string,
  info: Deno.FileInfo,
  mounts: ReadonlySet<string>,
): Node {
  const attributes: Attributes = {
    mode: (info.mode ?? 0o644) & 0o777,
    modified: info.mtime ?? new Date(0),
    uid: info.uid ?? 0,
    gid: info.gid ?? 0,
  };
  if (info.isDirectory) {
    const entries = new MountedEntries(path, mounts);
    return { ...attributes, type: "directory", entries };
  }
  if (info.isSymlink) {
    const target = Deno.readLinkSync(path);
    if (mounts.has(target)) return mountedNode(target);
    return { ...attributes, type: "symlink", target };
  }
  return new MountedFile(path, attributes);
}

/** A file of this machine; its content is read when it is asked for. */
export class MountedFile implements FileNode {
  readonly type: "file" = "file" as const;
  readonly mode: number;
  readonly modified: Date;
  readonly uid: number;
  readonly gid: number;
  readonly #path: string;

  /** Takes where it is, and how it was found there. */
  constructor(path: string, attributes: Attributes) {
    this.#path = path;
    this.mode = attributes.mode;
    this.modified = attributes.modified;
    this.uid = attributes.uid;
    this.gid = attributes.gid;
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return Deno.readFileSync(this.#path);
  }

  /** Writes to the file of this machine. */
  write({ bytes, mode }: FileNode): void {
    Deno.writeFileSync(this.#path, bytes);
    Deno.chmodSync(this.#path, mode);
  }
}

/** The entries of a folder of this machine. */
class MountedEntries implements Entries {
  readonly #folder: string;
  readonly #mounts: ReadonlySet<string>;

  constructor(folder: string, mounts: ReadonlySet<string>) {
    this.#folder = folder;
    this.#mounts = mounts;
  }

  get size(): number {
    return [...Deno.readDirSync(this.#folder)].length;
  }

  *[Symbol.iterator](): Iterator<[string, Node]> {
    for (const { name } of Deno.readDirSync(this.#folder)) {
      const node = this.get(name);
      if (node !== undefined) yield [name, node];
    }
  }

  get(name: string): Node | undefined {
    const path = `${this.#folder}/${name}`;
    try {
      return nodeOf(path, Deno.lstatSync(path), this.#mounts);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  set(name: string, node: Node): void {
    const path = `${this.#folder}/${name}`;
    const old = this.get(name);
    if (node.type === "directory") {
      Deno.mkdirSync(path, { mode: node.mode });
    } else {
      if (old !== undefined && node.type !== old.type) Deno.removeSync(path);
      if (node.type === "symlink") Deno.symlinkSync(node.target, path);
      else Deno.writeFileSync(path, node.bytes);
    }
    // The mode at the making is less than asked for, by the umask.
    if (node.type !== "symlink") Deno.chmodSync(path, node.mode);
  }

  delete(name: string): void {
    Deno.removeSync(`${this.#folder}/${name}`, { recursive: true });
  }
}
