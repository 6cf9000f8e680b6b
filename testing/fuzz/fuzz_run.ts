import { ActionFailed } from "../action_failed.ts";
import type { Context } from "../context.ts";
import type { ContextEvents } from "../context_events.ts";
import { UncaughtCharmError } from "../errors.ts";
import type { State } from "../state/state.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { FuzzSequence } from "./fuzz_choice.ts";
import type { FuzzStep } from "./fuzz_error.ts";
import type { FuzzMove, FuzzMoves, FuzzUnit } from "./fuzz_move.ts";
import {
  beginMoves,
  choiceMoves,
  endOfUnitMoves,
  stateAtFirst,
} from "./unit_moves.ts";

/** What a {@linkcode FuzzRun} is made with. */
export interface FuzzRunOptions {
  /** Runs the charm; no other sequence runs in it. */
  readonly context: Context;
  /** Name of the application. */
  readonly appName: string;
  /** Number of the unit. */
  readonly unitId: number;
  /** What there is when the unit is deployed. */
  readonly initial: State;
  /** How many choices come to something at most. */
  readonly maxEvents: number;
  /** Whether what the charm threw is to be passed over. */
  readonly isAllowed: (error: unknown) => boolean;
  /** Looks at what there is after each step. */
  readonly check: (state: State, steps: readonly FuzzStep[]) => unknown;
}

/** How a sequence went. */
export interface FuzzOutcome {
  /** What happened, up to the step that failed. */
  readonly steps: readonly FuzzStep[];
  /** What that one threw; null: all went well. */
  readonly failure: { readonly cause: unknown } | null;
}

/** A unit that lives through one sequence. */
export class FuzzRun implements FuzzUnit {
  readonly charmcraft: Charmcraft;
  readonly appName: string;
  readonly unitId: number;
  readonly on: ContextEvents;
  readonly initial: State;
  readonly joined: Set<number> = new Set();
  readonly unused: Set<string> = new Set();
  readonly #options: FuzzRunOptions;
  readonly #steps: FuzzStep[] = [];
  #state: State;
  #relationId: number;
  #storageIndex: number;

  /** Takes the charm and what there is. */
  constructor(options: FuzzRunOptions) {
    const { context, appName, unitId, initial } = options;
    this.charmcraft = context.charmcraft;
    this.appName = appName;
    this.unitId = unitId;
    this.on = context.on;
    this.initial = initial;
    this.#options = options;
    this.#relationId = Math.max(0, ...initial.relations.map(({ id }) => id));
    this.#storageIndex = Math.max(
      -1,
      ...initial.storages.map(({ index }) => index),
    );
    this.#state = stateAtFirst(this, initial);
  }

  get state(): State {
    return this.#state;
  }

  nextRelationId(): number {
    return this.#relationId += 1;
  }

  nextStorageIndex(): number {
    return this.#storageIndex += 1;
  }

  /** Goes through the sequence; once. */
  async live(sequence: FuzzSequence): Promise<FuzzOutcome> {
    const { initial } = this.#options;
    const leader = sequence.leader || initial.leader;
    try {
      await this.#make(beginMoves(this, initial, leader));
      let left = this.#options.maxEvents;
      for (const choice of sequence.choices) {
        if (left === 0) break;
        if (await this.#make(choiceMoves(this, choice))) left -= 1;
      }
      if (sequence.removed) await this.#make(endOfUnitMoves(this));
    } catch (cause) {
      return { steps: this.#steps, failure: { cause } };
    }
    return { steps: this.#steps, failure: null };
  }

  /** Whether there was anything to make. */
  async #make(moves: FuzzMoves): Promise<boolean> {
    const { length } = this.#steps;
    for (const move of moves) {
      const { text, event, after } = move;
      this.#steps.push({ text, event });
      const state = await this.#run(move);
      this.#state = after === undefined ? state : state.with(after(state));
      await this.#options.check(this.#state, this.#steps);
    }
    return this.#steps.length > length;
  }

  async #run({ before, event }: FuzzMove): Promise<State> {
    if (event === null) return before;
    try {
      return await this.#options.context.run(event, before);
    } catch (error) {
      if (error instanceof ActionFailed) return error.state ?? before;
      if (
        error instanceof UncaughtCharmError &&
        this.#options.isAllowed(error.cause)
      ) return before;
      throw error;
    }
  }
}
