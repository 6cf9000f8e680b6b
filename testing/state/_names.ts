import { StateValidationError } from "../errors.ts";

/** What has a name with a form of its own. */
export type NamedKind = "endpoint" | "storage" | "action" | "container";

const RULES: Readonly<
  Record<NamedKind, { readonly form: RegExp; readonly text: string }>
> = {
  endpoint: {
    form: /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/,
    text:
      'it must start with a lower-case letter and have only lower-case letters, digits and single "-" or "_" between them',
  },
  storage: {
    form: /^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*$/,
    text:
      'it must start with a lower-case letter and have only lower-case letters, digits and single "-", with a letter in each part',
  },
  action: {
    form: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    text:
      'it must have only lower-case letters, digits and "-", which is neither first nor last',
  },
  container: {
    form: /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
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
  const { form, text } = RULES[kind];
  if (typeof name === "string" && form.test(name)) return;
  throw new StateValidationError(
    `Cannot name ${
      kind === "action" || kind === "endpoint" ? "an" : "a"
    } ${kind} ${JSON.stringify(name)}: ${text}`,
  );
}
