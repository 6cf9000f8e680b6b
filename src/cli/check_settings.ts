import { join } from "@std/path";
import type { ConfigInspection } from "./deno_config.ts";
import { inspectExtraFiles, patternMistake } from "./extra_files.ts";
import { statOf } from "./file_stat.ts";
import type { Mistake } from "./mistakes.ts";
import { memberOf } from "./plain_map.ts";
import { unreadable } from "./unreadable.ts";

/** What {@linkcode findEntry} found. */
export interface EntryReading {
  /** The charm's main module; null if there is no such file. */
  readonly entry: string | null;
  /** Why there is none. */
  readonly mistakes: readonly Mistake[];
}

/**
 * Finds the main module of a charm.
 *
 * @param dir The charm's folder.
 * @param config What its deno.json says.
 */
export async function findEntry(
  dir: string,
  { config, source }: ConfigInspection,
): Promise<EntryReading> {
  const named = memberOf(memberOf(source?.value, "charmkit"), "entry");
  const isNamed = typeof named === "string" && named !== "";
  const entry = isNamed ? named : "src/charm.ts";
  const mistakeAt = (message: string): Mistake =>
    isNamed && source !== null
      ? source.mistakeAt(["charmkit", "entry"], message)
      : { file: entry, line: null, column: null, path: "", message };
  let message: string;
  try {
    const info = await statOf(join(dir, entry));
    if (info?.isFile) return { entry, mistakes: [] };
    message = info === null
      ? `there is no "${entry}", the charm's main module`
      : `"${entry}" is no file; expected the charm's main module`;
  } catch (error) {
    ({ message } = unreadable(entry, error));
  }
  // Without deno.json as it is meant, nothing says that this one is the main module.
  if (config === null && !isNamed) return { entry: null, mistakes: [] };
  const help = isNamed ? "" : "; name it in deno.json: charmkit.entry";
  return { entry: null, mistakes: [mistakeAt(`${message}${help}`)] };
}

/** Looks for the files that deno.json names, as `charmkit pack` does. */
export async function extraFileMistakes(
  dir: string,
  { source }: ConfigInspection,
): Promise<Mistake[]> {
  const files = memberOf(memberOf(source?.value, "charmkit"), "files");
  if (source === null || !Array.isArray(files)) return [];
  // Of a pattern that can be none, the reader of deno.json tells.
  const patterns = [...files.entries()].filter(
    (entry): entry is [number, string] =>
      typeof entry[1] === "string" && patternMistake(entry[1]) === null,
  );
  const { mistakes } = await inspectExtraFiles(
    dir,
    patterns.map(([, pattern]) => pattern),
  );
  return mistakes.map(({ index, message }) =>
    source.mistakeAt(["charmkit", "files", patterns[index]![0]], message)
  );
}
