import { join } from "@std/path";
import type { z } from "zod";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { charmFiles, metadataSection } from "./charm_files.ts";
import { CliError } from "./cli_error.ts";
import { formatRefusals, jujuRefusals, type Refusal } from "./juju_rules.ts";
import {
  actionsSchema,
  charmcraftSchema,
  type CharmcraftYaml,
  configSchema,
  metadataSchema,
  type MetadataYaml,
} from "./metadata_schema.ts";
import { MetadataError, type Mistake } from "./mistakes.ts";
import { type CharmPlatform, readPlatforms } from "./platforms.ts";
import { applySchema } from "./schema_mistakes.ts";
import { readYaml, type YamlFile } from "./yaml_reader.ts";

/** A charm's folder as its YAML files describe it. */
export interface CharmProject {
  /** The folder. */
  readonly dir: string;
  /** The metadata, wherever it stands, in charmcraft's keys. */
  readonly charmcraft: Charmcraft;
  /** What it can be packed for. */
  readonly platforms: readonly CharmPlatform[];
  /** metadata.yaml, config.yaml and actions.yaml as they go into the charm. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Attributes that `analysis: ignore` names. */
  readonly ignoredAttributes: readonly string[];
  /** What is no mistake, but should be known; one line each. */
  readonly warnings: readonly string[];
}

type Section = Readonly<Record<string, unknown>>;
type Sources = Readonly<Partial<Record<FileName, YamlFile>>>;
type FileName = typeof FILE_NAMES[number];

const FILE_NAMES = [
  "charmcraft.yaml",
  "metadata.yaml",
  "config.yaml",
  "actions.yaml",
] as const;

/** Values in charmcraft.yaml that are charmcraft's own business. */
const UNCHECKED = ["parts", "package-repositories"];

/**
 * Reads charmcraft.yaml and, where a charm has them, the older metadata.yaml,
 * config.yaml and actions.yaml beside it, which go into the charm as they are.
 *
 * Source: charmcraft 4, and what Juju refuses by `github.com/juju/charm/v12`.
 *
 * @param dir The charm's folder.
 * @returns What the files say, checked.
 * @throws {MetadataError} If something in the files is wrong; tells everything.
 * @throws {CliError} If there are no such files.
 */
export async function readCharmProject(dir: string): Promise<CharmProject> {
  const bytes = await readFiles(dir);
  const mistakes: Mistake[] = [];
  const sources = parseFiles(bytes, mistakes);
  if (mistakes.length > 0) throw new MetadataError(mistakes);

  const yaml = applied(sources["charmcraft.yaml"], charmcraftSchema, mistakes);
  const metadata = applied(sources["metadata.yaml"], metadataSchema, mistakes);
  const config = applied(sources["config.yaml"], configSchema, mistakes);
  const actions = applied(sources["actions.yaml"], actionsSchema, mistakes);
  checkDoubled(sources, mistakes);
  if (mistakes.length > 0) throw new MetadataError(mistakes);

  if (yaml?.extensions !== undefined) {
    throw new CliError(
      `Cannot use charmcraft.yaml: charmkit applies no extensions, got ` +
        yaml.extensions.join(", "),
      { hint: "Write out what `charmcraft expand-extensions` shows" },
    );
  }
  const charmcraft = merge(yaml, metadata, {
    config: config ?? yaml?.config,
    actions: actions ?? yaml?.actions,
  });
  checkRequired(charmcraft, sources, mistakes);
  const platforms = yaml && sources["charmcraft.yaml"]
    ? readPlatforms(yaml, sources["charmcraft.yaml"], mistakes)
    : [];
  if (sources["metadata.yaml"]) {
    const refusals = formatRefusals(sources["metadata.yaml"].value as Section);
    mistakes.push(...refusals.map((refusal) => located(refusal, sources)));
  }
  const refusals = jujuRefusals(charmcraft);
  mistakes.push(...refusals.map((refusal) => located(refusal, sources)));
  if (mistakes.length > 0) throw new MetadataError(mistakes);

  return {
    dir,
    charmcraft,
    platforms,
    files: packedFiles(sources["charmcraft.yaml"], bytes),
    ignoredAttributes: yaml?.analysis?.ignore?.attributes ?? [],
    warnings: inexactDefaults(config ?? yaml?.config),
  };
}

type Files = Partial<Record<FileName, Uint8Array<ArrayBuffer>>>;

async function readFiles(dir: string): Promise<Files> {
  const bytes: Files = {};
  for (const name of FILE_NAMES) {
    try {
      bytes[name] = await Deno.readFile(join(dir, name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  if (bytes["charmcraft.yaml"] || bytes["metadata.yaml"]) return bytes;
  throw new CliError(`Cannot find charmcraft.yaml in "${dir}"`, {
    hint: "Name the folder of a charm: the one with charmcraft.yaml",
  });
}

function parseFiles(bytes: Files, mistakes: Mistake[]): Sources {
  const sources: Partial<Record<FileName, YamlFile>> = {};
  for (const name of FILE_NAMES) {
    const content = bytes[name];
    if (content === undefined) continue;
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
      // An empty actions.yaml stands for no actions.
      const file = readYaml(name, text, { unchecked: UNCHECKED });
      sources[name] = name === "actions.yaml" && file.value === null
        ? { ...file, value: {} }
        : file;
      mistakes.push(...file.mistakes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const message = "expected UTF-8 text";
      mistakes.push({ file: name, line: null, path: "", message });
    }
  }
  return sources;
}

function applied<T>(
  file: YamlFile | undefined,
  schema: z.ZodType<T>,
  mistakes: Mistake[],
): T | null {
  return file === undefined ? null : applySchema(file, schema, mistakes);
}

/** Refuses what stands in two files: charmcraft would drop one of them. */
function checkDoubled(sources: Sources, mistakes: Mistake[]): void {
  const main = sources["charmcraft.yaml"];
  if (main === undefined || !isMap(main.value)) return;
  for (const section of ["config", "actions"] as const) {
    if (main.value[section] === undefined) continue;
    if (sources[`${section}.yaml`] === undefined) continue;
    const message = `not allowed beside ${section}.yaml; move it there`;
    mistakes.push(main.mistakeAt([section], message));
  }
  const side = sources["metadata.yaml"];
  if (side === undefined) return;
  const own = metadataSection({ ...main.value, title: undefined, links: {} });
  for (const key of Object.keys(own)) {
    if (isMap(side.value) && side.value[key] === undefined && isTop(key)) {
      continue;
    }
    const message = "not allowed beside metadata.yaml; move it there";
    mistakes.push(main.mistakeAt([key], message));
  }
}

/** The keys that may stand in either file. */
function isTop(key: string): boolean {
  return ["name", "summary", "description"].includes(key);
}

function merge(
  yaml: CharmcraftYaml | null,
  metadata: MetadataYaml | null,
  sections: Pick<CharmcraftYaml, "config" | "actions">,
): Charmcraft {
  const from = metadata ?? yaml;
  const charmcraft = {
    name: yaml?.name ?? metadata?.name,
    title: yaml?.title ?? metadata?.["display-name"],
    summary: yaml?.summary ?? metadata?.summary,
    description: yaml?.description ?? metadata?.description,
    config: sections.config,
    actions: sections.actions,
    requires: from?.requires,
    provides: from?.provides,
    peers: from?.peers,
    containers: from?.containers,
    storage: from?.storage,
    resources: from?.resources,
    "extra-bindings": from?.["extra-bindings"],
    subordinate: from?.subordinate,
    assumes: from?.assumes,
    "charm-user": from?.["charm-user"],
  };
  return plain(charmcraft) as Charmcraft;
}

/** Drops absent members and makes plain numbers of large ones. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, plain(entry)]),
  );
}

function checkRequired(
  charmcraft: Charmcraft,
  sources: Sources,
  mistakes: Mistake[],
): void {
  const file = sources["charmcraft.yaml"] ?? sources["metadata.yaml"];
  for (const key of ["name", "summary", "description"] as const) {
    if (charmcraft[key] === undefined) {
      mistakes.push(file!.mistakeAt([key], "missing; expected text"));
    }
  }
}

function located(refusal: Refusal, sources: Sources): Mistake {
  const { section, path, message } = refusal;
  const side = sources[`${section}.yaml`];
  if (side !== undefined) return side.mistakeAt(path, message);
  const prefix = section === "metadata" ? [] : [section];
  return sources["charmcraft.yaml"]!.mistakeAt([...prefix, ...path], message);
}

function packedFiles(
  main: YamlFile | undefined,
  bytes: Files,
): CharmProject["files"] {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const [name, text] of Object.entries(charmFiles(toSection(main)))) {
    files[name] = new TextEncoder().encode(text);
  }
  for (const name of FILE_NAMES) {
    const content = bytes[name];
    if (name !== "charmcraft.yaml" && content !== undefined) {
      files[name] = content;
    }
  }
  return files;
}

function toSection(file: YamlFile | undefined): Section {
  return isMap(file?.value) ? file.value : {};
}

function inexactDefaults(config: CharmcraftYaml["config"] | null): string[] {
  return Object.entries(config?.options ?? {})
    .filter(([, option]) => typeof option.default === "bigint")
    .map(([name, option]) =>
      `Option "${name}" has the default ${option.default}, which a program ` +
      `reads as ${Number(option.default)}: whole numbers are exact to 2^53-1`
    );
}

function isMap(value: unknown): value is Section {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
