import { basename, dirname, join, resolve } from "@std/path";
import { CliError } from "./cli_error.ts";
import { statOf } from "./file_stat.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";
import { NAME_RULE, nameOfFolder, projectNames } from "./init_names.ts";
import { packageOrigin } from "./init_origin.ts";
import { type Profile, projectFiles } from "./templates/mod.ts";
import type { Output } from "./output.ts";
import { generateTypes } from "./types.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

/** Options of {@linkcode initCharm}. */
export interface InitOptions {
  /** The project's folder; made if it is not there. */
  readonly dir: string;
  /** What kind of charm it is. @default {"kubernetes"} */
  readonly profile?: Profile;
  /** Name of the charm. @default {that of the folder} */
  readonly name?: string;
  /** The Deno that lays out the files, see {@linkcode findDeno}. */
  readonly deno?: string;
}

/** What {@linkcode initCharm} made. */
export interface InitResult {
  /** Absolute path of the project. */
  readonly dir: string;
  /** Name of the charm. */
  readonly name: string;
  /** What kind of charm it is. */
  readonly profile: Profile;
  /** The files of the project by their paths in it, sorted. */
  readonly files: readonly string[];
  /** The checkout that it is linked to; null if the package comes from JSR. */
  readonly checkout: string | null;
}

/**
 * Makes a new charm's project: it passes `deno task ok`, packs and runs as it is.
 *
 * Nothing that exists is overwritten: where a file is in the way, nothing is
 * written at all. If charmkit runs from a checkout, the project is linked to it.
 *
 * Source: what `charmcraft init` makes.
 *
 * @param options Which kind of charm, and where.
 * @param output Gets what is worth knowing.
 * @param signal Ends the making; nothing is left of it then.
 * @throws {CliError} If no charm can have the name, or files are in the way.
 */
export async function initCharm(
  options: InitOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<InitResult> {
  const dir = resolve(await expectFolder(options.dir));
  const profile = options.profile ?? "kubernetes";
  const names = projectNames(options.name ?? expectFolderName(dir));
  const origin = await packageOrigin(await realPath(dir));
  const deno = await findDeno(options.deno);
  const denoVersion = deno.version;
  const raw = projectFiles({ profile, names, origin, denoVersion });
  await expectFree(dir, [...Object.keys(raw), "src/charmcraft.ts"]);

  const files = await finished(raw, deno, output, signal);
  await writeNew(dir, files, signal);
  return {
    dir,
    name: names.charm,
    profile,
    files: Object.keys(files).toSorted(),
    checkout: origin.checkout,
  };
}

function expectFolderName(dir: string): string {
  const name = nameOfFolder(dir);
  if (name !== null) return name;
  throw new CliError(`Cannot name a charm after the folder "${dir}"`, {
    hint: `Give it a name with --name. ${NAME_RULE}`,
    usage: true,
  });
}

/** Refuses a project's folder that can be none. */
async function expectFolder(dir: string): Promise<string> {
  if (dir === "") {
    throw new CliError("Cannot make a project in a folder without a name", {
      hint: 'Name a folder; "." is the current one',
      usage: true,
    });
  }
  for (let path = resolve(dir);; path = dirname(path)) {
    const found = await statOf(path);
    if (found === null) continue;
    if (found.isDirectory) return dir;
    throw new CliError(
      `Cannot make a project in "${dir}": "${path}" is no folder`,
      { hint: "Name another folder", usage: true },
    );
  }
}

/** The path without symbolic links, also where its last folders are not there. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    const parent = dirname(path);
    return join(await realPath(parent), basename(path));
  }
}

/** Refuses to begin where a file of the project exists; names all of them. */
async function expectFree(
  dir: string,
  names: readonly string[],
): Promise<void> {
  const taken: string[] = [];
  for (const name of names.toSorted()) {
    try {
      await Deno.lstat(join(dir, name));
      taken.push(name);
    } catch (error) {
      // A file where a folder should be is in the way as well.
      if (error instanceof Deno.errors.NotADirectory) taken.push(name);
      else if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  if (taken.length > 0) throw occupied(dir, taken);
}

function occupied(dir: string, taken: readonly string[]): CliError {
  const count = taken.length === 1 ? "a file is" : `${taken.length} files are`;
  return new CliError(
    `Cannot make a project in "${dir}": ${count} in the way; nothing was written`,
    {
      details: taken,
      hint: "Choose another folder, or move the files away",
    },
  );
}

/** Lays out the files and adds the generated module, away from the project. */
async function finished(
  raw: Readonly<Record<string, string>>,
  deno: DenoTool,
  output: Output,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  const folder = await makeTemporaryFolder("charmkit-init-");
  try {
    await writeNew(folder, raw, signal);
    // Not those that the package's links lead to: nothing is resolved here.
    const args = ["fmt", "--quiet", "--no-config", "."];
    const fmt = await runDeno(deno, args, { cwd: folder, signal });
    if (!fmt.success) {
      throw new CliError("Cannot lay out the files of the project", {
        details: [fmt.stderr.trimEnd()],
        hint: "This is a mistake in charmkit: please report it",
      });
    }
    await generateTypes({ dir: folder, deno: deno.path }, output);
    const names = [...Object.keys(raw), "src/charmcraft.ts"].toSorted();
    return Object.fromEntries(
      await Promise.all(names.map(async (name) =>
        [
          name,
          await Deno.readTextFile(join(folder, name)),
        ] as const
      )),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes files that are not there yet; if one fails, none is left. */
async function writeNew(
  dir: string,
  files: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const made: string[] = [];
  try {
    for (const [name, text] of Object.entries(files)) {
      signal?.throwIfAborted();
      const path = join(dir, name);
      await makeFolders(dirname(path), made);
      await Deno.writeTextFile(path, text, { createNew: true });
      made.push(path);
    }
  } catch (error) {
    for (const path of made.reverse()) await Deno.remove(path);
    if (error instanceof Deno.errors.AlreadyExists) {
      throw occupied(dir, [error.message]);
    }
    throw error;
  }
}

/** Makes a folder and those above it, and keeps in mind which it made. */
async function makeFolders(path: string, made: string[]): Promise<void> {
  if ((await statOf(path))?.isDirectory) return;
  await makeFolders(dirname(path), made);
  await Deno.mkdir(path);
  made.push(path);
}
