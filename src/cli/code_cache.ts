import { join } from "@std/path";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { REHEARSAL } from "../rehearsal.ts";
import type { Bundle } from "./bundle.ts";
import { mayReassignExports } from "./bundle_exports.ts";
import { type BundleScript, makeScript } from "./bundle_script.ts";
import { type DenoTool, runDeno } from "./deno_tool.ts";
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
const SCRIPT = "charm.script";
const CACHE = "charm.cache";
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
 * Gives a program V8's code cache, so that a dispatch does not parse the whole
 * framework, and does not compile what most dispatches run.
 *
 * To know what that is, the program is taken through one dispatch with another
 * charm in place of the author's; see {@linkcode rehearse}. A program that does
 * not come through is cached as V8 first sees it.
 *
 * V8 does not take the cache of another version; such a program is as it would
 * be without.
 *
 * @param bundle The program; its folder gets what is added.
 * @returns The program with its cache; the same one if its module is no script.
 */
export async function cacheCode(
  bundle: Bundle,
  options: CacheCodeOptions,
): Promise<Bundle> {
  const { dir, entry, data } = bundle;
  const { deno, charmcraft, signal } = options;
  const module = join(dir, entry);
  const script = makeScript(await Deno.readTextFile(module));
  if (script === null || await areLive(dir, script.modules)) return bundle;
  await Deno.remove(module);
  await Deno.writeTextFile(join(dir, SCRIPT), script.code);
  await Deno.writeTextFile(join(dir, MAKER), makerCode(script));
  const isCached = deno !== null && await makeCache(deno, dir, signal);
  if (isCached) {
    const args = [V8_FLAGS, MAKER, "rehearse"];
    await rehearse({ deno, dir, charmcraft, args, signal });
  }
  await Deno.remove(join(dir, MAKER));
  await Deno.writeTextFile(
    join(dir, LOADER),
    loaderCode(entry, script, isCached),
  );
  const added = isCached ? [SCRIPT, CACHE] : [SCRIPT];
  return { dir, entry: LOADER, data: [...data, ...added] };
}

/** Whether the script would have to see values change in other modules of the bundle. */
async function areLive(
  dir: string,
  modules: readonly string[],
): Promise<boolean> {
  for (const module of modules) {
    if (!module.startsWith("./")) continue;
    const code = await Deno.readTextFile(join(dir, module));
    if (mayReassignExports(code)) return true;
  }
  return false;
}

/**
 * A module that imports what the script needs, and has `script` and `run`.
 *
 * @param options More options of the script.
 */
function scriptModule(
  { imports, imported }: BundleScript,
  options: readonly string[] = [],
): string {
  return `import { Script as CharmScript } from "node:vm";
${imports}
const script = new CharmScript(Deno.readTextFileSync(${fileUrl(SCRIPT)}), {
  importModuleDynamically: (specifier, _script, attributes) =>
    import(specifier, { with: attributes }),
${options.map((option) => `  ${option},\n`).join("")}});
const run = (meta) =>
  script.runInThisContext()(${["meta", ...imported].join(", ")});
`;
}

function fileUrl(name: string): string {
  return `new URL(${JSON.stringify(name)}, import.meta.url)`;
}

/** The program's main module. */
function loaderCode(
  entry: string,
  script: BundleScript,
  isCached: boolean,
): string {
  const options = [`filename: ${fileUrl(entry)}.href`];
  if (isCached) {
    options.push(`cachedData: Deno.readFileSync(${fileUrl(CACHE)})`);
  }
  return `${scriptModule(script, options)}await run(import.meta);\n`;
}

/**
 * What makes the cache, in the program's folder. Its script has no name: that
 * would be in the cache, with the folder's.
 */
function makerCode(script: BundleScript): string {
  return `${scriptModule(script)}
const { exit, writeFileSync, renameSync } = Deno;
function save() {
  // Whatever ends this process meanwhile, there is a whole cache.
  writeFileSync("${CACHE}.new", script.createCachedData());
  renameSync("${CACHE}.new", "${CACHE}");
}
if (Deno.args[0] === "rehearse") {
  globalThis[${JSON.stringify(REHEARSAL)}] = true;
  Deno.exit = (code) => {
    if (code === 0) save();
    exit(code);
  };
  await run({ ...import.meta, main: true });
} else {
  save();
}
`;
}

/** Whether Deno made a cache. One that can't will tell why when it compiles. */
async function makeCache(
  deno: DenoTool,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const args = ["--allow-read=.", "--allow-write=.", V8_FLAGS, MAKER];
  const { success } = await runDeno(deno, ["run", "--no-config", ...args], {
    cwd,
    signal,
  });
  return success && await exists(join(cwd, CACHE));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
