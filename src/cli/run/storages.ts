import { join } from "@std/path";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { highestCount } from "../../simulator/storage_requests.ts";
import { CliError } from "../cli_error.ts";

/** How many instances of a storage a unit is to have, and where. */
export interface StoragePlan {
  /** Number of instances. @default {as few as the charm can do with} */
  readonly count?: number;
  /** What the first one is: a folder or file. @default {a new folder} */
  readonly path?: string;
}

/** Options of {@linkcode makeStorages}. */
export interface MakeStoragesOptions {
  /** Whether the unit was just deployed. */
  readonly isNew: boolean;
  /** What is wanted, by name of the storage. @default {{}} */
  readonly plans?: Readonly<Record<string, StoragePlan>>;
}

/**
 * Makes the storage that a unit is to have: when it is new as planned, or the
 * least number of each name, later what the charm asked for. Each is a folder
 * of its own.
 *
 * @param state The world, which gets them.
 * @param folder Where the folders go.
 * @param options What is planned.
 * @returns What is worth knowing: storage that is elsewhere than the charm
 * says.
 */
export function makeStorages(
  state: ModelState,
  folder: string,
  options: MakeStoragesOptions,
): string[] {
  const { charmcraft, storages, requestedStorages } = state;
  const notes: string[] = [];
  for (const [name, storage] of Object.entries(charmcraft.storage ?? {})) {
    const { type, location, multiple } = storage;
    const { count, path: given } = options.plans?.[name] ?? {};
    const numbers = [...storages.keys()]
      .filter((id) => id.startsWith(`${name}/`))
      .map((id) => Number(id.slice(name.length + 1)));
    const least = count ??
      (multiple === undefined || given !== undefined
        ? 1
        : Number.parseInt(String(multiple.range), 10) || 0);
    const wanted = requestedStorages.get(name) ?? 0;
    requestedStorages.delete(name);
    const missing = wanted +
      (options.isNew ? Math.max(least - numbers.length, 0) : 0);
    for (let added = 0; added < missing; added++) {
      const number = Math.max(-1, ...numbers) + 1;
      numbers.push(number);
      const id = `${name}/${number}`;
      const path = number === 0 && given !== undefined
        ? given
        : join(folder, id);
      if (path !== given) Deno.mkdirSync(path, { recursive: true });
      const kind = type === "block" ? "block" : "filesystem";
      storages.set(id, { id, kind, location: path });
      if (location !== undefined) {
        notes.push(`Storage ${id} is ${path} here, not ${location}`);
      }
    }
  }
  return notes;
}

/**
 * Reads `NAME=COUNT` or `NAME=PATH`.
 *
 * @throws {CliError} If it is neither, or the path is not there.
 */
export function parseStorage(text: string): readonly [string, StoragePlan] {
  const equals = text.indexOf("=");
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (equals < 1 || value === "") {
    throw new CliError(
      `Cannot read "${text}": expected NAME=COUNT or NAME=PATH`,
      { usage: true },
    );
  }
  if (/^\d{1,4}$/.test(value)) return [name, { count: Number(value) }];
  try {
    return [name, { path: Deno.realPathSync(value) }];
  } catch (cause) {
    throw new CliError(
      `Cannot use storage "${name}": there is no "${value}"`,
      { cause, hint: "Name a folder or file that exists, or a number" },
    );
  }
}

/**
 * Refuses storage that Juju would not deploy the charm with.
 *
 * @throws {CliError} If the charm has no such storage, or of another number.
 */
export function checkStoragePlans(
  charmcraft: Charmcraft,
  plans: Readonly<Record<string, StoragePlan>>,
): void {
  const { storage: declared = {} } = charmcraft;
  for (const [name, { count, path }] of Object.entries(plans)) {
    const storage = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (storage === undefined) {
      throw new CliError(`Cannot use storage "${name}": the charm has none`, {
        hint: `Its storage: ${Object.keys(declared).join(", ") || "none"}`,
      });
    }
    const wanted = count ?? (path === undefined ? 0 : 1);
    const range = storage.multiple?.range;
    const limit = highestCount(range);
    const least = range === undefined
      ? 1
      : Number.parseInt(String(range), 10) || 0;
    if (wanted >= least && (limit === null || wanted <= limit)) continue;
    throw new CliError(
      `Cannot use ${wanted} of storage "${name}": the charm takes ` +
        (limit === null ? `${least} at least` : `${least} to ${limit}`),
    );
  }
}

/** The plans of one unit: of several, each has a folder of its own below. */
export function plansOf(
  plans: Readonly<Record<string, StoragePlan>>,
  state: ModelState,
  units: number,
): Readonly<Record<string, StoragePlan>> {
  if (units === 1) return plans;
  const own = Object.entries(plans).map(([name, plan]) => {
    if (plan.path === undefined) return [name, plan] as const;
    const path = join(plan.path, state.unit.replace("/", "-"));
    Deno.mkdirSync(path, { recursive: true });
    return [name, { ...plan, path }] as const;
  });
  return Object.fromEntries(own);
}
