import type { ModelContext } from "./model_context.ts";
import { Secret, type SecretReference } from "./secret.ts";
import { secretAttributes, type SecretOptions } from "./secret_info.ts";
import { assertSecretContent, type SecretContent } from "./_secret_content.ts";
import { translateErrors } from "./_translate_errors.ts";

/** Creates a secret that belongs to the application, or to this unit. */
export function addSecret(
  context: ModelContext,
  owner: "application" | "unit",
  content: SecretContent,
  options: SecretOptions = {},
): Secret {
  assertSecretContent(content);
  const copy = { ...content };
  const attributes = secretAttributes(options);
  const id = translateErrors(
    context,
    `Cannot add a secret of the ${owner}`,
    () => context.backend.secretAdd(copy, { ...attributes, owner }),
  );
  return new Secret(context, { id, label: options.label }, {
    tracked: copy,
    newest: true,
  });
}

/** A secret by id, label or both, whose content is read at once. */
export function getSecret(
  context: ModelContext,
  reference: SecretReference,
): Secret {
  const secret = new Secret(context, reference);
  secret.getContent();
  return secret;
}

/** A secret that is known by name; nothing is asked of Juju. */
export function secretOf(
  context: ModelContext,
  reference: SecretReference,
): Secret {
  return new Secret(context, reference);
}
