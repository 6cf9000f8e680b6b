import type { BoundEvent } from "./bound_event.ts";
import { CommitEvent, PreCommitEvent } from "./event_base.ts";
import { ObjectEvents } from "./object_events.ts";

/** The framework's own events. */
export class FrameworkEvents extends ObjectEvents {
  /** Emitted before `commit`, for what still wants to change state. */
  readonly preCommit: BoundEvent<PreCommitEvent> = this.defineEvent(
    "pre_commit",
    PreCommitEvent,
  );
  /** Emitted when the state is about to be kept. */
  readonly commit: BoundEvent<CommitEvent> = this.defineEvent(
    "commit",
    CommitEvent,
  );
}
