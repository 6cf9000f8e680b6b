import { argvOf } from "./_argv.ts";
import { runJson } from "./_json.ts";
import {
  secretAttributeArgs,
  secretFileArgs,
  type SecretOwner,
} from "./_secret_args.ts";
import { runText } from "./_text.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { SecretAttributes, SecretData } from "./types.ts";

export type { SecretOwner } from "./_secret_args.ts";

/** Options of {@linkcode secretAdd}. */
export interface SecretAddOptions extends SecretAttributes {
  /** Who it belongs to; only the leader adds for the application. @default {"application"} */
  readonly owner?: SecretOwner;
}

/** Arguments of `secret-add`. */
export function secretAddArgs(
  files: Readonly<Record<string, string>>,
  options: SecretAddOptions = {},
): string[] {
  return argvOf(
    ["secret-add", ...secretAttributeArgs(options)],
    secretFileArgs(files),
  );
}

/**
 * Creates a secret, with `secret-add`; it exists once the hook has succeeded.
 *
 * @example Usage
 * ```ts ignore
 * import { secretAdd } from "@charmkit/ops/hook-commands";
 *
 * const id = secretAdd({ password: crypto.randomUUID() }, { label: "admin" });
 * ```
 *
 * @param content Key to text or bytes; they reach Juju through private files.
 * @param options Owner and attributes.
 * @param runner Runs the command.
 * @returns The id as Juju gave it, such as `"secret:d1..."`.
 * @throws {HookCommandError} If Juju refuses the content, or a unit that does
 * not lead adds for the application.
 * @throws {HookCommandOutputError} If the command prints no id.
 */
export function secretAdd(
  content: SecretData,
  options: SecretAddOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): string {
  return runner.withFiles(
    content,
    (files) => runText(runner, secretAddArgs(files, options)),
  );
}

/** Options of {@linkcode secretGet}. */
export interface SecretGetOptions {
  /** Id of the secret. */
  readonly id?: string;
  /** Label of the secret or, beside an id, the label that it is to get. */
  readonly label?: string;
  /** Read the newest revision, and track it from now on. @default {false} */
  readonly refresh?: boolean;
  /** Read the newest revision this once. @default {false} */
  readonly peek?: boolean;
}

/** Arguments of `secret-get`. */
export function secretGetArgs(options: SecretGetOptions): string[] {
  const { id, label, refresh = false, peek = false } = options;
  const flags = [
    ...(label === undefined ? [] : ["--label", label]),
    ...(refresh ? ["--refresh"] : []),
    ...(peek ? ["--peek"] : []),
  ];
  return argvOf(
    ["secret-get", "--format=json"],
    id === undefined ? [] : [id],
    flags,
  );
}

/**
 * Content of a secret, with `secret-get`: of the revision that this unit
 * tracks, unless asked for the newest one.
 *
 * @example Usage
 * ```ts ignore
 * import { secretGet } from "@charmkit/ops/hook-commands";
 *
 * const { password } = secretGet({ label: "admin", refresh: true });
 * ```
 *
 * @param options Id or label, and the revision.
 * @param runner Runs the command.
 * @returns Key to value.
 * @throws {HookCommandError} If there is no such secret, or this unit may not
 * read it.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function secretGet(
  options: SecretGetOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): Record<string, string> {
  return runJson(runner, secretGetArgs(options), { isSecret: true })
    .map((value) => value.text());
}

/** Options of {@linkcode secretGetBytes}. */
export interface SecretGetBytesOptions
  extends Omit<SecretGetOptions, "id" | "label"> {
  /** Id of the secret: by its label alone, no single value can be read. */
  readonly id: string;
  /** Key of the value. */
  readonly key: string;
}

/** Arguments of `secret-get` for one value in base64. */
export function secretGetBytesArgs(options: SecretGetBytesOptions): string[] {
  const { id, key, refresh = false, peek = false } = options;
  return argvOf(
    ["secret-get", "--format=json"],
    [id, `${key}#base64`],
    [...(refresh ? ["--refresh"] : []), ...(peek ? ["--peek"] : [])],
  );
}

/**
 * One value of a secret as the bytes that it is, with `secret-get`:
 * {@linkcode secretGet} tells text, in which bytes that are none are lost.
 *
 * @example Usage
 * ```ts ignore
 * import { secretGetBytes } from "@charmkit/ops/hook-commands";
 *
 * const key = secretGetBytes({ id: "secret:d1s3kj9f7ul8o3ftu3v0", key: "der" });
 * ```
 *
 * @param options Id and key, and the revision.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such secret or key, or this unit may
 * not read it.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function secretGetBytes(
  options: SecretGetBytesOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): Uint8Array<ArrayBuffer> {
  return runJson(runner, secretGetBytesArgs(options), { isSecret: true })
    .bytes();
}

/** Arguments of `secret-remove`. */
export function secretRemoveArgs(
  id: string,
  options: { readonly revision?: number } = {},
): string[] {
  const { revision } = options;
  return argvOf(
    ["secret-remove"],
    [id],
    revision === undefined ? [] : ["--revision", `${revision}`],
  );
}

/**
 * Removes a revision of a secret, or the whole, with `secret-remove`.
 *
 * @example Usage
 * ```ts ignore
 * import { secretRemove } from "@charmkit/ops/hook-commands";
 *
 * secretRemove("secret:d1s3kj9f7ul8o3ftu3v0", { revision: 2 });
 * ```
 *
 * @param id Id of the secret.
 * @param options The revision; all of them when left out.
 * @param runner Runs the command.
 * @throws {HookCommandError} If a unit that does not lead removes a secret of
 * the application.
 */
export function secretRemove(
  id: string,
  options: { readonly revision?: number } = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(secretRemoveArgs(id, options));
}

/** Options of {@linkcode secretSet}. */
export interface SecretSetOptions extends SecretAddOptions {
  /** The whole new content. @default {unchanged} */
  readonly content?: SecretData;
}

/** Arguments of `secret-set`. */
export function secretSetArgs(
  id: string,
  files: Readonly<Record<string, string>>,
  options: SecretAddOptions = {},
): string[] {
  return argvOf(
    ["secret-set", ...secretAttributeArgs(options)],
    [id, ...secretFileArgs(files)],
  );
}

/**
 * Changes content or attributes of a secret, with `secret-set`.
 *
 * Changed content is a new revision, once the hook has succeeded. What is left
 * out stays as it is; attributes can't be taken away.
 *
 * @example Usage
 * ```ts ignore
 * import { secretSet } from "@charmkit/ops/hook-commands";
 *
 * secretSet("secret:d1s3kj9f7ul8o3ftu3v0", { rotate: "monthly" });
 * ```
 *
 * @param id Id of the secret.
 * @param options Content, which reaches Juju through private files, and
 * attributes.
 * @param runner Runs the command.
 * @throws {HookCommandError} If a unit that does not lead changes a secret of
 * the application.
 */
export function secretSet(
  id: string,
  options: SecretSetOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  const { content = {}, ...rest } = options;
  if (Object.keys(content).length === 0) {
    runner.run(secretSetArgs(id, {}, rest));
    return;
  }
  runner.withFiles(
    content,
    (files) => runner.run(secretSetArgs(id, files, rest)),
  );
}
