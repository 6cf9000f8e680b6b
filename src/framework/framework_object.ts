import type { Logger } from "../backend/logger.ts";
import type { Model } from "../model/model.ts";
import type { ObservableEvent } from "./bound_event.ts";
import { FrameworkError } from "./errors.ts";
import type { EventBase } from "./event_base.ts";
import type { Framework } from "./framework.ts";
import { Handle } from "./handle.ts";
import type { EventData, Storable } from "./snapshot.ts";
import { makeStoredState, type StoredValues } from "./stored_state.ts";

/**
 * A node in the framework's tree: the base of charms, and of the parts and
 * libraries that a charm is made of.
 *
 * Its path, made of class names and keys, is what stored state and deferred
 * events are kept under: renaming the class or the key loses them.
 */
export class FrameworkObject {
  /** Name of the class in paths, when it is to differ from the class's own. */
  static readonly handleKind: string | undefined = undefined;

  /** Identity in the tree. */
  readonly handle: Handle;
  /** The framework that this object belongs to. */
  readonly framework: Framework;

  /**
   * Takes the place in the tree.
   *
   * @param parent The object, or the framework, that this one is part of.
   * @param key Which one of its class, when the parent may have several.
   * @throws {FrameworkError} If there is an object of the same path already, or
   * the class has no name.
   */
  constructor(
    parent: Framework | FrameworkObject,
    key: string | null = null,
  ) {
    const type = new.target as typeof FrameworkObject;
    const kind = kindOf(type);
    if (kind === "") {
      throw new FrameworkError(
        "Cannot make an object of a class without a name: its path is what state is kept under",
      );
    }
    this.framework = parent.framework;
    this.handle = new Handle(parent.handle, kind, key);
    this.framework.registerObject(this);
  }

  /** Juju's model as this unit sees it. */
  get model(): Model {
    return this.framework.model;
  }

  /** The way to Juju's log. */
  get log(): Logger {
    return this.framework.log;
  }

  /**
   * Has a method of this object called for each event of a kind.
   *
   * @param event What to observe, such as `this.on.configChanged`.
   * @param handler A method of this object, as in `this.#onConfigChanged`; no
   * `bind` is needed. Its name is how a deferred event finds it again.
   * @throws {TypeError} If the handler has no name, or another one has the same.
   */
  observe<E extends EventBase<EventData>>(
    event: ObservableEvent<E>,
    handler: (this: this, event: E) => void | Promise<void>,
  ): void {
    this.framework.observe(event, this, handler);
  }

  /**
   * State of this object that lasts from one dispatch to the next.
   *
   * It reads and writes like a plain object. What changed is kept when the
   * dispatch succeeds, together with everything else.
   *
   * A unit whose charm was written in Python goes on with its values: the
   * object's path is to be the same, and `name` the attribute's name there. A
   * dict with only text as keys comes as an object, any other as a `Map`.
   *
   * @param defaults Values of what was not stored yet: plain data.
   * @param name Name of the state, when an object has several.
   */
  storedState<T extends Record<string, Storable>>(
    defaults: T,
    name: string = "_stored",
  ): StoredValues<T> {
    return makeStoredState(this, defaults, name);
  }
}

/** What objects of a class are called in paths. */
export function kindOf(
  type: { readonly name: string; readonly handleKind?: string | undefined },
): string {
  return type.handleKind ?? type.name;
}
