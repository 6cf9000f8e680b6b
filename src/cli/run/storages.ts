import { join } from "@std/path";
import type { ModelState } from "../../simulator/model_state.ts";

/**
 * Makes the storage that a unit is to have: when it is new the least number of
 * each name, later what the charm asked for. Each is a folder of its own.
 *
 * @param state The world, which gets them.
 * @param folder Where the folders go.
 * @param options Whether the unit was just deployed.
 * @returns What is worth knowing: storage that is elsewhere than the charm
 * says.
 */
export function makeStorages(
  state: ModelState,
  folder: string,
  options: { readonly isNew: boolean },
): string[] {
  const { charmcraft, storages, requestedStorages } = state;
  const notes: string[] = [];
  for (const [name, storage] of Object.entries(charmcraft.storage ?? {})) {
    const { type, location, multiple } = storage;
    const there = [...storages.keys()]
      .filter((id) => id.startsWith(`${name}/`)).length;
    const least = multiple === undefined
      ? 1
      : Number.parseInt(String(multiple.range), 10) || 0;
    const wanted = requestedStorages.get(name) ?? 0;
    requestedStorages.delete(name);
    const missing = wanted + (options.isNew ? Math.max(least - there, 0) : 0);
    for (let added = 0; added < missing; added++) {
      const id = `${name}/${there + added}`;
      const path = join(folder, id);
      Deno.mkdirSync(path, { recursive: true });
      const kind = type === "block" ? "block" : "filesystem";
      storages.set(id, { id, kind, location: path });
      if (location !== undefined) {
        notes.push(`Storage ${id} is ${path} here, not ${location}`);
      }
    }
  }
  return notes;
}
