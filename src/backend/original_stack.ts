/** Reads the line map of a module, or gives null when it has none. */
export type ReadLineMap = (moduleUrl: string) => string | null;

/** What `charmkit compile` puts into a program for each of its modules. */
interface LineMap {
  /** The sources. */
  readonly sources: readonly string[];
  /** Runs of lines: first line, source and line there, all from 0. */
  readonly runs: readonly (readonly [number, number, number])[];
}

/** A place in a module of a compiled charm, as stacks name it. */
const PLACE = /(file:\/\/\/[^\s()]+\.js):(\d+):\d+/g;

/** What a line map's file is called after the module's own name. */
export const LINE_MAP_SUFFIX = ".lines";

/**
 * Names the charm's own files and lines in a stack of a compiled charm.
 *
 * `charmkit compile` makes few files of a charm's modules, and puts a map of
 * their lines beside each. Places without a map stay as they are.
 *
 * @param stack The stack, or any text with places in it.
 * @param readMap Where the maps are. @default {beside the modules}
 */
export function originalStack(
  stack: string,
  readMap: ReadLineMap = readMapBeside,
): string {
  const maps = new Map<string, LineMap | null>();
  return stack.replace(PLACE, (place, url: string, line) => {
    let map = maps.get(url);
    if (map === undefined) maps.set(url, map = parseMap(readMap(url)));
    return map === null ? place : originalLine(map, Number(line) - 1) ?? place;
  });
}

function readMapBeside(moduleUrl: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(`${moduleUrl}${LINE_MAP_SUFFIX}`));
  } catch {
    // A stack with other places is better than an error about the error.
    return null;
  }
}

function parseMap(text: string | null): LineMap | null {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function originalLine({ sources, runs }: LineMap, line: number): string | null {
  const run = runs.findLast(([start]) => start <= line);
  if (run === undefined) return null;
  const [start, source, sourceLine] = run;
  return `${sources[source]}:${sourceLine + line - start + 1}`;
}
