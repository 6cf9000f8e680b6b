import type { EventBase } from "../../src/framework/event_base.ts";
import type { Framework } from "../../src/framework/framework.ts";
import type {
  AnyBoundEvent,
  FrameworkWatcher,
} from "../../src/framework/framework_watcher.ts";
import type { EventData } from "../../src/framework/snapshot.ts";
import type { Notice } from "../../src/framework/state_storage.ts";
import type { LogLevel } from "../../src/hook_commands/types.ts";
import { StatusBase } from "../../src/model/status.ts";
import type {
  ActionResults,
  LogEntry,
  ModelObserver,
  StatusChange,
} from "../../src/simulator/model_observer.ts";
import type {
  CommandExchange,
  RecordedCommand,
} from "../../src/simulator/simulated_runner.ts";
import type { ContextOptions } from "../context_options.ts";
import { JujuLogLine } from "../state/juju_log_line.ts";
import type { State } from "../state/state.ts";
import type { History } from "./history.ts";
import type { PebbleStep, RunStep } from "./steps.ts";

/** Which events of a run are kept, beside those of Juju and of the charm. */
export type Captured = Pick<
  ContextOptions,
  "captureDeferredEvents" | "captureFrameworkEvents"
>;

/** Records one run: for the histories of the context, and what it did in order. */
export class Recorder implements ModelObserver, FrameworkWatcher {
  /** What happened, in order. */
  readonly steps: RunStep[] = [];
  /** Names of the hook commands that were run. */
  readonly commandNames: Set<string> = new Set();
  /** Contents of secrets that went through the charm's hands. */
  readonly secretWords: Set<string> = new Set();
  readonly #history: History;
  readonly #captured: Captured;
  readonly #handlers: string[] = [];
  #unitStatus: StatusBase;
  #appStatus: StatusBase;
  #workloadVersion: string;
  #framework: Framework | undefined;

  /** Takes where histories are kept, and what there is before the run. */
  constructor(history: History, before: State, captured: Captured) {
    this.#history = history;
    this.#captured = captured;
    this.#unitStatus = before.unitStatus;
    this.#appStatus = before.appStatus;
    this.#workloadVersion = before.workloadVersion;
  }

  /** The handler that runs, or ran last when an error came out of it; null: none. */
  get handler(): string | null {
    return this.#handlers.at(-1) ?? null;
  }

  /** Notes the framework when the charm is made. */
  begin(framework: Framework): void {
    this.#framework = framework;
    this.#history.begin(framework);
  }

  onEmit(event: AnyBoundEvent, path: string, data: EventData): void {
    const { eventType: type, eventKind } = event;
    if (type.origin !== "lifecycle") {
      const { depth } = this;
      this.steps.push({ kind: "event", event: eventKind, depth });
    } else if (!this.#captured.captureFrameworkEvents) return;
    this.#history.addEvent({ type, path, data });
  }

  onHandler(
    event: EventBase<EventData>,
    notice: Notice,
    deferred: boolean,
  ): void {
    const handler = `${notice.observerPath}.${notice.methodName}`;
    const { kind } = event.handle;
    this.steps.push({
      kind: "handler",
      event: kind,
      handler,
      isAgain: deferred,
      depth: this.depth + 1,
    });
    this.#handlers.push(handler);
    if (!deferred || !this.#captured.captureDeferredEvents) return;
    const { path } = event.handle;
    const kindPath = path.replace(/\[[^[]*\]$/, "");
    const type = this.#framework?.events.get(kindPath)?.eventType;
    if (type === undefined) return;
    this.#history.addEvent({ type, path, data: event.data });
  }

  onHandled(event: EventBase<EventData>): void {
    const handler = this.#handlers.pop() ?? "";
    if (!event.deferred) return;
    this.steps.push({
      kind: "deferral",
      event: event.handle.kind,
      handler,
      isAgain: false,
      depth: this.depth + 1,
    });
  }

  /** Notes a hook command with what it was given and printed. */
  onCommand(command: RecordedCommand, exchange: CommandExchange): void {
    this.commandNames.add(command.name);
    const { depth } = this;
    this.steps.push({ kind: "hook-command", command, exchange, depth });
  }

  /** Notes a call of Pebble. */
  onPebbleCall(
    container: string,
    call: string,
    args: readonly unknown[],
  ): PebbleStep {
    const step: PebbleStep = {
      kind: "pebble",
      container,
      call,
      args,
      error: null,
      depth: this.depth,
    };
    this.steps.push(step);
    return step;
  }

  onLog({ level, message }: LogEntry): void {
    this.#history.logs.push(new JujuLogLine(level as LogLevel, message));
    this.steps.push({ kind: "log", level, message, depth: this.depth });
  }

  onStatus({ of, status, message }: StatusChange): void {
    const now = StatusBase.fromName(status, message);
    if (of === "unit") {
      this.#history.unitStatuses.push(this.#unitStatus);
      this.#unitStatus = now;
    } else {
      this.#history.appStatuses.push(this.#appStatus);
      this.#appStatus = now;
    }
  }

  onWorkloadVersion(version: string): void {
    if (this.#workloadVersion !== "") {
      this.#history.workloadVersions.push(this.#workloadVersion);
    }
    this.#workloadVersion = version;
  }

  onActionLog(message: string): void {
    this.#history.actionLogs.push(message);
  }

  onActionResults(results: Readonly<ActionResults>): void {
    this.#history.actionResults = structuredClone(results);
  }

  onStorageRequested(name: string, count: number): void {
    this.#history.requestedStorages[name] = count;
  }

  onSecretRemoved(_id: string, revision: number | null): void {
    if (revision !== null) this.#history.removedSecretRevisions.push(revision);
  }

  onReboot(when: "after" | "now"): void {
    this.#history.reboot = when;
  }

  /** Notes what ended the run. */
  onError(message: string): void {
    this.steps.push({ kind: "error", message, depth: 0 });
  }

  /** How deep what happens now is inside handlers. */
  get depth(): number {
    return 2 * this.#handlers.length;
  }
}
