/** Reads a file of line maps, or gives null when there is none. */
export type ReadLineMaps = (url: URL) => string | null;

/** What `charmkit compile` puts into a program for each of its modules. */
interface LineMap {
  /** The sources. */
  readonly sources: readonly string[];
  /**
   * Runs of lines, with spaces between: first line, source and line there, from
   * 0, as differences to the run before, nothing for none.
   */
  readonly runs: string;
}

/** A place in a module of a compiled charm, as stacks name it. */
const PLACE = /(file:\/\/\/[^\s()]+\.js):(\d+):\d+/g;

/**
 * The file beside the modules that has all of their maps by the modules' names:
 * each file in a program costs its start 10 KiB of memory.
 */
export const LINE_MAPS = "modules.lines";

/**
 * Names the charm's own files and lines in a stack of a compiled charm.
 *
 * `charmkit compile` makes few files of a charm's modules, and puts maps of
 * their lines beside them. Places without a map stay as they are.
 *
 * @param stack The stack, or any text with places in it.
 * @param readMap Where the maps are. @default {beside the modules}
 */
export function originalStack(
  stack: string,
  readMaps: ReadLineMaps = readFile,
): string {
  const folders = new Map<string, Readonly<Record<string, LineMap>>>();
  return stack.replace(PLACE, (place, module: string, line) => {
    const url = new URL(LINE_MAPS, module);
    let maps = folders.get(url.href);
    if (maps === undefined) {
      folders.set(url.href, maps = parseMaps(readMaps(url)));
    }
    const map = maps[module.slice(module.lastIndexOf("/") + 1)];
    return map === undefined
      ? place
      : originalLine(map, Number(line) - 1) ?? place;
  });
}

function readFile(url: URL): string | null {
  try {
    return Deno.readTextFileSync(url);
  } catch {
    // A stack with other places is better than an error about the error.
    return null;
  }
}

function parseMaps(text: string | null): Readonly<Record<string, LineMap>> {
  try {
    return JSON.parse(text ?? "{}");
  } catch {
    return {};
  }
}

function originalLine({ sources, runs }: LineMap, line: number): string | null {
  let start = 0, source = 0, sourceLine = 0;
  let found: string | null = null;
  for (const run of runs.split(" ")) {
    const [starts, of, at] = run.split(",").map(Number);
    start += starts ?? 0;
    if (start > line) break;
    source += of ?? 0;
    sourceLine += at ?? 0;
    found = `${sources[source]}:${sourceLine + line - start + 1}`;
  }
  return found;
}
