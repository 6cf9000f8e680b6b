import type { BoundEvent } from "./bound_event.ts";
import type { EventBase } from "./event_base.ts";
import type { EventData } from "./snapshot.ts";
import type { Notice } from "./state_storage.ts";

/** A kind of event of any class. */
export type AnyBoundEvent = BoundEvent<EventBase<EventData>>;

/** Who is told of events, and of the handlers that get them: for tests. */
export interface FrameworkWatcher {
  /** An event is emitted, whether or not anybody observes it. */
  onEmit(event: AnyBoundEvent, path: string, data: EventData): void;
  /** A handler is about to get an event. */
  onHandler(
    event: EventBase<EventData>,
    notice: Notice,
    deferred: boolean,
  ): void;
  /** The handler is done; the event knows whether it was deferred. */
  onHandled(event: EventBase<EventData>, notice: Notice): void;
}
