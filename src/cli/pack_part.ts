import { join, resolve } from "@std/path";
import { charmContents, writeMembers } from "./charm_contents.ts";
import { readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { compileCharm } from "./compile.ts";
import type { Output } from "./output.ts";
import {
  type CharmArchitecture,
  COMPILE_TARGETS,
  machineArchitecture,
} from "./platforms.ts";

/** Options of {@linkcode makePart}. */
export interface PartOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Where the files go. @default {CRAFT_PART_INSTALL of the environment} */
  readonly output?: string;
  /**
   * What the program is to run on, in Juju's words.
   *
   * @default {CRAFT_ARCH_BUILD_FOR of the environment, or this machine}
   */
  readonly arch?: string;
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/** What {@linkcode makePart} made. */
export interface PartResult {
  /** Absolute path of the folder. */
  readonly path: string;
  /** What the program is for. */
  readonly architecture: CharmArchitecture;
  /** Names of the files, in order. */
  readonly files: readonly string[];
}

/**
 * Fills the folder of a part of charmcraft.yaml with what {@linkcode packCharm}
 * would pack, but for the YAML files, which charmcraft writes itself.
 *
 * It is for `override-build` of a part with the plugin `nil`: charmcraft says in
 * the environment where the files go and what they are for.
 *
 * Source: the step environment of craft-parts.
 *
 * @param options Which charm, for what, and where to.
 * @param output Gets what is worth knowing.
 * @param signal Ends it.
 * @throws {MetadataError} If the metadata is wrong.
 * @throws {CliError} If it can't be compiled, or it is not known where to.
 */
export async function makePart(
  options: PartOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<PartResult> {
  const { dir, deno } = options;
  const architecture = architectureFor(
    options.arch ?? (Deno.env.get("CRAFT_ARCH_BUILD_FOR") ||
      machineArchitecture()),
  );
  const path = resolve(options.output ?? installFolder());
  await readCharmProject(dir);
  const contents = await charmContents(resolve(dir));
  await compileCharm(
    {
      dir,
      deno,
      target: COMPILE_TARGETS[architecture],
      output: join(path, "dispatch"),
    },
    output,
    signal,
  );
  await writeMembers(path, contents);
  const files = ["dispatch", ...contents.map(({ name }) => name)].toSorted();
  return { path, architecture, files };
}

function installFolder(): string {
  const folder = Deno.env.get("CRAFT_PART_INSTALL");
  if (folder) return folder;
  throw new CliError("Cannot make a part: it is not known where to", {
    hint: "Run it in override-build of charmcraft.yaml, or give --output",
    usage: true,
  });
}

function architectureFor(text: string): CharmArchitecture {
  if (Object.hasOwn(COMPILE_TARGETS, text)) return text as CharmArchitecture;
  throw new CliError(`Cannot make a part for "${text}"`, {
    hint: "A compiled charm is for amd64 or arm64: name one with --arch, or " +
      "leave out the platform in charmcraft.yaml",
  });
}
