import type { Charmcraft } from "../meta/charmcraft.ts";
import { SYSTEM_CERTIFICATES } from "../tracing/trace_sender.ts";
import type { CharmPermissions } from "./deno_config.ts";
import type { DenoFeatures } from "./deno_tool.ts";

/** The hook commands that the framework has functions for. */
export const HOOK_COMMANDS: readonly string[] = [
  "action-fail",
  "action-get",
  "action-log",
  "action-set",
  "add-metric",
  "application-version-set",
  "close-port",
  "config-get",
  "credential-get",
  "goal-state",
  "is-leader",
  "juju-log",
  "juju-reboot",
  "leader-get",
  "leader-set",
  "network-get",
  "open-port",
  "opened-ports",
  "payload-register",
  "payload-status-set",
  "payload-unregister",
  "relation-get",
  "relation-ids",
  "relation-list",
  "relation-model-get",
  "relation-set",
  "resource-get",
  "secret-add",
  "secret-get",
  "secret-grant",
  "secret-ids",
  "secret-info-get",
  "secret-remove",
  "secret-revoke",
  "secret-set",
  "state-delete",
  "state-get",
  "state-set",
  "status-get",
  "status-set",
  "storage-add",
  "storage-get",
  "storage-list",
  "unit-get",
];

/** Hook commands that only work for what the metadata declares, by their start. */
const DECLARED = {
  "action-": "actions",
  "resource-": "resources",
  "storage-": "storage",
} as const satisfies Record<string, keyof Charmcraft>;

/**
 * The hook commands that a program can run: it has their names.
 *
 * @param codes The program's modules.
 */
export function hookCommandsIn(codes: Iterable<string>): string[] {
  const code = [...codes].join("\n");
  return HOOK_COMMANDS.filter((name) => code.includes(`"${name}"`));
}

/** What a dispatch reads of the environment. */
const VARIABLES = ["CHARM_DIR", "JUJU_*", "OPERATOR_DISPATCH", "PATH"];

const KINDS = ["read", "write", "net", "env", "run", "sys", "ffi"] as const;

/** Where Juju puts the Pebble socket of a container. */
export function pebbleSocketPath(container: string): string {
  return `/charm/containers/${container}/pebble.socket`;
}

/** Where Juju mounts storage whose location the metadata leaves to it. */
const STORAGE_FOLDER = "/var/lib/juju/storage";

/**
 * Where Juju mounts a charm's filesystems: in the location itself, or below it
 * where there can be several.
 *
 * @param isWritten Whether to leave out what is read-only.
 */
function storageFolders(
  { storage }: Charmcraft,
  isWritten: boolean,
): string[] {
  return Object.entries(storage ?? {})
    .filter(([, { type, "read-only": isReadOnly }]) =>
      type === "filesystem" && !(isWritten && isReadOnly)
    )
    .map(([name, { location }]) => location ?? `${STORAGE_FOLDER}/${name}`);
}

/**
 * Where Juju puts the files of a charm's resources, seen from the charm's own
 * folder; an image is nothing that a charm reads.
 */
function resourceFolders({ resources }: Charmcraft): string[] {
  return Object.entries(resources ?? {})
    .filter(([, { type = "file" }]) => type === "file")
    .map(([name]) => `../resources/${name}`);
}

/**
 * Whether a charm may send traces, which it does to an address that only the
 * relation tells.
 */
function sendsTraces({ requires }: Charmcraft): boolean {
  return Object.values(requires ?? {}).some((endpoint) =>
    (typeof endpoint === "string" ? endpoint : endpoint?.interface) ===
      "tracing"
  );
}

/** What a charm is, as far as it says what it needs. */
export interface CharmNeeds {
  /** What the Deno that compiles can do. */
  readonly features: Pick<DenoFeatures, "unixNet">;
  /** Hook commands that it can run. @default {all} */
  readonly hookCommands?: readonly string[] | undefined;
  /**
   * Scripts in its folder that it runs before its handlers, see
   * {@linkcode findLegacyHooks}. @default {none}
   */
  readonly legacyHooks?: readonly string[];
}

/**
 * The least that a charm needs, from its metadata: its own folder, the hook
 * commands, Juju's part of the environment, its user id (for security events),
 * the Pebble socket of each container, the files of its resources and each
 * filesystem of its storage; a block device is known only on the unit. One that requires the interface
 * `tracing` may reach the network, and read which authorities the system trusts.
 *
 * Juju runs a charm in its folder, so `.` stands for it: a compiled program
 * resolves it when it starts, and so it does with the names of the commands: each
 * costs a dispatch a fortieth of a millisecond.
 *
 * @param charm The metadata.
 * @param needs What is not in the metadata.
 */
export function charmPermissions(
  charm: Charmcraft,
  needs: CharmNeeds,
): CharmPermissions {
  const { features, hookCommands = HOOK_COMMANDS, legacyHooks = [] } = needs;
  const sockets = Object.keys(charm.containers ?? {}).map(pebbleSocketPath);
  const traces = sendsTraces(charm);
  const unixNet = features.unixNet ? sockets.map((path) => `unix:${path}`) : [];
  return {
    read: [
      ".",
      ...sockets,
      ...storageFolders(charm, false),
      ...resourceFolders(charm),
      ...traces ? [SYSTEM_CERTIFICATES] : [],
    ],
    write: [".", ...sockets, ...storageFolders(charm, true)],
    net: traces || unixNet,
    env: VARIABLES,
    run: [
      ...hookCommands.filter((name) => isDeclared(name, charm)),
      ...legacyHooks.map((path) => `./${path}`),
    ],
    sys: ["uid"],
  };
}

function isDeclared(hookCommand: string, charm: Charmcraft): boolean {
  return Object.entries(DECLARED).every(([start, key]) =>
    !hookCommand.startsWith(start) || Object.keys(charm[key] ?? {}).length > 0
  );
}

/**
 * Adds permissions to others; `true` beats every list.
 *
 * @param sets What to add up, in this order.
 */
export function joinPermissions(
  ...sets: readonly CharmPermissions[]
): CharmPermissions {
  const joined: Partial<Record<keyof CharmPermissions, true | string[]>> = {};
  for (const kind of KINDS) {
    const values = sets.map((set) => set[kind]).filter((v) => v !== undefined);
    if (values.includes(true)) joined[kind] = true;
    else {
      const list = new Set(
        values.flatMap((value) => value === true ? [] : value),
      );
      if (list.size > 0) joined[kind] = [...list];
    }
  }
  return joined;
}

/**
 * The arguments of `deno compile` for permissions.
 *
 * @param permissions What the program may do; what is absent stays forbidden.
 */
export function permissionArguments(permissions: CharmPermissions): string[] {
  return KINDS.flatMap((kind) => {
    const value = permissions[kind];
    // An empty list would be a flag without one, which allows everything.
    if (value === undefined || (value !== true && value.length === 0)) {
      return [];
    }
    if (value === true) return [`--allow-${kind}`];
    // A comma parts the values; two of them stand for one inside a value.
    const list = value.map((entry) => entry.replaceAll(",", ",,"));
    return [`--allow-${kind}=${list.join(",")}`];
  });
}
