import { join } from "@std/path";
import { LINE_MAPS } from "../backend/original_stack.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { REHEARSAL } from "../rehearsal.ts";
import { type Bundle, bundleModules } from "./bundle.ts";
import { type BundleScripts, makeScripts } from "./bundle_scripts.ts";
import { type DenoTool, runDeno } from "./deno_tool.ts";
import { joinLineMaps, type LineMap } from "./line_map.ts";
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
const FIRST = "first.script";
const LATER = "later.script";
const CACHE = "first.cache";
const MAKER = "make_cache.js";
const USED = "used.json";

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
): Promise<Bundle> {
  const { dir, entry, data } = bundle;
  const { deno } = options;
  const modules = await bundleModules(bundle);
  const whole = makeScripts(modules, entry);
  if (whole === null) return bundle;
  for (const name of modules.keys()) await Deno.remove(join(dir, name));
  const used = deno && await usedModules(deno, whole, bundle, options);
  const scripts = makeScripts(modules, entry, used ?? [])!;
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
  await Deno.writeTextFile(join(dir, MAKER), makerCode(entry, scripts, false));
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
  await Deno.writeTextFile(join(dir, MAKER), makerCode(entry, scripts, true));
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
  const join = (lines: ReadonlyMap<string, number>) =>
    joinLineMaps([...lines].flatMap(([name, start]) => {
      const map = maps[name];
      return map === undefined ? [] : [{ map, start }];
    }));
  const joined = {
    [entry]: join(first.lines),
    [laterName(entry)]: join(later.lines),
  };
  await Deno.writeTextFile(path, JSON.stringify(joined));
}

/** What stacks call the second script. */
function laterName(entry: string): string {
  return `later-${entry}`;
}

/**
 * A module that imports what the program needs when it starts, and has `script`
 * and `run`.
 *
 * @param options More options of the first script.
 */
function scriptsModule(
  entry: string,
  { imports }: BundleScripts,
  options: readonly string[] = [],
): string {
  const names = imports.map((_, index) => `imported${index}`);
  const declarations = imports.map((specifier, index) =>
    `import * as ${names[index]} from ${JSON.stringify(specifier)};\n`
  );
  return `import { Script as CharmScript } from "node:vm";
${declarations.join("")}const read = (name, options) =>
  new CharmScript(Deno.readTextFileSync(new URL(name, import.meta.url)), {
    importModuleDynamically: (specifier, _script, attributes) =>
      import(specifier, { with: attributes }),
    ...options,
  });
const nameOf = (name) => new URL(name, import.meta.url).href;
const script = read("${FIRST}", { ${options.join(", ")} });
const later = () =>
  read("${LATER}", { filename: nameOf(${
    JSON.stringify(laterName(entry))
  }) }).runInThisContext();
const run = (meta, done) =>
  script.runInThisContext()(${["meta", "done", "later", ...names].join(", ")});
`;
}

/** The program's main module. */
function loaderCode(
  entry: string,
  scripts: BundleScripts,
  isCached: boolean,
): string {
  const options = [`filename: nameOf(${JSON.stringify(entry)})`];
  if (isCached) {
    const url = `new URL("${CACHE}", import.meta.url)`;
    options.push(`cachedData: Deno.readFileSync(${url})`);
  }
  return `${
    scriptsModule(entry, scripts, options)
  }await run(import.meta, []);\n`;
}

/**
 * What makes the cache, in the program's folder. Its script has no name: that
 * would be in the cache, with the folder's.
 */
function makerCode(
  entry: string,
  scripts: BundleScripts,
  isRehearsal: boolean,
): string {
  const module = scriptsModule(entry, scripts);
  if (!isRehearsal) {
    return `${module}Deno.writeFileSync("${CACHE}", script.createCachedData());\n`;
  }
  return `${module}const { exit, args, writeFileSync, writeTextFileSync } = Deno;
const done = [];
globalThis[${JSON.stringify(REHEARSAL)}] = { pebbleSocket: args[0] };
Deno.exit = (code) => {
  if (code === 0) {
    writeFileSync("${CACHE}", script.createCachedData());
    // What ends this process meanwhile leaves no file of this name.
    writeTextFileSync("${USED}", JSON.stringify(Object.keys(done)));
  }
  exit(code);
};
await run({ ...import.meta, main: true }, done);
`;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
