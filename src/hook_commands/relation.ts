import { argvOf } from "./_argv.ts";
import { type OutputReader, runJson } from "./_json.ts";
import { type OptionalRelationRef, relationRefArgs } from "./_relation_ref.ts";
import { ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { RelationRef } from "./types.ts";

export type { OptionalRelationRef } from "./_relation_ref.ts";

/** Arguments of `relation-ids`. */
export function relationIdsArgs(endpoint?: string): string[] {
  return argvOf(
    ["relation-ids"],
    endpoint === undefined ? [] : [endpoint],
    ["--format=json"],
  );
}

/**
 * The relations of an endpoint, with `relation-ids`; one that is being broken
 * is left out.
 *
 * @example Usage
 * ```ts ignore
 * import { relationGet, relationIds } from "@charmkit/ops/hook-commands";
 *
 * for (const relation of relationIds("db")) {
 *   const data = relationGet({ ...relation, unit: "pg", app: true });
 * }
 * ```
 *
 * @param endpoint Name in the charm's metadata; in a relation hook, it may be
 * left out.
 * @param runner Runs the command.
 * @returns Endpoint and number of each, as other functions take them.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function relationIds(
  endpoint?: string,
  runner: HookCommandRunner = new ProcessRunner(),
): Required<RelationRef>[] {
  return runJson(runner, relationIdsArgs(endpoint)).list(readRef);
}

function readRef(output: OutputReader): Required<RelationRef> {
  const match = /^(.+):(\d{1,15})$/.exec(output.text());
  const [, endpoint, id] = match ?? [];
  if (endpoint === undefined || id === undefined) {
    return output.fail('a relation such as "db:1"');
  }
  return { endpoint, id: Number(id) };
}

/** Arguments of `relation-list`. */
export function relationListArgs(
  relation: OptionalRelationRef = {},
  options: { readonly app?: boolean } = {},
): string[] {
  const app = options.app ? ["--app"] : [];
  return [
    "relation-list",
    "--format=json",
    ...app,
    ...relationRefArgs(relation),
  ];
}

/**
 * Names of the remote units of a relation, with `relation-list`.
 *
 * @example Usage
 * ```ts ignore
 * import { relationList } from "@charmkit/ops/hook-commands";
 *
 * const units = relationList({ id: 7 });
 * ```
 *
 * @param relation The relation; in a relation hook, it may be left out.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such relation.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function relationList(
  relation: OptionalRelationRef = {},
  runner: HookCommandRunner = new ProcessRunner(),
): string[] {
  return runJson(runner, relationListArgs(relation)).texts();
}

/**
 * Name of the remote application of a relation, with `relation-list --app`; it
 * is there also when it has no units.
 *
 * @example Usage
 * ```ts ignore
 * import { relationApp } from "@charmkit/ops/hook-commands";
 *
 * const app = relationApp({ id: 7 });
 * ```
 *
 * @param relation The relation; in a relation hook, it may be left out.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such relation.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function relationApp(
  relation: OptionalRelationRef = {},
  runner: HookCommandRunner = new ProcessRunner(),
): string {
  return runJson(runner, relationListArgs(relation, { app: true })).text();
}

/** Arguments of `relation-model-get`. */
export function relationModelGetArgs(
  relation: OptionalRelationRef = {},
): string[] {
  return ["relation-model-get", "--format=json", ...relationRefArgs(relation)];
}

/**
 * UUID of the model at the other side of a relation, with
 * `relation-model-get`.
 *
 * @example Usage
 * ```ts ignore
 * import { relationModelGet } from "@charmkit/ops/hook-commands";
 *
 * const uuid = relationModelGet({ id: 7 });
 * ```
 *
 * @param relation The relation; in a relation hook, it may be left out.
 * @param runner Runs the command.
 * @throws {HookCommandError} If there is no such relation.
 * @throws {HookCommandOutputError} If the command prints something else.
 */
export function relationModelGet(
  relation: OptionalRelationRef = {},
  runner: HookCommandRunner = new ProcessRunner(),
): string {
  return runJson(runner, relationModelGetArgs(relation)).get("uuid").text();
}
