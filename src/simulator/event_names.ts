import {
  type HookEvent,
  type PlainHookKind,
  runsHook,
  type SeriesUpgradeKind,
} from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import type { RelationState } from "./relation_state.ts";

const PLAIN: readonly (PlainHookKind | SeriesUpgradeKind)[] = [
  "install",
  "start",
  "stop",
  "remove",
  "config-changed",
  "upgrade-charm",
  "update-status",
  "leader-elected",
  "leader-settings-changed",
  "pre-series-upgrade",
  "post-series-upgrade",
  "collect-metrics",
];

/**
 * The event of a hook's name, such as `"update-status"` or
 * `"web-pebble-ready"`,
 * with what it is about taken from the world: the endpoint's first relation and
 * that relation's first unit, the first storage instance of the name.
 *
 * The first secret is taken likewise, with its newest revision.
 *
 * @param name Name of the hook.
 * @param state The world.
 * @throws {TypeError} If the charm gets no such hook, or the world lacks what
 * it
 * is about.
 */
export function eventOfName(name: string, state: ModelState): HookEvent {
  const plain = PLAIN.find((kind) => kind === name);
  if (plain !== undefined && runsHook(state.release, plain)) {
    return { kind: plain };
  }
  const secret = secretEvent(name, state);
  if (secret !== null) return secret;
  for (const kind of ["storage-attached", "storage-detaching"] as const) {
    const storage = before(name, kind);
    if (storage === null) continue;
    const id = [...state.storages.keys()]
      .find((candidate) => candidate.startsWith(`${storage}/`));
    if (id !== undefined) return { kind, storageId: id };
  }
  const container = before(name, "pebble-ready");
  if (
    container !== null &&
    Object.hasOwn(state.charmcraft.containers ?? {}, container)
  ) return { kind: "pebble-ready", container };
  for (
    const kind of [
      "relation-created",
      "relation-joined",
      "relation-changed",
      "relation-departed",
      "relation-broken",
    ] as const
  ) {
    const endpoint = before(name, kind);
    const relation = [...state.relations.values()]
      .find((candidate) => candidate.endpoint === endpoint);
    if (relation === undefined) continue;
    const remoteUnit = unitFor(kind, relation);
    return {
      kind,
      endpoint: relation.endpoint,
      relationId: relation.id,
      ...remoteUnit === undefined ? {} : { remoteUnit },
    };
  }
  throw new TypeError(`Cannot run event "${name}": ${reason(name, state)}`);
}

/** Why there can be no event of a name. */
function reason(name: string, { charmcraft }: ModelState): string {
  const { requires, provides, peers, storage } = charmcraft;
  const [, endpoint = ""] =
    /^(.+)-relation-(?:created|joined|changed|departed|broken)$/.exec(name) ??
      [];
  if (Object.hasOwn({ ...requires, ...provides, ...peers }, endpoint)) {
    return `there is no relation of endpoint "${endpoint}" that it could be about`;
  }
  const [, volume = ""] = /^(.+)-storage-(?:attached|detaching)$/.exec(name) ??
    [];
  if (Object.hasOwn(storage ?? {}, volume)) {
    return `there is no storage "${volume}" that it could be about`;
  }
  return /^secret-(?:changed|rotate|expired|remove)$/.test(name)
    ? "there is no secret that it could be about"
    : "the charm has no such hook";
}

/** What a secret's hook is about: the first secret that it could be. */
function secretEvent(name: string, state: ModelState): HookEvent | null {
  const isReader = name === "secret-changed";
  const isOwner = name === "secret-rotate" || name === "secret-expired" ||
    name === "secret-remove";
  if (!isReader && !isOwner) return null;
  for (const secret of state.secrets.values()) {
    if ((secret.owner === null) !== isReader) continue;
    const { id: secretId, label, consumerLabel, latest: revision } = secret;
    if (isReader) return { kind: name, secretId, label: consumerLabel };
    if (name === "secret-rotate") return { kind: name, secretId, label };
    return { kind: name, secretId, label, revision };
  }
  return null;
}

function before(name: string, kind: string): string | null {
  const end = `-${kind}`;
  return name.endsWith(end) ? name.slice(0, -end.length) : null;
}

function unitFor(kind: string, relation: RelationState): string | undefined {
  if (kind === "relation-created" || kind === "relation-broken") {
    return undefined;
  }
  return [...relation.units.keys()].sort()[0];
}
