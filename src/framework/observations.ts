import { BoundEvent, type ObservableEvent } from "./bound_event.ts";
import type { EventBase } from "./event_base.ts";
import type { FrameworkObject } from "./framework_object.ts";
import type { EventData } from "./snapshot.ts";
import type { Notice } from "./state_storage.ts";

/** A handler of any kind of event, as the framework keeps it. */
export type Handler = (event: EventBase<EventData>) => void | Promise<void>;

/** Who wants to get a kind of event. */
export interface Observation {
  /** Path of the object that handles it. */
  readonly observerPath: string;
  /** Name of the handler. */
  readonly methodName: string;
}

/** Who observes what, and by which method, in the order of observing. */
export class Observations {
  readonly #handlers: Map<string, Handler> = new Map();
  readonly #byEvent: Map<string, Observation[]> = new Map();

  /**
   * Notes an observer of a kind of event.
   *
   * @throws {TypeError} If the handler has no name, or another one has the same.
   */
  add<E extends EventBase<EventData>, O extends FrameworkObject>(
    event: ObservableEvent<E>,
    observer: O,
    handler: (this: O, event: E) => void | Promise<void>,
  ): void {
    if (!(event instanceof BoundEvent)) {
      throw new TypeError(
        `Cannot observe "${event}": it is not an event; pass a member of \`on\``,
      );
    }
    const observerPath = observer.handle.path;
    const methodName = handler.name;
    if (methodName === "") {
      throw new TypeError(
        `Cannot observe ${event.path}: the handler of ${observerPath} has no name, by which a deferred event finds it again; pass a method`,
      );
    }
    const id = handlerId(observerPath, methodName);
    const known = this.#handlers.get(id);
    if (known !== undefined && known !== handler) {
      throw new TypeError(
        `Cannot observe ${event.path}: ${observerPath} has another handler named "${methodName}"; pass the method itself, without bind`,
      );
    }
    this.#handlers.set(id, handler as Handler);
    const observations = this.#byEvent.get(event.path);
    if (observations !== undefined) {
      observations.push({ observerPath, methodName });
    } else this.#byEvent.set(event.path, [{ observerPath, methodName }]);
  }

  /** The observers of the kind of event with the given path. */
  of(eventPath: string): readonly Observation[] {
    return this.#byEvent.get(eventPath) ?? [];
  }

  /** The method that a notice names; undefined when the charm has it no more. */
  handlerOf({ observerPath, methodName }: Notice): Handler | undefined {
    return this.#handlers.get(handlerId(observerPath, methodName));
  }
}

function handlerId(observerPath: string, methodName: string): string {
  return `${observerPath}\0${methodName}`;
}
