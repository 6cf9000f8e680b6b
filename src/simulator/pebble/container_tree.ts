import { PathError } from "../../pebble/errors.ts";
import type { OwnerOptions } from "../../pebble/pebble_client.ts";
import {
  type Attributes,
  type DirectoryNode,
  lookUp,
  type Node,
  PathLookupError,
  type Place,
} from "./file_tree.ts";
import { q } from "./refuse.ts";
import type { SimulatedUsers } from "./simulated_users.ts";

const NOT_FOUND = "not-found";
const GENERIC = "generic-file-error";
const DENIED = "permission-denied";

/** The folders of a container, with the errors that Pebble makes of failures. */
export class ContainerTree {
  /** The folder that `/` is. */
  root: DirectoryNode;
  readonly #users: SimulatedUsers;
  readonly #milliseconds: () => number;

  /** Takes the users of the container, and what tells the time. */
  constructor(users: SimulatedUsers, milliseconds: () => number) {
    this.#users = users;
    this.#milliseconds = milliseconds;
    const attributes = this.attributes(0o755, {});
    this.root = { ...attributes, type: "directory", entries: new Map() };
  }

  /**
   * Finds where a path leads.
   *
   * @param follow Whether a link at its very end is followed.
   * @param verb What is done, for the error.
   * @param shown Path that the error shows.
   * @throws {PathError} If a folder on the way is missing or none.
   */
  find(
    path: string,
    follow: boolean,
    verb: string,
    shown = path,
  ): Place {
    try {
      return lookUp(this.root, path, follow);
    } catch (error) {
      if (!(error instanceof PathLookupError)) throw error;
      if (error.notFound) throw missing(verb, shown);
      throw new PathError(GENERIC, `${verb} ${shown}: ${error.message}`);
    }
  }

  /**
   * Makes folders that are missing.
   *
   * @throws {PathError} If something else is in the way.
   */
  makeFolders(path: string, mode: number, options: OwnerOptions): void {
    const attributes = this.attributes(mode, {
      ...options,
      permissions: mode,
    });
    let at = "";
    for (const part of path.split("/").filter(Boolean)) {
      at += `/${part}`;
      const { folder, name, node } = this.find(at, true, "mkdir");
      if (node?.type === "directory") continue;
      if (node !== undefined) {
        throw new PathError(GENERIC, `mkdir ${at}: not a directory`);
      }
      const entries = new Map<string, Node>();
      this.change(() =>
        folder.entries.set(name, { ...attributes, type: "directory", entries })
      );
    }
  }

  /**
   * Mode, owner and time of something new.
   *
   * @throws {PathError} If the mode or owner is not possible.
   */
  attributes(defaultMode: number, options: OwnerOptions): Attributes {
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

  /**
   * Does what this machine may refuse, if it is mounted.
   *
   * @throws {PathError} If it does.
   */
  change(change: () => unknown): void {
    try {
      change();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const denied = error instanceof Deno.errors.PermissionDenied ||
        error instanceof Deno.errors.NotCapable;
      throw new PathError(denied ? DENIED : GENERIC, error.message);
    }
  }
}

/**
 * Refuses a path that does not begin with a slash.
 *
 * @throws {PathError} If it is one.
 */
export function requireAbsolute(path: string): void {
  if (path.startsWith("/")) return;
  throw new PathError(GENERIC, `paths must be absolute, got ${q(path)}`);
}

/** The error of something that is not there. */
export function missing(verb: string, path: string): PathError {
  const reason = "no such file or directory";
  return new PathError(NOT_FOUND, `${verb} ${path}: ${reason}`);
}
