// Long, as all calls about files share one tree and its rules.

import { PathError } from "../../pebble/errors.ts";
import { FileInfo } from "../../pebble/file_info.ts";
import type {
  ListFilesOptions,
  MakeDirOptions,
  OwnerOptions,
  RemovePathOptions,
} from "../../pebble/pebble_client.ts";
import { ContainerTree, missing, requireAbsolute } from "./container_tree.ts";
import {
  type Attributes,
  type FileNode,
  lookUp,
  type Node,
  PathLookupError,
} from "./file_tree.ts";
import { byName, filesData, writeTree } from "./files_data.ts";
import { globToRegExp } from "./glob.ts";
import { MountedFile, mountedNode } from "./mounted_folder.ts";
import type { FileData, MountData } from "./pebble_data.ts";
import { q, refuse } from "./refuse.ts";
import type { SimulatedUsers } from "./simulated_users.ts";

const NOT_FOUND = "not-found";
const GENERIC = "generic-file-error";

/** How to write a file. */
export interface WriteOptions extends OwnerOptions {
  /** Make missing parents. @default {false} */
  readonly makeDirs?: boolean;
}

/** The files of a simulated container, in memory. */
export class SimulatedFiles {
  readonly #users: SimulatedUsers;
  readonly #tree: ContainerTree;
  readonly #mounts: MountData[] = [];
  readonly #sources = new Set<string>();
  #isMoved = false;

  /** Takes the users of the container, what tells the time, and files. */
  constructor(
    users: SimulatedUsers,
    milliseconds: () => number,
    seed: {
      readonly files?: readonly FileData[];
      readonly mounts?: readonly MountData[];
    } = {},
  ) {
    this.#users = users;
    this.#tree = new ContainerTree(users, milliseconds);
    for (const file of seed.files ?? []) this.put(file);
    for (const mount of seed.mounts ?? []) this.mount(mount);
  }

  /** The files and folders of this machine that it sees. */
  get mounts(): readonly MountData[] {
    return this.#mounts;
  }

  /** All files, folders and links, but for what is mounted; by path. */
  data(): Required<FileData>[] {
    return filesData(this.#tree.root, this.#mounts);
  }

  /**
   * Puts a file, folder or link in as it is; missing folders above are made.
   *
   * @throws {PathError} If the path is not absolute, or something is in the way.
   */
  put(data: FileData): void {
    const { path, type = "file" } = data;
    requireAbsolute(path);
    const bare = path.replace(/(?<=.)\/+$/, "");
    this.#tree.makeFolders(bare.replace(/\/+[^/]*$/, ""), 0o755, {});
    const { folder, name } = this.#tree.find(bare, false, "open");
    const now = this.#tree.attributes(type === "directory" ? 0o755 : 0o644, {});
    const attributes: Attributes = {
      mode: data.permissions ?? now.mode,
      modified: data.lastModified ?? now.modified,
      uid: data.userId ?? now.uid,
      gid: data.groupId ?? now.gid,
    };
    if (type === "directory") {
      const entries = new Map<string, Node>();
      folder.entries.set(name, { ...attributes, type: "directory", entries });
    } else if (type === "symlink") {
      const target = data.target ?? "";
      folder.entries.set(name, { ...attributes, type: "symlink", target });
    } else if (type === "file") {
      const bytes = toBytes(data.content ?? "");
      folder.entries.set(name, { ...attributes, type: "file", bytes });
    } else {
      throw new TypeError(
        `Cannot put "${path}" in a simulated container: a ${type} can't be ` +
          "simulated, but files, folders and symbolic links",
      );
    }
  }

  /**
   * Lets the container see a file or folder of this machine: what is read
   * comes from there, what is written goes there.
   *
   * @throws {Deno.errors.NotFound} If it isn't there.
   * @throws {PathError} If the location is not absolute.
   */
  mount(mount: MountData): void {
    const { location } = mount;
    requireAbsolute(location);
    const bare = location.replace(/(?<=.)\/+$/, "");
    this.#tree.makeFolders(bare.replace(/\/+[^/]*$/, ""), 0o755, {});
    const { folder, name } = this.#tree.find(bare, false, "mount");
    const { source } = mount;
    const mounted = mountedNode(source);
    this.#mounts.push({ ...mount, location: bare });
    this.#sources.add(source);
    if (!this.#isMoved) return void folder.entries.set(name, mounted);
    const attributes = this.#tree.attributes(0o777, {});
    folder.entries.set(name, {
      ...attributes,
      type: "symlink",
      target: source,
    });
  }

  /** Ends what {@linkcode SimulatedFiles.mount} did; the source stays. */
  unmount(location: string): void {
    const at = this.#mounts.findIndex((mount) => mount.location === location);
    if (at < 0) return;
    this.#mounts.splice(at, 1);
    const { folder, name } = this.#tree.find(location, false, "unmount");
    folder.entries.delete(name);
  }

  /**
   * Writes all to a folder of this machine; what is mounted becomes a symbolic
   * link to its source. Owners stay those of this process.
   *
   * @param root An empty folder that stands for `/`.
   */
  writeTo(root: string): void {
    writeTree(this.#tree.root, this.#mounts, root);
  }

  /**
   * Moves all to a folder of this machine, which is `/` from now on: what is
   * changed there, the container sees, and the other way round.
   *
   * @param root An empty folder.
   * @throws {Deno.errors.NotFound} If it isn't there.
   */
  moveTo(root: string): void {
    this.writeTo(root);
    const node = mountedNode(root, this.#sources);
    if (node.type !== "directory") {
      throw new TypeError(`Cannot move files to "${root}": it is no folder`);
    }
    this.#tree.root = node;
    this.#isMoved = true;
  }

  /**
   * Content of a file.
   *
   * @throws {PathError} If there is none that can be read.
   */
  read(path: string): Uint8Array<ArrayBuffer> {
    requireAbsolute(path);
    const { node } = this.#tree.find(path, true, "stat");
    if (node === undefined) throw missing("stat", path);
    if (node.type !== "file") {
      throw new PathError(GENERIC, `can only read a regular file: ${q(path)}`);
    }
    return node.bytes.slice();
  }

  /**
   * Writes a file, in place of one that is there.
   *
   * @throws {PathError} If it can't be written.
   */
  write(
    path: string,
    content: string | Uint8Array,
    options: WriteOptions = {},
  ): void {
    requireAbsolute(path);
    const attributes = this.#tree.attributes(0o644, options);
    if (options.makeDirs) this.#makeParents(path, options);
    const temporary = `${path}.simulated~`;
    const { folder, name, node } = this.#tree.find(
      path,
      false,
      "open",
      temporary,
    );
    if (node?.type === "directory") {
      throw new PathError(GENERIC, `rename ${temporary} ${path}: file exists`);
    }
    const bytes = toBytes(content);
    const file: FileNode = { ...attributes, type: "file", bytes };
    this.#tree.change(() => {
      // A file that is mounted by itself stays so, and is written through.
      if (node instanceof MountedFile) node.write(file);
      else folder.entries.set(name, file);
    });
  }

  /**
   * Makes a symbolic link, for tests: Pebble has no such call.
   *
   * @throws {PathError} If its folder is missing.
   */
  link(path: string, target: string): void {
    requireAbsolute(path);
    const { folder, name } = this.#tree.find(path, false, "symlink");
    const attributes = this.#tree.attributes(0o777, {});
    folder.entries.set(name, { ...attributes, type: "symlink", target });
  }

  /**
   * Lists a folder.
   *
   * @throws {APIError} 404 if there is nothing; 400 if the path or pattern is
   * malformed.
   */
  list(path: string, options: ListFilesOptions): FileInfo[] {
    if (path === "") refuse("must specify path");
    if (!path.startsWith("/")) refuse(`path must be absolute, got ${q(path)}`);
    const matches = matcher(options.pattern);
    const { node } = this.#listed(path);
    const at = path.replace(/(?<=.)\/+$/, "");
    if (node.type !== "directory" || options.itself) {
      const info = this.#info(at, node);
      return matches(info.name) ? [info] : [];
    }
    return [...node.entries]
      .filter(([name]) => matches(name))
      .sort(byName)
      .map(([name, entry]) =>
        this.#info(`${at === "/" ? "" : at}/${name}`, entry)
      );
  }

  /**
   * Makes a folder.
   *
   * @throws {PathError} If it can't be made.
   */
  makeDir(path: string, options: MakeDirOptions): void {
    requireAbsolute(path);
    const mode = options.permissions ?? 0o755;
    if (options.makeParents) return this.#tree.makeFolders(path, mode, options);
    const attributes = this.#tree.attributes(mode, options);
    const bare = path.replace(/(?<=.)\/+$/, "");
    const { folder, name, node } = this.#tree.find(bare, false, "mkdir", path);
    if (node !== undefined) {
      throw new PathError(GENERIC, `mkdir ${path}: file exists`);
    }
    const entries = new Map<string, Node>();
    this.#tree.change(() =>
      folder.entries.set(name, { ...attributes, type: "directory", entries })
    );
  }

  /**
   * Removes a path.
   *
   * @throws {PathError} If it can't be removed.
   */
  remove(path: string, options: RemovePathOptions): void {
    requireAbsolute(path);
    const bare = path.replace(/(?<=.)\/+$/, "");
    let place;
    try {
      place = this.#tree.find(bare, false, "remove", path);
    } catch (error) {
      if (options.recursive && isMissing(error)) return;
      throw error;
    }
    const { folder, name, node } = place;
    if (node === undefined) {
      if (options.recursive) return;
      throw missing("remove", path);
    }
    const filled = node.type === "directory" && node.entries.size > 0;
    if (filled && !options.recursive) {
      throw new PathError(GENERIC, `remove ${path}: directory not empty`);
    }
    this.#tree.change(() => folder.entries.delete(name));
  }

  #makeParents(path: string, options: OwnerOptions): void {
    try {
      this.#tree.makeFolders(path.replace(/\/+[^/]*$/, ""), 0o755, options);
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      const { kind, detail } = error;
      throw new PathError(kind, `cannot create directory: ${detail}`);
    }
  }

  #listed(path: string): { readonly node: Node } {
    try {
      const { node } = lookUp(this.#tree.root, path, true);
      if (node === undefined) throw new PathLookupError(true);
      return { node };
    } catch (error) {
      if (!(error instanceof PathLookupError)) throw error;
      const { notFound, message } = error;
      return refuse(
        `stat ${path}: ${message}`,
        notFound ? 404 : 400,
        notFound ? NOT_FOUND : GENERIC,
      );
    }
  }

  #info(path: string, node: Node): FileInfo {
    return new FileInfo({
      path,
      name: path === "/" ? "/" : path.slice(path.lastIndexOf("/") + 1),
      type: node.type,
      size: node.type === "file" ? node.bytes.length : null,
      permissions: node.mode,
      lastModified: node.modified,
      lastModifiedText: node.modified.toISOString().replace(/\.\d+/, ""),
      userId: node.uid,
      user: this.#users.userName(node.uid),
      groupId: node.gid,
      group: this.#users.groupName(node.gid),
    });
  }
}

function toBytes(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === "string"
    ? new TextEncoder().encode(content)
    : new Uint8Array(content);
}

function isMissing(error: unknown): boolean {
  return error instanceof PathError && error.kind === NOT_FOUND;
}

/** Pebble looks at a pattern when there is a name for it, not before. */
function matcher(pattern: string | undefined): (name: string) => boolean {
  if (!pattern) return () => true;
  let expression: RegExp | undefined;
  return (name) => {
    try {
      expression ??= globToRegExp(pattern);
    } catch {
      refuse("syntax error in pattern", 400, GENERIC);
    }
    return expression.test(name);
  };
}
