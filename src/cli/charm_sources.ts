import { join } from "@std/path";
import { metadataSection } from "./charm_files.ts";
import { CliError } from "./cli_error.ts";
import type { Finding, Mistake } from "./mistakes.ts";
import { isMap } from "./plain_map.ts";
import type { Sections, Verdict } from "./rules/rule.ts";
import { readBytes, unreadable } from "./unreadable.ts";
import { readYaml, type YamlFile } from "./yaml_reader.ts";

/** The YAML files that describe a charm, in the order in which they are read. */
export const FILE_NAMES = [
  "charmcraft.yaml",
  "metadata.yaml",
  "config.yaml",
  "actions.yaml",
] as const;

/** The name of one of them. */
export type FileName = typeof FILE_NAMES[number];

/** The bytes of those that are there. */
export type SourceBytes = Partial<Record<FileName, Uint8Array<ArrayBuffer>>>;

/** What {@linkcode readSources} found. */
export interface SourceReading {
  /** The bytes of the files that are there. */
  readonly bytes: SourceBytes;
  /** Why others that are there can't be read. */
  readonly mistakes: readonly Mistake[];
}

/** Those that are there and are YAML. */
export type Sources = Readonly<Partial<Record<FileName, YamlFile>>>;

/** Values in charmcraft.yaml that are charmcraft's own business. */
const UNCHECKED = ["parts", "package-repositories"];

/**
 * Reads the YAML files of a charm.
 *
 * @param dir The charm's folder.
 * @throws {CliError} If there is neither charmcraft.yaml nor metadata.yaml, or
 * the folder can't be read.
 */
export async function readSources(dir: string): Promise<SourceReading> {
  const bytes: SourceBytes = {};
  const mistakes: Mistake[] = [];
  for (const name of FILE_NAMES) {
    try {
      bytes[name] = await readBytes(join(dir, name));
    } catch (error) {
      const isNothing = error instanceof Deno.errors.NotFound ||
        error instanceof Deno.errors.NotADirectory;
      if (!isNothing) mistakes.push(unreadable(name, error));
    }
  }
  if (mistakes.length === FILE_NAMES.length) {
    // Then it is the folder that can't be read.
    throw new CliError(`Cannot read the folder "${dir}"`, {
      details: mistakes.slice(0, 1).map(({ message }) => message),
    });
  }
  const names = [...Object.keys(bytes), ...mistakes.map(({ file }) => file)];
  if (names.includes("charmcraft.yaml") || names.includes("metadata.yaml")) {
    return { bytes, mistakes };
  }
  throw new CliError(`Cannot find charmcraft.yaml in "${dir}"`, {
    hint: "Name the folder of a charm: the one with charmcraft.yaml",
  });
}

/**
 * Parses the files.
 *
 * @param bytes The files.
 * @param mistakes Gets what is no YAML, or ambiguous.
 * @returns Those that are YAML.
 */
export function parseSources(bytes: SourceBytes, mistakes: Mistake[]): Sources {
  const sources: Partial<Record<FileName, YamlFile>> = {};
  for (const name of FILE_NAMES) {
    const content = bytes[name];
    if (content === undefined) continue;
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
      const file = readYaml(name, text, { unchecked: UNCHECKED });
      mistakes.push(...file.mistakes);
      if (!file.isReadable) continue;
      // An empty actions.yaml stands for no actions.
      sources[name] = name === "actions.yaml" && file.value === null
        ? { ...file, value: {} }
        : file;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const message = "expected UTF-8 text";
      mistakes.push({
        file: name,
        line: null,
        column: null,
        path: "",
        message,
      });
    }
  }
  return sources;
}

/** What goes into the charm, from whichever file. */
export function sectionsOf(sources: Sources): Sections {
  const main = sources["charmcraft.yaml"]?.value;
  // What is no map is shown as it is: nothing is known of what it declares.
  const section = (name: "config" | "actions") => {
    const file = sources[`${name}.yaml`];
    return file ? file.value : isMap(main) ? main[name] : main;
  };
  const side = sources["metadata.yaml"];
  return {
    metadata: side
      ? side.value
      : isMap(main)
      ? metadataSection({ ...main, links: {} })
      : main,
    config: section("config"),
    actions: section("actions"),
    writtenAt: (section, path) => {
      const [file, place] = placeOf(sources, section, path);
      return file?.writtenAt(place) ?? null;
    },
  };
}

/** Where a verdict about what goes into the charm stands in its files. */
export function located(verdict: Verdict, sources: Sources): Finding {
  const { severity, section, path, message } = verdict;
  const [file, place] = placeOf(sources, section, path);
  return { severity, ...file!.mistakeAt(place, message) };
}

function placeOf(
  sources: Sources,
  section: Verdict["section"],
  path: readonly PropertyKey[],
): [YamlFile | undefined, readonly PropertyKey[]] {
  const side = sources[`${section}.yaml`];
  if (side !== undefined) return [side, path];
  const prefix = section === "metadata" ? [] : [section];
  return [sources["charmcraft.yaml"], [...prefix, ...path]];
}
