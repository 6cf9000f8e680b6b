import { globToRegExp, join, normalize } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";
import { CliError } from "./cli_error.ts";
import { filesIn, fileToPack } from "./files_to_pack.ts";

/** What `*`, `**`, `?`, `[a-z]` and `{a,b}` are made of. */
const GLOB = /[*?{}[\]]/;

/** Folders that a pattern goes through only if it names them. */
const UNASKED = [".git", "node_modules"];

/** What a pattern may not be, whatever is in the folder; null: it may be. */
export function patternMistake(pattern: string): string | null {
  if (pattern.startsWith("/")) {
    return "expected a path from the charm's folder, not from the root";
  }
  if (pattern.includes("\\")) return 'expected "/" between folders, not "\\"';
  const parts = pattern.split("/");
  if (parts.includes("..")) return "expected a path in the charm's folder";
  return parts.every((part) => part === "." || part === "")
    ? "expected what is needed of the charm's folder, not all of it"
    : null;
}

/** What {@linkcode inspectExtraFiles} found. */
export interface ExtraFiles {
  /** The files by name, each once. */
  readonly members: readonly CharmMember[];
  /** What is wrong, with the index of its pattern. */
  readonly mistakes: readonly {
    readonly index: number;
    readonly message: string;
  }[];
}

/**
 * Finds the files that the author wants in the charm beside the program.
 *
 * A pattern is the path of a file; the path of a folder, for all that is in it;
 * or a glob, for the files that it fits: `*` stands within a name, `**` for
 * folders. Globs do not go into `.git` and `node_modules` unless they name them.
 *
 * @param dir The charm's folder.
 * @param patterns The list `files` of deno.json's section `charmkit`.
 * @returns The files by name, each once.
 * @throws {CliError} If a pattern finds nothing, or what may not be packed; tells
 * everything.
 */
export async function findExtraFiles(
  dir: string,
  patterns: readonly string[],
): Promise<readonly CharmMember[]> {
  const { members, mistakes } = await inspectExtraFiles(dir, patterns);
  if (mistakes.length === 0) return members;
  throw new CliError("Cannot pack the files that deno.json names", {
    details: mistakes.map(({ message }) => message),
    hint: 'Correct "files" in the section "charmkit" of deno.json',
  });
}

/**
 * Finds the files as {@linkcode findExtraFiles} does, and tells what is wrong
 * instead of throwing it.
 *
 * @param dir The charm's folder.
 * @param patterns The list `files`.
 */
export async function inspectExtraFiles(
  dir: string,
  patterns: readonly string[],
): Promise<ExtraFiles> {
  const root = await Deno.realPath(dir);
  const members = new Map<string, CharmMember>();
  // What several patterns find is told once.
  const mistakes = new Map<string, number>();
  for (const [index, pattern] of patterns.entries()) {
    const add = (name: string, mistake: string) => {
      const message = `"${name}": ${mistake}`;
      if (!mistakes.has(message)) mistakes.set(message, index);
    };
    const mistake = patternMistake(pattern);
    if (mistake !== null) {
      add(pattern, mistake);
      continue;
    }
    const names = await expand(root, pattern);
    if (names.length === 0) add(pattern, "there is no such file");
    for (const name of names) {
      const found = reserved(name) ?? await fileToPack(root, name);
      if (typeof found === "string") add(name, found);
      else members.set(name, { name, ...found });
    }
  }
  return {
    members: [...members.values()]
      .toSorted((a, b) => a.name < b.name ? -1 : 1),
    mistakes: [...mistakes].map(([message, index]) => ({ index, message })),
  };
}

/** The files that a pattern is for. */
async function expand(root: string, pattern: string): Promise<string[]> {
  const path = normalize(pattern);
  const name = path.replace(/\/$/, "");
  // A name may have the signs of a glob in it.
  const found = await Deno.lstat(join(root, path)).catch(() => null);
  if (found?.isDirectory) return await Array.fromAsync(filesIn(root, name, []));
  if (found !== null) return [name];
  if (!GLOB.test(name)) return [];
  const parts = name.split("/");
  const fixed = parts.slice(0, parts.findIndex((part) => GLOB.test(part)));
  const fits = globToRegExp(name, { extended: false, globstar: true });
  const pruned = UNASKED.filter((folder) => !parts.includes(folder));
  const names = await Array.fromAsync(filesIn(root, fixed.join("/"), pruned));
  return names.filter((each) => fits.test(each));
}

/** What pack makes itself, and where it says so. */
const MADE = [
  "actions.yaml",
  "charmcraft.yaml",
  "config.yaml",
  "dispatch",
  "manifest.yaml",
  "metadata.yaml",
];

/** Why no author's file may have a name; null: it may. */
function reserved(name: string): string | null {
  const [folder = ""] = name.split("/");
  if (MADE.includes(folder)) return "charmkit makes it, or reads it itself";
  if (folder === "hooks" || folder === "actions") {
    return `what is in ${folder}/ goes into the charm without being named`;
  }
  if (folder === "revision" || folder.startsWith(".juju-")) {
    return "Juju writes it on the unit";
  }
  if (folder.startsWith(".unit-state.db")) {
    return "the charm keeps its state there";
  }
  return /[\p{Cc}\\]/u.test(name) ? "its name has a sign that none can" : null;
}
