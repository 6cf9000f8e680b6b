import { CharmError } from "../errors.ts";
import { JujuVersion } from "./juju_version.ts";

/**
 * What Juju put into the environment of a dispatch, read once.
 *
 * What a hook has no use for is null: only relation hooks have a relation, for
 * example. Source: the variables `JUJU_*`, which Juju sets in
 * `internal/worker/uniter/runner/context`.
 */
export interface JujuContext {
  /** Path that tells what is dispatched, such as `"hooks/install"` or `"actions/backup"`. */
  readonly dispatchPath: string;
  /** Hook in Juju's spelling, such as `"config-changed"`; empty in an action. */
  readonly hookName: string;
  /** Name of the model that the unit is in. */
  readonly modelName: string;
  /** UUID of the model that the unit is in. */
  readonly modelUuid: string;
  /** The unit that this process runs for, such as `"db/0"`. */
  readonly unitName: string;
  /** The application of the unit: its name up to the slash. */
  readonly appName: string;
  /** Version of the unit agent; `0.0.0` when Juju does not tell. */
  readonly version: JujuVersion;
  /** Absolute path of the charm's folder, symbolic links resolved. */
  readonly charmDir: string;
  /** Whether `juju debug-hooks` or `juju debug-code` is attached. */
  readonly debug: boolean;
  /** Names of breakpoints that `juju debug-code --at` asked for. */
  readonly debugAt: ReadonlySet<string>;
  /** Availability zone of the machine, where the cloud has them. */
  readonly availabilityZone: string | null;
  /** Machine of the unit, such as `"0"` or `"0/lxd/1"`; null on Kubernetes. */
  readonly machineId: string | null;
  /** In a subordinate charm, the unit that it accompanies. */
  readonly principalUnit: string | null;
  /** Name of the action, in an action. */
  readonly actionName: string | null;
  /** Id of the action's run, in an action. */
  readonly actionUuid: string | null;
  /** Id of the notice, in a notice hook. */
  readonly noticeId: string | null;
  /** Key of the notice, in a notice hook. */
  readonly noticeKey: string | null;
  /** Type of the notice, in a notice hook. */
  readonly noticeType: string | null;
  /** Name of the health check, in a check hook. */
  readonly pebbleCheckName: string | null;
  /** The unit that leaves, in relation-departed; it may be this one. */
  readonly relationDepartingUnitName: string | null;
  /** Endpoint of the relation, in a relation hook. */
  readonly relationName: string | null;
  /** Number of the relation, in a relation hook. */
  readonly relationId: number | null;
  /** The application at the other side, in a relation hook. */
  readonly remoteAppName: string | null;
  /** The unit at the other side; null when the hook is about the application. */
  readonly remoteUnitName: string | null;
  /** Id of the secret, in a secret hook. */
  readonly secretId: string | null;
  /** This unit's label of the secret, if it has one, in a secret hook. */
  readonly secretLabel: string | null;
  /** Revision that expired or can be removed, in those two hooks. */
  readonly secretRevision: number | null;
  /** Name of the storage, in a storage hook. */
  readonly storageName: string | null;
  /** Number of the storage instance, in a storage hook. */
  readonly storageIndex: number | null;
  /** Container, in a Pebble hook. */
  readonly workloadName: string | null;
}

/** Where variables are read, by name: `Deno.env`, for one. */
export interface EnvironmentReader {
  /** The variable's value; undefined when it is not set. */
  get(name: string): string | undefined;
}

/**
 * Thrown when the environment of a dispatch can't be understood, or lacks what
 * Juju always sets.
 */
export class JujuContextError extends CharmError {
  static {
    this.prototype.name = "JujuContextError";
  }
}

/**
 * Reads what Juju put into the environment; what is absent is null or empty.
 *
 * Variables are asked for by name, one after the other, so a process that may
 * read only some of the environment can do it.
 *
 * @example Usage
 * ```ts
 * import { readJujuContext } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const context = readJujuContext(
 *   new Map([["JUJU_UNIT_NAME", "db/0"], ["JUJU_RELATION_ID", "web:7"]]),
 * );
 *
 * assertEquals([context.appName, context.relationId], ["db", 7]);
 * assertEquals(context.secretId, null);
 * ```
 *
 * @param env Where the variables are. @default {Deno.env}
 * @returns The context, which does not change any more.
 * @throws {JujuContextError} If the version or a number is malformed.
 */
export function readJujuContext(
  env: EnvironmentReader = Deno.env,
): JujuContext {
  const charmDir = resolveLinks(env.get("JUJU_CHARM_DIR") ?? "");
  return Object.freeze({ ...readVariables(env), charmDir });
}

/** The same without the charm's folder, which is asked of the file system. */
export function readVariables(
  env: EnvironmentReader,
): Omit<JujuContext, "charmDir"> {
  const text = (name: string) => env.get(name) ?? "";
  const optional = (name: string) => env.get(name) || null;
  const unitName = text("JUJU_UNIT_NAME");
  const storage = optional("JUJU_STORAGE_ID");
  return {
    dispatchPath: text("JUJU_DISPATCH_PATH"),
    hookName: text("JUJU_HOOK_NAME"),
    modelName: text("JUJU_MODEL_NAME"),
    modelUuid: text("JUJU_MODEL_UUID"),
    unitName,
    appName: unitName.split("/", 1)[0] ?? "",
    version: readVersion(env),
    debug: env.get("JUJU_DEBUG") !== undefined,
    debugAt: new Set(
      text("JUJU_DEBUG_AT").split(",").map((name) => name.trim())
        .filter((name) => name !== ""),
    ),
    availabilityZone: optional("JUJU_AVAILABILITY_ZONE"),
    machineId: optional("JUJU_MACHINE_ID"),
    principalUnit: optional("JUJU_PRINCIPAL_UNIT"),
    actionName: optional("JUJU_ACTION_NAME"),
    actionUuid: optional("JUJU_ACTION_UUID"),
    noticeId: optional("JUJU_NOTICE_ID"),
    noticeKey: optional("JUJU_NOTICE_KEY"),
    noticeType: optional("JUJU_NOTICE_TYPE"),
    pebbleCheckName: optional("JUJU_PEBBLE_CHECK_NAME"),
    relationDepartingUnitName: optional("JUJU_DEPARTING_UNIT"),
    relationName: optional("JUJU_RELATION"),
    relationId: readNumber("JUJU_RELATION_ID", optional, ":"),
    remoteAppName: optional("JUJU_REMOTE_APP"),
    remoteUnitName: optional("JUJU_REMOTE_UNIT"),
    secretId: optional("JUJU_SECRET_ID"),
    secretLabel: optional("JUJU_SECRET_LABEL"),
    secretRevision: readNumber("JUJU_SECRET_REVISION", optional),
    storageName: storage?.split("/", 1)[0] ?? null,
    storageIndex: readNumber("JUJU_STORAGE_ID", optional, "/"),
    workloadName: optional("JUJU_WORKLOAD_NAME"),
  };
}

function readVersion(env: EnvironmentReader): JujuVersion {
  const text = env.get("JUJU_VERSION") ?? "0.0.0";
  try {
    return JujuVersion.parse(text);
  } catch (cause) {
    throw new JujuContextError(
      `Cannot read JUJU_VERSION: "${text}" is not a version of Juju`,
      { cause },
    );
  }
}

/** The number after the last separator, or the whole text without one. */
function readNumber(
  name: string,
  optional: (name: string) => string | null,
  separator?: string,
): number | null {
  const text = optional(name);
  if (text === null) return null;
  const start = separator === undefined ? 0 : text.lastIndexOf(separator) + 1;
  const digits = text.slice(start).trim();
  if (!/^\d{1,15}$/.test(digits)) {
    throw new JujuContextError(
      `Cannot read ${name}: "${text}" has no number where one belongs`,
    );
  }
  return Number(digits);
}

function resolveLinks(path: string): string {
  // Juju starts dispatch in the charm's folder.
  if (path === "") return Deno.cwd();
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    // A folder that is not there, or that may not be read under this name,
    // shows itself where its files are opened.
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotCapable
    ) {
      return path;
    }
    throw error;
  }
}
