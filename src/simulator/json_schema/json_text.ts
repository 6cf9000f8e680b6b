import { formatJson } from "../tools/output.ts";

/** A value as JSON, as Go writes it; what JSON has not, as text. */
export function jsonText(value: unknown): string {
  try {
    return formatJson(value);
  } catch {
    // Only a test can give such a value, a bigint for one.
    return String(value);
  }
}
