import type { StorageState } from "../../src/simulator/model_seed.ts";
import type { AnyHarnessUnit } from "./any_harness_unit.ts";
import { HarnessError } from "./harness_error.ts";

/** How storage is added. */
export interface AddStorageOptions {
  /** How many instances. @default {1} */
  readonly count?: number;
  /** Whether they are attached, too. @default {false} */
  readonly attach?: boolean;
}

/** Adds instances of a storage (HRN-40). */
export async function addStorage(
  unit: AnyHarnessUnit,
  name: string,
  { count = 1, attach = false }: AddStorageOptions,
): Promise<string[]> {
  unit.requireIdle(`add storage "${name}"`);
  const { state } = unit;
  const { storage = {} } = state.charmcraft;
  if (!Object.hasOwn(storage, name)) {
    const names = Object.keys(storage).map((known) => `"${known}"`).join(", ");
    throw new HarnessError(
      `Cannot add storage "${name}": the metadata declares ${names || "none"}`,
    );
  }
  const ids: string[] = [];
  for (let added = 0; added < count; added++) {
    const id = `${name}/${unit.nextStorageIndex++}`;
    state.storages.set(id, {
      id,
      kind: storage[name]?.type ?? "filesystem",
      location: unit.folders.make(unit.folders.storage(id)),
      attached: false,
    });
    ids.push(id);
  }
  unit.refresh();
  if (attach) { for (const id of ids) await attachStorage(unit, id); }
  return ids;
}

/** Attaches an instance (HRN-41). */
export async function attachStorage(
  unit: AnyHarnessUnit,
  id: string,
): Promise<void> {
  unit.requireIdle(`attach storage "${id}"`);
  const storage = storageOf(unit, id);
  if (storage.attached) return;
  unit.state.storages.set(id, { ...storage, attached: true });
  unit.containers.mount(id, storage.location);
  await unit.emit({ kind: "storage-attached", storageId: id });
}

/** Detaches an instance (HRN-42). */
export async function detachStorage(
  unit: AnyHarnessUnit,
  id: string,
): Promise<void> {
  unit.requireIdle(`detach storage "${id}"`);
  unit.requireBegun(`detach storage "${id}"`);
  const storage = storageOf(unit, id);
  if (!storage.attached) return;
  await unit.emit({ kind: "storage-detaching", storageId: id });
  unit.state.storages.set(id, { ...storage, attached: false });
  unit.containers.unmount(id);
  unit.refresh();
}

/** Detaches an instance, and takes it away (HRN-42). */
export async function removeStorage(
  unit: AnyHarnessUnit,
  id: string,
): Promise<void> {
  unit.requireIdle(`remove storage "${id}"`);
  const { attached } = storageOf(unit, id);
  if (attached) {
    await unit.emit({ kind: "storage-detaching", storageId: id });
    unit.containers.unmount(id);
  }
  unit.state.storages.delete(id);
  unit.refresh();
}

function storageOf({ state }: AnyHarnessUnit, id: string): StorageState {
  const storage = state.storages.get(id);
  if (storage !== undefined) return storage;
  throw new HarnessError(
    `Cannot find storage "${id}": "addStorage" makes one and gives its id`,
  );
}
