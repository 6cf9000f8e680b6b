import { parseBool, parseFloat64, parseInt64 } from "./tools/go_text.ts";

/**
 * Reads what somebody typed as the value of an option, as `juju config` does:
 * a whole number is decimal, a boolean is one of Go's spellings, and nothing is
 * trimmed.
 *
 * Source: `Option.parse` in config.go of github.com/juju/charm/v12.
 *
 * @param text The text, such as `"8080"`.
 * @param type Type of the option, such as `"int"`; text if it is another word.
 * @returns The value; a bigint where a number can't hold it exactly, null if
 * Juju refuses the text.
 */
export function parseOptionText(
  text: string,
  type: string,
): bigint | boolean | number | string | null {
  switch (type) {
    case "boolean":
      return parseBool(text) ?? null;
    case "float":
      return parseFloat64(text) ?? null;
    case "int": {
      const value = parseInt64(text) ?? null;
      const number = Number(value);
      return value === null || !Number.isSafeInteger(number) ? value : number;
    }
    default:
      return text;
  }
}
