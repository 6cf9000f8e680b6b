import type { FrameworkObject } from "./framework_object.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
  readStored,
  type Storable,
} from "./snapshot.ts";

/**
 * What a stored state holds, by its defaults: where `false` stands, `true` may
 * come.
 */
export type StoredValues<T> = {
  [K in keyof T]: T[K] extends boolean ? boolean : T[K];
};

/**
 * Makes the state of an object: a plain object at first use filled with what is
 * stored, and written back at the commit when it has changed since.
 *
 * Assigning checks the value at once; what is changed deeper down is checked at
 * the commit.
 */
export function makeStoredState<T extends Record<string, Storable>>(
  owner: FrameworkObject,
  defaults: T,
  name: string,
): StoredValues<T> {
  const path = owner.handle.nest("StoredStateData", name).path;
  let values: Record<string, Storable> | null = null;
  let stored: string | null = null;

  function load(): Record<string, Storable> {
    if (values !== null) return values;
    stored = owner.framework.storage.loadSnapshot(path);
    const known = stored === null
      ? {}
      : readStored(stored, `the stored state ${path}`);
    values = {
      ...decodeSnapshot(encodeSnapshot(defaults)) as typeof known,
      ...known,
    };
    return values;
  }

  owner.framework.registerState(path, () => {
    if (values === null) return;
    const text = encodeSnapshot(values);
    if (text === stored) return;
    owner.framework.storage.saveSnapshot(path, text);
    stored = text;
  });

  return new Proxy(Object.create(null), {
    get: (_, key) => typeof key === "string" ? load()[key] : undefined,
    has: (_, key) => typeof key === "string" && Object.hasOwn(load(), key),
    set(_, key, value) {
      if (typeof key !== "string") return false;
      encodeSnapshot({ [key]: value });
      load()[key] = value;
      return true;
    },
    deleteProperty: (_, key) => Reflect.deleteProperty(load(), key),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_, key) =>
      Reflect.getOwnPropertyDescriptor(load(), key),
    defineProperty: () => false,
  }) as StoredValues<T>;
}
