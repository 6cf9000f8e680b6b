import type { ModelBackend } from "../backend/model_backend.ts";
import type {
  SecretAttributes,
  SecretInfo as JujuSecretInfo,
  SecretRotate,
} from "../hook_commands/types.ts";
import type { SecretContent } from "./_secret_content.ts";

/** What can be set of a secret beside its content. */
export interface SecretOptions {
  /** Label by which the owner finds it again; unique for the owner. */
  readonly label?: string;
  /** Description for people. */
  readonly description?: string;
  /** When it expires. */
  readonly expire?: Date;
  /** How long from now it is to expire, in milliseconds; instead of `expire`. */
  readonly expireAfterMs?: number;
  /** How often Juju asks for new content, with a secret-rotate event. */
  readonly rotate?: SecretRotate;
}

/** Metadata of an own secret, without its content. */
export interface SecretInfo {
  /** The id, with `secret:`. */
  readonly id: string;
  /** The owner's label; null when it has none. */
  readonly label: string | null;
  /** Newest revision, from 1. */
  readonly revision: number;
  /** When it expires; null when it does not. */
  readonly expires: Date | null;
  /** How often it is rotated; null when it is not. A policy that is not known here stays as it is. */
  readonly rotation: string | null;
  /** When it is next rotated; null when it is not. */
  readonly rotates: Date | null;
  /** Description for people; null when there is none. */
  readonly description: string | null;
}

const ROTATIONS: ReadonlySet<string> = new Set<SecretRotate>([
  "never",
  "hourly",
  "daily",
  "weekly",
  "monthly",
  "quarterly",
  "yearly",
]);

/** The id with `secret:`; Juju often leaves that out. */
export function normalSecretId(id: string, modelUuid: string): string {
  const text = id.trim();
  if (text.startsWith("secret:")) return text;
  return modelUuid === "" ? `secret:${text}` : `secret://${modelUuid}/${text}`;
}

/** What Juju tells of a secret, with a normal id. */
export function readSecretInfo(
  info: JujuSecretInfo,
  modelUuid: string,
): SecretInfo {
  return {
    id: normalSecretId(info.id, modelUuid),
    label: info.label,
    revision: info.revision,
    expires: info.expiry,
    rotation: info.rotation,
    rotates: info.rotates,
    description: info.description,
  };
}

/** The attributes as the hook commands take them; an expiry in the future is an instant. */
export function secretAttributes(
  { label, description, expire, expireAfterMs, rotate }: SecretOptions,
): SecretAttributes {
  return {
    ...(label === undefined ? {} : { label }),
    ...(description === undefined ? {} : { description }),
    ...(rotate === undefined ? {} : { rotate }),
    ...expiry(expire, expireAfterMs),
  };
}

function expiry(
  expire: Date | undefined,
  expireAfterMs: number | undefined,
): { readonly expire?: Date } {
  if (expire === undefined && expireAfterMs === undefined) return {};
  if (expire !== undefined && expireAfterMs !== undefined) {
    throw new TypeError(
      "Cannot set the expiry of a secret: expire and expireAfterMs are both given",
    );
  }
  const date = expire ?? new Date(Date.now() + Number(expireAfterMs));
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) {
    throw new TypeError(
      "Cannot set the expiry of a secret: it must be a valid Date or a number of milliseconds",
    );
  }
  return { expire: date };
}

/** What of a secret is to change. */
export type SecretUpdate = SecretAttributes & {
  /** Keys and values in place of those before. */
  readonly content?: SecretContent;
};

/** The update with what the secret already has: a Juju before 3.6 keeps only the last of several updates of a hook. */
export function completeUpdate(
  backend: Pick<ModelBackend, "secretGet" | "secretInfoGet">,
  id: string,
  update: SecretUpdate,
): SecretUpdate {
  const { content, ...attributes } = update;
  return {
    content: content ?? backend.secretGet({ id, peek: true }),
    ...(isIncomplete(attributes)
      ? filledAttributes(attributes, backend.secretInfoGet({ id }))
      : attributes),
  };
}

/** The attributes with those of the secret in place of what is missing. */
function filledAttributes(
  attributes: SecretAttributes,
  info: JujuSecretInfo,
): SecretAttributes {
  return {
    ...(info.label === null ? {} : { label: info.label }),
    ...(info.description === null ? {} : { description: info.description }),
    ...(info.expiry === null ? {} : { expire: info.expiry }),
    ...(isRotation(info.rotation) ? { rotate: info.rotation } : {}),
    ...Object.fromEntries(
      Object.entries(attributes).filter(([, value]) => value !== ""),
    ),
  };
}

/** Whether one of the attributes is missing; empty text counts as missing. */
function isIncomplete(attributes: SecretAttributes): boolean {
  const { label, description, expire, rotate } = attributes;
  return [label, description, expire, rotate].some((value) => !value);
}

function isRotation(text: string | null): text is SecretRotate {
  return text !== null && ROTATIONS.has(text);
}
