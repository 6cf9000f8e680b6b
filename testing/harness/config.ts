import { isMap } from "../../src/simulator/is_map.ts";
import type { ConfigValue } from "../../src/hook_commands/types.ts";
import type { CharmcraftOption } from "../../src/meta/charmcraft.ts";
import type { ModelState } from "../../src/simulator/model_state.ts";
import { HarnessError } from "./harness_error.ts";
import { known } from "./known.ts";

/** What each type of option takes, as words and as a check. */
const TYPES: Readonly<
  Record<string, readonly [string, (value: unknown) => boolean]>
> = {
  string: ["a string", (value) => typeof value === "string"],
  secret: ["the id of a secret", (value) => typeof value === "string"],
  boolean: ["a boolean", (value) => typeof value === "boolean"],
  int: ["a whole number", Number.isInteger],
  float: ["a number", Number.isFinite],
};

/**
 * Expects that options with a default have a type that Juju knows.
 *
 * @throws {TypeError} If the section is not a map of options.
 * @throws {HarnessError} If an option has no such type.
 */
export function expectOptions(config: unknown): void {
  if (config === undefined) return;
  const options = isMap(config) ? config["options"] ?? {} : config;
  if (!isMap(options)) {
    throw new TypeError(
      'Cannot use the config of the metadata: it must be a map with "options"',
    );
  }
  for (const [name, option] of Object.entries(options)) {
    if (!isMap(option)) {
      throw new TypeError(`Cannot use option "${name}": it must be a map`);
    }
    const value = option["default"] ?? null;
    if (value !== null) expectType(name, option, value);
  }
}

/** Sets options, and then takes back others (HRN-25). */
export function changeConfig(
  { config, charmcraft }: ModelState,
  values: Readonly<Record<string, ConfigValue | null | undefined>>,
  unset: Iterable<string>,
): void {
  const { options = {} } = charmcraft.config ?? {};
  const given = Object.entries(values)
    .filter((entry): entry is [string, ConfigValue] =>
      (entry[1] ?? null) !== null
    );
  const names = [...unset];
  for (const name of [...Object.keys(values), ...names]) {
    known("option", name, options);
  }
  for (const [name, value] of given) expectType(name, options[name], value);
  for (const [name, value] of given) config.set(name, value);
  for (const name of names) config.delete(name);
}

function expectType(
  name: string,
  option: CharmcraftOption | Record<string, unknown> = {},
  value: unknown,
): void {
  // As in Juju, an option that says nothing of its type takes text.
  const { type = "string" } = option;
  const rule = typeof type === "string" && Object.hasOwn(TYPES, type)
    ? TYPES[type]
    : undefined;
  if (rule === undefined) {
    throw new HarnessError(
      `Cannot use option "${name}": it has type "${type}"; Juju knows ${
        Object.keys(TYPES).map((known) => `"${known}"`).join(", ")
      }`,
    );
  }
  const [words, fits] = rule;
  if (fits(value)) return;
  throw new HarnessError(
    `Cannot set option "${name}" to ${
      JSON.stringify(value)
    }: its type is "${type}", so it takes ${words}`,
  );
}
