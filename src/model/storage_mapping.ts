import type { Charmcraft } from "../meta/charmcraft.ts";
import type { StorageName } from "../meta/charmcraft_types.ts";
import { ModelError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { Storage } from "./storage.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * The storage instances of this unit by name. Those of one name are read at
 * first use and kept for the dispatch.
 *
 * @example In a handler of a charm
 * ```ts ignore
 * const [data] = this.model.storages.get("data");
 * if (data === undefined) this.model.storages.request("data");
 * ```
 */
export class StorageMapping<C extends Charmcraft = Charmcraft> {
  readonly #context: ModelContext;
  readonly #storages: Map<string, readonly Storage[]> = new Map();

  /** Takes the model's shared parts; nothing is asked of Juju yet. */
  constructor(context: ModelContext) {
    this.#context = context;
  }

  /** Names of the storages, as in the metadata. */
  keys(): StorageName<C>[] {
    return Object.keys(this.#context.meta.storages) as StorageName<C>[];
  }

  /** Whether the metadata declares such a storage. */
  has(name: string): boolean {
    return Object.hasOwn(this.#context.meta.storages, name);
  }

  /**
   * The instances of a storage: none while it is not attached. Source:
   * `storage-list`.
   *
   * @param name Name in the metadata.
   * @throws {ModelError} If the metadata declares no such storage.
   */
  get(name: StorageName<C>): readonly Storage[] {
    this.#assertDeclared("get", name);
    let storages = this.#storages.get(name);
    if (storages === undefined) {
      storages = translateErrors(
        this.#context,
        `Cannot list the instances of storage "${name}"`,
        () => this.#context.backend.storageList(name),
      ).map((id) => this.#storage(name, id));
      this.#storages.set(name, storages);
    }
    return storages;
  }

  /**
   * One instance of a storage.
   *
   * @param name Name in the metadata.
   * @param index Number of the instance.
   * @param location Where it is, if that is known already.
   * @throws {ModelError} If Juju does not list it.
   */
  find(name: StorageName<C>, index: number, location?: string): Storage {
    const storage = this.get(name).find((listed) => listed.index === index);
    if (storage === undefined) {
      throw new ModelError(
        `Cannot get storage "${name}/${index}": Juju does not list it`,
      );
    }
    return location === undefined
      ? storage
      : new Storage(this.#context, { name, index, location });
  }

  /**
   * Asks for more instances. Each comes with its own storage-attached event,
   * once this hook has succeeded. Source: `storage-add`.
   *
   * @param name Name in the metadata.
   * @param count How many more.
   * @throws {ModelError} If the metadata declares no such storage, or Juju
   * refuses.
   * @throws {TypeError} If the count is not a whole number.
   */
  request(name: StorageName<C>, count: number = 1): void {
    this.#assertDeclared("request", name);
    if (!Number.isInteger(count)) {
      throw new TypeError(
        `Cannot request storage "${name}": the count must be a whole number, got ${count}`,
      );
    }
    translateErrors(
      this.#context,
      `Cannot request storage "${name}"`,
      () => this.#context.backend.storageAdd({ [name]: count }),
    );
  }

  /** All names with their instances. */
  *[Symbol.iterator](): IterableIterator<[string, readonly Storage[]]> {
    for (const name of this.keys()) yield [name, this.get(name)];
  }

  /**
   * Forgets what was read, as another dispatch begins.
   *
   * @internal
   */
  forget(): void {
    this.#storages.clear();
  }

  #storage(name: string, id: string): Storage {
    const index = Number(id.slice(id.lastIndexOf("/") + 1));
    return new Storage(this.#context, { name, index });
  }

  #assertDeclared(verb: string, name: string): void {
    if (this.has(name)) return;
    throw new ModelError(
      `Cannot ${verb} storage "${name}": the metadata declares ${
        this.keys().map((known) => `"${known}"`).join(", ") || "none"
      }`,
    );
  }
}
