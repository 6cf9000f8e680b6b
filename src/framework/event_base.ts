import { FrameworkError } from "./errors.ts";
import type { Framework } from "./framework.ts";
import type { Handle } from "./handle.ts";
import type { EventData } from "./snapshot.ts";

/** Data of an event that carries none. */
export type NoData = Readonly<Record<never, never>>;

/**
 * The base of all events.
 *
 * An event is plain data, given when it is emitted and stored while it is
 * deferred. Each handler gets an event object of its own, made from that data:
 * what one handler does to it, the next one does not see.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 *
 * class DatabaseReadyEvent extends ops.EventBase<{ readonly name: string }> {}
 *
 * class DatabaseEvents extends ops.ObjectEvents {
 *   readonly ready: ops.BoundEvent<DatabaseReadyEvent> = this.defineEvent(
 *     "ready",
 *     DatabaseReadyEvent,
 *   );
 * }
 *
 * class Database extends ops.Object {
 *   readonly on = new DatabaseEvents(this);
 *
 *   async announce(): Promise<void> {
 *     await this.on.ready.emit({ name: "main" });
 *   }
 * }
 * ```
 */
export abstract class EventBase<D extends EventData = NoData> {
  /** Whether handlers may defer this kind of event. */
  static readonly deferrable: boolean = true;
  /** Where the event comes from; custom unless it is one of Juju's or the framework's. */
  static readonly origin: EventOrigin = "custom";

  /** The framework that delivers it. */
  readonly framework: Framework;
  /** The event's identity, such as `MyCharm/on/start[7]`. */
  readonly handle: Handle;
  /** What was given when it was emitted. */
  readonly data: D;
  #deferred = false;

  /** Called by the framework, once for each handler. */
  constructor(framework: Framework, handle: Handle, data: D) {
    this.framework = framework;
    this.handle = handle;
    this.data = data;
  }

  /** Whether the handler has deferred it. */
  get deferred(): boolean {
    return this.#deferred;
  }

  /**
   * Asks that this handler gets the event again in the next dispatch, before
   * that dispatch's own event. The handler goes on.
   *
   * @throws {FrameworkError} If this kind of event cannot be deferred.
   */
  defer(): void {
    const type = this.constructor as typeof EventBase;
    if (!type.deferrable) {
      throw new FrameworkError(
        `Cannot defer ${this}: this kind of event is not delivered again`,
      );
    }
    this.framework.log.debug(`Deferring ${this}.`);
    this.#deferred = true;
  }

  /**
   * Whether what the event is about is gone for good, so that an event that was
   * deferred is of no use any more.
   */
  isObsolete(): boolean {
    return false;
  }

  /** The data as it is stored. */
  snapshot(): D {
    return this.data;
  }

  /** Class and path, as in `<StartEvent via MyCharm/on/start[7]>`. */
  toString(): string {
    return `<${this.constructor.name} via ${this.handle.path}>`;
  }
}

/** Where a kind of event comes from. */
export type EventOrigin = "hook" | "action" | "lifecycle" | "custom";

/** A class of events. */
export interface EventType<E extends EventBase<EventData>> {
  /** Makes the event for one handler. */
  new (framework: Framework, handle: Handle, data: E["data"]): E;
  /** Whether handlers may defer this kind of event. */
  readonly deferrable: boolean;
  /** Where this kind of event comes from. */
  readonly origin: EventOrigin;
  /** Name of the class. */
  readonly name: string;
}

/** The base of events that Juju's hooks cause. */
export abstract class HookEvent<D extends EventData = NoData>
  extends EventBase<D> {
  /** Always `"hook"`. */
  static override readonly origin: EventOrigin = "hook";
}

/** The base of the framework's own events, which cannot be deferred. */
export abstract class LifecycleEvent<D extends EventData = NoData>
  extends EventBase<D> {
  /** Always false. */
  static override readonly deferrable: boolean = false;
  /** Always `"lifecycle"`. */
  static override readonly origin: EventOrigin = "lifecycle";
}

/** Emitted before {@linkcode CommitEvent}, for what still wants to change state. */
export class PreCommitEvent extends LifecycleEvent {}

/** Emitted when the state of the dispatch is about to be kept. */
export class CommitEvent extends LifecycleEvent {}
