import { join } from "@std/path";
import { CliError } from "../cli_error.ts";
import type { ConfigValue } from "../../hook_commands/types.ts";
import { checkParams, fillDefaults } from "../../simulator/action_params.ts";
import { hookEnvironment } from "../../simulator/environment.ts";
import { eventOfName } from "../../simulator/event_names.ts";
import { EventQueue } from "../../simulator/event_queue.ts";
import { writeHookClients } from "../../simulator/hook_client.ts";
import { HookContext } from "../../simulator/hook_context.ts";
import {
  dispatchPath,
  eventName,
  type HookEvent,
  isPebbleEvent,
} from "../../simulator/hook_event.ts";
import { hookToolNames } from "../../simulator/hook_tool.ts";
import {
  hookFailedMessage,
  setStatusAfter,
  setStatusBefore,
} from "../../simulator/juju_status.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { HookToolServer } from "../../simulator/server.ts";
import { actionOutcome } from "./action_outcome.ts";
import { checkOptions } from "./check_options.ts";
import { type DispatchResult, runDispatch } from "./dispatch.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";
import { shownArguments } from "./redact.ts";
import { makeStorages } from "./storages.ts";
import type { ActionOutcome, TimelineEntry } from "./timeline.ts";
import { timelineObserver } from "./timeline_observer.ts";
import { summarize, type UnitSummary } from "./unit_summary.ts";

/** How often a dispatch that was killed is run again at once (JDP-07). */
const MAX_KILLS = 3;

/**
 * A unit of a charm that lives on this machine: Juju's side is the simulator,
 * the charm is its real executable. What makes something happen resolves once
 * the unit is idle again, or waits in error; calls take turns.
 */
export class LocalUnit implements AsyncDisposable {
  /** The world; what is changed between two events is seen by the next one. */
  readonly state: ModelState;
  /** All that happened so far. */
  readonly entries: TimelineEntry[] = [];

  readonly #options: LocalUnitOptions;
  readonly #queue: EventQueue;
  readonly #server: HookToolServer;
  readonly #toolDir: string;
  readonly #outcomes = new Map<string, (outcome: ActionOutcome) => void>();
  #work: Promise<void> = Promise.resolve();
  #pid: number | null = null;
  #actionCount = 0;
  #kills = 0;
  #closed = false;

  private constructor(options: LocalUnitOptions) {
    this.#options = options;
    this.state = options.state;
    this.#queue = new EventQueue(options.state);
    this.#toolDir = join(options.folder, "tools");
    this.#server = new HookToolServer({
      onHookCommand: (index, name) => options.onHookCommand?.(index, name),
      onServed: ({ name, args, code, durationMs }) => {
        const shown = shownArguments(name, args);
        this.#entry({
          type: "hook-command",
          name,
          args: shown,
          code,
          durationMs,
        });
        if (name === "juju-reboot" && args.includes("--now")) this.#kill();
      },
    });
    const { unit } = this.state;
    this.state.observer = timelineObserver(unit, (entry) => this.#entry(entry));
  }

  /** Makes the unit; nothing runs before {@linkcode LocalUnit.settle}. */
  static async start(options: LocalUnitOptions): Promise<LocalUnit> {
    const unit = new LocalUnit(options);
    await Deno.mkdir(unit.#toolDir, { recursive: true });
    const names = hookToolNames(options.state.release);
    await writeHookClients(unit.#toolDir, names);
    unit.#attachStorages();
    options.containers.watch((event) => {
      unit.#queue.addPebble(event);
      // What fails here is told to who waits for the unit.
      unit.settle().catch(() => {});
    });
    return unit;
  }

  /** Process id of the dispatch that runs now; null between two. */
  get dispatchPid(): number | null {
    return this.#pid;
  }

  /** What the unit shows now. */
  get status(): UnitSummary {
    return summarize(this.state, this.#queue.failed);
  }

  /** Runs all that is to do, until the unit is idle or waits in error. */
  async settle(): Promise<void> {
    const turn = this.#work.then(() => this.#settle());
    this.#work = turn.catch(() => {});
    await turn;
  }

  /**
   * Runs a hook by its name, such as `"update-status"`.
   *
   * @throws {TypeError} If the charm gets no such hook.
   */
  async dispatch(name: string): Promise<void> {
    this.#queue.request(eventOfName(name, this.state));
    await this.settle();
  }

  /**
   * Sets options; config-changed comes if that changes anything.
   *
   * @throws {CliError} If the charm has no such option, or of another type.
   */
  async setConfig(
    values: Readonly<Record<string, ConfigValue>>,
  ): Promise<void> {
    checkOptions(values, this.state.charmcraft);
    for (const [name, value] of Object.entries(values)) {
      this.state.config.set(name, value);
    }
    await this.settle();
  }

  /**
   * Runs an action, also while the unit is in error.
   *
   * @throws {CliError} If the charm has no such action.
   */
  async runAction(
    name: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<ActionOutcome> {
    const actions = this.state.charmcraft.actions ?? {};
    if (!Object.hasOwn(actions, name)) {
      throw new CliError(`Cannot run action "${name}": the charm has none`, {
        hint: `Its actions: ${Object.keys(actions).join(", ") || "none"}`,
      });
    }
    const action = actions[name] ?? {};
    const filled = fillDefaults(action, params);
    const wrong = checkParams(action, filled, this.state.release);
    if (wrong !== null) {
      const message = `validation failed: ${wrong}`;
      const refused = {
        status: "error",
        message,
        results: {},
        log: [],
      } as const;
      return this.#actionEnded({ action: name, ...refused });
    }
    const id = String(++this.#actionCount);
    const outcome = new Promise<ActionOutcome>((resolve) => {
      this.#outcomes.set(id, resolve);
    });
    this.#queue.addAction({ kind: "action", name, id, params: filled });
    await this.settle();
    return await outcome;
  }

  /** Gives leadership to the unit, or takes it. */
  async setLeader(leader: boolean): Promise<void> {
    this.state.leader = leader;
    await this.settle();
  }

  /** Runs the failed hook again, and what waits behind it. */
  async retry(): Promise<void> {
    this.#queue.retry();
    this.#options.containers.offerAgain();
    await this.settle();
  }

  /** Leaves the failed hook out, and runs what waits behind it. */
  async skip(): Promise<void> {
    this.#queue.skip();
    await this.settle();
  }

  /** Starts the Pebble of a container anew, without layers and services. */
  async restartContainer(name: string): Promise<void> {
    await this.#options.containers.restart(name);
    await this.settle();
  }

  /** Ends what runs; the folders and containers are the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#kill();
    await this.#options.containers[Symbol.asyncDispose]();
    await this.#work;
    await this.#server[Symbol.asyncDispose]();
  }

  async #settle(): Promise<void> {
    while (!this.#closed) {
      const event = this.#queue.next();
      if (event !== null) await this.#run(event);
      else if (this.#queue.failed !== null || this.#queue.isRemoved) return;
      else if (!await this.#options.containers.nextReady()) return;
    }
  }

  async #run(event: HookEvent): Promise<void> {
    const { state } = this;
    const name = eventName(event);
    const wasFailed = this.#queue.failed === event;
    const context = new HookContext(state, event);
    const isAction = event.kind === "action";
    this.#entry({ type: "event-started", event: name, isAction });
    setStatusBefore(event, state);

    const start = performance.now();
    const result = await this.#dispatch(context, name);
    const durationMs = performance.now() - start;
    const hookCommands = this.#server.commandCount;
    this.#server.setContext(null);
    if (this.#closed) return;

    const flushError = result.error === null ? context.tryFlush() : null;
    const error = result.error ?? flushError;
    const ended = { type: "event-ended", event: name, durationMs } as const;
    this.#entry({ ...ended, hookCommands, error });
    this.#attachStorages();
    if (context.action !== null && isAction) {
      const outcome = actionOutcome(name, context.action, result, flushError);
      this.#queue.succeeded(event);
      this.#outcomes.get(event.id)?.(this.#actionEnded(outcome));
      this.#outcomes.delete(event.id);
    } else if (this.#runsAgain(context, result)) {
      this.#note(`${name} was ended by a signal and runs again`);
    } else if (error === null) this.#succeeded(event, context, wasFailed);
    else this.#failed(event);
  }

  async #dispatch(context: HookContext, name: string): Promise<DispatchResult> {
    const { charmDir, path = "", containers } = this.#options;
    this.#server.setContext(context);
    const logger = `unit.${this.state.unit}.${name}`;
    try {
      return await runDispatch({
        charmDir,
        dispatchPath: dispatchPath(context.event),
        env: hookEnvironment(context, {
          charmDir,
          agentSocketAddress: this.#server.address,
          agentSocketNetwork: "tcp",
          path: `${this.#toolDir}:${path}`,
        }),
        prefix: containers.prefix,
        onLine: (stream, message) => {
          const level = stream === "stdout" ? "DEBUG" : "WARNING";
          this.#entry({ type: "log", level, logger, message });
        },
        onStart: (pid) => {
          this.#pid = pid;
          // The end may have come while the process was being started.
          if (this.#closed) this.#kill();
        },
      });
    } finally {
      this.#pid = null;
      await this.#server.idle();
    }
  }

  /** Whether a signal ended the hook, so that it runs again (JDP-07). */
  #runsAgain(context: HookContext, { signal }: DispatchResult): boolean {
    if (context.reboot === "now") {
      this.#queue.restart();
      return true;
    }
    if (signal !== "SIGKILL" && signal !== "SIGTERM") {
      this.#kills = 0;
      return false;
    }
    return ++this.#kills < MAX_KILLS;
  }

  #succeeded(event: HookEvent, context: HookContext, wasFailed: boolean): void {
    this.#queue.succeeded(event);
    setStatusAfter(event, this.state);
    if (context.reboot === "after") {
      this.#note("The charm asked for a reboot; start comes again");
      this.#queue.restart();
    }
    if (wasFailed) {
      const { status, message } = this.state.unitStatus;
      this.#entry({ type: "status", of: "unit", status, message });
    }
  }

  #failed(event: HookEvent): void {
    this.#queue.failedWith(event);
    if (isPebbleEvent(event)) {
      this.#options.containers.failed(event.container);
      this.#note(`${eventName(event)} failed and is dropped, as Juju does`);
      return;
    }
    const message = hookFailedMessage(event);
    this.#entry({ type: "status", of: "unit", status: "error", message });
  }

  #attachStorages(): void {
    const folder = join(this.#options.folder, "storage");
    const isNew = !this.#queue.isInstalled;
    const notes = makeStorages(this.state, folder, { isNew });
    for (const message of notes) this.#note(message);
  }

  #actionEnded(outcome: ActionOutcome): ActionOutcome {
    this.#entry({ type: "action-ended", ...outcome });
    return outcome;
  }

  #kill(): void {
    if (this.#pid === null) return;
    try {
      Deno.kill(this.#pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }

  #note(message: string): void {
    this.#entry({ type: "note", message });
  }

  #entry(entry: TimelineEntry): void {
    this.entries.push(entry);
    this.#options.onEntry?.(entry);
  }
}
