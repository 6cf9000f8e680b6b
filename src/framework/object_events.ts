import { BoundEvent } from "./bound_event.ts";
import { FrameworkError } from "./errors.ts";
import type { EventBase, EventType } from "./event_base.ts";
import type { FrameworkObject } from "./framework_object.ts";
import type { EventData } from "./snapshot.ts";

/**
 * The events that an object emits, by convention its member `on`.
 *
 * A subclass has one field for each kind of event, made by
 * {@linkcode ObjectEvents.defineEvent}.
 */
export class ObjectEvents {
  readonly #emitter: FrameworkObject;
  readonly #events: Map<string, BoundEvent<EventBase<EventData>>> = new Map();

  /** Takes the object that emits the events. */
  constructor(emitter: FrameworkObject) {
    this.#emitter = emitter;
  }

  /**
   * Defines a kind of event.
   *
   * @param kind What it is called in paths, such as `"database_created"`.
   * @param type Class of the event.
   * @throws {FrameworkError} If the name is taken or not made of letters, digits and `_`.
   */
  defineEvent<E extends EventBase<EventData>>(
    kind: string,
    type: EventType<E>,
  ): BoundEvent<E> {
    const { handle: emitter, framework } = this.#emitter;
    if (!/^[A-Za-z0-9_]+$/.test(kind)) {
      throw new FrameworkError(
        `Cannot define event "${kind}" of ${emitter}: its name may have only letters, digits and "_"`,
      );
    }
    const event = new BoundEvent({ framework, emitter, type, kind });
    // Maps hold events of all kinds; each is called with its own data again.
    const any = event as unknown as BoundEvent<EventBase<EventData>>;
    framework.registerEvent(any);
    this.#events.set(kind, any);
    return event;
  }

  /** All kinds of events that are defined, by their name in paths. */
  definedEvents(): ReadonlyMap<string, BoundEvent<EventBase<EventData>>> {
    return this.#events;
  }
}
