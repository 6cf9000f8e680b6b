import { pathText } from "./_arguments.ts";
import { PebbleError } from "./errors.ts";
import { MultiPushPullError } from "./multi_push_pull_error.ts";
import type { CallOptions } from "./pebble_client.ts";

/** Options of `pushPath` and `pullPath`. */
export interface CopyPathOptions extends CallOptions {
  /**
   * Told of each path that is neither a file, a folder nor a link to a file;
   * such ones are not copied.
   */
  readonly onSkip?: (path: string) => void;
}

/** What was found under a source. */
export interface Found {
  /** Path where it was found. */
  readonly path: string;
  /** Whether it is a folder, and not a link to one. */
  readonly isFolder: boolean;
  /** Path under the target, or empty for the target itself. */
  readonly relative: string;
}

/** An entry of a folder that is copied. */
export interface Entry {
  /** Its name in the folder. */
  readonly name: string;
  /** What it is; links are to be followed when they are read. */
  readonly type: "file" | "folder" | "other";
}

/** A source as it was given, and where its copying begins. */
export interface Source {
  /** As given, without `./` and slashes at its end. */
  readonly given: string;
  /** Where to begin: the path itself, or the folder before a final `*`. */
  readonly path: string;
  /** Path under the target of what is at the path; empty for the target. */
  readonly relative: string;
}

/**
 * Copies each source by itself, and tells at the end which ones failed.
 *
 * @throws {MultiPushPullError} If one failed.
 * @throws What is neither an error of Pebble nor one of the file system.
 */
export async function copyEach(
  sources: string | URL | Iterable<string | URL>,
  message: string,
  copy: (source: Source) => Promise<void>,
): Promise<void> {
  // A text is one path, although its letters could be iterated.
  const list = typeof sources === "string" || sources instanceof URL
    ? [sources]
    : [...sources];
  const errors: [string, Error][] = [];
  for (const source of list.map((path) => sourceOf(pathText(path)))) {
    try {
      await copy(source);
    } catch (error) {
      if (!isCollected(error)) throw error;
      errors.push([source.given, error]);
    }
  }
  if (errors.length > 0) throw new MultiPushPullError(message, errors);
}

/** How {@linkcode walk} sees what it walks over. */
export interface Tree {
  /** What is at a path, links followed. */
  look(path: string): Promise<Entry["type"]>;
  /** Entries of a folder, sorted by name. */
  list(path: string): Promise<readonly Entry[]>;
}

/** Walks down from a source; a folder comes before what is in it. */
export async function* walk(
  tree: Tree,
  source: Source,
  onSkip: (path: string) => void = () => {},
): AsyncGenerator<Found> {
  const { path, relative } = source;
  const type = await tree.look(path);
  if (type === "other") onSkip(path);
  // The folder itself is only made by what is in it.
  else if (type === "folder") yield* below(source);
  else yield { path, relative, isFolder: false };

  async function* below(
    folder: { readonly path: string; readonly relative: string },
  ): AsyncGenerator<Found> {
    for (const { name, type } of await tree.list(folder.path)) {
      const found = {
        path: join(folder.path, name),
        relative: join(folder.relative, name),
      };
      if (type === "other") onSkip(found.path);
      else yield { ...found, isFolder: type === "folder" };
      if (type === "folder") yield* below(found);
    }
  }
}

/** One path and what is below it; an empty one is nowhere. */
export function join(folder: string, name: string): string {
  if (folder === "" || folder === ".") return name;
  return name === "" ? folder : `${folder.replace(/\/$/, "")}/${name}`;
}

/** Folder of a path. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  if (end < 0) return ".";
  return end === 0 ? "/" : path.slice(0, end);
}

/**
 * Only `*` as the last part is special: what is in the folder goes right into
 * the target, where the folder itself would become one in it.
 */
function sourceOf(text: string): Source {
  const parts = text.split("/").filter((part) => part !== "" && part !== ".");
  const root = text.startsWith("/") ? "/" : "";
  const given = `${root}${parts.join("/")}` || ".";
  const last = parts.at(-1) ?? "";
  // What is copied never leads out of the target.
  if (last === "..") return { given, path: given, relative: "" };
  if (last === "*") return { given, path: parentOf(given), relative: "" };
  return { given, path: given, relative: last };
}

function isCollected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error instanceof PebbleError) return true;
  return Object.values(Deno.errors).some((type) => error instanceof type) ||
    /\(os error \d+\)/.test(error.message);
}
