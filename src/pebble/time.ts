import { readRfc3339 } from "../rfc3339.ts";

/**
 * Parses a time as Pebble writes it: RFC 3339 with up to nanoseconds.
 *
 * What is finer than a millisecond is cut off, never rounded up, so that no
 * time lies later than Pebble said.
 *
 * @example Usage
 * ```ts
 * import { parseTime } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   parseTime("2026-01-02T03:04:05.999999999+13:00"),
 *   new Date("2026-01-01T14:04:05.999Z"),
 * );
 * ```
 *
 * @param text Date, `T` or a blank, time, perhaps decimals, and a zone.
 * @throws {SyntaxError} If the text is not such a time, or there is no such day.
 */
export function parseTime(text: string): Date {
  const date = readRfc3339(text);
  if (date !== null) return date;
  throw new SyntaxError(`Cannot parse time "${text}": it is not RFC 3339`);
}
