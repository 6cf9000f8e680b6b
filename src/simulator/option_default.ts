import type { ConfigValue } from "../hook_commands/types.ts";
import type { CharmcraftOption } from "../meta/charmcraft.ts";
import { parseAnyInt64, parseBool } from "./tools/go_text.ts";

/**
 * The value of an option that nobody has set: Juju reads a default that is
 * written as text by the option's type, so that `default: "80"` of an int is a
 * number.
 *
 * Source: `Option.validate` in config.go of github.com/juju/charm/v12, and
 * github.com/juju/schema.
 *
 * @param option The option.
 * @returns Its default; null if it has none.
 */
export function optionDefault(
  option: CharmcraftOption | null | undefined,
): ConfigValue | null {
  const value = option?.default ?? null;
  if (typeof value !== "string") return value;
  switch (option?.type) {
    case "boolean":
      return parseBool(value) ?? value;
    case "int": {
      const number = parseAnyInt64(value);
      return number === undefined ? value : Number(number);
    }
    default:
      return value;
  }
}
