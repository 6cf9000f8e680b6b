import type { ConfigValue } from "../../hook_commands/types.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";

/**
 * Refuses values that `juju config` would refuse.
 *
 * @throws {CliError} If the charm has no such option, or of another type.
 */
export function checkOptions(
  values: Readonly<Record<string, ConfigValue | null>>,
  charmcraft: Charmcraft,
): void {
  const options = charmcraft.config?.options ?? {};
  for (const [name, value] of Object.entries(values)) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) {
      throw new CliError(`Cannot set option "${name}": the charm has none`, {
        hint: `Its options: ${Object.keys(options).join(", ") || "none"}`,
      });
    }
    const { type = "string" } = option;
    if (value !== null && !fits(type, value)) {
      const shown = JSON.stringify(value);
      throw new CliError(
        `Cannot set option "${name}" to ${shown}: it is of type ${type}`,
        { hint: HINTS[type] },
      );
    }
  }
}

/** Sets options of a unit's world; null resets one. */
export function setOptions(
  state: ModelState,
  values: Readonly<Record<string, ConfigValue | null>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) state.config.delete(name);
    else state.config.set(name, value);
  }
}

const HINTS: Readonly<Record<string, string>> = {
  boolean: "Write true or false",
  float: "Write a decimal number, such as 0.5",
  int: "Write a whole number in decimal digits, such as 8080",
};

function fits(type: string, value: ConfigValue): boolean {
  if (type === "int") return Number.isInteger(value);
  if (type === "float") return typeof value === "number";
  if (type === "boolean") return typeof value === "boolean";
  return typeof value === "string";
}
