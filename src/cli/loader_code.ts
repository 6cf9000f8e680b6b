// The modules that load the scripts of a program: its main module, and those that
// make its code cache.
import { REHEARSAL } from "../rehearsal.ts";
import type { BundleScripts } from "./bundle_scripts.ts";

/** The first script. */
export const FIRST = "first.script";
/** The second one. */
export const LATER = "later.script";
/** V8's code cache of the first one. */
export const CACHE = "first.cache";
/** A list of the modules, by their numbers, that a rehearsal has used. */
export const USED = "used.json";

/** What stacks call the second script. */
export function laterName(entry: string): string {
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

/**
 * The program's main module.
 *
 * @param entry What stacks call the first script.
 * @param scripts The program, of which there is a code cache.
 */
export function loaderCode(entry: string, scripts: BundleScripts): string {
  const cache = `Deno.readFileSync(new URL("${CACHE}", import.meta.url))`;
  const module = scriptsModule(entry, scripts, [
    `filename: nameOf(${JSON.stringify(entry)})`,
    `cachedData: ${cache}`,
  ]);
  return `${module}await run(import.meta, []);\n`;
}

/**
 * A module that makes the cache of what V8 compiles at first, in the program's
 * folder. The script has no name: that would be in the cache, with the folder's.
 */
export function makerCode(entry: string, scripts: BundleScripts): string {
  const module = scriptsModule(entry, scripts);
  return `${module}Deno.writeFileSync("${CACHE}", script.createCachedData());\n`;
}

/**
 * A module that does what the program does, in a rehearsal whose argument is the
 * socket of a Pebble, and makes the cache of what that has V8 compile, and
 * {@linkcode USED}.
 */
export function rehearsalCode(entry: string, scripts: BundleScripts): string {
  const module = scriptsModule(entry, scripts);
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
