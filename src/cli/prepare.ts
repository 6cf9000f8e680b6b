import { join } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { type Bundle, bundleCharm } from "./bundle.ts";
import type { CharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { type CharmPermissions, readCharmkitConfig } from "./deno_config.ts";
import type { DenoTool } from "./deno_tool.ts";
import { isFile } from "./file_stat.ts";
import { generatedModuleState, MODULE_FILE } from "./generated_module.ts";
import { findLegacyHooks } from "./legacy_hooks.ts";
import { mistakeText } from "./mistakes.ts";
import type { Output } from "./output.ts";
import { warn } from "./paint.ts";
import {
  charmPermissions,
  hookCommandsIn,
  joinPermissions,
} from "./permissions.ts";

/** Options of {@linkcode prepareCharm}. */
export interface PrepareOptions {
  /** The charm, as its files say. */
  readonly project: CharmProject;
  /** The Deno that compiles. */
  readonly deno: DenoTool;
  /** What the program may do beside what its metadata and deno.json say. */
  readonly permissions?: CharmPermissions | undefined;
  /** A folder for what is made on the way. */
  readonly folder: string;
}

/** A charm that can be compiled, for one machine or for several. */
export interface PreparedCharm {
  /** Absolute path of the charm's folder, without symbolic links. */
  readonly dir: string;
  /** Its main module there. */
  readonly entry: string;
  /** Its metadata. */
  readonly charmcraft: Charmcraft;
  /** What the program may do. */
  readonly permissions: CharmPermissions;
  /** The Deno that compiles. */
  readonly deno: DenoTool;
  /** The charm as few modules; null where no Deno can do that. */
  readonly bundle: Bundle | null;
  /** The folder for what is made on the way. */
  readonly folder: string;
}

/**
 * Does what compiling a charm takes once for all machines: reads its metadata
 * and settings, checks its types and bundles it.
 *
 * @param options The charm, and what it is prepared with.
 * @param output Gets what is worth knowing.
 * @param signal Ends it.
 * @throws {MetadataError} If the metadata is wrong.
 * @throws {CliError} If it can't be compiled.
 */
export async function prepareCharm(
  options: PrepareOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<PreparedCharm> {
  const { project, deno, folder } = options;
  const { charmcraft, warnings } = project;
  const dir = await Deno.realPath(project.dir);
  const { entry, permissions } = await readCharmkitConfig(dir);
  await expectFile(join(dir, entry), entry);
  for (const warning of warnings) {
    warn(output, mistakeText(warning));
  }
  if (await generatedModuleState(dir, charmcraft) === "stale") {
    warn(
      output,
      `"${MODULE_FILE}" is not what charmcraft.yaml says: run \`charmkit types\``,
    );
  }
  const bundle = await bundleCharm({ deno, dir, entry, folder }, signal);
  const needed = charmPermissions(charmcraft, {
    features: deno.features,
    hookCommands: bundle ? hookCommandsIn(bundle.modules.values()) : undefined,
    legacyHooks: await findLegacyHooks(dir),
  });
  return {
    dir,
    entry,
    charmcraft,
    permissions: joinPermissions(
      needed,
      permissions,
      options.permissions ?? {},
    ),
    deno,
    bundle,
    folder,
  };
}

async function expectFile(path: string, name: string): Promise<void> {
  if (await isFile(path)) return;
  throw new CliError(`Cannot find the charm's main module "${name}"`, {
    hint: 'Write it, or name another in deno.json: "charmkit": {"entry": "…"}',
  });
}
