import { dirname, join, resolve } from "@std/path";
import type { DenoTool } from "./deno_tool.ts";
import { exists } from "./file_stat.ts";
import { parseJsonc } from "./jsonc.ts";
import { isMap, type PlainMap } from "./plain_map.ts";

/**
 * Makes a lock file without the npm packages that a program does not reach.
 *
 * Deno before 2.8.3 puts every npm package of the lock file into a program as
 * soon as it uses one of them: those of tests, tools and other members of a
 * workspace as well. What stays in the lock file keeps its version and checksum.
 *
 * @param deno The Deno that compiles.
 * @param dir The charm's folder.
 * @param entry Its main module.
 * @param folder Where the lock file goes.
 * @returns Its path, or null if the charm's own lock file is as good.
 */
export async function makeLeanLock(
  deno: DenoTool,
  dir: string,
  entry: string,
  folder: string,
): Promise<string | null> {
  if (deno.features.excludeUnusedNpm) return null;
  const path = await findLock(resolve(dir));
  const lock = path === null ? null : await readJson(path);
  if (lock === null || !isMap(lock["npm"])) return null;
  const { success, stdout } = await new Deno.Command(deno.path, {
    args: ["info", "--quiet", "--json", entry],
    cwd: dir,
    stderr: "null",
  }).output();
  // What is wrong with the program, compiling tells better.
  if (!success) return null;
  const info: unknown = JSON.parse(new TextDecoder().decode(stdout));
  const lean = leanLock(lock, reachedPackages(info));
  if (lean === null) return null;
  const leanPath = join(folder, "deno.lock");
  await Deno.writeTextFile(leanPath, JSON.stringify(lean, null, 2));
  return leanPath;
}

/**
 * Drops npm packages from the content of a lock file.
 *
 * @param lock The content.
 * @param reached Packages to keep, such as `"zod@4.0.0"`.
 * @returns The content without the others; null if there are no others.
 */
export function leanLock(
  lock: PlainMap,
  reached: ReadonlySet<string>,
): PlainMap | null {
  const packages = Object.entries(isMap(lock["npm"]) ? lock["npm"] : {});
  const kept = packages.filter(([id]) => reached.has(id));
  if (kept.length === packages.length) return null;
  const specifiers = isMap(lock["specifiers"]) ? lock["specifiers"] : {};
  const keptSpecifiers = Object.entries(specifiers).filter(([key, version]) => {
    const name = /^npm:(@?[^@]+)/.exec(key)?.[1];
    return name === undefined || reached.has(`${name}@${version}`);
  });
  return {
    ...lock,
    npm: Object.fromEntries(kept),
    specifiers: Object.fromEntries(keptSpecifiers),
  };
}

/**
 * The npm packages that a program imports, and those that they need.
 *
 * @param info What `deno info --json` tells of the program.
 */
export function reachedPackages(info: unknown): Set<string> {
  const { modules, npmPackages } = isMap(info) ? info : {};
  const reached = new Set<string>();
  const reach = (id: unknown): void => {
    if (typeof id !== "string" || reached.has(id)) return;
    reached.add(id);
    const found = isMap(npmPackages) ? npmPackages[id] : undefined;
    const needed = isMap(found) ? found["dependencies"] : undefined;
    if (Array.isArray(needed)) needed.forEach(reach);
  };
  for (const module of Array.isArray(modules) ? modules : []) {
    if (isMap(module)) reach(module["npmPackage"]);
  }
  return reached;
}

/**
 * Finds the lock file that Deno uses in a folder: the one of its workspace, else
 * of its own deno.json. Null where npm packages are in a node_modules folder,
 * which another lock file would change.
 */
async function findLock(dir: string): Promise<string | null> {
  let root: { readonly folder: string; readonly config: PlainMap } | null =
    null;
  for (let folder = dir;; folder = dirname(folder)) {
    if (await exists(join(folder, "package.json"))) return null;
    const config = await readJson(join(folder, "deno.json")) ??
      await readJson(join(folder, "deno.jsonc"));
    if (config !== null && (root === null || "workspace" in config)) {
      root = { folder, config };
    }
    if (dirname(folder) === folder) break;
  }
  if (root === null) return null;
  const { folder, config } = root;
  if ((config["nodeModulesDir"] ?? "none") !== "none") return null;
  const lock = isMap(config["lock"]) ? config["lock"]["path"] : config["lock"];
  if (lock === false) return null;
  return resolve(folder, typeof lock === "string" ? lock : "deno.lock");
}

/** Reads a file that may be missing or wrong: Deno complains of it itself. */
async function readJson(path: string): Promise<PlainMap | null> {
  try {
    const value = parseJsonc(await Deno.readTextFile(path));
    return isMap(value) ? value : null;
  } catch {
    return null;
  }
}
