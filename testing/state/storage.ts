import { Storage as FrameworkStorage } from "../../src/model/storage.ts";
import { makeCounter } from "./_ids.ts";
import { expectName } from "./_names.ts";
import { Component } from "./component.ts";
import type { Filesystems } from "./filesystems.ts";

/** Options of {@linkcode Storage}. */
export interface StorageOptions {
  /** Number of the instance. @default {one that no other has} */
  readonly index?: number;
}

/** What {@linkcode Storage.with} can replace. */
export interface StorageChanges<N extends string> extends StorageOptions {
  /** Name of the storage. */
  readonly name?: N;
}

const nextIndex = makeCounter(0);

/**
 * An attached storage instance.
 *
 * @example Usage
 * ```ts
 * import { State, Storage } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const state = new State({ storages: [new Storage("data", { index: 2 })] });
 *
 * assertEquals(state.getStorage("data", { index: 2 }).fullId, "data/2");
 * ```
 */
export class Storage<N extends string = string> extends Component {
  /** Name of the storage, as in the metadata. */
  readonly name: string;
  /** Number of the instance, which no other in the model has. */
  readonly index: number;

  /**
   * Takes the name and the number.
   *
   * @throws {StateValidationError} If no storage can have that name.
   */
  constructor(name: N, options: StorageOptions = {}) {
    super();
    expectName("storage", name);
    this.name = name;
    this.index = options.index ?? nextIndex();
    Object.freeze(this);
  }

  /** The id as Juju writes it, such as `"data/0"`. */
  get fullId(): string {
    return `${this.name}/${this.index}`;
  }

  /** Whether the other is the same instance: one of a test's or one of the model's. */
  override equals(other: unknown): boolean {
    return (other instanceof Storage || other instanceof FrameworkStorage) &&
      other.name === this.name && other.index === this.index;
  }

  /** The folder on this machine that simulates the storage in a context. */
  getFilesystem(context: Filesystems): string {
    return context.storageRoot(this.fullId);
  }

  /** A copy with some fields replaced; the number stays. */
  with(changes: StorageChanges<N>): Storage<N> {
    const name = changes.name ?? this.name as N;
    return new Storage(name, { ...this, ...changes });
  }
}

/** A storage of a test, or that of the model as one. */
export function toStorage<N extends string>(
  storage: Storage<N> | FrameworkStorage,
): Storage<N> {
  if (storage instanceof Storage) return storage;
  return new Storage(storage.name as N, { index: storage.index });
}
