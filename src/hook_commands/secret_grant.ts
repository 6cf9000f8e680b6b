import { argvOf } from "./_argv.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `secret-grant`. */
export function secretGrantArgs(
  id: string,
  relationId: number,
  options: { readonly unit?: string } = {},
): string[] {
  const { unit } = options;
  return argvOf([
    "secret-grant",
    "--relation",
    `${relationId}`,
    ...(unit === undefined ? [] : ["--unit", unit]),
  ], [id]);
}

/**
 * Lets the remote application of a relation, or one unit of it, read a secret
 * for as long as they are related, with `secret-grant`.
 *
 * @example Usage
 * ```ts ignore
 * import { secretGrant } from "@charmkit/ops/hook-commands";
 *
 * secretGrant("secret:d1s3kj9f7ul8o3ftu3v0", 7);
 * ```
 *
 * @param id Id of the secret.
 * @param relationId Number of the relation.
 * @param options The unit, if only one is to read it.
 * @param runner Runs the command.
 * @throws {HookCommandError} If the secret is not an own one, or a unit that
 * does not lead grants a secret of the application.
 */
export function secretGrant(
  id: string,
  relationId: number,
  options: { readonly unit?: string } = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(secretGrantArgs(id, relationId, options));
}

/** Options of {@linkcode secretRevoke}: one of them outside of relation hooks. */
export interface SecretRevokeOptions {
  /** Number of the relation for which the secret was granted. */
  readonly relationId?: number;
  /** Application that is to read it no more. */
  readonly app?: string;
  /** Unit that is to read it no more. */
  readonly unit?: string;
}

/** Arguments of `secret-revoke`. */
export function secretRevokeArgs(
  id: string,
  options: SecretRevokeOptions,
): string[] {
  const { relationId, app, unit } = options;
  return argvOf([
    "secret-revoke",
    ...(relationId === undefined ? [] : ["--relation", `${relationId}`]),
    ...(app === undefined ? [] : ["--app", app]),
    ...(unit === undefined ? [] : ["--unit", unit]),
  ], [id]);
}

/**
 * Takes back what {@linkcode secretGrant} gave, with `secret-revoke`.
 *
 * @example Usage
 * ```ts ignore
 * import { secretRevoke } from "@charmkit/ops/hook-commands";
 *
 * secretRevoke("secret:d1s3kj9f7ul8o3ftu3v0", { relationId: 7 });
 * ```
 *
 * @param id Id of the secret.
 * @param options From whom.
 * @param runner Runs the command.
 * @throws {HookCommandError} If a unit that does not lead revokes for the
 * application.
 */
export function secretRevoke(
  id: string,
  options: SecretRevokeOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(secretRevokeArgs(id, options));
}
