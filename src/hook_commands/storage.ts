import { argvOf } from "./_argv.ts";
import { type OutputReader, runJson } from "./_json.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { StorageInfo } from "./types.ts";

/** Arguments of `storage-add`. */
export function storageAddArgs(
  counts: Readonly<Record<string, number>>,
): string[] {
  return argvOf(
    ["storage-add"],
    Object.entries(counts).map(([name, count]) => `${name}=${count}`),
  );
}

/**
 * Asks for more storage instances, which come after the hook, with
 * `storage-add`.
 *
 * @example Usage
 * ```ts ignore
 * import { storageAdd } from "@charmkit/ops/hook-commands";
 *
 * storageAdd({ data: 2 });
 * ```
 *
 * @param counts Name of a storage to how many more of it.
 * @param runner Runs the command.
 * @throws {HookCommandError} If Juju knows no such storage, or a count is not
 * above zero.
 */
export function storageAdd(
  counts: Readonly<Record<string, number>>,
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(storageAddArgs(counts));
}

/** Arguments of `storage-get`. */
export function storageGetArgs(id?: string): string[] {
  const args = ["storage-get", "--format=json"];
  return id === undefined ? args : [...args, "-s", id];
}

/**
 * Kind and place of a storage instance, with `storage-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { storageGet } from "@charmkit/ops/hook-commands";
 *
 * const { location } = storageGet("data/0");
 * ```
 *
 * @param id Such as `"data/0"`; in a storage hook, it may be left out.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such instance.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function storageGet(
  id?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): StorageInfo {
  const output = runJson(runner, storageGetArgs(id));
  return {
    kind: output.get("kind").text(),
    location: output.get("location").text(),
  };
}

/** Arguments of `storage-list`. */
export function storageListArgs(name?: string): string[] {
  const args = ["storage-list", "--format=json"];
  return name === undefined ? args : argvOf(args, [name]);
}

/**
 * Ids of the storage instances attached to this unit, with `storage-list`.
 *
 * @example Usage
 * ```ts ignore
 * import { storageList } from "@charmkit/ops/hook-commands";
 *
 * const ids = storageList("data");
 * ```
 *
 * @param name Name of a storage; all of them when left out.
 * @param runner Runs the command.
 * @returns Ids such as `"data/0"`.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function storageList(
  name?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): string[] {
  return runJson(runner, storageListArgs(name)).list(readStorageId);
}

function readStorageId(output: OutputReader): string {
  const id = output.text();
  return /^.+\/\d{1,15}$/.test(id)
    ? id
    : output.fail('a storage such as "data/0"');
}
