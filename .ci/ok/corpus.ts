// Puts types, check and pack through the metadata of real charms. The files are
// no part of the project: a folder beside the checkout, or the one that the
// variable CHARMKIT_CORPUS names.
import { join, resolve, toFileUrl } from "@std/path";
import { Ajv } from "ajv";
import { writeCharmArchive } from "../../src/cli/charm_archive.ts";
import { manifestYaml } from "../../src/cli/charm_files.ts";
import {
  type CharmProject,
  inspectCharmProject,
} from "../../src/cli/charm_project.ts";
import type { Sources } from "../../src/cli/charm_sources.ts";
import { charmcraftModule } from "../../src/cli/charmcraft_module.ts";
import { jsonSchema, type SchemaName } from "../../src/cli/json_schema.ts";
import { mistakeText } from "../../src/cli/mistakes.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { CharmMeta } from "../../src/meta/charm_meta.ts";
import type { Toolchain } from "../toolchain/read.ts";
import { type Check, exec, type Log, type Tally } from "./check.ts";

/** What is known of a charm, from its own folder's neighbour expected.json. */
interface Expected {
  readonly name: string;
  readonly extensions: readonly string[];
  readonly duplicate_keys: readonly unknown[];
  readonly juju_accepts: boolean;
  readonly subordinate: boolean;
  readonly config: Named<{ type: string | null; default: unknown }>;
  readonly actions: Named<readonly string[]>;
  readonly requires: Named<Endpoint>;
  readonly provides: Named<Endpoint>;
  readonly peers: Named<Endpoint>;
  readonly containers: Named<{ resource: string | null }>;
  readonly storages: Named<{ type: string; min: number; max: number | null }>;
  readonly resources: Named<{ type: string; filename: string | null }>;
  readonly "extra-bindings": readonly string[];
  readonly assumes: readonly unknown[];
  readonly terms: readonly string[];
  readonly series: readonly string[];
  readonly "charm-user": string | null;
  readonly bases: readonly unknown[];
}

type Named<T> = Readonly<Record<string, T>>;

interface Endpoint {
  readonly interface: string;
  readonly limit: number | null;
  readonly optional: boolean;
  readonly scope: string;
}

/** The check of real charms; without the folder it says so, and counts none. */
export function corpusCheck({ deno, charmParser }: Toolchain): Check {
  return {
    name: "types, check and pack of real charms",
    run: async (log) => {
      const corpus = resolve(
        Deno.env.get("CHARMKIT_CORPUS") || join("..", "shared", "corpus"),
      );
      const expected = await readExpected(corpus);
      if (expected === null) {
        log("Metadata of real charms: not here, so none was tried");
        return { passed: 0, failed: 0 };
      }
      const work = await Deno.makeTempDir({ prefix: "corpus-" });
      try {
        return await checkAll(expected, log, {
          corpus,
          work,
          deno: deno.newest ?? Deno.execPath(),
          charmParser: charmParser ?? "charm-parser",
        });
      } finally {
        await Deno.remove(work, { recursive: true });
      }
    },
  };
}

interface Places {
  readonly corpus: string;
  readonly work: string;
  readonly deno: string;
  readonly charmParser: string;
}

async function readExpected(corpus: string): Promise<Named<Expected> | null> {
  try {
    return JSON.parse(await Deno.readTextFile(join(corpus, "expected.json")));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function checkAll(
  expected: Named<Expected>,
  log: Log,
  places: Places,
): Promise<Tally> {
  let passed = 0, failed = 0;
  for (const [name, facts] of Object.entries(expected)) {
    const differences = await checkOne(name, facts, places);
    if (differences.length === 0) passed++;
    else failed++;
    for (const text of differences) log(`${name}: ${text}`);
  }
  // All of the modules at once: a check of types takes seconds to start.
  const types = await exec(
    [
      places.deno,
      "check",
      "--no-config",
      "--quiet",
      join(places.work, "all.ts"),
    ],
    log,
    { isQuiet: true },
  );
  log(`${passed} charms as expected, ${failed} not`);
  return { passed: passed + types.passed, failed: failed + types.failed };
}

/** Tells what is other than expected. */
async function checkOne(
  name: string,
  facts: Expected,
  places: Places,
): Promise<string[]> {
  const { project, findings, sources } = await inspectCharmProject(
    join(places.corpus, name),
  );
  // What an extension makes is not there, and charmcraft refuses a doubled key.
  const isRight = facts.juju_accepts && facts.extensions.length === 0 &&
    facts.duplicate_keys.length === 0;
  if (isRight !== (project !== null)) {
    return [
      `expected it to be ${isRight ? "accepted" : "refused"}`,
      ...findings.map(mistakeText),
    ];
  }
  if (project === null) return [];
  const { charmcraft } = await importModule(name, project.charmcraft, places);
  return [
    ...differences("metadata", summaryOf(charmcraft), summaryOfFacts(facts)),
    ...differences("bases", project.platforms.flatMap(({ bases }) => bases), [
      ...project.platforms.length > 0 ? facts.bases : [],
    ]),
    ...schemaMistakes(sources),
    ...await packMistakes(name, project, facts, places),
  ];
}

/** What an editor would mark in the files. */
function schemaMistakes(sources: Sources): string[] {
  return Object.entries(sources).flatMap(([file, { value }]) => {
    const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
    const schema = jsonSchema(file.replace(".yaml", "") as SchemaName);
    return ajv.validate(schema, value)
      ? []
      : [`${file} by its JSON Schema: ${ajv.errorsText()}`];
  });
}

/** Writes the module that `charmkit types` makes, and imports it. */
async function importModule(
  name: string,
  charmcraft: Charmcraft,
  { work }: Places,
): Promise<{ charmcraft: Charmcraft }> {
  const url = new URL("../../src/meta/charmcraft.ts", import.meta.url);
  const path = join(work, `${name}.ts`);
  await Deno.writeTextFile(
    path,
    charmcraftModule(charmcraft).replace("@charmkit/ops", url.href),
  );
  await Deno.writeTextFile(
    join(work, "all.ts"),
    `import "./${name}.ts";\n`,
    { append: true },
  );
  return await import(toFileUrl(path).href);
}

function summaryOf(charmcraft: Charmcraft): unknown {
  const meta = new CharmMeta(charmcraft);
  const endpoints = (role: "requires" | "provides" | "peers") =>
    map(meta[role], ({ interfaceName, limit, optional, scope }) => [
      interfaceName,
      limit,
      optional,
      scope,
    ]);
  return {
    name: meta.name,
    subordinate: meta.subordinate,
    options: map(charmcraft.config?.options ?? {}, (option) => [
      option.type ?? null,
      option.default ?? null,
    ]),
    actions: map(
      meta.actions,
      ({ parameters }) => Object.keys(parameters).sort(),
    ),
    requires: endpoints("requires"),
    provides: endpoints("provides"),
    peers: endpoints("peers"),
    containers: map(meta.containers, ({ resource }) => resource),
    storages: map(meta.storages, ({ type, multipleRange }) => [
      type,
      ...multipleRange ?? [1, 1],
    ]),
    resources: map(meta.resources, ({ type, filename }) => [type, filename]),
    bindings: meta.extraBindings.toSorted(),
    assumes: charmcraft.assumes ?? [],
    terms: meta.terms,
    series: meta.series,
    user: charmcraft["charm-user"] ?? null,
  };
}

function summaryOfFacts(facts: Expected): unknown {
  const endpoints = (role: "requires" | "provides" | "peers") =>
    map(facts[role], ({ interface: spoken, limit, optional, scope }) => [
      spoken,
      limit,
      optional,
      scope,
    ]);
  return {
    name: facts.name,
    subordinate: facts.subordinate,
    options: map(facts.config, (option) => [option.type, option.default]),
    actions: facts.actions,
    requires: endpoints("requires"),
    provides: endpoints("provides"),
    peers: endpoints("peers"),
    containers: map(facts.containers, ({ resource }) => resource),
    storages: map(facts.storages, ({ type, min, max }) => [type, min, max]),
    resources: map(facts.resources, ({ type, filename }) => [type, filename]),
    bindings: facts["extra-bindings"].toSorted(),
    assumes: facts.assumes,
    terms: facts.terms,
    series: facts.series,
    user: facts["charm-user"],
  };
}

function map<T>(named: Named<T>, make: (value: T) => unknown): Named<unknown> {
  return Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, make(value)]),
  );
}

/** Packs all but the program, for each platform, and asks Juju's own parser. */
async function packMistakes(
  name: string,
  project: CharmProject,
  facts: Expected,
  { work, charmParser }: Places,
): Promise<string[]> {
  const mistakes: string[] = [];
  for (const [index, platform] of project.platforms.entries()) {
    const path = join(work, `${name}_${index}.charm`);
    const bytes = (text: string) => new TextEncoder().encode(text);
    const modified = new Date(0);
    const manifest = manifestYaml(platform, {
      version: "0",
      startedAt: modified,
    });
    await writeCharmArchive(path, [
      { name: "dispatch", mode: 0o755, content: bytes("#!/bin/sh\n") },
      { name: "manifest.yaml", mode: 0o644, content: bytes(manifest) },
      ...Object.entries(project.files).map(([name, content]) => ({
        name,
        mode: 0o644,
        content,
      })),
    ], { modified });
    const { success, stdout, stderr } = await new Deno.Command(charmParser, {
      args: [path],
      stdin: "null",
    }).output();
    if (!success) {
      mistakes.push(`${platform.label}: ${new TextDecoder().decode(stderr)}`);
      continue;
    }
    const found = JSON.parse(new TextDecoder().decode(stdout));
    const keys = (...named: Named<unknown>[]) =>
      named.flatMap((names) => Object.keys(names)).sort();
    mistakes.push(...differences(platform.label, {
      endpoints: found.endpoints,
      options: found.options,
      actions: found.actions,
      storage: found.storage,
      resources: found.resources,
    }, {
      endpoints: keys(facts.requires, facts.provides, facts.peers),
      options: keys(facts.config),
      actions: keys(facts.actions),
      storage: keys(facts.storages),
      resources: keys(facts.resources),
    }));
  }
  return mistakes;
}

/** Where two values differ, as one line for each place. */
function differences(
  place: string,
  found: unknown,
  expected: unknown,
): string[] {
  if (isObject(found) && isObject(expected)) {
    const keys = new Set([...Object.keys(found), ...Object.keys(expected)]);
    return [...keys].flatMap((key) =>
      differences(`${place}.${key}`, found[key], expected[key])
    );
  }
  const [is, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
  return is === wanted ? [] : [`${place}: expected ${wanted}, got ${is}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
