import { globToRegExp, join, normalize } from "@std/path";
import type { CharmMember } from "./charm_archive.ts";
import { CliError } from "./cli_error.ts";

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

/**
 * Finds the files that the author wants in the charm beside the program.
 *
 * A pattern is the path of a file; the path of a folder, for all that is in it;
 * or a glob, for the files that it fits: `*` stands within a name, `**` for
 * folders. Globs do not go into `.git` and `node_modules` unless they name them.
 * A link to a file of the charm's folder becomes that file, as charmcraft does.
 *
 * What is executable for anybody is 0755 in the charm and all else 0644, so that
 * the umask of who checked it out makes no difference.
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
): Promise<CharmMember[]> {
  const root = await Deno.realPath(dir);
  const members = new Map<string, CharmMember>();
  const mistakes = new Set<string>();
  for (const pattern of patterns) {
    const mistake = patternMistake(pattern);
    if (mistake !== null) {
      mistakes.add(`"${pattern}": ${mistake}`);
      continue;
    }
    const names = await expand(root, pattern);
    if (names.length === 0) mistakes.add(`"${pattern}": there is no such file`);
    for (const name of names) {
      const found = reserved(name) ?? await look(root, name);
      if (typeof found === "string") mistakes.add(`"${name}": ${found}`);
      else members.set(name, { name, ...found });
    }
  }
  if (mistakes.size > 0) {
    throw new CliError("Cannot pack the files that deno.json names", {
      details: [...mistakes],
      hint: 'Correct "files" in the section "charmkit" of deno.json',
    });
  }
  return [...members.values()].toSorted((a, b) => a.name < b.name ? -1 : 1);
}

/** The files that a pattern is for. */
async function expand(root: string, pattern: string): Promise<string[]> {
  const path = normalize(pattern);
  const name = path.replace(/\/$/, "");
  // A name may have the signs of a glob in it.
  const found = await Deno.lstat(join(root, path)).catch(() => null);
  if (found?.isDirectory) return await Array.fromAsync(walk(root, name, []));
  if (found !== null) return [name];
  if (!GLOB.test(name)) return [];
  const parts = name.split("/");
  const fixed = parts.slice(0, parts.findIndex((part) => GLOB.test(part)));
  const fits = globToRegExp(name, { extended: false, globstar: true });
  const pruned = UNASKED.filter((folder) => !parts.includes(folder));
  const names = await Array.fromAsync(walk(root, fixed.join("/"), pruned));
  return names.filter((each) => fits.test(each));
}

/** All that is in a folder and is no folder itself. */
async function* walk(
  root: string,
  folder: string,
  pruned: readonly string[],
): AsyncGenerator<string> {
  let entries: Deno.DirEntry[];
  try {
    entries = await Array.fromAsync(Deno.readDir(join(root, folder)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotADirectory) return;
    throw error;
  }
  for (const { name, isDirectory } of entries) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (!isDirectory) yield path;
    else if (!pruned.includes(name)) yield* walk(root, path, pruned);
  }
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

/** Looks at a file; a text says why it can't be packed. */
async function look(
  root: string,
  name: string,
): Promise<Pick<CharmMember, "mode" | "content"> | string> {
  let path: string;
  try {
    path = await Deno.realPath(join(root, name));
  } catch (error) {
    // A circle of links is what the system calls an error without a name.
    if (!(error instanceof Error)) throw error;
    return "it is a link to nowhere";
  }
  if (!path.startsWith(`${root}/`)) {
    return "it is a link out of the charm's folder";
  }
  const { isFile, isDirectory, mode } = await Deno.stat(path);
  if (isDirectory) return "it is a link to a folder; name that one instead";
  if (!isFile) return "it is no file";
  return { mode: (mode ?? 0) & 0o111 ? 0o755 : 0o644, content: path };
}
