/** What a source map says, as far as stacks need it. */
interface SourceMap {
  readonly sources: readonly string[];
  /** For each line its segments: column, source, line and column there, all from 0. */
  readonly lines: readonly (readonly Segment[])[];
}

type Segment = readonly [
  column: number,
  source: number,
  line: number,
  sourceColumn: number,
];

/** Reads the source map of a module, or gives null when it has none. */
export type ReadMap = (moduleUrl: string) => string | null;

/** A place in a module of a compiled charm, as stacks name it. */
const PLACE = /(file:\/\/\/[^\s()]+\.js):(\d+):(\d+)/g;

/**
 * Names the charm's own files and lines in a stack of a compiled charm.
 *
 * `charmkit compile` puts source maps into the executable without telling the
 * runtime, which would read them at every start; this reads them when something
 * went wrong. Places without a map stay as they are.
 *
 * Source: the source map format, ECMA-426.
 *
 * @param stack The stack, or any text with places in it.
 * @param readMap Where the maps are. @default {beside the modules}
 */
export function originalStack(
  stack: string,
  readMap: ReadMap = readMapBeside,
): string {
  const maps = new Map<string, SourceMap | null>();
  return stack.replace(PLACE, (place, url: string, line, column) => {
    let map = maps.get(url);
    if (map === undefined) maps.set(url, map = loadMap(url, readMap));
    if (map === null) return place;
    return originalPlace(map, Number(line) - 1, Number(column) - 1) ?? place;
  });
}

function readMapBeside(moduleUrl: string): string | null {
  try {
    return Deno.readTextFileSync(new URL(`${moduleUrl}.map`));
  } catch {
    // A stack with other places is better than an error about the error.
    return null;
  }
}

function loadMap(url: string, readMap: ReadMap): SourceMap | null {
  const text = readMap(url);
  if (text === null) return null;
  try {
    const { sources, mappings } = JSON.parse(text) as {
      sources: string[];
      mappings: string;
    };
    return { sources, lines: decodeMappings(mappings) };
  } catch {
    return null;
  }
}

function originalPlace(
  map: SourceMap,
  line: number,
  column: number,
): string | null {
  const segment = map.lines[line]?.findLast(([start]) => start <= column);
  if (segment === undefined) return null;
  const [, source, sourceLine, sourceColumn] = segment;
  return `${map.sources[source]}:${sourceLine + 1}:${sourceColumn + 1}`;
}

function decodeMappings(mappings: string): Segment[][] {
  let source = 0, line = 0, sourceColumn = 0;
  return mappings.split(";").map((text) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const segment of text.split(",")) {
      const numbers = decodeNumbers(segment);
      column += numbers[0] ?? 0;
      if (numbers.length < 4) continue;
      source += numbers[1]!;
      line += numbers[2]!;
      sourceColumn += numbers[3]!;
      segments.push([column, source, line, sourceColumn]);
    }
    return segments;
  });
}

const DIGITS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base-64 digits of five bits each, lowest first; the first bit is the sign. */
function decodeNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0, shift = 0;
  for (const char of segment) {
    const digit = DIGITS.indexOf(char);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
