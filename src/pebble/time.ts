const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/;

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
 * @param text Date, `T` or a blank, time, at most nine decimals, and a zone.
 * @throws {SyntaxError} If the text is not such a time.
 */
export function parseTime(text: string): Date {
  const match = RFC_3339.exec(text);
  if (match !== null) {
    const [, day, time, fraction = "", zone = ""] = match;
    const decimals = fraction.slice(0, 3).padEnd(3, "0");
    const date = new Date(`${day}T${time}.${decimals}${zone.toUpperCase()}`);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw new SyntaxError(`Cannot parse time "${text}": it is not RFC 3339`);
}
