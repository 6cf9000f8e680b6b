const MILLISECONDS = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ns: 1e-6,
} as const;
type Unit = keyof typeof MILLISECONDS;

const PART = /(\d+\.?\d*|\.\d+)(ms|us|\u00b5s|\u03bcs|ns|h|m|s)/y;

/**
 * Parses a duration as Go writes it, such as `"1m30s"` or `"1.5h"`.
 *
 * Source: Go's `time.ParseDuration`, which Pebble uses.
 *
 * @example Usage
 * ```ts
 * import { parseDuration } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseDuration("1m30s"), 90_000);
 * ```
 *
 * @param text Number and unit (`h`, `m`, `s`, `ms`, `us`, `µs`, `ns`), once or
 * more without gaps, after an optional sign; or `"0"`.
 * @returns The duration in milliseconds, with a fraction if need be.
 * @throws {SyntaxError} If the text is not a duration.
 */
export function parseDuration(text: string): number {
  const sign = text.startsWith("-") ? -1 : 1;
  const unsigned = text.replace(/^[+-]/, "");
  if (unsigned === "0") return 0;
  let milliseconds = 0;
  let end = 0;
  while (end < unsigned.length) {
    PART.lastIndex = end;
    const part = PART.exec(unsigned);
    if (part === null) break;
    milliseconds += Number(part[1]) * MILLISECONDS[part[2] as Unit];
    end = PART.lastIndex;
  }
  if (end === 0 || end < unsigned.length) {
    throw new SyntaxError(`Cannot parse duration "${text}"`);
  }
  return sign * milliseconds;
}

/**
 * A duration as Pebble's API takes it: seconds with three decimals.
 *
 * @example Usage
 * ```ts
 * import { formatDuration } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(formatDuration(4000), "4.000s");
 * ```
 *
 * @param milliseconds The duration; parts of a millisecond are rounded.
 */
export function formatDuration(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)}s`;
}
