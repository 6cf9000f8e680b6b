import { formatFloat } from "../tools/go_text.ts";

/**
 * A number as Juju shows it: whole ones with all of their digits, others as Go's
 * `%g` does.
 *
 * Source: `resultErrorFormatNumber` of `github.com/juju/gojsonschema`.
 */
export function goNumber(value: number): string {
  if (Number.isSafeInteger(value)) return value === 0 ? "0" : String(value);
  return Number.isFinite(value) ? formatFloat(value) : String(value);
}
