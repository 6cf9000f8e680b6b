import { basename, join, relative, resolve } from "@std/path";
import { LINE_MAPS } from "../backend/original_stack.ts";
import { dropLayout } from "./bundle_layout.ts";
import { dropNeedlessNames } from "./bundle_names.ts";
import { nameChunks } from "./chunk_names.ts";
import { type LineMap, makeLineMap, type SourceMap } from "./line_map.ts";
import { CliError } from "./cli_error.ts";
import { type DenoTool, findDeno, runDeno } from "./deno_tool.ts";

/** A program as few files, ready to compile. */
export interface Program {
  /** The folder it is in. */
  readonly dir: string;
  /** Its main module there. */
  readonly entry: string;
  /**
   * What else it needs there when it runs: other modules, and line maps, so that
   * stacks name the charm's own files.
   */
  readonly data: readonly string[];
}

/** A program as few JavaScript modules. */
export interface Bundle extends Program {
  /** The code of its modules, by their names. */
  readonly modules: ReadonlyMap<string, string>;
}

/** Options of {@linkcode bundleCharm}. */
export interface BundleOptions {
  /** The Deno that compiles; the running one bundles if that one can't. */
  readonly deno: DenoTool;
  /** The charm's folder, without symbolic links in its path. */
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
  const main = basename(entry).replace(/\.[cm]?[jt]sx?$/, ".js");
  const run = async (...flags: string[]) => {
    const args = ["bundle", "--quiet", "--platform=deno", "--keep-names"];
    args.push("--sourcemap=external", `--outdir=${target}`, ...flags, entry);
    const { success, stderr } = await runDeno(deno, args, { cwd: dir, signal });
    if (!success) throw bundleError(stderr);
    await nameChunks(target, main);
    return await takeMaps(target, dir);
  };
  let maps = await run("--check", "--code-splitting");
  if (!maps[main]?.sources.includes(relative(dir, join(dir, entry)))) {
    // A module that is loaded later imports the main one, which was put into a
    // file for both of them, and would not know that it is the main one.
    await Deno.remove(target, { recursive: true });
    maps = await run();
  }
  const modules = new Map<string, string>();
  for (const module of Object.keys(maps)) {
    const path = join(target, module);
    const made = await Deno.readTextFile(path);
    const code = dropLayout(dropNeedlessNames(made));
    await Deno.writeTextFile(path, code);
    modules.set(module, code);
  }
  await Deno.writeTextFile(join(target, LINE_MAPS), JSON.stringify(maps));
  const others = Object.keys(maps).filter((module) => module !== main);
  const data = [LINE_MAPS, ...others];
  return { dir: target, entry: main, data, modules };
}

/** Makes line maps, by module, of the source maps in a folder, which are of no more use. */
async function takeMaps(
  folder: string,
  dir: string,
): Promise<Record<string, LineMap>> {
  const names = await Array.fromAsync(
    Deno.readDir(folder),
    ({ name }) => name,
  );
  const maps: Record<string, LineMap> = {};
  for (const name of names.sort()) {
    if (!name.endsWith(".map")) continue;
    maps[name.replace(/\.map$/, "")] = await takeMap(folder, name, dir);
  }
  return maps;
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
  const sources = map.sources.map((source) => {
    if (URL.canParse(source)) return source;
    const file = resolve(folder, pathOf(source));
    return relative(dir, file).replace(/^(\.\.\/)+/, "");
  });
  return makeLineMap({ ...map, sources });
}

/** The path that a source of a map is: the bundler writes it as in a URL. */
function pathOf(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
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
