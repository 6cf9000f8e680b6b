import { readRfc3339 } from "../rfc3339.ts";

/**
 * Parses a time as Juju writes it: RFC 3339, also with a blank for the `T`.
 *
 * What is finer than a millisecond is cut off, never rounded up, so that no
 * time lies later than Juju said.
 *
 * @example Usage
 * ```ts
 * import { parseTimestamp } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   parseTimestamp("2026-11-05 15:29:12Z"),
 *   new Date("2026-11-05T15:29:12.000Z"),
 * );
 * ```
 *
 * @param text Date, time, perhaps decimals of any number, and a zone.
 * @returns The instant.
 * @throws {SyntaxError} If the text is not such a time, or there is no such day.
 */
export function parseTimestamp(text: string): Date {
  const date = readRfc3339(text);
  if (date !== null) return date;
  throw new SyntaxError(
    `Cannot parse time "${text}": it is not a time such as "2026-01-02T03:04:05Z"`,
  );
}
