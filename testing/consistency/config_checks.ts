import type { CharmcraftOption } from "../../src/meta/charmcraft.ts";
import type { CheckedScenario } from "./consistency_input.ts";
import { namesOf, NONE, type Report } from "./report.ts";

/** Checks the options that the state sets. */
export function checkConfig(
  { charmcraft, state, version }: CheckedScenario,
  report: Report,
): void {
  const options: Readonly<Record<string, CharmcraftOption | null>> =
    charmcraft.config?.options ?? NONE;
  for (const [name, value] of Object.entries(state.config)) {
    if (!Object.hasOwn(options, name)) {
      report.error(
        "option-undeclared",
        `the state sets the option "${name}", which is not declared`,
        `declare it under "config.options" in the metadata, or use one of ${
          namesOf(options)
        }`,
      );
      continue;
    }
    const type: string | undefined = options[name]?.type;
    if (type === undefined) {
      report.error(
        "option-untyped",
        `the option "${name}" is declared without a type`,
        'declare its "type" in the metadata',
      );
    } else if (!Object.hasOwn(TESTS, type)) {
      report.error(
        "option-type-unknown",
        `the option "${name}" has the unknown type "${type}"`,
        `declare one of ${namesOf(TESTS)}`,
      );
    } else if (type === "secret" && version.compare("3.4.0") < 0) {
      report.error(
        "option-type-unknown",
        `the option "${name}" is a secret, which Juju ${version} does not know`,
        "test with Juju 3.4 or later",
      );
    } else if (!TESTS[type]?.(value)) {
      report.error(
        "option-value",
        `the option "${name}" is set to a ${typeof value}${
          type === "secret" && typeof value === "string"
            ? " that is not the id of a secret"
            : ""
        }`,
        `set it to ${WANTED[type]}`,
      );
    }
  }
}

const TESTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  int: Number.isInteger,
  float: Number.isFinite,
  boolean: (value) => typeof value === "boolean",
  secret: (value) =>
    typeof value === "string" && /^secret:[0-9a-z]{20}$/.test(value),
};

const WANTED: Readonly<Record<string, string>> = {
  string: "a string",
  int: "a whole number",
  float: "a number",
  boolean: "true or false",
  secret: 'the id of a Secret, "secret:" and 20 letters or digits',
};
