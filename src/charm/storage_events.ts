import { HookEvent } from "../framework/event_base.ts";
import type { Storage } from "../model/storage.ts";

/** What is stored of a storage event. */
export type StorageEventData = {
  /** Name of the storage. */
  readonly storage_name: string;
  /** Number of the instance. */
  readonly storage_index: number;
  /** Where it is, when that was known. */
  readonly storage_location?: string;
};

/** The base of the events of one storage instance. */
export abstract class StorageEvent extends HookEvent<StorageEventData> {
  /**
   * The storage instance that the event is about.
   *
   * @throws {ModelError} If Juju does not list it any more.
   */
  get storage(): Storage {
    const { storage_name, storage_index, storage_location } = this.data;
    return this.framework.model.storages.find(
      storage_name,
      storage_index,
      storage_location,
    );
  }

  /** Whether Juju does not list the storage instance any more. */
  override isObsolete(): boolean {
    const { storage_name, storage_index } = this.data;
    return !this.framework.model.storages.get(storage_name)
      .some(({ index }) => index === storage_index);
  }
}

/** A storage instance can be used; before `install` on a machine. */
export class StorageAttachedEvent extends StorageEvent {}

/** A storage instance is about to be gone; before `stop`. */
export class StorageDetachingEvent extends StorageEvent {}
