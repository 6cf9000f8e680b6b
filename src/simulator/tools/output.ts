import { formatYaml } from "./yaml_output.ts";

/** Formats that hook commands print in. */
export type OutputFormat = "json" | "smart" | "yaml";

/** Prints a value as a hook command does (JHT-00.9 to JHT-00.12). */
export function formatOutput(value: unknown, format: OutputFormat): string {
  if (format === "json") return `${formatJson(value)}\n`;
  if (format === "yaml") return formatYaml(value);
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "string") return `${value}\n`;
  if (typeof value === "boolean") return value ? "True\n" : "False\n";
  if (Array.isArray(value) && value.every((x) => typeof x === "string")) {
    return value.length === 0 ? "" : `${value.join("\n")}\n`;
  }
  return formatYaml(value);
}

/** One compact line, keys sorted, with the escapes of Go's encoder. */
export function formatJson(value: unknown): string {
  return JSON.stringify(sortKeys(value ?? null)).replace(
    /[<>&\u2028\u2029]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => a < b ? -1 : 1)
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}
