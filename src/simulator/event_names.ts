import type { HookEvent, PlainHookKind } from "./hook_event.ts";
import type { ModelState } from "./model_state.ts";
import type { RelationState } from "./relation_state.ts";

const PLAIN: readonly PlainHookKind[] = [
  "install",
  "start",
  "stop",
  "remove",
  "config-changed",
  "upgrade-charm",
  "update-status",
  "leader-elected",
];

/**
 * The event of a hook's name, such as `"update-status"` or
 * `"web-pebble-ready"`,
 * with what it is about taken from the world: the endpoint's first relation and
 * that relation's first unit, the first storage instance of the name.
 *
 * @param name Name of the hook.
 * @param state The world.
 * @throws {TypeError} If the charm gets no such hook, or the world lacks what
 * it
 * is about.
 */
export function eventOfName(name: string, state: ModelState): HookEvent {
  const plain = PLAIN.find((kind) => kind === name);
  if (plain !== undefined) return { kind: plain };
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
  throw new TypeError(
    `Cannot run event "${name}": the charm has no such hook, or there is ` +
      "nothing that it could be about",
  );
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
