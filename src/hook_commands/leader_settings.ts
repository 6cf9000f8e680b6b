import { argvOf } from "./_argv.ts";
import { runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Arguments of `leader-get`. */
export function leaderGetArgs(key?: string): string[] {
  if (key === "" || key === "-") {
    throw new TypeError(
      `Cannot read the leader's settings: for "leader-get", the key "${key}" means all keys`,
    );
  }
  return argvOf(
    ["leader-get", "--format=json"],
    key === undefined ? [] : [key],
  );
}

/**
 * All settings that the leader left for the units of the application, with
 * `leader-get`.
 *
 * @deprecated Juju 4 has no leader settings: what the leader has to say belongs
 * into the application's data of a peer relation. In Juju 3.6 this reads what an
 * older charm left behind, so that it can be moved there.
 *
 * @param key Left out, for all of them.
 * @param runner Runs the command.
 * @returns Key to value.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function leaderGet(
  key?: undefined,
  runner?: HookCommandRunner,
): Record<string, string>;
/**
 * One setting that the leader left for the units of the application, with
 * `leader-get`.
 *
 * @deprecated Juju 4 has no leader settings: what the leader has to say belongs
 * into the application's data of a peer relation. In Juju 3.6 this reads what an
 * older charm left behind, so that it can be moved there.
 *
 * @example Usage
 * ```ts ignore
 * import { leaderGet } from "@charmkit/ops/hook-commands";
 *
 * const password = leaderGet("root-password");
 * ```
 *
 * @param key The key.
 * @param runner Runs the command.
 * @returns The value; null when there is none.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 * @throws {TypeError} If the key is one that means all keys: `"-"` or empty.
 */
export function leaderGet(
  key: string,
  runner?: HookCommandRunner,
): string | null;
export function leaderGet(
  key?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): Record<string, string> | string | null {
  const output = runJson(runner, leaderGetArgs(key), { isSecret: true });
  if (key === undefined) return output.map((value) => value.text());
  return output.isAbsent ? null : output.text();
}

/** Arguments of `leader-set`. */
export function leaderSetArgs(
  settings: Readonly<Record<string, string>>,
): string[] {
  return argvOf(
    ["leader-set"],
    Object.entries(settings).map(([key, value]) => `${key}=${value}`),
  );
}

/**
 * Leaves settings for the units of the application, at once, with `leader-set`.
 *
 * The command takes them as arguments only, which other users of the machine can
 * see while it runs, and trims blanks from their ends.
 *
 * @deprecated Juju 4 has no leader settings: what the leader has to say belongs
 * into the application's data of a peer relation.
 *
 * @example Usage
 * ```ts ignore
 * import { leaderSet } from "@charmkit/ops/hook-commands";
 *
 * leaderSet({ "root-password": "" }); // moved to a secret
 * ```
 *
 * @param settings Key to value, an empty one to delete the key; errors show no
 * value.
 * @param runner Runs the command.
 * @throws {HookCommandNotFoundError} If this is Juju 4.
 * @throws {HookCommandError} If this unit does not lead.
 * @throws {HookCommandArgumentError} If a setting is too long for an argument.
 */
export function leaderSet(
  settings: Readonly<Record<string, string>>,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(leaderSetArgs(settings), {
    shown: [
      "leader-set",
      ...Object.keys(settings).map((key) => `${key}=<redacted>`),
    ],
  });
}
