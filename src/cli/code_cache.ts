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
  /**
   * The Deno that will compile the program, whose V8 makes the cache; null for
   * no cache, as a program for another machine would need that one's V8.
   */
  readonly deno: DenoTool | null;
  /** The charm's metadata. */
  readonly charmcraft: Charmcraft;
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
 * @param bundle The program; its folder gets what is made.
 * @returns The program as scripts; the same one if it can't be made into scripts.
 */
export async function cacheCode(
  bundle: Bundle,
  options: CacheCodeOptions,
): Promise<Program> {
  const { dir, entry, data, modules } = bundle;
  const { deno } = options;
  const makeScripts = scriptMaker(modules, entry);
  if (makeScripts === null) return bundle;
  for (const name of modules.keys()) await Deno.remove(join(dir, name));
  const used = deno && await usedModules(deno, makeScripts(), bundle, options);
  const scripts = makeScripts(used ?? []);
  await writeScripts(dir, scripts);
  const isCached = deno !== null && await makeCache(deno, scripts, bundle, {
    ...options,
    isRehearsed: used !== null,
  });
  await Deno.writeTextFile(
    join(dir, LOADER),
    loaderCode(entry, scripts, isCached),
  );
  const added = isCached ? [FIRST, CACHE, LATER] : [FIRST, LATER];
  if (!data.includes(LINE_MAPS)) return { dir, entry: LOADER, data: added };
  await joinMaps(join(dir, LINE_MAPS), entry, scripts);
  return { dir, entry: LOADER, data: [LINE_MAPS, ...added] };
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
  bundle: Bundle,
  options: CacheCodeOptions,
): Promise<string[] | null> {
  await writeScripts(bundle.dir, scripts);
  if (!await rehearseWith(deno, scripts, bundle, options)) return null;
  const path = join(bundle.dir, USED);
  const numbers: string[] = JSON.parse(await Deno.readTextFile(path));
  await Deno.remove(path);
  return numbers.map((number) => scripts.modules[Number(number)]!);
}

/** Makes the cache; false if Deno can't, which will tell why when it compiles. */
async function makeCache(
  deno: DenoTool,
  scripts: BundleScripts,
  bundle: Bundle,
  options: CacheCodeOptions & { readonly isRehearsed: boolean },
): Promise<boolean> {
  const { isRehearsed, signal } = options;
  const { dir, entry } = bundle;
  if (isRehearsed && await rehearseWith(deno, scripts, bundle, options)) {
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
  { dir, entry }: Bundle,
  { charmcraft, signal }: CacheCodeOptions,
): Promise<boolean> {
  await Deno.writeTextFile(join(dir, MAKER), rehearsalCode(entry, scripts));
  const args = [V8_FLAGS, MAKER];
  await rehearse({ deno, dir, charmcraft, args, signal });
  await Deno.remove(join(dir, MAKER));
  return await exists(join(dir, USED));
}

/** Makes the line maps of the scripts of those of the modules. */
async function joinMaps(
  path: string,
  entry: string,
  { first, later }: BundleScripts,
): Promise<void> {
  const maps: Record<string, LineMap> = JSON.parse(
    await Deno.readTextFile(path),
  );
  const joinMapsOf = ({ lines }: ModulesScript) =>
    joinLineMaps([...lines].flatMap(([name, start]) => {
      const map = maps[name];
      return map === undefined ? [] : [{ map, start }];
    }));
  const joined = {
    [entry]: joinMapsOf(first),
    [laterName(entry)]: joinMapsOf(later),
  };
  await Deno.writeTextFile(path, JSON.stringify(joined));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
