import type { Charmcraft } from "../meta/charmcraft.ts";
import { actionsSchema } from "./actions_schema.ts";
import { charmFiles, metadataSection } from "./charm_files.ts";
import {
  FILE_NAMES,
  type FileName,
  located,
  parseSources,
  readSources,
  sectionsOf,
  type SourceBytes,
  type Sources,
} from "./charm_sources.ts";
import { charmcraftSchema, type CharmcraftYaml } from "./charmcraft_schema.ts";
import { configSchema } from "./config_schema.ts";
import { metadataSchema, type MetadataYaml } from "./juju_schema.ts";
import { jujuVerdicts } from "./juju_rules.ts";
import {
  type Finding,
  MetadataError,
  type Mistake,
  sortMistakes,
} from "./mistakes.ts";
import { isMap, memberOf, type PlainMap } from "./plain_map.ts";
import { type CharmPlatform, readPlatforms } from "./platforms.ts";
import type { Sections } from "./rules/rule.ts";
import { applySchema, fittingPart } from "./schema_mistakes.ts";
import type { YamlFile } from "./yaml_reader.ts";

/** What to write into an empty file. */
const WANTED: Readonly<Record<FileName, string>> = {
  "charmcraft.yaml":
    "write name, summary, description, base and platforms of the charm",
  "metadata.yaml": "write name, summary and description of the charm",
  "config.yaml": 'write "options: {}", or remove it',
  "actions.yaml": 'write "{}", or remove it',
};

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
  /** What is no mistake, but should be known. */
  readonly warnings: readonly Finding[];
}

/** What {@linkcode inspectCharmProject} found. */
export interface Inspection {
  /** The charm; null if there is an error in its files. */
  readonly project: CharmProject | null;
  /** Everything that was found, sorted. */
  readonly findings: readonly Finding[];
  /** What would go into the charm, as far as it is YAML. */
  readonly sections: Sections;
  /** What it can be packed for, as far as that is right. */
  readonly platforms: readonly CharmPlatform[];
  /** The files that are YAML. */
  readonly sources: Sources;
  /** Whether all names of the charm are known: each file is YAML, none is made by an extension. */
  readonly isComplete: boolean;
}

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
  const { project, findings } = await inspectCharmProject(dir);
  if (project !== null) return project;
  throw new MetadataError(
    findings.filter(({ severity }) => severity === "error"),
  );
}

/**
 * Reads the files as {@linkcode readCharmProject} does, and tells what is wrong
 * in them instead of throwing it.
 *
 * @param dir The charm's folder.
 * @throws {CliError} If there are no such files.
 */
export async function inspectCharmProject(dir: string): Promise<Inspection> {
  const { bytes, mistakes: unread } = await readSources(dir);
  const textual = [...unread];
  const sources = parseSources(bytes, textual);
  const sections = sectionsOf(sources);
  const mistakes: Mistake[] = [];
  const apply = <T>(
    name: keyof Sources,
    schema: Parameters<typeof applySchema<T>>[1],
  ): T | null => {
    const file = sources[name];
    if (file === undefined) return null;
    if (file.value !== null) return applySchema(file, schema, mistakes);
    mistakes.push(file.mistakeAt([], `the file is empty; ${WANTED[name]}`));
    return null;
  };
  const yaml = apply("charmcraft.yaml", charmcraftSchema);
  const metadata = apply("metadata.yaml", metadataSchema);
  const config = apply("config.yaml", configSchema);
  const actions = apply("actions.yaml", actionsSchema);
  const main = sources["charmcraft.yaml"];
  const build = yaml ?? (main ? fittingPart(main, charmcraftSchema) : null);
  const platforms = main && build ? readPlatforms(build, main, mistakes) : [];
  checkDoubled(sources, mistakes);
  checkExtensions(sources, mistakes);
  checkRequired(sources, sections, mistakes);

  const isComplete = unread.length === 0 &&
    FILE_NAMES.every((name) =>
      bytes[name] === undefined || sources[name] !== undefined
    ) && memberOf(main?.value, "extensions") === undefined;
  const verdicts = isComplete
    ? jujuVerdicts(sections).map((verdict) => located(verdict, sources))
    : [];
  const findings = sortMistakes(withoutEchoes(textual, [
    ...mistakes.map(asError),
    ...verdicts,
  ]));
  const isRight = findings.every(({ severity }) => severity === "warning");
  return {
    project: !isRight ? null : {
      dir,
      charmcraft: merge(yaml, metadata, {
        config: config ?? yaml?.config,
        actions: actions ?? yaml?.actions,
      }),
      platforms,
      files: packedFiles(main, bytes),
      ignoredAttributes: yaml?.analysis?.ignore?.attributes ?? [],
      warnings: findings,
    },
    findings,
    sections,
    platforms,
    sources,
    isComplete,
  };
}

function asError(mistake: Mistake): Finding {
  return { severity: "error", ...mistake };
}

/** Leaves out what is only wrong because a scalar on its line is ambiguous. */
function withoutEchoes(
  textual: readonly Mistake[],
  findings: readonly Finding[],
): Finding[] {
  const lines = new Set(textual.map(({ file, line }) => `${file}:${line}`));
  return [
    ...textual.map(asError),
    ...findings.filter(({ file, line }) => !lines.has(`${file}:${line}`)),
  ];
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
  if (sources["metadata.yaml"] === undefined) return;
  const own = metadataSection({ ...main.value, title: undefined, links: {} });
  for (const key of Object.keys(own)) {
    const message = "not allowed beside metadata.yaml; move it there";
    mistakes.push(main.mistakeAt([key], message));
  }
}

function checkExtensions(sources: Sources, mistakes: Mistake[]): void {
  const main = sources["charmcraft.yaml"];
  const extensions = memberOf(main?.value, "extensions");
  if (!Array.isArray(extensions)) return;
  mistakes.push(main!.mistakeAt(
    ["extensions"],
    `charmkit applies no extensions, got ${extensions.join(", ")}; write out ` +
      "what `charmcraft expand-extensions` shows",
  ));
}

function checkRequired(
  sources: Sources,
  { metadata }: Sections,
  mistakes: Mistake[],
): void {
  const file = sources["metadata.yaml"] ?? sources["charmcraft.yaml"];
  if (file === undefined || !isMap(file.value)) return;
  for (const key of ["name", "summary", "description"] as const) {
    const isElsewhere =
      memberOf(sources["charmcraft.yaml"]?.value, key) !== undefined;
    if (memberOf(metadata, key) === undefined && !isElsewhere) {
      mistakes.push(file.mistakeAt([key], "missing; expected text"));
    }
  }
}

function merge(
  yaml: CharmcraftYaml | null,
  metadata: MetadataYaml | null,
  sections: Pick<CharmcraftYaml, "config" | "actions">,
): Charmcraft {
  const from = metadata ?? yaml;
  return plain({
    name: metadata?.name ?? yaml?.name,
    title: metadata?.["display-name"] ?? yaml?.title,
    summary: metadata?.summary ?? yaml?.summary,
    description: metadata?.description ?? yaml?.description,
    links: metadata === null ? yaml?.links : undefined,
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
    terms: from?.terms,
    maintainer: metadata?.maintainer,
    maintainers: metadata?.maintainers,
    website: metadata?.website,
    source: metadata?.source,
    issues: metadata?.issues,
    docs: metadata?.docs,
    tags: metadata?.tags,
    series: metadata?.series,
    "min-juju-version": metadata?.["min-juju-version"],
    payloads: metadata?.payloads,
  }) as Charmcraft;
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

function packedFiles(
  main: YamlFile | undefined,
  bytes: SourceBytes,
): CharmProject["files"] {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const [name, text] of Object.entries(charmFiles(toMap(main)))) {
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

function toMap(file: YamlFile | undefined): PlainMap {
  return isMap(file?.value) ? file.value : {};
}
