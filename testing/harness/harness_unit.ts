import { AbortError } from "../../src/abort.ts";
import { JujuVersion } from "../../src/backend/juju_version.ts";
import { JujuLogger } from "../../src/backend/logger.ts";
import type { CharmBase } from "../../src/charm/charm_base.ts";
import { emitJujuEvent, eventKindOf } from "../../src/charm/juju_events.ts";
import { withConsole } from "../../src/console_scope.ts";
import { makeCharm, relationLeaving } from "../../src/dispatch.ts";
import { Framework } from "../../src/framework/framework.ts";
import { MemoryStorage } from "../../src/framework/memory_storage.ts";
import { HookCommandError } from "../../src/hook_commands/hook_command_error.ts";
import { CharmMeta } from "../../src/meta/charm_meta.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import { Model } from "../../src/model/model.ts";
import {
  ModelContext,
  type ModelDispatch,
} from "../../src/model/model_context.ts";
import { HookContext } from "../../src/simulator/hook_context.ts";
import { eventName, type HookEvent } from "../../src/simulator/hook_event.ts";
import type { LogLevel } from "../../src/hook_commands/types.ts";
import { ModelState } from "../../src/simulator/model_state.ts";
import {
  SimulatedBackend,
  type SimulatedBackendOptions,
} from "../../src/simulator/simulated_backend.ts";
import type { RecordedCommand } from "../../src/simulator/simulated_runner.ts";
import { charmFiles } from "../run/charm_root.ts";
import { ContextFolders } from "../run/folders.ts";
import { JujuLogLine } from "../state/juju_log_line.ts";
import { HarnessContainers } from "./harness_containers.ts";
import { HarnessError } from "./harness_error.ts";
import type { HarnessCharmClass, HarnessOptions } from "./harness_options.ts";
import type { ForeignSecret } from "./secrets.ts";
import { IdleBackend } from "./idle_backend.ts";

/** One unit of a charm, whose charm object lives through many events. */
export class HarnessUnit<C extends Charmcraft, T extends CharmBase<C>> {
  /** The charm's metadata. */
  readonly charmcraft: C;
  /** What Juju knows. */
  readonly state: ModelState;
  /** Where temporary files are. */
  readonly folders: ContextFolders = new ContextFolders();
  /** The workload containers. */
  readonly containers: HarnessContainers;
  /** The model that the charm sees. */
  readonly model: Model;
  /** The framework of the charm. */
  readonly framework: Framework;
  /** Lines of the log. */
  readonly logs: JujuLogLine[] = [];
  /** Hook commands that were run, in order. */
  readonly commands: RecordedCommand[] = [];
  /** Whether changes of the model are events, too. */
  hooksEnabled = true;
  /** Secrets of others, by bare id. */
  readonly foreignSecrets: Map<string, ForeignSecret> = new Map();
  /** Number of the next storage instance. */
  nextStorageIndex = 0;
  /** Number of the next run of an action. */
  nextActionId = 1;
  /** How many units there are to be; null: as many as are known. */
  plannedUnits: number | null = null;
  /** How often a reboot was asked for. */
  rebootCount = 0;
  /** The version of the workload that was set; null: none was. */
  workloadVersion: string | null = null;
  readonly #charmClass: HarnessCharmClass<C, T>;
  readonly #charmDir: string | null;
  readonly #context: ModelContext;
  readonly #storage: MemoryStorage = new MemoryStorage();
  readonly #log: JujuLogger;
  #charm: T | null = null;
  /** What runs at the moment; null between two events. */
  #running: string | null = null;

  /** Makes a unit whose charm is still to be made. */
  constructor(
    charmClass: HarnessCharmClass<C, T>,
    charmcraft: C,
    options: HarnessOptions,
  ) {
    this.#charmClass = charmClass;
    this.charmcraft = charmcraft;
    this.#charmDir = options.charmDir ?? null;
    this.containers = new HarnessContainers(charmcraft, this.folders);
    this.state = new ModelState({
      charmcraft,
      leader: false,
      jujuVersion: options.jujuVersion,
      substrate: options.substrate,
      modelName: "",
      unitStatus: { status: "maintenance", message: "", data: {} },
      defaultNetwork: null,
      observer: {
        onLog: ({ level, message }) =>
          void this.logs.push(new JujuLogLine(level as LogLevel, message)),
        onReboot: () => void this.rebootCount++,
        onWorkloadVersion: (version) => void (this.workloadVersion = version),
      },
    });
    const { state } = this;
    this.#log = new JujuLogger({
      jujuLog: (message, options) =>
        this.#context.backend.jujuLog(message, options),
    }, { appId: `${state.modelUuid}-${state.unit}` });
    this.#context = new ModelContext({
      backend: this.#idleBackend(),
      meta: new CharmMeta(charmcraft, {
        jujuVersion: JujuVersion.parse(state.jujuVersion),
      }),
      log: this.#log,
    });
    this.model = new Model(this.#context);
    this.framework = new Framework({
      model: this.model,
      context: this.#context,
      storage: this.#storage,
    });
    // Events come again and again here, and each is to be seen.
    this.framework.skipDuplicateEvents = false;
  }

  /** Whether the charm was made. */
  get hasBegun(): boolean {
    return this.#charm !== null;
  }

  /**
   * The charm.
   *
   * @throws {HarnessError} Before `begin`.
   */
  get charm(): T {
    this.requireBegun("get the charm");
    return this.#charm!;
  }

  /**
   * Makes the charm.
   *
   * @throws {HarnessError} If there is one already.
   */
  async begin(): Promise<T> {
    if (this.#charm !== null) {
      throw new HarnessError(
        "Cannot begin: the charm is made already; a second one needs a Harness of its own",
      );
    }
    const { charm, settle } = this.#logged(() =>
      makeCharm(this.framework, this.#charmClass)
    );
    this.#charm = charm;
    await settle();
    this.#log.flush();
    return charm;
  }

  /** Runs an event, if there is a charm and hooks are enabled. */
  async emit(event: HookEvent): Promise<void> {
    if (this.hasBegun && this.hooksEnabled) await this.run(event);
    else this.refresh();
  }

  /**
   * Runs an event, as Juju does: what the charm writes is kept at its end, or
   * dropped if it throws.
   *
   * @param event What is run.
   * @param deliver Has the charm do it. @default {emits the event}
   * @returns The hook as it was at its end.
   * @throws {HarnessError} If an event is being run, or Juju would refuse what
   * the charm has written.
   */
  async run(
    event: HookEvent,
    deliver?: (charm: T) => Promise<void>,
  ): Promise<HookContext> {
    const { charm } = this;
    const name = eventName(event);
    this.requireIdle(`run "${name}"`);
    this.state.plannedUnits = this.plannedUnits ?? this.#unitCount();
    const hook = new HookContext(this.state, event);
    const backend = new SimulatedBackend(hook, this.#backendOptions());
    const kind = eventKindOf(backend.context.dispatchPath);
    this.#running = name;
    this.model.beginDispatch({
      backend,
      ...relationLeaving(kind, backend.context),
    });
    this.framework.dispatchedKind = kind;
    try {
      await this.#logged(() => deliver?.(charm) ?? emitJujuEvent(charm, kind));
    } catch (error) {
      // The charm ended the event itself, and did so without an error.
      if (!(error instanceof AbortError) || error.exitCode !== 0) {
        this.#end();
        throw error;
      }
    }
    const refusal = hook.tryFlush();
    this.#end();
    if (refusal === null) return hook;
    throw new HarnessError(
      `Cannot keep what the charm wrote in "${name}": Juju refuses it, ${refusal}`,
    );
  }

  /**
   * Has the model see what a test has changed.
   *
   * Within an event nothing is done: the charm sees it in the next one, as what
   * Juju tells in a hook stays the same.
   */
  refresh(): void {
    if (this.#running !== null) return;
    this.state.plannedUnits = this.plannedUnits ?? this.#unitCount();
    this.model.beginDispatch(this.#idle());
    this.framework.dispatchedKind = null;
  }

  /**
   * Expects that no event is being run.
   *
   * @throws {HarnessError} If one is.
   */
  requireIdle(what: string): void {
    if (this.#running === null) return;
    throw new HarnessError(
      `Cannot ${what}: "${this.#running}" is still being handled; write "await" before the earlier call, and let no handler call Harness`,
    );
  }

  /**
   * Expects that the charm is made.
   *
   * @throws {HarnessError} If it is not.
   */
  requireBegun(what: string): void {
    if (this.hasBegun) return;
    throw new HarnessError(
      `Cannot ${what}: the charm is not made yet; call "begin" before`,
    );
  }

  /**
   * Expects that the charm is not made yet.
   *
   * @throws {HarnessError} If it is.
   */
  requireNotBegun(what: string): void {
    if (!this.hasBegun) return;
    throw new HarnessError(
      `Cannot ${what}: the charm is made already; do it before "begin"`,
    );
  }

  /** Removes temporary files. */
  cleanup(): void {
    this.#log.flush();
    this.#storage.close();
    this.folders.remove();
  }

  #end(): void {
    this.#log.flush();
    this.#running = null;
    this.refresh();
  }

  /** This unit, and the peers that it knows. */
  #unitCount(): number {
    const units = new Set([this.state.unit]);
    for (const relation of this.state.relations.values()) {
      if (!relation.isPeer) continue;
      for (const name of relation.units.keys()) units.add(name);
    }
    return units.size;
  }

  #logged<R>(run: () => R): R {
    return withConsole(this.#log, run);
  }

  #backendOptions(): SimulatedBackendOptions {
    const { folders } = this;
    const made = `${folders.base}/charm`;
    return {
      charmDir: this.#charmDir ?? made,
      onCharmDir: this.#charmDir === null
        ? () => folders.makeWith(made, charmFiles(this.charmcraft))
        : undefined,
      pebble: (container) => this.containers.get(container),
      onCommand: (command) => void this.commands.push(command),
    };
  }

  /** The time between two events; nothing is made of it before it is used. */
  #idle(): ModelDispatch {
    return new IdleTime(() => this.#idleBackend());
  }

  /** What a test does to the model is kept at once, command by command. */
  #idleBackend(): IdleBackend {
    const hook = new HookContext(this.state, { kind: "update-status" });
    return new IdleBackend(hook, {
      ...this.#backendOptions(),
      isHandling: () => this.#context.running !== null,
      onCommand: (command) => {
        this.commands.push(command);
        const { name, args, code } = command;
        if (code !== 0 || name === "juju-log") return;
        const refusal = hook.tryFlush();
        this.#context.beginDispatch(this.#idle());
        if (refusal === null) return;
        throw new HookCommandError({
          argv: [name, ...args],
          code: 1,
          stderr: `ERROR ${refusal}`,
        });
      },
    });
  }
}

/** What is between two events; made when it is used, which is seldom. */
class IdleTime implements ModelDispatch {
  readonly #make: () => IdleBackend;
  #backend: IdleBackend | undefined;

  constructor(make: () => IdleBackend) {
    this.#make = make;
  }

  get backend(): IdleBackend {
    return this.#backend ??= this.#make();
  }
}
