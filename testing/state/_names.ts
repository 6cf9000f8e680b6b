import { isStorageName } from "../../src/meta/juju_names.ts";
import { StateValidationError } from "../errors.ts";

/** What has a name with a form of its own. */
export type NamedKind = "endpoint" | "storage" | "action" | "container";

const RULES: Readonly<
  Record<
    NamedKind,
    { readonly fits: (name: string) => boolean; readonly text: string }
  >
> = {
  endpoint: {
    fits: (name) => /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(name),
    text:
      'it must start with a lower-case letter and have only lower-case letters, digits and single "-" or "_" between them',
  },
  storage: {
    fits: isStorageName,
    text:
      'it must start with a lower-case letter and have only lower-case letters, digits and single "-", with a letter in each part',
  },
  action: {
    fits: (name) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name),
    text:
      'it must have only lower-case letters, digits and "-", which is neither first nor last',
  },
  container: {
    fits: (name) => /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name),
    text:
      'it must have at most 63 characters, lower-case letters, digits and "-", which is neither first nor last',
  },
};

/**
 * Checks a name of the metadata.
 *
 * @throws {StateValidationError} If Juju could have nothing of that name.
 */
export function expectName(kind: NamedKind, name: string): void {
  const { fits, text } = RULES[kind];
  if (typeof name === "string" && fits(name)) return;
  throw new StateValidationError(
    `Cannot name ${
      kind === "action" || kind === "endpoint" ? "an" : "a"
    } ${kind} ${JSON.stringify(name)}: ${text}`,
  );
}
