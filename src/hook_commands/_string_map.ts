// YAML reads these as ends of lines, or not at all, where JSON takes them as
// they are.
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A longer key must be announced; the limit of YAML is 1024 bytes. */
const LONG_KEY = 300;

/**
 * Writes a map for `--file`, which Juju reads as YAML 1.1: JSON, except for
 * what the two read differently.
 */
export function stringMapText(data: Readonly<Record<string, string>>): string {
  const members = Object.entries(data).map(([key, value]) =>
    `${key.length > LONG_KEY ? "? " : ""}${quote(key)}: ${quote(value)}`
  );
  return `{${members.join(", ")}}`;
}

function quote(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    NOT_IN_YAML,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
