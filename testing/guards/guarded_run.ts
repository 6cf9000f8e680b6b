import type { ContextEvent } from "../context_event.ts";
import type { ExplainedStep } from "../explanation.ts";
import type { State } from "../state/state.ts";

/** A run, as the guards look at it. */
export interface GuardedRun {
  /** What it ended with. */
  readonly state: State;
  /** What it did, in order. */
  readonly steps: readonly ExplainedStep[];
  /** Revisions of secrets that it removed. */
  readonly removedRevisions: readonly number[];
  /** Bytes that `state-set` keeps after it. */
  readonly charmStateBytes: number;
}

/** What the guards are given. */
export interface GuardInput {
  /** The event that was run. */
  readonly event: ContextEvent;
  /** The run. */
  readonly first: GuardedRun;
  /** Runs an event on what the run ended with, and keeps nothing of it. */
  readonly rerun: (event: ContextEvent, state: State) => Promise<GuardedRun>;
  /** Makes the event that comes every few minutes. */
  readonly updateStatus: () => ContextEvent;
}
