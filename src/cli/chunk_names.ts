import { join } from "@std/path";

/** Deno names a chunk after its content, and after where its sources are. */
const HASHED = /-[A-Z0-9]{8}(?=\.js$)/;

/** A chunk where another module loads it. */
const LOADED = /"\.\/([^"/]+-[A-Z0-9]{8}\.js)"/g;

/**
 * Names the chunks of a bundle by the order in which its modules load them, so
 * that a program is the same from wherever it is compiled: Deno names them after
 * their content and the paths of their sources, as seen from the bundle.
 *
 * @param dir The bundle's folder, with nothing but modules and their source maps.
 * @param main Its main module there.
 */
export async function nameChunks(dir: string, main: string): Promise<void> {
  const modules = new Set<string>();
  for await (const { name } of Deno.readDir(dir)) modules.add(name);
  const names = new Map<string, string>();
  const texts = new Map<string, string>();
  const queue = [main];
  for (const module of queue) {
    const text = await Deno.readTextFile(join(dir, module));
    texts.set(module, text);
    for (const [, name = ""] of text.matchAll(LOADED)) {
      // A charm may have a text of its own that looks so.
      if (names.has(name) || !modules.has(name)) continue;
      names.set(name, name.replace(HASHED, `-${names.size + 1}`));
      queue.push(name);
    }
  }
  for (const [module, text] of texts) {
    const path = join(dir, module);
    const renamed = join(dir, names.get(module) ?? module);
    const code = text.replaceAll(LOADED, (whole, name: string) => {
      const given = names.get(name);
      return given === undefined ? whole : `"./${given}"`;
    });
    await Deno.writeTextFile(path, code);
    await Deno.rename(path, renamed);
    await Deno.rename(`${path}.map`, `${renamed}.map`);
  }
}
