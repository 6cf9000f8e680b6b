// Long, as it is the one class that tests use: a field for each history, and the
// docs of each.

import { JujuVersion } from "../src/backend/juju_version.ts";
import type { CharmBase, CharmClass } from "../src/charm/charm_base.ts";
import type { EventBase } from "../src/framework/event_base.ts";
import type { Framework } from "../src/framework/framework.ts";
import type { EventData } from "../src/framework/snapshot.ts";
import { CharmMeta } from "../src/meta/charm_meta.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { StatusBase } from "../src/model/status.ts";
import type { ActionResults } from "../src/simulator/model_observer.ts";
import type { RecordedCommand } from "../src/simulator/simulated_runner.ts";
import type { ContextEvent } from "./context_event.ts";
import { ContextEvents } from "./context_events.ts";
import type { ContextOptions } from "./context_options.ts";
import { ContextSetupError, StateLookupError } from "./errors.ts";
import type { ExecRecord } from "./exec_record.ts";
import { Explanation, secretWords } from "./explanation.ts";
import { loadCharmcraft } from "./load_charmcraft.ts";
import { Manager } from "./manager.ts";
import { CharmRoot } from "./run/charm_root.ts";
import { CharmRun, type RunSetup } from "./run/charm_run.ts";
import { expectEvent } from "./run/event_argument.ts";
import { ContextFolders } from "./run/folders.ts";
import { History } from "./run/history.ts";
import type { Filesystems } from "./state/filesystems.ts";
import type { JujuLogLine } from "./state/juju_log_line.ts";
import { State } from "./state/state.ts";
import type { NamesOf } from "./state/state_names.ts";
import type { StateOptions } from "./state/state_options.ts";
import { untyped } from "./state/_untyped.ts";
import type { TraceSpan } from "./trace_span.ts";

/**
 * Runs a charm for one event in memory: a state in, a state out.
 *
 * The charm meets Juju and Pebble as a deployed one does, down to the arguments
 * of hook commands, which the simulator answers. Nothing of the process is
 * changed, so tests can run at a time. The charm's `console` writes to the log,
 * and its `Deno.env` is that of the dispatch; what it sets there is gone after
 * the run. (`process.env` of Node stays that of the process.)
 *
 * What a run did beside the state it ends with is kept in lists: of all runs of
 * the context, but for {@linkcode Context.hookCommands} and
 * {@linkcode Context.explain}, which are of the last. Best is a context for each
 * test.
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
export class Context<C extends Charmcraft = Charmcraft, T = CharmBase<C>>
  implements Filesystems, Disposable {
  /** Makes the events to run. */
  readonly on: ContextEvents<C, T>;
  /** The charm's metadata, as charmcraft.yaml has it. */
  readonly charmcraft: C;
  readonly #options: ContextOptions;
  readonly #charmClass: CharmClass<C>;
  readonly #folders: ContextFolders = new ContextFolders();
  readonly #history: History = new History();
  #setup: RunSetup<C> | null = null;
  #last: CharmRun<C> | null = null;

  /**
   * Takes the charm, and its metadata as charmcraft.yaml has it.
   *
   * @throws {Deno.errors.NotFound} If `charmRoot` is not there.
   */
  constructor(
    charmClass: CharmClass<C> & (new (framework: Framework) => T),
    charmcraft: C,
    options: ContextOptions = {},
  ) {
    this.#charmClass = charmClass;
    this.charmcraft = charmcraft;
    this.#options = options;
    this.on = new ContextEvents<C, T>(options.appName ?? charmcraft.name);
  }

  /**
   * A context with the metadata of a charm's folder: of its charmcraft.yaml, or
   * of its metadata.yaml, config.yaml and actions.yaml.
   *
   * @example Usage
   * ```ts ignore
   * import { Context } from "@charmkit/ops/testing";
   * import { MyCharm } from "./charm.ts";
   *
   * const ctx = await Context.load(MyCharm, new URL("..", import.meta.url));
   * ```
   *
   * @param charmClass The charm.
   * @param folder The charm's folder.
   * @throws {ContextSetupError} If there is no metadata, or it can't be read.
   */
  static async load<C extends Charmcraft, T extends CharmBase<C>>(
    charmClass: CharmClass<C> & (new (framework: Framework) => T),
    folder: string | URL,
    options: ContextOptions = {},
  ): Promise<Context<C, T>> {
    const charmcraft = await loadCharmcraft(folder);
    return new Context<C, T>(charmClass, charmcraft as C, options);
  }

  /** Lines of Juju's log, those of the framework and of `console` included. */
  get logs(): readonly JujuLogLine[] {
    return this.#history.logs;
  }

  /** The hook commands of the last run, in order; those that log are in {@linkcode Context.logs}. */
  get hookCommands(): readonly RecordedCommand[] {
    return this.#last?.commands ?? [];
  }

  /** Statuses that the unit had before each that was set; the last one is in the state. */
  get unitStatusHistory(): readonly StatusBase[] {
    return this.#history.unitStatuses;
  }

  /** Statuses that the application had before each that was set; the last one is in the state. */
  get appStatusHistory(): readonly StatusBase[] {
    return this.#history.appStatuses;
  }

  /** Versions that the workload had before each that was set, but for none. */
  get workloadVersionHistory(): readonly string[] {
    return this.#history.workloadVersions;
  }

  /**
   * Events that were emitted, in order, be they observed or not.
   *
   * @see {@linkcode ContextOptions.captureDeferredEvents} and
   * {@linkcode ContextOptions.captureFrameworkEvents} for further ones.
   */
  get emittedEvents(): readonly EventBase<EventData>[] {
    return this.#history.events;
  }

  /** Container to the commands that were run in it. */
  get execHistory(): Readonly<Record<string, readonly ExecRecord[]>> {
    return this.#history.execs;
  }

  /** Storage to how many instances the charm has asked for last. */
  get requestedStorages(): Readonly<Record<string, number>> {
    return this.#history.requestedStorages;
  }

  /** Revisions of secrets that the charm has removed. */
  get removedSecretRevisions(): readonly number[] {
    return this.#history.removedSecretRevisions;
  }

  /** What the last action has shown to who runs it. */
  get actionLogs(): readonly string[] {
    return this.#history.actionLogs;
  }

  /** What the last action has set; null before any has set something. */
  get actionResults(): Readonly<ActionResults> | null {
    return this.#history.actionResults;
  }

  /** Spans of a traced dispatch: one for it, one for each handler, and one for each call of Pebble. */
  get traceData(): readonly TraceSpan[] {
    return this.#history.spans;
  }

  /** Whether the charm has asked for a reboot: after the hook, or at once; null: it has not. */
  get requestedReboot(): "after" | "now" | null {
    return this.#history.reboot;
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
   * @throws {InconsistentScenarioError} If event, state and metadata do not fit
   * together.
   * @throws {UncaughtCharmError} If the charm throws; what it wrote is lost.
   * @throws {ActionFailed} If the action was marked as failed.
   * @throws {GuardError} If the run does not pass the context's checks.
   */
  async run(
    event: ContextEvent,
    state: State<NamesOf<C>>,
  ): Promise<State<NamesOf<C>>> {
    expectEvent(event, this.on);
    const run = this.#begin(event, state);
    const after = await run.done;
    await this.#check(event, run, after);
    // The names are those of the state before, which the types cannot tell.
    return after as unknown as State<NamesOf<C>>;
  }

  /**
   * Makes the charm, and stops before the event.
   *
   * @throws {InconsistentScenarioError} If event, state and metadata do not fit
   * together.
   * @throws {UncaughtCharmError} If the charm's constructor throws.
   */
  manager(event: ContextEvent, state: State<NamesOf<C>>): Manager<C, T> {
    expectEvent(event, this.on);
    const { promise: gate, resolve: emit } = Promise.withResolvers<void>();
    const run = this.#begin(event, state, gate);
    const { charm, constructorError } = run;
    const done = run.done.then(async (after) => {
      await this.#check(event, run, after);
      return after as unknown as State<NamesOf<C>>;
    });
    if (charm !== null) {
      // A context is made with a class of `T`.
      return new Manager<C, T>({ charm: charm as unknown as T, emit, done });
    }
    done.catch(() => {});
    throw constructorError?.error;
  }

  /**
   * Only says what to call: actions are events.
   *
   * @deprecated Use `ctx.run(ctx.on.action(name, params), state)`.
   * @throws {TypeError} Always.
   */
  runAction(): never {
    throw new TypeError(
      "Cannot call runAction: use ctx.run(ctx.on.action(name, params), state), then look at ctx.actionResults",
    );
  }

  /**
   * What the last run observed, read and wrote, in order; also of one that threw.
   *
   * Contents of secrets are not in it.
   */
  explain(): Explanation {
    const run = this.#last;
    if (run === null) return new Explanation([]);
    const words = [...secretWords(run.world), ...run.recorder.secretWords];
    return new Explanation(run.recorder.steps, words);
  }

  /**
   * The folder that holds the files of a container as the last run has left
   * them; what is mounted is a symbolic link to its source.
   *
   * It is a copy: what a test writes there is not seen by the charm. Mounts are.
   *
   * @throws {StateLookupError} If the charm has no such container.
   */
  containerRoot(name: string): string {
    const { containers = {} } = this.charmcraft;
    if (!Object.hasOwn(containers, name)) {
      throw new StateLookupError(
        `Cannot get the files of container "${name}": the metadata declares ${
          Object.keys(containers).join(", ") || "none"
        }`,
      );
    }
    const pebble = this.#last?.containers.pebbles.get(name);
    return this.#folders.writeContainer(name, pebble);
  }

  /** The folder that a storage instance is, such as `"data/0"`, before and after runs. */
  storageRoot(id: string): string {
    return this.#folders.make(this.#folders.storage(id));
  }

  /** Removes the files of the context, if there are any. */
  close(): void {
    this.#folders.remove();
  }

  /** The same as {@linkcode Context.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #begin(
    event: ContextEvent,
    state: State<NamesOf<C>>,
    gate?: Promise<void>,
  ): CharmRun<C> {
    const setup = this.#setup ??= this.#makeSetup();
    const leftovers = this.#last?.containers.written ?? NONE;
    this.#last = new CharmRun(setup, {
      event,
      state: untyped(state),
      history: this.#history,
      leftovers,
      gate,
    });
    return this.#last;
  }

  async #check(
    event: ContextEvent,
    run: CharmRun<C>,
    after: State,
  ): Promise<void> {
    const { checks } = this.#options;
    if (checks === undefined) return;
    const { guardRun } = await import("./guards/guard_run.ts");
    const updateStatus = () => this.on.updateStatus();
    await guardRun({ event, run, after, checks, updateStatus });
  }

  #makeSetup(): RunSetup<C> {
    const { jujuVersion = "3.6.28", charmRoot } = this.#options;
    if (typeof this.charmcraft.name !== "string") {
      throw new ContextSetupError(
        "Cannot run a charm without a name: the metadata has none",
      );
    }
    return {
      charmClass: this.#charmClass,
      charmcraft: this.charmcraft,
      meta: new CharmMeta(this.charmcraft, {
        jujuVersion: JujuVersion.parse(jujuVersion),
      }),
      options: this.#options,
      folders: this.#folders,
      charmRoot: charmRoot === undefined ? null : new CharmRoot(charmRoot),
    };
  }
}

const NONE: ReadonlySet<string> = new Set();
