import { basename, dirname, join, resolve } from "@std/path";
import { typeError } from "./bundle.ts";
import { readCharmProject } from "./charm_project.ts";
import { CliError } from "./cli_error.ts";
import { cacheCode, V8_FLAGS } from "./code_cache.ts";
import type { CharmPermissions } from "./deno_config.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";
import { ELF_MACHINES, elfMachine } from "./elf.ts";
import { makeLeanLock } from "./lean_lock.ts";
import type { Output } from "./output.ts";
import { expectOutputFile, type OutputKind } from "./output_file.ts";
import { permissionArguments } from "./permissions.ts";
import {
  COMPILE_TARGETS,
  type CompileTarget,
  machineArchitecture,
} from "./platforms.ts";
import {
  prepareCharm,
  type PreparedCharm,
  type PrepareOptions,
} from "./prepare.ts";
import { withStagingFolder } from "./staging.ts";

/** Options of {@linkcode compileCharm}. */
export interface CompileOptions extends Pick<PrepareOptions, "permissions"> {
  /** The charm's folder: the one with charmcraft.yaml. */
  readonly dir: string;
  /** The Deno that compiles, see {@linkcode findDeno}. */
  readonly deno?: string | undefined;
  /** Where the program goes; what is there is replaced. */
  readonly output: string;
  /** What it is to run on. @default {this machine} */
  readonly target?: CompileTarget | undefined;
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
  const path = resolve(options.output);
  await expectOutputFile(path, PROGRAM);
  const project = await readCharmProject(options.dir);
  const deno = await findDeno(options.deno);
  return await withStagingFolder(dirname(path), async (folder) => {
    const { permissions } = options;
    const charm = await prepareCharm(
      { project, deno, permissions, folder },
      output,
      signal,
    );
    // In a folder of its own, as what is made on the way has names, too.
    const staged = join(folder, "compiled", basename(path));
    const result = await compilePrepared(charm, {
      output: staged,
      target: options.target,
    }, signal);
    await Deno.rename(staged, path);
    return { ...result, path };
  });
}

/**
 * Compiles a charm that was prepared, for one machine.
 *
 * @param charm The charm; its folder gets what is made on the way.
 * @param options What it is to run on, and where it goes.
 * @param signal Ends the compilation.
 * @throws {CliError} If it can't be compiled.
 */
export async function compilePrepared(
  charm: PreparedCharm,
  options: Pick<CompileOptions, "output" | "target">,
  signal?: AbortSignal,
): Promise<CompileResult> {
  const { dir, entry, deno, folder, bundle, permissions } = charm;
  const { output: path } = options;
  const target = options.target ?? COMPILE_TARGETS[machineArchitecture()];
  await Deno.mkdir(dirname(path), { recursive: true });
  const args = compileArguments(deno, target, permissions);
  args.push(`--output=${path}`);
  let cwd = dir;
  if (bundle === null) {
    const lock = await makeLeanLock(deno, dir, entry, folder);
    if (lock !== null) args.push(`--lock=${lock}`);
    args.push(entry);
  } else {
    // V8 takes no cache of another machine's.
    const isHere = Deno.build.os === "linux" &&
      target === COMPILE_TARGETS[machineArchitecture()];
    const program = !isHere ? bundle : await cacheCode(bundle, {
      deno,
      charmcraft: charm.charmcraft,
      folder: join(folder, "program"),
      signal,
    });
    cwd = program.dir;
    await clearTimes(cwd);
    args.push("--no-config", "--no-check");
    args.push(...program.data.map((name) => `--include=${name}`));
    args.push(program.entry);
  }
  const { success, stderr } = await runDeno(deno, args, { cwd, signal });
  if (!success) throw compileError(stderr, deno);
  await expectTarget(path, target);
  await Deno.chmod(path, 0o755);
  const { size } = await Deno.stat(path);
  signal?.throwIfAborted();
  return {
    path,
    sizeBytes: size,
    target,
    denoVersion: deno.version,
    permissions,
  };
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

/** A program, which is an ELF file. */
const PROGRAM: OutputKind = {
  what: "the program",
  example: "dispatch",
  isSame: (beginning) => elfMachine(beginning) !== null,
  isMoved: true,
};

/** Refuses a program for another machine: DENORT_BIN is taken for any target. */
async function expectTarget(
  path: string,
  target: CompileTarget,
): Promise<void> {
  const header = new Uint8Array(20);
  using file = await Deno.open(path);
  await file.read(header);
  if (elfMachine(header) === ELF_MACHINES[target]) return;
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
