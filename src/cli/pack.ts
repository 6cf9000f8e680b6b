import { basename, join, resolve } from "@std/path";
import { type CharmMember, writeCharmArchive } from "./charm_archive.ts";
import { charmContents } from "./charm_contents.ts";
import { manifestYaml } from "./charm_files.ts";
import { type CharmProject, readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { compilePrepared } from "./compile.ts";
import { findDeno } from "./deno_tool.ts";
import { findRuntime, type RuntimeOptions } from "./denort.ts";
import type { Output } from "./output.ts";
import { expectOutputFile, type OutputKind } from "./output_file.ts";
import {
  type CharmArchitecture,
  type CharmPlatform,
  choosePlatforms,
  COMPILE_TARGETS,
  machineArchitecture,
} from "./platforms.ts";
import { prepareCharm } from "./prepare.ts";
import { withStagingFolder } from "./staging.ts";
import { VERSION } from "../version.ts";

/** Options of {@linkcode packCharm}. */
export interface PackOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Folder where the charms go; made if it is not there. */
  readonly outputDir: string;
  /** Labels of the platforms. @default {all that can be packed here} */
  readonly platforms?: readonly string[];
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string;
  /** Gets each step as it begins, in a few words. */
  readonly onStep?: (text: string) => void;
  /** Where Deno's runtimes are, for tests. @default {Deno's own places} */
  readonly runtimes?: RuntimeOptions;
}

/** A charm that {@linkcode packCharm} made. */
export interface PackedCharm {
  /** Label of the platform it is for. */
  readonly platform: string;
  /** The architecture that its program is for. */
  readonly architecture: CharmArchitecture;
  /** Absolute path of the charm, `<name>_<platform>.charm`. */
  readonly path: string;
  /** Its size. */
  readonly sizeBytes: number;
  /** Names of the files in it, in order. */
  readonly files: readonly string[];
}

/** A platform that nobody named, and that can't be packed here. */
export interface LeftOutPlatform {
  /** Its label. */
  readonly platform: string;
  /** Why it can't be packed, as a sentence. */
  readonly reason: string;
  /** What would help. */
  readonly advice: string;
}

/** What {@linkcode packCharm} made. */
export interface PackResult {
  /** A charm for each platform, in the order of charmcraft.yaml; at least one. */
  readonly charms: readonly PackedCharm[];
  /** The platforms without one; none if they were named. */
  readonly leftOut: readonly LeftOutPlatform[];
}

/**
 * Compiles a charm and packs it, ready for `juju deploy`: once for each platform.
 *
 * A charm has `dispatch`, metadata.yaml, config.yaml, actions.yaml and
 * manifest.yaml; LICENSE, README.md, icon.svg, lxd-profile.yaml and version from
 * the charm's folder; and what `charmkit: { files }` in deno.json names. All
 * times in it, also the start in manifest.yaml, are those of `SOURCE_DATE_EPOCH`
 * or else 1980-01-01, the first that zip can store: packing the same charm twice
 * gives the same bytes. Before 2.8, Deno puts the times and paths of the charm's
 * modules into the program: then this holds only for the same, untouched folder.
 *
 * Without names, each platform that can be packed here is: one for another
 * machine needs that machine's runtime of Deno, and is left out where this is
 * not to be had. Platforms that are named are packed all or none. Whatever fails
 * otherwise, no charm is written, and older ones stay as they are.
 *
 * Source: what charmcraft 4 packs.
 *
 * @param options What to pack, for what, and where to.
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
  const { platforms: labels, onStep = () => {} } = options;
  const project = await readCharmProject(options.dir);
  const deno = await findDeno(options.deno);
  const chosen = await withRuntime(
    choosePlatforms(project.platforms, labels),
    {
      version: deno.version,
      isNamed: labels !== undefined,
      runtimes: { ...options.runtimes, signal },
    },
  );
  const modified = packTime();
  const contents = await charmContents(project.dir);
  const outputDir = resolve(options.outputDir);

  const nameOf = ({ fileLabel }: CharmPlatform) =>
    `${project.charmcraft.name}_${fileLabel}.charm`;
  for (const { platform } of chosen.fitting) {
    await expectOutputFile(join(outputDir, nameOf(platform)), CHARM);
  }

  const charms = await withStagingFolder(outputDir, async (staging) => {
    onStep(`Checking and bundling ${project.charmcraft.name}`);
    const charm = await prepareCharm(
      { project, deno, folder: staging },
      output,
      signal,
    );
    const made: PackedCharm[] = [];
    const programs = new Map<CharmArchitecture, string>();
    for (const { platform, architecture } of chosen.fitting) {
      const program = programs.get(architecture) ?? join(staging, architecture);
      if (!programs.has(architecture)) {
        onStep(`Compiling ${project.charmcraft.name} for ${architecture}`);
        const target = COMPILE_TARGETS[architecture];
        await compilePrepared(charm, { output: program, target }, signal);
        programs.set(architecture, program);
      }
      onStep(`Packing ${platform.label}`);
      const members = [
        ...madeMembers(project, platform, { program, modified }),
        ...contents,
      ];
      const name = nameOf(platform);
      const staged = join(staging, name);
      await writeCharmArchive(staged, members, { modified, signal });
      made.push({
        platform: platform.label,
        architecture,
        path: join(outputDir, name),
        sizeBytes: (await Deno.stat(staged)).size,
        files: members.map((member) => member.name).toSorted(),
      });
    }
    signal?.throwIfAborted();
    for (const { path } of made) {
      await Deno.rename(join(staging, basename(path)), path);
    }
    return made;
  });
  return { charms, leftOut: chosen.leftOut };
}

/** A charm, which is a zip file. */
const CHARM: OutputKind = {
  what: "the charm",
  example: "hello.charm",
  isSame: ([first, second]) => first === 0x50 && second === 0x4b,
  isMoved: true,
};

type Choice = ReturnType<typeof choosePlatforms>;

/** Leaves out what there is no runtime for; the machine's own is never left out. */
async function withRuntime(
  { fitting, leftOut }: Choice,
  { version, isNamed, runtimes }: {
    readonly version: string;
    readonly isNamed: boolean;
    readonly runtimes: RuntimeOptions;
  },
): Promise<Choice> {
  const own = machineArchitecture();
  const found = new Map<CharmArchitecture, LeftOutPlatform>();
  for (const { platform, architecture } of fitting) {
    if (architecture === own || found.has(architecture)) continue;
    const { isThere, message, advice = "" } = await findRuntime(
      version,
      COMPILE_TARGETS[architecture],
      runtimes,
    );
    if (isThere) continue;
    const { label } = platform;
    found.set(architecture, { platform: label, reason: message, advice });
  }
  const missing = fitting.flatMap(({ platform, architecture }) => {
    const reason = found.get(architecture);
    return reason === undefined
      ? []
      : [{ ...reason, platform: platform.label }];
  });
  const [first] = missing;
  if (first === undefined) return { fitting, leftOut };
  const rest = fitting.filter(({ architecture }) => !found.has(architecture));
  if (isNamed || rest.length === 0) {
    const labels = missing.map(({ platform }) => `"${platform}"`).join(", ");
    throw new CliError(`Cannot pack platform ${labels}: nothing was packed`, {
      details: [...new Set(missing.map(({ reason }) => reason))],
      hint: first.advice,
    });
  }
  return { fitting: rest, leftOut: [...leftOut, ...missing] };
}

/** What is made for the charm: its program, and what Juju reads. */
function madeMembers(
  project: CharmProject,
  platform: CharmPlatform,
  { program, modified }: { readonly program: string; readonly modified: Date },
): CharmMember[] {
  const manifest = manifestYaml(platform, {
    version: VERSION,
    startedAt: modified,
    ignoredAttributes: project.ignoredAttributes,
    imageInfo: imageInfo(),
  });
  const files = {
    "manifest.yaml": new TextEncoder().encode(manifest),
    ...project.files,
  };
  return [
    { name: "dispatch", mode: 0o755, content: program },
    ...Object.entries(files).map(([name, content]) => (
      { name, mode: 0o644, content }
    )),
  ];
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
