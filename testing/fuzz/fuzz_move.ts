import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { ContextEvent } from "../context_event.ts";
import type { ContextEvents } from "../context_events.ts";
import type { State } from "../state/state.ts";
import type { StateOptions } from "../state/state_options.ts";

/** A step that is about to be made. */
export interface FuzzMove {
  /** What happens, as one line. */
  readonly text: string;
  /** What there is when the charm is run. */
  readonly before: State;
  /** What the charm is run for; null: it is not run. */
  readonly event: ContextEvent | null;
  /** What Juju changes once the charm has run, such as that a relation is gone. */
  readonly after?: (state: State) => StateOptions;
}

/** A unit in the middle of its life, as those who make moves see it. */
export interface FuzzUnit {
  /** The charm's metadata. */
  readonly charmcraft: Charmcraft;
  /** Name of the application. */
  readonly appName: string;
  /** Number of the unit. */
  readonly unitId: number;
  /** Makes events. */
  readonly on: ContextEvents;
  /** What there was when it was deployed, as the test gave it. */
  readonly initial: State;
  /** What there is: after a move was yielded, what that left. */
  readonly state: State;
  /** Relations with `scope: container` whose one remote unit has joined. */
  readonly joined: Set<number>;
  /** Revisions of secrets that nobody reads, which was told. */
  readonly unused: Set<string>;
  /** Takes a number that no relation of this unit ever had. */
  nextRelationId(): number;
  /** Takes a number that no storage of this unit ever had. */
  nextStorageIndex(): number;
}

/** The moves that something consists of; each is looked at after the one before was made. */
export type FuzzMoves = Generator<FuzzMove, void>;

/** A move that has only an event. */
export function plainMove(unit: FuzzUnit, event: ContextEvent): FuzzMove {
  return { text: event.name, before: unit.state, event };
}
