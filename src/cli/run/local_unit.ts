import { join } from "@std/path";
import { CliError } from "../cli_error.ts";
import type { ConfigValue } from "../../hook_commands/types.ts";
import { eventOfName } from "../../simulator/event_names.ts";
import { EventQueue } from "../../simulator/event_queue.ts";
import { HookContext } from "../../simulator/hook_context.ts";
import { eventName, type HookEvent } from "../../simulator/hook_event.ts";
import { setStatusBefore } from "../../simulator/juju_status.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import { Refusal } from "../../simulator/refusal.ts";
import { checkStorageRequests } from "../../simulator/storage_requests.ts";
import type { ServedCommand } from "../../simulator/server.ts";
import { actionOutcome } from "./action_outcome.ts";
import { actionRequest } from "./action_request.ts";
import { checkOptions, setOptions } from "./check_options.ts";
import { databagWrites, ownBags } from "./databag_writes.ts";
import { EventJudge } from "./event_judge.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";
import { shownArguments } from "./redact.ts";
import { SecretValues } from "./secret_values.ts";
import { makeStorages } from "./storages.ts";
import type { ActionOutcome, TimelineEntry } from "./timeline.ts";
import { timelineObserver } from "./timeline_observer.ts";
import { Turns } from "./turns.ts";
import { UnitProcess } from "./unit_process.ts";
import { summarize, type UnitSummary } from "./unit_summary.ts";

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
  readonly #judge: EventJudge;
  readonly #secrets: SecretValues;
  readonly #turns: Turns;
  #process: UnitProcess | undefined;
  readonly #outcomes = new Map<string, ActionOutcome>();
  #work: Promise<void> = Promise.resolve();
  #logger = "";
  #actionCount = 0;
  #closed = false;

  private constructor(options: LocalUnitOptions) {
    this.#options = options;
    this.state = options.state;
    this.#queue = new EventQueue(options.state);
    this.#judge = new EventJudge({
      state: options.state,
      queue: this.#queue,
      containers: options.containers,
      onEntry: (entry) => this.#entry(entry),
    });
    this.#secrets = options.secrets ?? new SecretValues();
    this.#turns = options.turns ?? new Turns();
    const { unit } = this.state;
    this.state.observer = timelineObserver(unit, (entry) => this.#entry(entry));
  }

  /** Makes the unit; nothing runs before {@linkcode LocalUnit.settle}. */
  static async start(options: LocalUnitOptions): Promise<LocalUnit> {
    const unit = new LocalUnit(options);
    unit.#process = await UnitProcess.start(options, {
      onHookCommand: (index, name) => options.onHookCommand?.(index, name),
      onServed: (command) => unit.#served(command),
      onLine: (stream, message) => {
        const level = stream === "stdout" ? "DEBUG" : "WARNING";
        unit.#entry({ type: "log", level, logger: unit.#logger, message });
      },
    });
    unit.#attachStorages();
    options.containers.watch((event) => {
      unit.#queue.addPebble(event);
      // What fails here is told to who waits for the unit.
      if (options.onWoken !== undefined) options.onWoken();
      else unit.settle().catch(() => {});
    });
    return unit;
  }

  /** Process id of the dispatch that runs now; null between two. */
  get dispatchPid(): number | null {
    return this.#process?.pid ?? null;
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
    values: Readonly<Record<string, ConfigValue | null>>,
  ): Promise<void> {
    checkOptions(values, this.state.charmcraft);
    setOptions(this.state, values);
    await this.settle();
  }

  /**
   * Runs an action, also while the unit is in error.
   *
   * @throws {CliError} If the charm has no such action, or the unit was removed
   * or the run ended before it could be run.
   */
  async runAction(
    name: string,
    params: Readonly<Record<string, unknown>> = {},
  ): Promise<ActionOutcome> {
    if (this.#queue.isRemoved || this.#closed) throw this.#notRun(name);
    const request = actionRequest(this.state, name, params);
    if ("status" in request) return this.#actionEnded(request);
    const id = String(++this.#actionCount);
    this.#queue.addAction({ kind: "action", name, id, params: request.params });
    await this.settle();
    const outcome = this.#outcomes.get(id);
    this.#outcomes.delete(id);
    // Once the unit has settled, only its end can have kept an action waiting.
    if (outcome === undefined) throw this.#notRun(name);
    return outcome;
  }

  /** Gives leadership to the unit, or takes it. */
  async setLeader(leader: boolean): Promise<void> {
    this.state.leader = leader;
    await this.settle();
  }

  /**
   * Adds storage instances, at most as many as the charm may have.
   *
   * @throws {CliError} If the charm has no such storage, or too many of it.
   */
  async addStorage(name: string, count = 1): Promise<void> {
    try {
      checkStorageRequests(this.state, new Map([[name, count]]));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new CliError(`Cannot add storage "${name}": ${error.message}`);
    }
    const { requestedStorages } = this.state;
    requestedStorages.set(name, (requestedStorages.get(name) ?? 0) + count);
    this.#attachStorages();
    await this.settle();
  }

  /**
   * Detaches a storage instance, such as `"data/0"`.
   *
   * @throws {CliError} If the unit has none of that id.
   */
  async detachStorage(id: string): Promise<void> {
    const { storages } = this.state;
    if (!storages.has(id)) {
      throw new CliError(`Cannot detach storage "${id}": there is none`, {
        hint: `Storage of the unit: ${
          [...storages.keys()].join(", ") || "none"
        }`,
      });
    }
    this.#queue.detachStorage(id);
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

  /**
   * State of a service, see {@linkcode LocalContainers.serviceState}.
   *
   * @throws {CliError} If the charm has no such container.
   */
  async serviceState(container: string, service: string): Promise<string> {
    return await this.#options.containers.serviceState(container, service);
  }

  /** Ends what runs; the folders and containers are the caller's. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#process?.end();
    await this.#options.containers[Symbol.asyncDispose]();
    await this.#work;
    await this.#process?.[Symbol.asyncDispose]();
  }

  async #settle(): Promise<void> {
    while (!this.#closed) {
      if (await this.#turns.take(() => this.#runNext())) continue;
      if (this.#queue.failed !== null || this.#queue.isRemoved) return;
      if (!await this.#options.containers.nextReady()) return;
    }
  }

  /** Whether there was something to run. */
  async #runNext(): Promise<boolean> {
    const event = this.#closed ? null : this.#queue.next();
    if (event !== null) await this.#run(event);
    return event !== null;
  }

  async #run(event: HookEvent): Promise<void> {
    const { state } = this;
    const name = eventName(event);
    const wasFailed = this.#queue.failed === event;
    const context = new HookContext(state, event);
    const isAction = event.kind === "action";
    this.#secrets.learnSecrets(state.secrets.values());
    this.#logger = `unit.${state.unit}.${name}`;
    this.#entry({ type: "event-started", event: name, isAction });
    setStatusBefore(event, state);

    // What was asked between two events is not this one's.
    await this.#options.containers.calls();
    const start = performance.now();
    const result = await this.#process?.run(context);
    const durationMs = performance.now() - start;
    if (this.#closed || result === undefined) return;

    for (const call of await this.#options.containers.calls()) {
      this.#entry(call);
    }
    const bags = ownBags(state);
    const flushError = result.error === null ? context.tryFlush() : null;
    this.#secrets.learnSecrets(state.secrets.values());
    for (const write of databagWrites(bags, state)) this.#entry(write);
    const error = result.error ?? flushError;
    const { hookCommands } = result;
    const ended = { type: "event-ended", event: name, durationMs } as const;
    this.#entry({ ...ended, hookCommands, error });
    this.#attachStorages();
    if (context.action !== null && isAction) {
      const outcome = actionOutcome(name, context.action, result, flushError);
      this.#queue.succeeded(event);
      this.#outcomes.set(event.id, this.#actionEnded(outcome));
    } else this.#judge.judge({ event, context, result, error, wasFailed });
    this.#options.onRan?.(event, error);
  }

  #served({ name, args, code, durationMs }: ServedCommand): void {
    const shown = shownArguments(name, args, this.#secrets);
    this.#entry({ type: "hook-command", name, args: shown, code, durationMs });
    if (name === "juju-reboot" && args.includes("--now")) this.#process?.kill();
  }

  #attachStorages(): void {
    const { storages, charmDir } = this.#options;
    // Of this machine, a compiled charm may use no other folder.
    const folder = join(charmDir, ".charmkit", "storage");
    const isNew = !this.#queue.isInstalled;
    const notes = makeStorages(this.state, folder, { isNew, plans: storages });
    for (const message of notes) this.#note(message);
  }

  #actionEnded(outcome: ActionOutcome): ActionOutcome {
    this.#entry({ type: "action-ended", ...outcome });
    return outcome;
  }

  #notRun(action: string): CliError {
    const why = this.#queue.isRemoved
      ? "the unit was removed"
      : "the run ended";
    return new CliError(
      `Cannot run action "${action}" on ${this.state.unit}: ${why}`,
      this.#queue.isRemoved ? { hint: 'Ask for it before "event remove"' } : {},
    );
  }

  #note(message: string): void {
    this.#entry({ type: "note", message });
  }

  #entry(entry: TimelineEntry): void {
    const shown = this.#secrets.redactAll(entry);
    this.entries.push(shown);
    this.#options.onEntry?.(shown);
  }
}
