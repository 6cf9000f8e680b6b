import { join } from "@std/path";
import { LINE_MAPS } from "../backend/original_stack.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { Bundle, Program } from "./bundle.ts";
import {
  type BundleScripts,
  type ModulesScript,
  scriptMaker,
} from "./bundle_scripts.ts";
import { type DenoTool, runDeno } from "./deno_tool.ts";
import { exists } from "./file_stat.ts";
import { joinLineMaps, type LineMap } from "./line_map.ts";
import {
  CACHE,
  FIRST,
  LATER,
  laterName,
  loaderCode,
  makerCode,
  rehearsalCode,
  USED,
} from "./loader_code.ts";
import { rehearse } from "./rehearse.ts";

/**
 * What V8 is told, when it makes the cache and when it runs a charm: it takes no
 * cache that was made with other flags.
 *
 * A dispatch ends before V8's helper threads and its first compiler, which is
 * for code that is somewhat warm, would pay for what they cost.
 */
export const V8_FLAGS = "--v8-flags=--single-threaded,--no-sparkplug";

const LOADER = "main.js";
const MAKER = "make_cache.js";

/** Options of {@linkcode cacheCode}. */
export interface CacheCodeOptions {
  /** The Deno that will compile the program for this machine, whose V8 makes the cache. */
  readonly deno: DenoTool;
  /** The charm's metadata. */
  readonly charmcraft: Charmcraft;
  /** Where the scripts go; made if it is not there. */
  readonly folder: string;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes scripts of a program and gives it V8's code cache, so that a dispatch
 * does not parse the framework, and does not compile what most dispatches run.
 *
 * To know what that is, the program is taken through one dispatch with another
 * charm in place of the author's; see {@linkcode rehearse}. What that needs is
 * in the first script, all else in one that is read when it is needed. A program
 * that does not come through is cached as V8 first sees it.
 *
 * V8 does not take the cache of another version; such a program is as it would
 * be without.
 *
 * @param bundle The program.
 * @param options What it is made for, and where.
 * @returns The program as scripts; the same one if it can't be made into scripts,
 * or they can't be cached.
 */
export async function cacheCode(
  bundle: Bundle,
  options: CacheCodeOptions,
): Promise<Program> {
  const { entry, modules } = bundle;
  const { deno, folder: dir } = options;
  const makeScripts = scriptMaker(modules, entry);
  if (makeScripts === null) return bundle;
  await Deno.mkdir(dir, { recursive: true });
  const used = await usedModules(deno, makeScripts(), entry, options);
  const scripts = makeScripts(used ?? []);
  await writeScripts(dir, scripts);
  const isCached = await makeCache(deno, scripts, entry, {
    ...options,
    isRehearsed: used !== null,
  });
  // Without a cache, scripts take more time than modules do.
  if (!isCached) return bundle;
  await Deno.writeTextFile(join(dir, LOADER), loaderCode(entry, scripts));
  const data = [FIRST, CACHE, LATER];
  if (bundle.data.includes(LINE_MAPS)) {
    const maps = await readMaps(join(bundle.dir, LINE_MAPS));
    await Deno.writeTextFile(
      join(dir, LINE_MAPS),
      JSON.stringify(joinMaps(maps, entry, scripts)),
    );
    data.unshift(LINE_MAPS);
  }
  return { dir, entry: LOADER, data };
}

async function writeScripts(
  dir: string,
  scripts: BundleScripts,
): Promise<void> {
  await Deno.writeTextFile(join(dir, FIRST), scripts.first.code);
  await Deno.writeTextFile(join(dir, LATER), scripts.later.code);
}

/** What a dispatch of the program used, or null if that could not be rehearsed. */
async function usedModules(
  deno: DenoTool,
  scripts: BundleScripts,
  entry: string,
  options: CacheCodeOptions,
): Promise<string[] | null> {
  await writeScripts(options.folder, scripts);
  if (!await rehearseWith(deno, scripts, entry, options)) return null;
  const path = join(options.folder, USED);
  const numbers: string[] = JSON.parse(await Deno.readTextFile(path));
  await Deno.remove(path);
  return numbers.map((number) => scripts.modules[Number(number)]!);
}

/** Makes the cache; false if Deno can't, which will tell why when it compiles. */
async function makeCache(
  deno: DenoTool,
  scripts: BundleScripts,
  entry: string,
  options: CacheCodeOptions & { readonly isRehearsed: boolean },
): Promise<boolean> {
  const { isRehearsed, folder: dir, signal } = options;
  if (isRehearsed && await rehearseWith(deno, scripts, entry, options)) {
    await Deno.remove(join(dir, USED));
    return true;
  }
  await Deno.writeTextFile(join(dir, MAKER), makerCode(entry, scripts));
  const permissions = ["--allow-read=.", "--allow-write=."];
  const args = ["run", "--no-config", ...permissions, V8_FLAGS, MAKER];
  const { success } = await runDeno(deno, args, { cwd: dir, signal });
  await Deno.remove(join(dir, MAKER));
  return success && await exists(join(dir, CACHE));
}

/** Takes the program through a dispatch, which makes its cache and {@linkcode USED}. */
async function rehearseWith(
  deno: DenoTool,
  scripts: BundleScripts,
  entry: string,
  { charmcraft, folder: dir, signal }: CacheCodeOptions,
): Promise<boolean> {
  await Deno.writeTextFile(join(dir, MAKER), rehearsalCode(entry, scripts));
  const args = [V8_FLAGS, MAKER];
  await rehearse({ deno, dir, charmcraft, args, signal });
  await Deno.remove(join(dir, MAKER));
  return await exists(join(dir, USED));
}

async function readMaps(path: string): Promise<Record<string, LineMap>> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** Makes the line maps of the scripts of those of the modules. */
function joinMaps(
  maps: Readonly<Record<string, LineMap>>,
  entry: string,
  { first, later }: BundleScripts,
): Record<string, LineMap> {
  const joinMapsOf = ({ lines }: ModulesScript) =>
    joinLineMaps([...lines].flatMap(([name, start]) => {
      const map = maps[name];
      return map === undefined ? [] : [{ map, start }];
    }));
  return { [entry]: joinMapsOf(first), [laterName(entry)]: joinMapsOf(later) };
}
