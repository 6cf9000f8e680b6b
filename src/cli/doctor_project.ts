import { join } from "@std/path";
import { inspectCharmProject, type Inspection } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { type ConfigInspection, inspectCharmkitConfig } from "./deno_config.ts";
import type { Diagnosis } from "./doctor.ts";
import { isFile } from "./file_stat.ts";
import { generatedModuleState, MODULE_FILE } from "./generated_module.ts";
import { type Mistake, mistakeText } from "./mistakes.ts";
import { memberOf } from "./plain_map.ts";
import {
  type CharmArchitecture,
  choosePlatforms,
  machineArchitecture,
} from "./platforms.ts";

/** Looks at a charm's project: its metadata, its module, its settings, its rights. */
export async function checkProject(dir: string): Promise<Diagnosis[]> {
  let inspection: Inspection;
  try {
    inspection = await inspectCharmProject(dir);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const message = `There is no charm in "${dir}"`;
    const advice = "`charmkit init` makes one";
    return [{ name: "charm", level: "info", message, advice }];
  }
  const config = await inspectCharmkitConfig(dir);
  return [
    metadata(inspection),
    await generatedModule(dir, inspection),
    settings(config),
    importOf(config),
    await entry(dir, config),
    await rights(dir),
  ];
}

/** What the charm of a folder is packed for beside this machine's architecture. */
export async function otherArchitectures(
  dir: string,
): Promise<CharmArchitecture[]> {
  try {
    const { platforms } = await inspectCharmProject(dir);
    const { fitting } = choosePlatforms(platforms);
    const all = new Set(fitting.map(({ architecture }) => architecture));
    all.delete(machineArchitecture());
    return [...all];
  } catch (error) {
    // No charm, or one without platforms: what is wrong is told elsewhere.
    if (error instanceof CliError) return [];
    throw error;
  }
}

function metadata({ project, findings }: Inspection): Diagnosis {
  const name = "charmcraft.yaml";
  if (project !== null) {
    const { charmcraft } = project;
    const message = `The metadata of "${charmcraft.name}" is as Juju wants it`;
    return { name, level: "ok", message };
  }
  const errors = findings.filter(({ severity }) => severity === "error");
  return {
    name,
    level: "problem",
    message: `Juju would refuse the metadata: ${firstOf(errors)}`,
    advice: "`charmkit check` shows everything that is wrong",
  };
}

function firstOf([first, ...others]: readonly Mistake[]): string {
  const text = first === undefined ? "nothing" : mistakeText(first);
  return others.length === 0 ? text : `${text}, and ${others.length} more`;
}

async function generatedModule(
  dir: string,
  { project }: Inspection,
): Promise<Diagnosis> {
  const name = "types";
  const file = MODULE_FILE;
  if (project === null) {
    const message = `${file} cannot be compared with wrong metadata`;
    return { name, level: "info", message };
  }
  const advice = "Run `charmkit types`";
  switch (await generatedModuleState(dir, project.charmcraft)) {
    case "current":
      return { name, level: "ok", message: `${file} is up to date` };
    case "foreign": {
      const message = `${file} is not made by charmkit, so it is not compared`;
      return { name, level: "info", message };
    }
    case "missing": {
      const message =
        `There is no ${file}: the compiler knows no names of the metadata`;
      return { name, level: "warning", message, advice };
    }
    case "stale": {
      const message = `${file} is not what charmcraft.yaml says`;
      return { name, level: "problem", message, advice };
    }
  }
}

function settings({ config, file, mistakes }: ConfigInspection): Diagnosis {
  const name = "deno.json";
  if (config !== null) {
    const message = `The section "charmkit" of ${file} is right, or not needed`;
    return { name, level: "ok", message };
  }
  return {
    name,
    level: "problem",
    message: `Cannot use ${file}: ${firstOf(mistakes)}`,
    advice: "`charmkit check` shows everything that is wrong",
  };
}

/** A name that deno.json does not resolve may come from further up. */
function importOf({ source, file }: ConfigInspection): Diagnosis {
  const name = "import";
  const imports = memberOf(source?.value, "imports");
  const target = memberOf(imports, "@charmkit/ops");
  if (typeof target === "string") {
    const message = `"@charmkit/ops" is ${target}`;
    return { name, level: "ok", message };
  }
  return {
    name,
    level: "warning",
    message: `${file} does not say what "@charmkit/ops" is`,
    advice: "Run `deno add jsr:@charmkit/ops`, unless a workspace says it",
  };
}

async function entry(
  dir: string,
  { config }: ConfigInspection,
): Promise<Diagnosis> {
  const file = config?.entry ?? "src/charm.ts";
  return await isFile(join(dir, file))
    ? { name: "entry", level: "ok", message: `The main module is ${file}` }
    : {
      name: "entry",
      level: "problem",
      message: `There is no ${file}, the charm's main module`,
      advice:
        'Write it, or name another in deno.json: "charmkit": {"entry": …}',
    };
}

/** Tries whether results can be put there. */
async function rights(dir: string): Promise<Diagnosis> {
  const name = "permissions";
  try {
    await Deno.remove(await Deno.makeTempDir({ dir, prefix: ".charmkit-" }));
    return { name, level: "ok", message: `"${dir}" can be written` };
  } catch (error) {
    const isRefused = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotCapable ||
      (error as { readonly code?: unknown }).code === "EROFS";
    if (!isRefused) throw error;
    return {
      name,
      level: "problem",
      message: `Cannot write to "${dir}"`,
      advice:
        "types, compile and pack write there: become its owner, or give " +
        "them another folder",
    };
  }
}
