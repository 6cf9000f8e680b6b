import type { LoadResult, Secret, StandardSchema } from "@charmkit/ops";
import * as z from "zod/mini";

/** What the secret of a database holds. */
export interface Login {
  /** Name of the user. */
  readonly username: string;
  /** Password of the user. */
  readonly password: string;
}

const LOGIN: StandardSchema<unknown, Login> = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
});

/**
 * The login in a secret: of its newest revision, which this unit tracks from
 * now on, so that the owner can remove those before it.
 *
 * @param secret The secret, such as `model.secretOf({ id: offer.secretId })`.
 * @returns The login, or which keys are missing.
 * @throws {SecretNotFoundError} If there is no such secret.
 * @throws {ModelError} If this unit may not read it.
 */
export function readLogin(secret: Secret): LoadResult<Login> {
  return secret.tryLoad(LOGIN, { refresh: true });
}

/** A password that nobody can guess: 128 random bits, as 32 hexadecimal digits. */
export function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
