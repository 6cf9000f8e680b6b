import { AbortError } from "../src/abort.ts";
import { JujuLogger } from "../src/backend/logger.ts";
import type { CharmClass } from "../src/charm/charm_base.ts";
import { withConsole } from "../src/console_scope.ts";
import { dispatch } from "../src/dispatch.ts";
import { MemoryStorage } from "../src/framework/memory_storage.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import { CharmMeta } from "../src/meta/charm_meta.ts";
import { HookContext } from "../src/simulator/hook_context.ts";
import type { LogEntry } from "../src/simulator/model_observer.ts";
import { SimulatedBackend } from "../src/simulator/simulated_backend.ts";
import type { RecordedCommand } from "../src/simulator/simulated_runner.ts";
import type { ContextEvent } from "./context_event.ts";
import { ContextEvents } from "./context_events.ts";
import { UncaughtCharmError } from "./errors.ts";
import { State } from "./state/state.ts";
import type { StateOptions } from "./state/state_options.ts";
import type { NamesOf } from "./state/state_names.ts";
import { toStoredData } from "./state/stored_data.ts";
import { fromModelState, makePebbles, toModelState } from "./_world.ts";

/** Options of {@linkcode Context}. */
export interface ContextOptions {
  /** Name of the application. @default {the charm's name} */
  readonly appName?: string;
  /** Number of the unit. @default {0} */
  readonly unitId?: number;
  /** Version of Juju to simulate. @default {"3.6.28"} */
  readonly jujuVersion?: string;
}

/**
 * Runs a charm for one event in memory: a state in, a state out.
 *
 * The charm meets Juju and Pebble as a deployed one does, down to the arguments
 * of hook commands, which the simulator answers.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class HelloCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.status = new ops.ActiveStatus("Hello");
 *   }
 * }
 *
 * const ctx = new Context(HelloCharm, { name: "hello" });
 * const out = await ctx.run(ctx.on.start(), new State());
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus("Hello"));
 * ```
 */
export class Context<C extends Charmcraft = Charmcraft> {
  /** Makes the events to run. */
  readonly on: ContextEvents<C>;
  /** The charm's metadata, as charmcraft.yaml has it. */
  readonly charmcraft: C;
  /** Lines that the charm wrote to Juju's log, in all runs, with `console` too. */
  readonly logs: LogEntry[] = [];
  /** The hook commands of the last run, in order. */
  hookCommands: readonly RecordedCommand[] = [];
  readonly #charmClass: CharmClass<C>;
  readonly #options: ContextOptions;

  /** Takes the charm, and its metadata as charmcraft.yaml has it. */
  constructor(
    charmClass: CharmClass<C>,
    charmcraft: C,
    options: ContextOptions = {},
  ) {
    this.#charmClass = charmClass;
    this.charmcraft = charmcraft;
    this.#options = options;
    this.on = new ContextEvents<C>(options.appName ?? charmcraft.name);
  }

  /** A state in which a name that the metadata does not declare does not compile. */
  state(options: StateOptions<NamesOf<C>> = {}): State<NamesOf<C>> {
    return new State<NamesOf<C>>(options);
  }

  /**
   * Runs the charm for one event.
   *
   * @param event What Juju starts the charm for, from `ctx.on`.
   * @param state What there is before; it stays as it is.
   * @returns What there is after.
   * @throws {StateValidationError} If the metadata does not allow the state.
   * @throws {UncaughtCharmError} If the charm throws; what it wrote is lost.
   */
  async run(
    event: ContextEvent,
    state: State<NamesOf<C>>,
  ): Promise<State<NamesOf<C>>> {
    const { charmcraft } = this;
    const world = toModelState(state, charmcraft, this.#options);
    world.observer = { onLog: (entry) => void this.logs.push(entry) };
    const pebbles = await makePebbles(state, charmcraft);
    const hook = new HookContext(world, event.hook);
    const backend = new SimulatedBackend(hook, {
      charmDir: "/charm",
      pebble: (container) => pebbles.get(container)!,
    });
    const log = new JujuLogger(backend, {
      appId: `${world.modelUuid}-${world.unit}`,
    });
    const { snapshots, notices } = toStoredData(state);
    const storage = new MemoryStorage(snapshots, notices);
    try {
      await withConsole(log, () =>
        dispatch({
          charmClass: this.#charmClass,
          meta: new CharmMeta(charmcraft, {
            jujuVersion: backend.context.version,
          }),
          backend,
          log,
          openStorage: () => storage,
        }));
    } catch (cause) {
      // The charm ended the dispatch itself, and did so without an error.
      if (!(cause instanceof AbortError) || cause.exitCode !== 0) {
        const text = cause instanceof Error
          ? `${cause.name}: ${cause.message}`
          : String(cause);
        throw new UncaughtCharmError(`The charm threw ${text}`, { cause });
      }
    } finally {
      log.flush();
      this.hookCommands = backend.commands;
    }
    hook.flush();
    return await fromModelState(world, pebbles, storage, state);
  }
}
