import { CliError } from "../cli_error.ts";
import { secretKeyMistake } from "./databag_file.ts";
import type { LocalApplication } from "./local_application.ts";
import { parseTexts } from "./pairs.ts";
import { USER } from "./remote_secrets.ts";

/** What can be done with secrets. */
export const SECRET_VERBS = [
  "set",
  "grant",
  "revoke",
  "remove",
  "rotate",
  "expire",
] as const;

/** Something done with a secret, of the other side or of the charm. */
export interface SecretStep {
  /** Tells it from other steps. */
  readonly kind: "secret";
  /** What is done. */
  readonly verb: typeof SECRET_VERBS[number];
  /** The name it has in this run; of the charm's own: label or id. */
  readonly name: string;
  /** Its new content, for `set`. */
  readonly pairs: readonly string[];
}

/**
 * Changes a secret; the units hear of it when they next settle.
 *
 * @throws {CliError} If there is no such secret, or its content is refused.
 */
export function doSecretStep(
  application: LocalApplication,
  step: SecretStep,
): void {
  const { secrets } = application.remote;
  const { name } = step;
  switch (step.verb) {
    case "set":
      put(application, step);
      break;
    case "grant":
      secrets.grant(secrets.find(name), true);
      break;
    case "revoke":
      secrets.grant(secrets.find(name), false);
      break;
    case "remove":
      secrets.remove(secrets.find(name));
      break;
    case "rotate":
    case "expire":
      comeDue(application, step.verb, name);
      break;
  }
}

/** Makes one that the user owns, or a new revision of one that is known. */
function put(application: LocalApplication, step: SecretStep): void {
  const { secrets } = application.remote;
  const content = parseTexts(step.pairs);
  for (const key of Object.keys(content)) {
    const mistake = secretKeyMistake(key);
    if (mistake !== null) {
      throw new CliError(`Cannot set key "${key}" of a secret: ${mistake}`);
    }
  }
  const known = [...secrets.ids.keys()].filter((key) =>
    key === step.name || key.endsWith(`/${step.name}`)
  );
  // Several of the name are told apart by who owns them.
  if (known.length > 1) secrets.find(step.name);
  const [key = `${USER}/${step.name}`] = known;
  const slash = key.indexOf("/");
  const [owner, name] = [key.slice(0, slash), key.slice(slash + 1)];
  const id = secrets.put(owner, name, content);
  application.timeline.note(`Secret "${key}" is secret:${id}`);
}

/** Has the time come of which the charm's own secret speaks. */
function comeDue(
  application: LocalApplication,
  verb: "expire" | "rotate",
  name: string,
): void {
  const id = name.replace(/^secret:/, "");
  let found = false;
  for (const { state } of application.units) {
    for (const secret of state.secrets.values()) {
      if (secret.owner === null) continue;
      if (secret.id !== id && secret.label !== name) continue;
      found = true;
      if (verb === "rotate") secret.rotates = new Date();
      else secret.expire = new Date();
    }
  }
  if (found) return;
  throw new CliError(
    `Cannot ${verb} "${name}": the charm owns no such secret`,
    {
      hint: "Write the label or the id of a secret that the charm has made",
    },
  );
}
