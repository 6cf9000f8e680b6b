import { join, resolve } from "@std/path";
import { type CharmMember, writeCharmArchive } from "./charm_archive.ts";
import { manifestYaml } from "./charm_files.ts";
import { type CharmProject, readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { compileCharm } from "./compile.ts";
import { legacyHookMembers } from "./legacy_hooks.ts";
import type { Output } from "./output.ts";
import {
  architectureOf,
  type CharmPlatform,
  choosePlatform,
  COMPILE_TARGETS,
} from "./platforms.ts";
import { withStagingFolder } from "./staging.ts";
import { VERSION } from "../version.ts";

/** Options of {@linkcode packCharm}. */
export interface PackOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Folder where the charm goes; made if it is not there. */
  readonly outputDir: string;
  /** Label of the platform. @default {the only one for this machine} */
  readonly platform?: string;
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/** What {@linkcode packCharm} made. */
export interface PackResult {
  /** Absolute path of the charm, `<name>_<platform>.charm`. */
  readonly path: string;
  /** Its size. */
  readonly sizeBytes: number;
  /** Label of the platform it is for. */
  readonly platform: string;
  /** Names of the files in it, in order. */
  readonly files: readonly string[];
}

/** What is taken along from the charm's folder, if it is there. */
const EXTRAS = [
  "LICENSE",
  "README.md",
  "icon.svg",
  "lxd-profile.yaml",
  "version",
];

/**
 * Compiles a charm and packs it, ready for `juju deploy`.
 *
 * The charm has `dispatch`, metadata.yaml, config.yaml, actions.yaml and
 * manifest.yaml, and LICENSE, README.md, icon.svg, lxd-profile.yaml and version
 * from the charm's folder. All times in it, also the start in manifest.yaml, are
 * those of `SOURCE_DATE_EPOCH` or else 1980-01-01, the first that zip can store:
 * packing the same charm twice gives the same bytes.
 *
 * Source: what charmcraft 4 packs.
 *
 * @param options What to pack, and where to.
 * @param output Gets what is worth knowing.
 * @param signal Ends the packing; nothing is left of it then.
 * @throws {MetadataError} If the metadata is wrong.
 * @throws {CliError} If it can't be packed.
 */
export async function packCharm(
  options: PackOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<PackResult> {
  const project = await readCharmProject(options.dir);
  const platform = choosePlatform(project.platforms, options.platform);
  const target = COMPILE_TARGETS[architectureOf(platform)];
  const modified = packTime();
  const manifest = manifestOf(project, platform, modified);
  const outputDir = resolve(options.outputDir);
  await Deno.mkdir(outputDir, { recursive: true });

  return await withStagingFolder(outputDir, async (staging) => {
    const dispatch = join(staging, "dispatch");
    const { dir, deno } = options;
    await compileCharm({ dir, deno, target, output: dispatch }, output, signal);
    const members = [
      { name: "dispatch", mode: 0o755, content: dispatch },
      { name: "manifest.yaml", mode: 0o644, content: manifest },
      ...Object.entries(project.files).map(([name, content]) => ({
        name,
        mode: 0o644,
        content,
      })),
      ...await extras(project.dir),
      ...await legacyHookMembers(project.dir),
    ];
    const name = `${project.charmcraft.name}_${platform.fileLabel}.charm`;
    const staged = join(staging, name);
    await writeCharmArchive(staged, members, { modified, signal });
    signal?.throwIfAborted();
    const { size } = await Deno.stat(staged);
    const path = join(outputDir, name);
    await Deno.rename(staged, path);
    return {
      path,
      sizeBytes: size,
      platform: platform.label,
      files: members.map((member) => member.name).toSorted(),
    };
  });
}

function manifestOf(
  project: CharmProject,
  platform: CharmPlatform,
  startedAt: Date,
): Uint8Array<ArrayBuffer> {
  const text = manifestYaml(platform, {
    version: VERSION,
    startedAt,
    ignoredAttributes: project.ignoredAttributes,
    imageInfo: imageInfo(),
  });
  return new TextEncoder().encode(text);
}

/** What charmcraft's build images tell of themselves, and manifest.yaml repeats. */
function imageInfo(): unknown {
  const text = Deno.env.get("CHARMCRAFT_IMAGE_INFO");
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError("Cannot read CHARMCRAFT_IMAGE_INFO: it is no JSON", {
      cause,
      hint: "Unset it, or give it a JSON document",
    });
  }
}

function packTime(): Date {
  const text = Deno.env.get("SOURCE_DATE_EPOCH");
  if (!text) return new Date(Date.UTC(1980, 0, 1));
  const time = new Date(/^\d+$/.test(text) ? Number(text) * 1000 : NaN);
  if (!Number.isNaN(time.getTime())) return time;
  throw new CliError(`Cannot use SOURCE_DATE_EPOCH "${text}"`, {
    hint: "It is a whole number of seconds since 1970-01-01",
  });
}

async function extras(dir: string): Promise<CharmMember[]> {
  const members: CharmMember[] = [];
  for (const name of EXTRAS) {
    try {
      const content = await Deno.readFile(join(dir, name));
      members.push({ name, mode: 0o644, content });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return members;
}
