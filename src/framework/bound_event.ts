import type { EventBase, EventType } from "./event_base.ts";
import type { Framework } from "./framework.ts";
import type { Handle } from "./handle.ts";
import type { EventData } from "./snapshot.ts";

/** What `emit` takes: the event's data, or nothing when it has none. */
export type EmitArguments<E extends EventBase<EventData>> =
  Record<never, never> extends E["data"] ? [data?: E["data"]]
    : [data: E["data"]];

/** What a {@linkcode BoundEvent} is made of. */
export interface BoundEventParts<E extends EventBase<EventData>> {
  /** The framework that delivers it. */
  readonly framework: Framework;
  /** Identity of the emitting object. */
  readonly emitter: Handle;
  /** Class of the event. */
  readonly type: EventType<E>;
  /** What it is called in paths, such as `"config_changed"`. */
  readonly kind: string;
}

/**
 * What can be observed: a {@linkcode BoundEvent}, or any of several, so that one
 * handler can be given to all events of a list.
 */
export interface ObservableEvent<E extends EventBase<EventData>> {
  /** Path without a key, such as `MyCharm/on/config_changed`. */
  readonly path: string;
  /** Class of the event; what it is made of differs from kind to kind. */
  readonly eventType: new (
    framework: Framework,
    handle: Handle,
    data: never,
  ) => E;
}

/** One kind of event of one emitter: what is observed and emitted. */
export class BoundEvent<E extends EventBase<EventData>> {
  /** What it is called in paths, such as `"config_changed"`. */
  readonly eventKind: string;
  /** Class of the event. */
  readonly eventType: EventType<E>;
  /** Path without a key, such as `MyCharm/on/config_changed`. */
  readonly path: string;
  readonly #framework: Framework;
  readonly #parent: Handle;

  /** Called by `ObjectEvents.defineEvent`. */
  constructor(parts: BoundEventParts<E>) {
    this.#framework = parts.framework;
    this.#parent = parts.emitter.nest("on");
    this.eventKind = parts.kind;
    this.eventType = parts.type;
    this.path = `${this.#parent.path}/${parts.kind}`;
  }

  /** Identity of the event with the given key. */
  handle(key: string): Handle {
    return this.#parent.nest(this.eventKind, key);
  }

  /**
   * Delivers an event to everybody who observes it, one after the other, and is
   * done when the last handler is.
   *
   * @throws {FrameworkError} If the data is not plain data.
   */
  emit(...args: EmitArguments<E>): Promise<void> {
    return this.#framework.emit(this, args[0] ?? {});
  }

  /** The path, as in `<BoundEvent MyCharm/on/config_changed>`. */
  toString(): string {
    return `<BoundEvent ${this.path}>`;
  }
}
