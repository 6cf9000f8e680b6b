import { basename, join, relative, resolve } from "@std/path";
import { LINE_MAPS } from "../backend/original_stack.ts";
import { dropComments } from "./bundle_comments.ts";
import { dropNeedlessNames } from "./bundle_names.ts";
import { type LineMap, makeLineMap, type SourceMap } from "./line_map.ts";
import { CliError } from "./cli_error.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";

/** A program as few JavaScript files, ready to compile. */
export interface Bundle {
  /** The folder it is in. */
  readonly dir: string;
  /** Its main module there. */
  readonly entry: string;
  /** The file of line maps there, so that stacks name the charm's own files and lines. */
  readonly lineMaps: string;
}

/** Options of {@linkcode bundleCharm}. */
export interface BundleOptions {
  /** The Deno that compiles; the running one bundles if that one can't. */
  readonly deno: DenoTool;
  /** The charm's folder. */
  readonly dir: string;
  /** Its main module. */
  readonly entry: string;
  /** Where the bundle goes. */
  readonly folder: string;
}

/**
 * Makes few files of a charm's many modules: a compiled charm that resolves no
 * specifiers and reads no configuration of Deno starts faster and needs less
 * memory (3 MiB and 5 ms of the httpbin charm's dispatch).
 *
 * Names of classes and methods stay as they are, as stored state needs them.
 *
 * @returns The bundle, or null if neither Deno can keep names (before 2.8).
 * @throws {CliError} If it can't be bundled, or its types are wrong.
 */
export async function bundleCharm(
  options: BundleOptions,
  signal?: AbortSignal,
): Promise<Bundle | null> {
  const { dir, entry, folder } = options;
  const deno = await bundler(options.deno);
  if (deno === null) return null;
  const target = join(folder, "bundle");
  const args = [
    "bundle",
    "--quiet",
    "--check",
    "--platform=deno",
    "--keep-names",
    "--code-splitting",
    "--sourcemap=external",
    `--outdir=${target}`,
    entry,
  ];
  const { success, stderr } = await runDeno(deno, args, { cwd: dir, signal });
  if (!success) throw bundleError(stderr);
  const files = await namesIn(target);
  const maps: Record<string, LineMap> = {};
  for (const file of files.filter((file) => file.endsWith(".map")).sort()) {
    maps[file.replace(/\.map$/, "")] = await takeMap(target, file, dir);
  }
  await Deno.writeTextFile(join(target, LINE_MAPS), JSON.stringify(maps));
  for (const file of files.filter((file) => file.endsWith(".js"))) {
    const path = join(target, file);
    const code = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, dropComments(dropNeedlessNames(code)));
  }
  // The times of files go into the program, which is to be the same each time.
  for (const file of await namesIn(target)) {
    await Deno.utime(join(target, file), 0, 0);
  }
  return {
    dir: target,
    entry: basename(entry).replace(/\.[cm]?[jt]sx?$/, ".js"),
    lineMaps: LINE_MAPS,
  };
}

async function namesIn(folder: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
}

/** Makes a line map of a source map, which is of no more use. */
async function takeMap(
  folder: string,
  name: string,
  dir: string,
): Promise<LineMap> {
  const path = join(folder, name);
  const map: SourceMap = JSON.parse(await Deno.readTextFile(path));
  await Deno.remove(path);
  const sources = map.sources.map((source) =>
    URL.canParse(source)
      ? source
      : relative(dir, resolve(folder, source)).replace(/^(\.\.\/)+/, "")
  );
  return makeLineMap({ ...map, sources });
}

async function bundler(deno: DenoTool): Promise<DenoTool | null> {
  if (deno.features.bundle) return deno;
  const own = await findDeno(Deno.execPath()).catch((error: unknown) => {
    // A compiled charmkit is no Deno.
    if (error instanceof CliError) return null;
    throw error;
  });
  return own?.features.bundle ? own : null;
}

/** Turns what Deno wrote into an error that says what to do. */
function bundleError(stderr: string): CliError {
  return typeError(stderr) ??
    new CliError("Cannot bundle the charm: Deno failed", {
      details: [stderr.trimEnd()],
      hint: "See what Deno says above",
    });
}

/** The error for wrong types, if it was those. */
export function typeError(stderr: string): CliError | null {
  const own = /^error: Type checking failed\.?$/m;
  if (!own.test(stderr)) return null;
  return new CliError("Cannot compile the charm: type checking failed", {
    details: [(stderr.split(own)[0] ?? "").trimEnd()],
    hint: "Correct the types; `deno check` shows the same",
  });
}
