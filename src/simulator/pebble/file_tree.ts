import type { Owner } from "./simulated_users.ts";

/** A regular file. */
export interface FileNode extends Attributes {
  /** Tells it from the others. */
  readonly type: "file";
  /** Its content. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A folder. */
export interface DirectoryNode extends Attributes {
  /** Tells it from the others. */
  readonly type: "directory";
  /** What it has, by name. */
  readonly entries: Entries;
}

/** The entries of a folder by name; a `Map` is such. */
export interface Entries extends Iterable<[string, Node]> {
  /** How many there are. */
  readonly size: number;
  /** What is there under a name. */
  get(name: string): Node | undefined;
  /** Puts something there, in place of what was. */
  set(name: string, node: Node): unknown;
  /** Takes it away, with all that is in it. */
  delete(name: string): unknown;
}

/** A symbolic link. */
export interface LinkNode extends Attributes {
  /** Tells it from the others. */
  readonly type: "symlink";
  /** Where it leads, absolute or relative to its folder. */
  readonly target: string;
}

/** What can be at a path. */
export type Node = FileNode | DirectoryNode | LinkNode;

/** What files, folders and links have in common. */
export interface Attributes extends Owner {
  /** Access bits such as `0o644`. */
  readonly mode: number;
  /** When it was last changed. */
  readonly modified: Date;
}

/** Thrown when a path leads nowhere; the message is that of the system. */
export class PathLookupError extends Error {
  static {
    this.prototype.name = "PathLookupError";
  }

  /** Whether there is nothing, rather than something in the way. */
  readonly notFound: boolean;

  /** Takes which of the two it is. */
  constructor(notFound: boolean) {
    super(notFound ? "no such file or directory" : "not a directory");
    this.notFound = notFound;
  }
}

/** Where a path leads: a folder and a name in it. */
export interface Place {
  /** The folder; for the root, the root itself. */
  readonly folder: DirectoryNode;
  /** Name in the folder; empty for the root. */
  readonly name: string;
  /** What is there, or `undefined`. */
  readonly node: Node | undefined;
}

/** More links than this in one path are a loop. */
const MAX_LINKS = 40;

/**
 * Finds where a path leads.
 *
 * @param root The folder that `/` is.
 * @param path An absolute path.
 * @param follow Whether a link at its very end is followed.
 * @throws {PathLookupError} If a folder on the way is missing or none.
 */
export function lookUp(
  root: DirectoryNode,
  path: string,
  follow: boolean,
): Place {
  const above: DirectoryNode[] = [];
  let folder = root;
  let place: Place = { folder: root, name: "", node: root };
  let links = 0;
  const rest = path.split("/").reverse();
  while (rest.length > 0) {
    const name = rest.pop() ?? "";
    if (name === "" || name === ".") {
      // A slash at the end says that it must be a folder.
      if (place.node?.type === "file") throw new PathLookupError(false);
      continue;
    }
    if (place.node === undefined) throw new PathLookupError(true);
    if (place.node.type !== "directory") throw new PathLookupError(false);
    folder = place.node;
    if (name === "..") {
      const parent = above.pop() ?? root;
      place = { folder: above.at(-1) ?? root, name: "", node: parent };
      continue;
    }
    const node = folder.entries.get(name);
    if (node?.type === "symlink" && (follow || rest.some(Boolean))) {
      if (++links > MAX_LINKS) throw new PathLookupError(false);
      rest.push(...node.target.split("/").reverse());
      if (node.target.startsWith("/")) {
        above.length = 0;
        place = { folder: root, name: "", node: root };
      } else {
        place = { folder, name: "", node: folder };
      }
      continue;
    }
    above.push(folder);
    place = { folder, name, node };
  }
  return place;
}
