import { argvOf } from "./_argv.ts";
import { type OutputReader, runJson } from "./_json.ts";
import { readTime } from "./_time.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { SecretAccess, SecretInfo } from "./types.ts";

/** Arguments of `secret-ids`. */
export function secretIdsArgs(): string[] {
  return ["secret-ids", "--format=json"];
}

/**
 * Ids of the secrets that this unit or its application owns, with
 * `secret-ids`.
 *
 * @example Usage
 * ```ts ignore
 * import { secretIds } from "@charmkit/ops/hook-commands";
 *
 * const count = secretIds().length;
 * ```
 *
 * @param runner Runs the command.
 * @returns Ids as Juju gives them, without `secret:`, in no order.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function secretIds(
  runner: HookCommandRunner = new ProcessRunner(),
): string[] {
  return runJson(runner, secretIdsArgs()).texts();
}

/** Names an own secret, by one of the two. */
export interface SecretInfoGetOptions {
  /** Id of the secret. */
  readonly id?: string;
  /** Label that its owner gave it. */
  readonly label?: string;
}

/** Arguments of `secret-info-get`. */
export function secretInfoGetArgs(options: SecretInfoGetOptions): string[] {
  const { id, label } = options;
  return argvOf(
    ["secret-info-get", "--format=json"],
    id === undefined ? [] : [id],
    label === undefined ? [] : ["--label", label],
  );
}

/**
 * Metadata of an own secret, with `secret-info-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { secretInfoGet } from "@charmkit/ops/hook-commands";
 *
 * const { revision } = secretInfoGet({ label: "admin" });
 * ```
 *
 * @param options Id or label.
 * @param runner Runs the command.
 * @throws {HookCommandError} If this unit owns no such secret.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function secretInfoGet(
  options: SecretInfoGetOptions,
  runner: HookCommandRunner = new ProcessRunner(),
): SecretInfo {
  const output = runJson(runner, secretInfoGetArgs(options));
  const [entry, ...others] = output.entries();
  if (entry === undefined || others.length > 0) {
    return output.fail("a map with one secret");
  }
  const [id, info] = entry;
  return {
    id,
    revision: info.get("revision").count(),
    label: info.get("label").textOrNull(),
    description: info.get("description").textOrNull(),
    expiry: readTime(info.get("expiry")),
    rotation: info.get("rotation").textOrNull(),
    rotates: readTime(info.get("rotates")),
    owner: info.get("owner").textOrNull(),
    access: info.get("access").list(readAccess),
  };
}

function readAccess(output: OutputReader): SecretAccess {
  return {
    target: output.get("target").text(),
    scope: output.get("scope").text(),
    role: output.get("role").text(),
  };
}
