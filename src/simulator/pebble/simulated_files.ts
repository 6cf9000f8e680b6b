import { PathError } from "../../pebble/errors.ts";
import { FileInfo } from "../../pebble/file_info.ts";
import type {
  ListFilesOptions,
  MakeDirOptions,
  OwnerOptions,
  RemovePathOptions,
} from "../../pebble/pebble_client.ts";
import {
  type Attributes,
  type DirectoryNode,
  lookUp,
  type Node,
  PathLookupError,
} from "./file_tree.ts";
import { globToRegExp } from "./glob.ts";
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
  readonly #milliseconds: () => number;
  readonly #root: DirectoryNode;

  /** Takes the users of the container, and what tells the time. */
  constructor(users: SimulatedUsers, milliseconds: () => number) {
    this.#users = users;
    this.#milliseconds = milliseconds;
    const attributes = this.#attributes(0o755, {});
    this.#root = { ...attributes, type: "directory", entries: new Map() };
  }

  /**
   * Content of a file.
   *
   * @throws {PathError} If there is none that can be read.
   */
  read(path: string): Uint8Array<ArrayBuffer> {
    requireAbsolute(path);
    const { node } = this.#find(path, true, "stat");
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
    const attributes = this.#attributes(0o644, options);
    if (options.makeDirs) {
      this.#makeFolders(path.replace(/\/+[^/]*$/, ""), 0o755, options);
    }
    const temporary = `${path}.simulated~`;
    const { folder, name, node } = this.#find(path, false, "open", temporary);
    if (node?.type === "directory") {
      throw new PathError(GENERIC, `rename ${temporary} ${path}: file exists`);
    }
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : new Uint8Array(content);
    folder.entries.set(name, { ...attributes, type: "file", bytes });
  }

  /**
   * Makes a symbolic link, for tests: Pebble has no such call.
   *
   * @throws {PathError} If its folder is missing.
   */
  link(path: string, target: string): void {
    requireAbsolute(path);
    const { folder, name } = this.#find(path, false, "symlink");
    const attributes = this.#attributes(0o777, {});
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
      .sort(([a], [b]) => a < b ? -1 : 1)
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
    if (options.makeParents) return this.#makeFolders(path, mode, options);
    const attributes = this.#attributes(mode, options);
    const bare = path.replace(/(?<=.)\/+$/, "");
    const { folder, name, node } = this.#find(bare, false, "mkdir", path);
    if (node !== undefined) {
      throw new PathError(GENERIC, `mkdir ${path}: file exists`);
    }
    const entries = new Map<string, Node>();
    folder.entries.set(name, { ...attributes, type: "directory", entries });
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
      place = this.#find(bare, false, "remove", path);
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
    folder.entries.delete(name);
  }

  #makeFolders(path: string, mode: number, options: OwnerOptions): void {
    const attributes = this.#attributes(mode, {
      ...options,
      permissions: mode,
    });
    let at = "";
    for (const part of path.split("/").filter(Boolean)) {
      at += `/${part}`;
      const { folder, name, node } = this.#find(at, true, "mkdir");
      if (node?.type === "directory") continue;
      if (node !== undefined) {
        throw new PathError(GENERIC, `mkdir ${at}: not a directory`);
      }
      const entries = new Map<string, Node>();
      folder.entries.set(name, { ...attributes, type: "directory", entries });
    }
  }

  #find(
    path: string,
    follow: boolean,
    verb: string,
    shown = path,
  ): ReturnType<typeof lookUp> {
    try {
      return lookUp(this.#root, path, follow);
    } catch (error) {
      if (!(error instanceof PathLookupError)) throw error;
      if (error.notFound) throw missing(verb, shown);
      throw new PathError(GENERIC, `${verb} ${shown}: ${error.message}`);
    }
  }

  #listed(path: string): { readonly node: Node } {
    try {
      const { node } = lookUp(this.#root, path, true);
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

  #attributes(defaultMode: number, options: OwnerOptions): Attributes {
    const mode = options.permissions ?? defaultMode;
    const octal = mode.toString(8).padStart(3, "0");
    if (octal.length !== 3) {
      throw new PathError(
        GENERIC,
        `permissions must be a 3-digit octal string, got ${q(octal)}`,
      );
    }
    let owner;
    try {
      owner = this.#users.look(options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new PathError(GENERIC, `cannot look up user and group: ${reason}`);
    }
    const seconds = Math.floor(this.#milliseconds() / 1000);
    return {
      mode,
      modified: new Date(seconds * 1000),
      ...owner ?? { uid: 0, gid: 0 },
    };
  }
}

function requireAbsolute(path: string): void {
  if (path.startsWith("/")) return;
  throw new PathError(GENERIC, `paths must be absolute, got ${q(path)}`);
}

function missing(verb: string, path: string): PathError {
  const reason = "no such file or directory";
  return new PathError(NOT_FOUND, `${verb} ${path}: ${reason}`);
}

function isMissing(error: unknown): boolean {
  return error instanceof PathError && error.kind === NOT_FOUND;
}

function matcher(pattern: string | undefined): (name: string) => boolean {
  if (!pattern) return () => true;
  let expression: RegExp;
  try {
    expression = globToRegExp(pattern);
  } catch {
    refuse("syntax error in pattern", 400, GENERIC);
  }
  return (name) => expression.test(name);
}
