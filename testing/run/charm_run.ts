import { AbortError } from "../../src/abort.ts";
import { JujuLogger } from "../../src/backend/logger.ts";
import type { CharmBase, CharmClass } from "../../src/charm/charm_base.ts";
import { emitJujuEvent, eventKindOf } from "../../src/charm/juju_events.ts";
import { withConsole } from "../../src/console_scope.ts";
import { dispatch } from "../../src/dispatch.ts";
import { MemoryStorage } from "../../src/framework/memory_storage.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { CharmMeta } from "../../src/meta/charm_meta.ts";
import { HookContext } from "../../src/simulator/hook_context.ts";
import { ModelState } from "../../src/simulator/model_state.ts";
import type {
  CommandExchange,
  RecordedCommand,
} from "../../src/simulator/simulated_runner.ts";
import { Spans } from "../../src/tracing/spans.ts";
import { ActionFailed } from "../action_failed.ts";
import { expectConsistent } from "../consistency/check_consistency.ts";
import type { ContextEvent } from "../context_event.ts";
import type { ContextOptions } from "../context_options.ts";
import { NoObserverError, UncaughtCharmError } from "../errors.ts";
import type { State } from "../state/state.ts";
import { toStoredData } from "../state/stored_data.ts";
import { MemoryTracer } from "../trace_span.ts";
import { withDefaults } from "./action_defaults.ts";
import { uncaught } from "./charm_errors.ts";
import { charmFiles, type CharmRoot } from "./charm_root.ts";
import { ContextBackend } from "./context_backend.ts";
import { withEnvironment } from "./environment_scope.ts";
import type { ContextFolders } from "./folders.ts";
import type { History } from "./history.ts";
import { type ModelBefore, modelChanges } from "./model_result.ts";
import { toModelSeed } from "./model_seed.ts";
import { Recorder } from "./recorder.ts";
import { RunContainers } from "./run_containers.ts";

/** What the runs of a context have in common. */
export interface RunSetup<C extends Charmcraft> {
  /** The charm. */
  readonly charmClass: CharmClass<C>;
  /** Its metadata, as charmcraft.yaml has it. */
  readonly charmcraft: C;
  /** The same, read. */
  readonly meta: CharmMeta;
  /** The context's options. */
  readonly options: ContextOptions;
  /** The context's folders. */
  readonly folders: ContextFolders;
  /** The charm's folder, if the test has one. */
  readonly charmRoot: CharmRoot | null;
}

/** What one run is about. */
export interface RunInput {
  /** What Juju starts the charm for. */
  readonly event: ContextEvent;
  /** What there is before. */
  readonly state: State;
  /** Where histories are kept. */
  readonly history: History;
  /** Containers in which an earlier run has left files. */
  readonly leftovers: ReadonlySet<string>;
  /** What the first event waits for, when the charm is made. */
  readonly gate?: Promise<void>;
}

/**
 * One run of a charm. The charm is made at once; then the run waits for its
 * gate, if there is one.
 */
export class CharmRun<C extends Charmcraft> {
  /** What there is after the run. */
  readonly done: Promise<State>;
  /** The charm, once it is made. */
  charm: CharmBase<C> | null = null;
  /** What the test is told of what the charm's constructor threw. */
  constructorError: { readonly error: unknown } | null = null;
  /** What happens, in order. */
  readonly recorder: Recorder;
  /** The simulator's world. */
  readonly world: ModelState;
  /** The containers. */
  readonly containers: RunContainers;
  readonly #setup: RunSetup<C>;
  readonly #input: RunInput;
  readonly #hook: HookContext;
  readonly #backend: ContextBackend;
  readonly #log: JujuLogger;
  readonly #storage: MemoryStorage;
  readonly #before: ModelBefore;
  readonly #charmDir: string;

  /**
   * Begins the run.
   *
   * @throws {InconsistentScenarioError} If event, state and metadata do not fit
   * together.
   */
  constructor(setup: RunSetup<C>, input: RunInput) {
    this.#setup = setup;
    this.#input = input;
    const { charmcraft, options, folders, charmRoot } = setup;
    const { event, state, history } = input;
    const { skipConsistencyChecks = false, jujuVersion, unitId } = options;
    const warning = skipConsistencyChecks ? null : expectConsistent({
      charmcraft,
      state,
      event,
      jujuVersion,
      unitId,
    });
    this.#charmDir = charmRoot?.path ?? folders.nextCharmDir();
    const stored = toStoredData(state);
    this.#storage = new MemoryStorage(stored.snapshots, stored.notices);
    this.recorder = new Recorder(history, state, options);
    const storageRoot = (id: string) => folders.storage(id);
    this.world = new ModelState(
      toModelSeed(state, { charmcraft, options, storageRoot }),
    );
    this.world.observer = this.recorder;
    const { openedPorts } = this.world;
    this.#before = { state, openedPorts, stored };
    const hook = withDefaults(event.hook, charmcraft);
    this.#hook = new HookContext(this.world, hook);
    this.containers = new RunContainers(state.containers, {
      recorder: this.recorder,
      history,
      strict: options.strictPebble ?? false,
      onFirstUse: (name) => this.#warnOfLeftovers(name),
    });
    this.#backend = new ContextBackend(this.#hook, {
      history,
      secretWords: this.recorder.secretWords,
      charmDir: this.#charmDir,
      onCharmDir: () => this.#makeCharmDir(),
      onCommand: (command, exchange) => this.#onCommand(command, exchange),
      pebble: (name) => this.containers.client(name),
    });
    const logger = `unit.${this.world.unit}.juju-log`;
    this.#log = new JujuLogger({
      jujuLog: (message, { level = "INFO" } = {}) =>
        this.world.log({ level, logger, message }),
    }, { appId: `${this.world.modelUuid}-${this.world.unit}` });
    // A test wants each line by itself, and in its place.
    this.#log.stopWaiting();
    if (warning !== null) this.#log.warning(warning);
    if (this.world.jujuVersion.startsWith("2.")) {
      this.#log.warning(
        `Juju ${this.world.jujuVersion} is not supported any more; it is simulated as far as it is like Juju 3`,
      );
    }
    if (event.hook.kind === "action") history.beginAction();
    this.done = this.#run();
  }

  /** What the runs of the context have in common. */
  get setup(): RunSetup<C> {
    return this.#setup;
  }

  /** Where histories are kept. */
  get history(): History {
    return this.#input.history;
  }

  /** The hook commands that were run, in order. */
  get commands(): readonly RecordedCommand[] {
    return this.#backend.commands;
  }

  async #run(): Promise<State> {
    const { charmRoot, folders } = this.#setup;
    const { history } = this.#input;
    if (charmRoot !== null) this.#openCharmRoot(charmRoot);
    const spans = new Spans({ tracer: new MemoryTracer(history.spans) });
    try {
      await withEnvironment(
        () => this.#environment(),
        () =>
          withConsole(
            this.#log,
            () => spans.run("ops.main", {}, () => this.#dispatch(spans)),
          ),
      );
    } catch (cause) {
      // The charm ended the dispatch itself, and did so without an error.
      if (!(cause instanceof AbortError) || cause.exitCode !== 0) {
        throw this.#uncaught(cause);
      }
    } finally {
      charmRoot?.close();
      folders.removeMade(this.#charmDir);
    }
    const refusal = this.#hook.tryFlush();
    if (refusal !== null) {
      throw new UncaughtCharmError(
        `Juju refuses what the charm wrote in "${this.#input.event.name}": ${refusal}`,
      );
    }
    return this.#result();
  }

  /** What the charm finds in `Deno.env`; where programs are is the machine's matter. */
  #environment(): Record<string, string> {
    const { PATH: _path, ...environment } = this.#backend.environment;
    return { ...environment, _: "./dispatch", ...this.#setup.options.env };
  }

  async #dispatch(spans: Spans): Promise<void> {
    const { charmClass, meta } = this.#setup;
    const { gate } = this.#input;
    await dispatch({
      charmClass: gate === undefined ? charmClass : this.#watchedClass(),
      meta,
      backend: this.#backend,
      log: this.#log,
      spans,
      watcher: this.recorder,
      openStorage: () => this.#storage,
      onCharm: (charm) => {
        this.charm = charm;
        this.recorder.begin(charm.framework);
      },
      ...gate === undefined ? {} : { beforeEvents: () => gate },
      emit: (charm) => this.#emit(charm),
    });
  }

  async #emit(charm: CharmBase<C>): Promise<void> {
    const { emitter } = this.#input.event;
    if (emitter !== null) return await emitter(charm.framework, charm);
    const kind = eventKindOf(this.#backend.context.dispatchPath);
    if (charm.on.definedEvents().has(kind)) {
      return await emitJujuEvent(charm, kind);
    }
    throw new NoObserverError(
      `Cannot emit ${kind}: ${charm.handle.path} has no such event, as its metadata does not declare what it is about`,
    );
  }

  /** The state after the run. @throws {ActionFailed} If the action was marked so. */
  #result(): State {
    const { state, history } = this.#input;
    const touched = {
      secrets: [...this.recorder.commandNames]
        .some((name) => name.startsWith("secret-")),
    };
    const before = this.#before;
    const after = state.with({
      containers: this.containers.read(),
      ...modelChanges(this.world, this.#storage, { before, touched }),
    });
    const failure = this.#hook.action?.failure ?? null;
    if (failure === null) return after;
    const { actionLogs: logs, actionResults } = history;
    throw new ActionFailed(failure, {
      state: after,
      output: { logs, results: actionResults ?? {} },
    });
  }

  #uncaught(cause: unknown): unknown {
    const { event } = this.#input;
    const { handler } = this.recorder;
    this.recorder.onError(String(cause));
    if (this.#setup.options.bareErrors) return cause;
    return uncaught(cause, { event: event.name, handler });
  }

  /** The charm's class, which tells what its constructor throws. */
  #watchedClass(): CharmClass<C> {
    return new Proxy(this.#setup.charmClass, {
      construct: (target, args) => {
        try {
          return Reflect.construct(target, args);
        } catch (cause) {
          this.constructorError = { error: this.#uncaught(cause) };
          throw cause;
        }
      },
    });
  }

  #onCommand(command: RecordedCommand, exchange: CommandExchange): void {
    this.recorder.onCommand(command, exchange);
    if (command.name !== "storage-get") return;
    // Only now does the charm learn where they are.
    const { folders } = this.#setup;
    for (const { location } of this.world.storages.values()) {
      folders.make(location);
    }
  }

  #makeCharmDir(): void {
    const { folders, charmRoot, charmcraft } = this.#setup;
    if (charmRoot !== null) return;
    folders.makeWith(this.#charmDir, charmFiles(charmcraft));
  }

  #openCharmRoot(root: CharmRoot): void {
    const names = root.open(this.#setup.charmcraft);
    if (names.length === 0) return;
    this.#log.warning(
      `Replacing ${
        names.join(", ")
      } of "${root.path}" for the time of the run: the context has metadata of its own`,
    );
  }

  #warnOfLeftovers(container: string): void {
    if (!this.#input.leftovers.has(container)) return;
    this.#log.warning(
      `The files of container "${container}" are non-empty from an earlier run of this context, and are wiped; to have files in it, give the container mounts`,
    );
  }
}
