const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads a time as Juju and Pebble write it: RFC 3339, also with a blank for the
 * `T`.
 *
 * What is finer than a millisecond is cut off, never rounded up, so that no
 * time lies later than was said.
 *
 * @param text Date, time, perhaps decimals of any number, and a zone.
 * @returns The instant; `null` if the text is no such time, or there is no such
 * day.
 */
export function readRfc3339(text: string): Date | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [, day, time, fraction = "", sign, hours, minutes] = match;
  const date = new Date(`${day}T${time}Z`);
  // The date parser turns February 30 and 24:00:00 into the day after.
  if (
    Number.isNaN(date.getTime()) ||
    !date.toISOString().startsWith(`${day}T${time}`)
  ) {
    return null;
  }
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) *
    (sign === "-" ? -60_000 : 60_000);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return new Date(date.getTime() - offset + milliseconds);
}
