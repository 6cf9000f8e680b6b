const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

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
  const match = TIMESTAMP.exec(text);
  if (match !== null) {
    const [, day, time, fraction = "", sign, hours, minutes] = match;
    const date = new Date(`${day}T${time}Z`);
    // The date parser turns February 30 and 24:00:00 into the day after.
    if (
      !Number.isNaN(date.getTime()) &&
      date.toISOString().startsWith(`${day}T${time}`)
    ) {
      const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) *
        (sign === "-" ? -60_000 : 60_000);
      const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
      return new Date(date.getTime() - offset + milliseconds);
    }
  }
  throw new SyntaxError(
    `Cannot parse time "${text}": it is not a time such as "2026-01-02T03:04:05Z"`,
  );
}
