import type { CharmBase, CharmClass } from "../src/charm/charm_base.ts";
import type { Framework } from "../src/framework/framework.ts";
import type { ConfigValue } from "../src/hook_commands/types.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { EventKind } from "./consistency/event_description.ts";
import { Context } from "./context.ts";
import type { ContextOptions } from "./context_options.ts";
import type { FuzzSequence } from "./fuzz/fuzz_choice.ts";
import { FuzzError, type FuzzStep } from "./fuzz/fuzz_error.ts";
import { type FuzzOutcome, FuzzRun } from "./fuzz/fuzz_run.ts";
import { sequences } from "./fuzz/fuzz_sequences.ts";
import { shortestSequence } from "./fuzz/shortest_sequence.ts";
import { State } from "./state/state.ts";
import type { NamesOf } from "./state/state_names.ts";
import { untyped } from "./state/_untyped.ts";

/** Options of {@linkcode fuzzEvents}. */
export interface FuzzOptions<C extends Charmcraft = Charmcraft> {
  /** How many sequences are run. @default {100} */
  readonly runs?: number;
  /**
   * How many things happen to a unit at most between its start and its removal.
   * Some are several events, as Juju has it: a remote unit joins, and its data
   * changes.
   *
   * @default {20}
   */
  readonly maxEvents?: number;
  /** What decides all that is random: a whole number of 32 bits. @default {a random one} */
  readonly seed?: number;
  /** What the charm runs in. @default {{}} */
  readonly context?: ContextOptions;
  /**
   * What there is when the unit is deployed, such as secrets, resources and the
   * model. Its relations come after install, and their remote units after start.
   *
   * @default {nothing}
   */
  readonly initial?: State<NamesOf<C>>;
  /** Option of the configuration to the values that are tried. @default {any of its type} */
  readonly configValues?: Readonly<Record<string, readonly ConfigValue[]>>;
  /** Endpoint to the keys that remote databags have. @default {random ones} */
  readonly databagKeys?: Readonly<Record<string, readonly string[]>>;
  /**
   * Container to the keys of its custom notices, such as `"example.com/done"`.
   * One that no charm knows is tried as well.
   *
   * @default {none}
   */
  readonly noticeKeys?: Readonly<Record<string, readonly string[]>>;
  /** What must hold after each step: throws if it does not. @default {nothing} */
  readonly invariant?: (
    state: State<NamesOf<C>>,
    steps: readonly FuzzStep[],
  ) => void | Promise<void>;
  /**
   * Whether the charm may throw, or which errors; the event then changes
   * nothing, and the next one comes.
   *
   * @default {false}
   */
  readonly allowErrors?: boolean | ((error: unknown) => boolean);
}

/** What {@linkcode fuzzEvents} has run. */
export interface FuzzSummary {
  /** What makes the same sequences again. */
  readonly seed: number;
  /** How many sequences were run. */
  readonly runs: number;
  /** Kind of event to how often it was run; those that never were are absent. */
  readonly events: Readonly<Partial<Record<EventKind, number>>>;
}

/**
 * Runs a charm through random sequences of the events that Juju could send, and
 * shrinks the first that fails to a short one.
 *
 * Each begins with a unit that was just deployed and, in half of them, ends with
 * its removal. In between there is all that the metadata declares: options,
 * relations with their remote units and data, containers that start anew, their
 * checks and notices, storages, actions with parameters of their schemas, secrets
 * of the state, and leadership that comes and goes. What comes is what could come: a unit departs only after it has
 * joined, and no run breaks a rule of `checkConsistency`.
 *
 * A sequence fails if the charm throws, if the invariant does, or if a run does
 * not pass the `checks` of the context. An action that fails is none.
 *
 * It uses the library fast-check, which is loaded by the first call.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { FuzzError, fuzzEvents } from "@charmkit/ops/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const charmcraft = { name: "web", requires: { db: "postgresql" } } as const;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["db"].relationBroken, this.#onBroken);
 *   }
 *
 *   #onBroken(event: ops.RelationBrokenEvent): void {
 *     // Only the leader may: the test finds out.
 *     event.relation.data.get(this.app).set("state", "gone");
 *   }
 * }
 *
 * const error = await assertRejects(
 *   () => fuzzEvents(WebCharm, charmcraft, { seed: 42 }),
 *   FuzzError,
 * );
 *
 * assertEquals(error.steps.map(({ text }) => text.replace(/ \{.*$/, "")), [
 *   "install",
 *   "config-changed",
 *   "start",
 *   "db-relation-created (relation 1)",
 *   "db-relation-broken (relation 1)",
 * ]);
 * ```
 *
 * @example What must always hold
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { fuzzEvents } from "@charmkit/ops/testing";
 * import { assert, assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.collectUnitStatus, this.#onCollectStatus);
 *   }
 *
 *   #onCollectStatus(event: ops.CollectStatusEvent): void {
 *     event.addStatus(new ops.ActiveStatus());
 *   }
 * }
 *
 * const { runs } = await fuzzEvents(WebCharm, { name: "web" }, {
 *   runs: 10,
 *   invariant: ({ unitStatus }) => assert(unitStatus.name === "active"),
 * });
 *
 * assertEquals(runs, 10);
 * ```
 *
 * @param charmClass The charm.
 * @param charmcraft Its metadata, as charmcraft.yaml has it.
 * @returns What was run.
 * @throws {FuzzError} If a sequence fails; its message has the seed and the steps.
 */
export async function fuzzEvents<C extends Charmcraft, T extends CharmBase<C>>(
  charmClass: CharmClass<C> & (new (framework: Framework) => T),
  charmcraft: C,
  options: FuzzOptions<C> = {},
): Promise<FuzzSummary> {
  const { runs = 100, maxEvents = 20 } = options;
  const { configValues = {}, databagKeys = {}, noticeKeys = {} } = options;
  const { seed = crypto.getRandomValues(new Int32Array(1))[0] ?? 0 } = options;
  const fc = await import("fast-check");
  const live = liver(charmClass, charmcraft, options);
  const events: Partial<Record<EventKind, number>> = {};
  let failed: { sequence: FuzzSequence; outcome: FuzzOutcome } | null = null;

  const property = fc.asyncProperty(
    sequences(fc, charmcraft, {
      maxEvents,
      configValues,
      databagKeys,
      noticeKeys,
    }),
    async (sequence) => {
      const outcome = await live(sequence);
      for (const { event } of outcome.steps) {
        if (event !== null) events[event.kind] = (events[event.kind] ?? 0) + 1;
      }
      if (outcome.failure !== null) failed = { sequence, outcome };
      return outcome.failure === null;
    },
  );
  await fc.check(property, { seed, numRuns: runs });
  // The compiler does not see that the property sets it.
  const found = failed as
    | { sequence: FuzzSequence; outcome: FuzzOutcome }
    | null;
  if (found === null) return { seed, runs, events };

  let { outcome } = found;
  await shortestSequence(found.sequence, async (shorter) => {
    const next = await live(shorter);
    if (next.failure !== null) outcome = next;
    return next.failure !== null;
  });
  const { steps, failure } = outcome;
  throw new FuzzError(charmClass.name, { seed, steps, cause: failure?.cause });
}

/** A function that runs one sequence, in a context of its own. */
function liver<C extends Charmcraft, T extends CharmBase<C>>(
  charmClass: CharmClass<C> & (new (framework: Framework) => T),
  charmcraft: C,
  options: FuzzOptions<C>,
): (sequence: FuzzSequence) => Promise<FuzzOutcome> {
  const { context: given = {}, allowErrors = false, invariant } = options;
  const { appName = charmcraft.name, unitId = 0 } = given;
  const { maxEvents = 20 } = options;
  const initial = untyped(options.initial ?? new State<NamesOf<C>>());
  return async (sequence) => {
    // Told from the errors of this module by their class.
    const contextOptions = { ...given, bareErrors: false };
    using context = new Context<C, T>(charmClass, charmcraft, contextOptions);
    const run = new FuzzRun({
      // Sequences take the names from the metadata, unknown to the compiler.
      context: context as unknown as Context,
      appName,
      unitId,
      initial,
      maxEvents,
      isAllowed: typeof allowErrors === "function"
        ? allowErrors
        : () => allowErrors,
      check: (state, steps) =>
        invariant?.(state as unknown as State<NamesOf<C>>, steps),
    });
    return await run.live(sequence);
  };
}
