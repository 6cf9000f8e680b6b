import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { addPeerRelations, announceRelation, eventOf } from "./relations.ts";
import { attachStorage } from "./storages.ts";

/** The events that Juju begins a unit with, in the order of ops (HRN-05). */
export async function runInitialHooks(
  unit: AnyHarnessUnit,
  random: () => number,
): Promise<void> {
  const { state } = unit;
  for (const { id, attached } of [...state.storages.values()]) {
    if (attached) await unit.emit({ kind: "storage-attached", storageId: id });
    else await attachStorage(unit, id);
  }
  await unit.emit({ kind: "install" });
  addPeerRelations(unit);
  for (const relation of shuffled(state.relations.values(), random)) {
    await unit.emit(eventOf("relation-created", relation));
  }
  // A unit that does not lead gets leader-settings-changed, which no charm of
  // this library can observe.
  if (state.leader) await unit.emit({ kind: "leader-elected" });
  await unit.emit({ kind: "config-changed" });
  await unit.emit({ kind: "start" });
  for (const container of unit.containers.names) {
    unit.containers.get(container).canConnect = true;
    await unit.emit({ kind: "pebble-ready", container });
  }
  const { status, message } = state.unitStatus;
  if (status === "maintenance" && message === "" && !state.statusSetByCharm) {
    state.unitStatus = { status: "unknown", message: "", data: {} };
    unit.refresh();
  }
  for (const relation of shuffled(state.relations.values(), random)) {
    await announceRelation(unit, relation);
  }
}

/** All of them in any order, each order as likely as the others. */
function shuffled<T>(all: Iterable<T>, random: () => number): T[] {
  const list = [...all];
  for (let last = list.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [list[last], list[at]] = [list[at]!, list[last]!];
  }
  return list;
}
