import { basename, dirname, join, resolve } from "@std/path";
import { bundleCharm, typeError } from "./bundle.ts";
import { readCharmProject } from "./charm_project.ts";
import { GENERATED } from "./charmcraft_module.ts";
import { CliError } from "./cli_error.ts";
import { cacheCode, V8_FLAGS } from "./code_cache.ts";
import { type CharmPermissions, readCharmkitConfig } from "./deno_config.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";
import { findLegacyHooks } from "./legacy_hooks.ts";
import { makeLeanLock } from "./lean_lock.ts";
import { mistakeText } from "./mistakes.ts";
import { type Output, SILENT } from "./output.ts";
import {
  charmPermissions,
  hookCommandsIn,
  joinPermissions,
  permissionArguments,
} from "./permissions.ts";
import {
  COMPILE_TARGETS,
  type CompileTarget,
  machineArchitecture,
} from "./platforms.ts";
import { withStagingFolder } from "./staging.ts";
import { generateTypes } from "./types.ts";

/** Options of {@linkcode compileCharm}. */
export interface CompileOptions {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** Where the program goes; what is there is replaced. */
  readonly output: string;
  /** What it is to run on. @default {this machine} */
  readonly target?: CompileTarget;
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string;
  /** What the program may do beside what its metadata and deno.json say. */
  readonly permissions?: CharmPermissions;
}

/** What {@linkcode compileCharm} made. */
export interface CompileResult {
  /** Absolute path of the program. */
  readonly path: string;
  /** Its size. */
  readonly sizeBytes: number;
  /** What it runs on. */
  readonly target: CompileTarget;
  /** Version of the Deno that is inside. */
  readonly denoVersion: string;
  /** What the program may do. */
  readonly permissions: CharmPermissions;
}

/**
 * Compiles a charm to one executable, with the least permissions that its
 * metadata asks for and those that its deno.json adds.
 *
 * The main module is `src/charm.ts`, or what `charmkit: { entry }` in deno.json
 * names; see {@linkcode readCharmkitConfig} for that section. V8's code cache is
 * a part of the program. Deno's own one is not used: all charms of a machine
 * would share one file of the temporary folder.
 *
 * Source: `deno compile`.
 *
 * @param options What to compile, and where to.
 * @param output Gets what is worth knowing.
 * @param signal Ends the compilation; nothing is left of it then.
 * @throws {MetadataError} If the metadata is wrong.
 * @throws {CliError} If it can't be compiled.
 */
export async function compileCharm(
  options: CompileOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<CompileResult> {
  const dir = resolve(options.dir);
  const path = resolve(options.output);
  const target = options.target ?? COMPILE_TARGETS[machineArchitecture()];
  const project = await readCharmProject(dir);
  const config = await readCharmkitConfig(dir);
  await expectFile(join(dir, config.entry), config.entry);
  await refuseFolder(path);
  const deno = await findDeno(options.deno);
  for (const warning of project.warnings) {
    output.note(`warning: ${mistakeText(warning)}`);
  }
  await warnOfStaleTypes(options, output);

  return await withStagingFolder(dirname(path), async (staging) => {
    const staged = join(staging, basename(path));
    const bundle = await bundleCharm({
      deno,
      dir,
      entry: config.entry,
      folder: staging,
    }, signal);
    const permissions = joinPermissions(
      charmPermissions(project.charmcraft, {
        features: deno.features,
        hookCommands: bundle
          ? hookCommandsIn(bundle.modules.values())
          : undefined,
        legacyHooks: await findLegacyHooks(dir),
      }),
      config.permissions,
      options.permissions ?? {},
    );
    const args = compileArguments(deno, target, permissions);
    args.push(`--output=${staged}`);
    if (bundle === null) {
      const lock = await makeLeanLock(deno, dir, config.entry, staging);
      if (lock !== null) args.push(`--lock=${lock}`);
      args.push(config.entry);
    } else {
      const isHere = Deno.build.os === "linux" &&
        target === COMPILE_TARGETS[machineArchitecture()];
      const program = await cacheCode(bundle, {
        deno: isHere ? deno : null,
        charmcraft: project.charmcraft,
        signal,
      });
      await clearTimes(program.dir);
      args.push("--no-config", "--no-check");
      args.push(...program.data.map((name) => `--include=${name}`));
      args.push(program.entry);
    }
    await runCompiler(deno, args, bundle?.dir ?? dir, signal);
    await expectTarget(staged, target);
    await Deno.chmod(staged, 0o755);
    const { size } = await Deno.stat(staged);
    signal?.throwIfAborted();
    await Deno.rename(staged, path);
    return {
      path,
      sizeBytes: size,
      target,
      denoVersion: deno.version,
      permissions,
    };
  });
}

/** The arguments of Deno up to the output and the main module. */
export function compileArguments(
  deno: Pick<DenoTool, "features">,
  target: CompileTarget,
  permissions: CharmPermissions,
): string[] {
  return [
    "compile",
    // Goes into the program too: without it, each dispatch would tell of
    // every hook command that this version of Juju does not have.
    "--quiet",
    "--no-prompt",
    "--no-code-cache",
    V8_FLAGS,
    ...deno.features.excludeUnusedNpm ? ["--exclude-unused-npm"] : [],
    `--target=${target}`,
    ...permissionArguments(permissions),
  ];
}

/** Clears the times of a folder's files: they go into the program, which is to be the same each time. */
async function clearTimes(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    await Deno.utime(join(folder, name), 0, 0);
  }
}

async function expectFile(path: string, name: string): Promise<void> {
  const found = await Deno.stat(path).catch(() => null);
  if (found?.isFile) return;
  throw new CliError(`Cannot find the charm's main module "${name}"`, {
    hint: 'Write it, or name another in deno.json: "charmkit": {"entry": "…"}',
  });
}

/** Tells of a generated module that no longer says what charmcraft.yaml does. */
async function warnOfStaleTypes(
  { dir, deno }: CompileOptions,
  output: Output,
): Promise<void> {
  const module = join(dir, "src", "charmcraft.ts");
  const text = await Deno.readTextFile(module).catch(() => "");
  if (!text.startsWith(GENERATED)) return;
  try {
    await generateTypes({ dir, deno, check: true }, SILENT);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.note(`warning: ${error.message}: ${error.hint}`);
  }
}

async function refuseFolder(path: string): Promise<void> {
  const found = await Deno.stat(path).catch(() => null);
  if (!found?.isDirectory) return;
  throw new CliError(`Cannot write the program to "${path}": it is a folder`, {
    hint: `Name a file, such as "${join(path, "dispatch")}"`,
    usage: true,
  });
}

async function runCompiler(
  deno: DenoTool,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<void> {
  const { success, stderr } = await runDeno(deno, args, { cwd, signal });
  if (!success) throw compileError(stderr, deno);
}

/** The machine in the header of an ELF file. */
const ELF_MACHINES: Readonly<Record<CompileTarget, number>> = {
  "x86_64-unknown-linux-gnu": 62,
  "aarch64-unknown-linux-gnu": 183,
};

/** Refuses a program for another machine: DENORT_BIN is taken for any target. */
async function expectTarget(
  path: string,
  target: CompileTarget,
): Promise<void> {
  const header = new Uint8Array(20);
  using file = await Deno.open(path);
  await file.read(header);
  const machine = new DataView(header.buffer).getUint16(18, true);
  if (header[0] === 0x7f && machine === ELF_MACHINES[target]) return;
  throw new CliError(`Cannot compile the charm for ${target}`, {
    details: ["The runtime that Deno took is for another machine."],
    hint: "Unset DENORT_BIN, or let it name a denort of that target",
  });
}

/** Turns what Deno wrote into an error that says what to do. */
function compileError(stderr: string, deno: DenoTool): CliError {
  const wrongTypes = typeError(stderr);
  if (wrongTypes !== null) return wrongTypes;
  const details = [stderr.trimEnd()];
  const runtime = /Could not find denort|Setting up base binary/.test(stderr);
  if (runtime) {
    return new CliError(
      `Cannot compile the charm: no runtime of Deno ${deno.version} for it`,
      {
        details,
        hint: "Deno downloads one for each target; without " +
          "that, DENORT_BIN names the file of a denort of the same version " +
          "and target",
      },
    );
  }
  return new CliError("Cannot compile the charm: Deno failed", {
    details,
    hint: "See what Deno says above",
  });
}
