import {
  decodeSecretValue,
  encodeSecretValue,
  type SecretContent as EncodedContent,
  type SecretGrant,
  type SecretOptions,
  type SecretState,
} from "../../src/simulator/secret_state.ts";
import type { ModelState } from "../../src/simulator/model_state.ts";
import {
  revisionsOf,
  Secret,
  type SecretChanges,
  type SecretContent,
  withRevisions,
} from "../state/secret.ts";

/** Secrets of a state as the simulator takes them. */
export function toSecretSeeds(secrets: readonly Secret[]): SecretOptions[] {
  return secrets.map(toSecretSeed);
}

function toSecretSeed(secret: Secret): SecretOptions {
  const { owner, label } = secret;
  const { tracked, latest } = numbersOf(secret);
  const revisions = new Map([[tracked, encoded(secret.trackedContent)]]);
  if (latest !== tracked) revisions.set(latest, encoded(secret.latestContent));
  return {
    id: bareId(secret.id),
    owner: owner === "app" ? "application" : owner,
    revisions,
    tracked,
    [owner === null ? "consumerLabel" : "label"]: label ?? "",
    description: secret.description ?? "",
    expire: secret.expire,
    rotate: secret.rotate ?? "never",
    grants: grantsOf(secret),
  };
}

/** Secrets after a run: those that did not change are the same objects. */
export function readSecrets(
  world: ModelState,
  before: readonly Secret[],
): Secret[] {
  const known = new Map(before.map((secret) => [bareId(secret.id), secret]));
  return [...world.secrets.values()].map((after) => {
    const secret = known.get(after.id);
    return secret === undefined
      ? newSecret(after, world)
      : changed(secret, after, world);
  });
}

function newSecret(after: SecretState, world: ModelState): Secret {
  const { latest } = after;
  const content = contentOf(after, latest) ?? {};
  const tracked = after.tracked ?? latest;
  const secret = new Secret(contentOf(after, tracked) ?? content, {
    id: `secret:${after.id}`,
    latestContent: content,
    ...attributesOf(after, world),
  });
  return withRevisions(secret, { tracked, latest });
}

function changed(
  secret: Secret,
  after: SecretState,
  world: ModelState,
): Secret {
  const { latest } = after;
  const before = numbersOf(secret);
  const tracked = after.tracked ?? before.tracked;
  const changes: SecretChanges = {
    ...tracked === before.tracked && latest === before.latest ? {} : {
      trackedContent: contentOf(after, tracked) ?? secret.trackedContent,
      latestContent: contentOf(after, latest) ?? secret.latestContent,
    },
    ...attributesOf(after, world),
  };
  const made = secret.with(changes);
  if (tracked === before.tracked && latest === before.latest) {
    return made.equals(secret) ? secret : made;
  }
  return withRevisions(made, { tracked, latest });
}

function attributesOf(
  after: SecretState,
  world: ModelState,
): Omit<SecretChanges, "trackedContent" | "latestContent"> {
  const { owner } = after;
  const label = owner === null ? after.consumerLabel : after.label;
  return {
    owner: owner === "application" ? "app" : owner,
    label: label || null,
    description: after.description || null,
    expire: after.expire,
    rotate: after.rotate === "never" ? null : after.rotate,
    remoteGrants: remoteGrantsOf(after.grants, world),
  };
}

/**
 * The numbers that contents have in the simulator. A test may give a newer
 * content without a newer number (STT-74); then the one that is tracked comes
 * before it.
 */
function numbersOf(secret: Secret): { tracked: number; latest: number } {
  const { tracked, latest } = revisionsOf(secret);
  if (tracked !== latest) return { tracked, latest };
  const { trackedContent, latestContent } = secret;
  const isSame = trackedContent === latestContent ||
    sameContent(trackedContent, latestContent);
  return { tracked: isSame ? tracked : latest - 1, latest };
}

function grantsOf({ remoteGrants }: Secret): SecretGrant[] {
  return Object.entries(remoteGrants).flatMap(([id, names]) =>
    names.map((name) => ({
      relationId: Number(id),
      unit: name.includes("/") ? name : null,
    }))
  );
}

function remoteGrantsOf(
  grants: readonly SecretGrant[],
  { relations }: ModelState,
): Record<number, string[]> {
  const remoteGrants: Record<number, string[]> = {};
  for (const { relationId, unit } of grants) {
    const name = unit ?? relations.get(relationId)?.remoteApp;
    if (name !== undefined) (remoteGrants[relationId] ??= []).push(name);
  }
  return remoteGrants;
}

function sameContent(a: SecretContent, b: SecretContent): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => a[key] === b[key]);
}

/** Contents don't change, and each run needs them again. */
const ENCODED: WeakMap<SecretContent, EncodedContent> = new WeakMap();

function encoded(content: SecretContent): EncodedContent {
  const known = ENCODED.get(content);
  if (known !== undefined) return known;
  const made = Object.fromEntries(
    Object.entries(content).map(([key, text]) => [
      key,
      encodeSecretValue(text),
    ]),
  );
  ENCODED.set(content, made);
  return made;
}

function contentOf(
  { revisions }: SecretState,
  revision: number,
): SecretContent | null {
  const content = revisions.get(revision);
  if (content === undefined) return null;
  return Object.fromEntries(
    Object.entries(content).map(([key, value]) => [
      key,
      decodeSecretValue(value),
    ]),
  );
}

function bareId(id: string): string {
  return id.startsWith("secret:") ? id.slice("secret:".length) : id;
}
