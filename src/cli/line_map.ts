/** Which lines of a bundled file come from where, as short as stacks need it. */
export interface LineMap {
  /** The sources. */
  readonly sources: readonly string[];
  /**
   * Runs of lines, with spaces between: the first line of the run, its source,
   * and its line there, as differences to the run before, nothing for none. The
   * lines of a run follow each other in both.
   */
  readonly runs: string;
}

/** A source map, as far as it is read here. */
export interface SourceMap {
  /** The sources. */
  readonly sources: readonly string[];
  /** Segments of each line, in Base64 VLQ. */
  readonly mappings: string;
}

/**
 * Makes a short line map of a source map.
 *
 * A program is read whole when it starts, with everything in it: a source map
 * would cost each dispatch more memory than the charm's own code.
 *
 * Source: the source map format, ECMA-426.
 *
 * @throws {SyntaxError} If the mappings are not of that format.
 */
export function makeLineMap({ sources, mappings }: SourceMap): LineMap {
  const runs: Run[] = [];
  let source = 0, sourceLine = 0;
  for (const [line, text] of mappings.split(";").entries()) {
    let isFirst = true;
    for (const segment of text.split(",")) {
      const [, sourceDelta, lineDelta] = decodeNumbers(segment);
      if (sourceDelta === undefined || lineDelta === undefined) continue;
      source += sourceDelta;
      sourceLine += lineDelta;
      if (isFirst) addLine(runs, line, source, sourceLine);
      isFirst = false;
    }
  }
  return { sources, runs: encodeRuns(runs) };
}

/**
 * Makes one line map of those of modules that follow each other in a file.
 *
 * @param parts The maps, and the line where each module starts there, from 0 and
 * in this order.
 */
export function joinLineMaps(
  parts: readonly { readonly map: LineMap; readonly start: number }[],
): LineMap {
  const sources: string[] = [];
  const runs: Run[] = [];
  for (const { map, start } of parts) {
    for (const [line, source, sourceLine] of decodeRuns(map.runs)) {
      runs.push([line + start, source + sources.length, sourceLine]);
    }
    sources.push(...map.sources);
  }
  return { sources, runs: encodeRuns(runs) };
}

function decodeRuns(text: string): Run[] {
  if (text === "") return [];
  let last: Run = [0, 0, 0];
  return text.split(" ").map((run) => {
    const [line = 0, source = 0, sourceLine = 0] = run.split(",").map(Number);
    return last = [last[0] + line, last[1] + source, last[2] + sourceLine];
  });
}

function encodeRuns(runs: readonly Run[]): string {
  let last: Run = [0, 0, 0];
  return runs.map((run) => {
    const text = run.map((value, index) => value - last[index]! || "").join();
    last = run;
    return text;
  }).join(" ");
}

/** First line, source and line there, all from 0. */
type Run = readonly [number, number, number];

/** Adds a line, unless it goes on with the last run. */
function addLine(
  runs: Run[],
  line: number,
  source: number,
  sourceLine: number,
): void {
  const last = runs.at(-1);
  const goesOn = last !== undefined && last[1] === source &&
    last[2] - last[0] === sourceLine - line;
  if (!goesOn) runs.push([line, source, sourceLine]);
}

const DIGITS =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base-64 digits of five bits each, lowest first; the first bit is the sign. */
function decodeNumbers(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0, shift = 0;
  for (const char of segment) {
    const digit = DIGITS.indexOf(char);
    if (digit < 0) {
      throw new SyntaxError(
        `Cannot read a source map: "${char}" is no Base64 digit`,
      );
    }
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
