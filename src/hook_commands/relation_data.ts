import { argvOf } from "./_argv.ts";
import { runJson } from "./_json.ts";
import { type OptionalRelationRef, relationRefArgs } from "./_relation_ref.ts";
import { stringMapText } from "./_string_map.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Options of {@linkcode relationGet}. */
export interface RelationGetOptions extends OptionalRelationRef {
  /** The one key that is wanted. @default {all of them} */
  readonly key?: string;
  /**
   * Whose data: a unit or, with `app`, an application.
   *
   * @default {the remote unit that the hook is about}
   */
  readonly unit?: string;
  /** Read the data of an application. @default {false} */
  readonly app?: boolean;
}

/** Arguments of `relation-get`. */
export function relationGetArgs(options: RelationGetOptions = {}): string[] {
  const { key, unit, app = false } = options;
  if (key === "-" || key === "") {
    throw new TypeError(
      `Cannot read relation data: for "relation-get", the key "${key}" means all keys`,
    );
  }
  // A unit comes after a key, so "-" stands for all keys.
  const tail = unit === undefined
    ? (key === undefined ? [] : [key])
    : [key ?? "-", unit];
  return argvOf(
    [
      "relation-get",
      "--format=json",
      ...relationRefArgs(options),
      ...(app ? ["--app"] : []),
    ],
    tail,
  );
}

/**
 * One value of a databag, with `relation-get`.
 *
 * @param options The key, and whose data in which relation.
 * @param runner Runs the command.
 * @returns The value; null when there is no such key.
 * @throws {HookCommandError} If there is no such relation or unit, or this unit
 * may not read the data.
 * @throws {HookCommandOutputError} If the command prints something else.
 * @throws {TypeError} If the key is one that means all keys: `"-"` or empty.
 */
export function relationGet(
  options: RelationGetOptions & { readonly key: string },
  runner?: HookCommandRunner,
): string | null;
/**
 * A whole databag, with `relation-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { relationGet } from "@charmkit/ops/hook-commands";
 *
 * const data = relationGet({ id: 7, unit: "pg", app: true });
 * ```
 *
 * @param options Whose data in which relation; in a relation hook, they may be
 * left out.
 * @param runner Runs the command.
 * @returns Key to value.
 * @throws {HookCommandError} If there is no such relation or unit, or this unit
 * may not read the data.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function relationGet(
  options?: RelationGetOptions & { readonly key?: undefined },
  runner?: HookCommandRunner,
): Record<string, string>;
export function relationGet(
  options: RelationGetOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): Record<string, string> | string | null {
  const output = runJson(runner, relationGetArgs(options));
  if (options.key === undefined) return output.map((value) => value.text());
  return output.isAbsent ? null : output.text();
}

/** Options of {@linkcode relationSet}. */
export interface RelationSetOptions extends OptionalRelationRef {
  /** Write the data of the own application, as its leader. @default {false} */
  readonly app?: boolean;
}

/** Arguments of `relation-set`. */
export function relationSetArgs(
  file: string,
  options: RelationSetOptions = {},
): string[] {
  return [
    "relation-set",
    ...relationRefArgs(options),
    ...(options.app ? ["--app"] : []),
    "--file",
    file,
  ];
}

/**
 * Sets keys of the own databag, with `relation-set`; others see them once the
 * hook has succeeded.
 *
 * @example Usage
 * ```ts ignore
 * import { relationSet } from "@charmkit/ops/hook-commands";
 *
 * relationSet({ host: "10.0.0.7", "old-key": "" }, { id: 7 });
 * ```
 *
 * @param data Key to value, an empty one to delete the key; they reach Juju
 * through a private file.
 * @param options Which relation, and whether the application's data is meant.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such relation, or a unit that does
 * not lead writes the application's data.
 */
export function relationSet(
  data: Readonly<Record<string, string>>,
  options: RelationSetOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.withFiles(
    { "data.json": stringMapText(data) },
    ({ "data.json": path = "" }) => runner.run(relationSetArgs(path, options)),
  );
}
