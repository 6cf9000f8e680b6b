import {
  type EnvironmentReader,
  type JujuContext,
  JujuContextError,
  readJujuContext,
} from "./juju_context.ts";

const ALWAYS = [
  "JUJU_DISPATCH_PATH",
  "JUJU_HOOK_NAME",
  "JUJU_MODEL_NAME",
  "JUJU_MODEL_UUID",
  "JUJU_UNIT_NAME",
  "JUJU_VERSION",
] as const;

const RELATION = [
  "JUJU_RELATION",
  "JUJU_RELATION_ID",
  "JUJU_REMOTE_APP",
] as const;

/** What each kind of hook needs beside {@linkcode ALWAYS}, by how its name ends. */
const BY_HOOK: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
  [/^secret-(changed|rotate)$/, ["JUJU_SECRET_ID"]],
  [/^secret-(remove|expired)$/, ["JUJU_SECRET_ID", "JUJU_SECRET_REVISION"]],
  [/-pebble-ready$/, ["JUJU_WORKLOAD_NAME"]],
  [/-pebble-custom-notice$/, [
    "JUJU_WORKLOAD_NAME",
    "JUJU_NOTICE_ID",
    "JUJU_NOTICE_KEY",
    "JUJU_NOTICE_TYPE",
  ]],
  [/-pebble-check-(failed|recovered)$/, [
    "JUJU_WORKLOAD_NAME",
    "JUJU_PEBBLE_CHECK_NAME",
  ]],
  [/-storage-(attached|detaching)$/, ["JUJU_STORAGE_ID"]],
  [/-relation-(created|broken)$/, RELATION],
  [/-relation-(joined|changed)$/, [...RELATION, "JUJU_REMOTE_UNIT"]],
  [/-relation-departed$/, [
    ...RELATION,
    "JUJU_REMOTE_UNIT",
    "JUJU_DEPARTING_UNIT",
  ]],
];

/**
 * Reads what Juju put into the environment and insists that everything is there
 * which Juju sets for this kind of hook.
 *
 * It is for programs that are not sure to run in a hook at all. A variable that
 * is there but empty is there: the remote unit is empty when the data of the
 * remote application changed.
 *
 * @example Usage
 * ```ts
 * import { JujuContextError, readJujuContextStrict } from "@charmkit/ops";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(
 *   () => readJujuContextStrict(new Map()),
 *   JujuContextError,
 *   "JUJU_DISPATCH_PATH",
 * );
 * ```
 *
 * @param env Where the variables are. @default {Deno.env}
 * @returns The context, which does not change any more.
 * @throws {JujuContextError} If a variable is missing, or one is malformed.
 */
export function readJujuContextStrict(
  env: EnvironmentReader = Deno.env,
): JujuContext {
  demand(env, ALWAYS);
  const hook = env.get("JUJU_HOOK_NAME") ?? "";
  const path = env.get("JUJU_DISPATCH_PATH") ?? "";
  if (hook === "" && path.startsWith("actions/")) {
    demand(env, ["JUJU_ACTION_NAME", "JUJU_ACTION_UUID"]);
  }
  for (const [pattern, names] of BY_HOOK) {
    if (pattern.test(hook)) demand(env, names);
  }
  return readJujuContext(env);
}

function demand(env: EnvironmentReader, names: readonly string[]): void {
  const missing = names.find((name) => env.get(name) === undefined);
  if (missing !== undefined) {
    throw new JujuContextError(
      `Cannot read the environment of a hook: ${missing} is not set`,
    );
  }
}
