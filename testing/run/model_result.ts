import type { MemoryStorage } from "../../src/framework/memory_storage.ts";
import { StatusBase } from "../../src/model/status.ts";
import type {
  ModelState,
  StatusState,
} from "../../src/simulator/model_state.ts";
import type { RelationState } from "../../src/simulator/relation_state.ts";
import { ICMPPort, TCPPort, UDPPort } from "../state/port.ts";
import type { State } from "../state/state.ts";
import type { StateOptions } from "../state/state_options.ts";
import type { AnyRelation } from "../state/state_names.ts";
import {
  fromStoredData,
  type StoredData,
  type StoredParts,
} from "../state/stored_data.ts";
import { statusState } from "./model_seed.ts";
import { readSecrets } from "./secrets.ts";

type AnyPort = State["openedPorts"][number];

/** What the model was before a run, to see what has changed. */
export interface ModelBefore {
  /** The state. */
  readonly state: State;
  /** The open ports that the world began with. */
  readonly openedPorts: ModelState["openedPorts"];
  /** What the framework's storage began with. */
  readonly stored: StoredData;
}

/** Which parts a run may have changed, by the hook commands that it ran. */
export interface TouchedParts {
  /** Whether a command of secrets was run. */
  readonly secrets: boolean;
}

/** What has changed of the model, and of what the framework keeps. */
export function modelChanges(
  world: ModelState,
  storage: MemoryStorage,
  { before, touched }: {
    readonly before: ModelBefore;
    readonly touched: TouchedParts;
  },
): StateOptions {
  const { state } = before;
  return {
    relations: readRelations(state.relations, world),
    ...touched.secrets ? { secrets: readSecrets(world, state.secrets) } : {},
    ...world.openedPorts === before.openedPorts
      ? {}
      : { openedPorts: readPorts(state.openedPorts, world) },
    unitStatus: readStatus(state.unitStatus, world.unitStatus),
    appStatus: readStatus(state.appStatus, world.appStatus),
    workloadVersion: world.workloadVersion,
    ...readStored(storage, before.stored),
  };
}

/** A status after a run. */
export function readStatus(before: StatusBase, after: StatusState): StatusBase {
  return statusState(before) === after
    ? before
    : StatusBase.fromName(after.status, after.message);
}

function readRelations(
  before: State["relations"],
  { relations }: ModelState,
): State["relations"] {
  let changed: AnyRelation[] | null = null;
  for (const [index, relation] of before.entries()) {
    const after = relations.get(relation.id);
    if (after === undefined || isSame(relation, after)) continue;
    changed ??= [...before];
    const { localUnitData, localAppData } = after;
    changed[index] = relation.with({ localUnitData, localAppData });
  }
  return changed ?? before;
}

function isSame(before: AnyRelation, after: RelationState): boolean {
  return before.localUnitData === after.localUnitData &&
    before.localAppData === after.localAppData;
}

/** Those that stay are in their places, new ones come after them. */
function readPorts(
  before: readonly AnyPort[],
  { openedPorts }: ModelState,
): AnyPort[] {
  const after = openedPorts.list().map(({ span }): AnyPort => {
    const { protocol, from, to } = span;
    if (protocol === "icmp") return new ICMPPort();
    const options = to === from ? {} : { toPort: to };
    return protocol === "tcp"
      ? new TCPPort(from, options)
      : new UDPPort(from, options);
  });
  return [
    ...before.filter((port) => after.some((other) => other.equals(port))),
    ...after.filter((port) => !before.some((other) => other.equals(port))),
  ];
}

function readStored(
  storage: MemoryStorage,
  before: StoredData,
): Partial<StoredParts> {
  const notices = storage.notices();
  const snapshots = new Map(
    storage.snapshotPaths().map((path) => [path, storage.loadSnapshot(path)!]),
  );
  const isUntouched = notices.length === before.notices.length &&
    notices.every((notice, index) => notice === before.notices[index]) &&
    snapshots.size === before.snapshots.size &&
    [...snapshots].every(([path, text]) => before.snapshots.get(path) === text);
  return isUntouched ? {} : fromStoredData({ snapshots, notices });
}
