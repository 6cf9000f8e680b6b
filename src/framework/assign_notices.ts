import type { Logger } from "../backend/logger.ts";
import type { BoundEvent } from "./bound_event.ts";
import type { EventBase } from "./event_base.ts";
import { kindPathOf } from "./notice_queue.ts";
import type { Observations } from "./observations.ts";
import type { EventData } from "./snapshot.ts";
import {
  isForAnybody,
  type Notice,
  type StateStorage,
} from "./state_storage.ts";

/** What {@linkcode assignNotices} needs of the framework. */
export interface AssignOptions {
  /** Where the notices are. */
  readonly storage: StateStorage;
  /** The kinds of events that the charm has, by path. */
  readonly events: ReadonlyMap<string, BoundEvent<EventBase<EventData>>>;
  /** Who observes what. */
  readonly observations: Observations;
  /** Told of what nobody observes. */
  readonly log: Logger;
}

/**
 * Puts, in place of each notice for whoever observes an event, one for each
 * handler that does; gives all notices.
 *
 * Only Juju's events: those of libraries are between one version of their code
 * and the same.
 */
export function assignNotices(options: AssignOptions): Notice[] {
  const { storage, events, observations, log } = options;
  const notices = storage.notices();
  for (const notice of notices) {
    // All are put back, so that they stay in order.
    storage.dropNotice(notice);
    if (!isForAnybody(notice)) {
      storage.saveNotice(notice);
      continue;
    }
    const { eventPath } = notice;
    const kindPath = kindPathOf(eventPath);
    const type = events.get(kindPath)?.eventType;
    const isJujus = type?.origin === "hook" && type.deferrable;
    const handlers = isJujus ? observations.of(kindPath) : [];
    for (const { observerPath, methodName } of handlers) {
      const assigned = { eventPath, observerPath, methodName };
      // A handler that observes twice is called once.
      storage.dropNotice(assigned);
      storage.saveNotice(assigned);
    }
    if (handlers.length === 0) {
      storage.dropSnapshot(eventPath);
      log.warning(
        `Dropping deferred event ${eventPath} of the charm's Python version: nothing observes it.`,
      );
    }
  }
  return storage.notices();
}
