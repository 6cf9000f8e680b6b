import type { BoundEvent } from "../../src/framework/bound_event.ts";
import type { EventBase } from "../../src/framework/event_base.ts";
import { Handle } from "../../src/framework/handle.ts";
import type { Framework } from "../../src/framework/framework.ts";
import type { EventData } from "../../src/framework/snapshot.ts";
import type { StatusBase } from "../../src/model/status.ts";
import type { ActionResults } from "../../src/simulator/model_observer.ts";
import type { ExecRecord } from "../exec_record.ts";
import type { JujuLogLine } from "../state/juju_log_line.ts";
import type { TraceSpan } from "../trace_span.ts";

type AnyEvent = EventBase<EventData>;

/** An event that was emitted, without the framework that it was emitted by. */
interface EmittedEvent {
  readonly type: BoundEvent<AnyEvent>["eventType"];
  readonly path: string;
  readonly data: EventData;
}

/** What a context keeps of its runs that is no part of a state. */
export class History {
  readonly logs: JujuLogLine[] = [];
  readonly unitStatuses: StatusBase[] = [];
  readonly appStatuses: StatusBase[] = [];
  readonly workloadVersions: string[] = [];
  readonly execs: Record<string, ExecRecord[]> = {};
  readonly requestedStorages: Record<string, number> = {};
  readonly removedSecretRevisions: number[] = [];
  readonly spans: TraceSpan[] = [];
  actionLogs: string[] = [];
  actionResults: ActionResults | null = null;
  reboot: "after" | "now" | null = null;
  readonly #emitted: EmittedEvent[] = [];
  #events: AnyEvent[] | undefined;
  #framework: Framework | undefined;

  /** Notes the framework of a run. */
  begin(framework: Framework): void {
    this.#framework = framework;
    this.#events = undefined;
  }

  /** Forgets what the last action said, before another one. */
  beginAction(): void {
    this.actionLogs = [];
    if (this.actionResults !== null) this.actionResults = {};
  }

  /** Notes an event. */
  addEvent(event: EmittedEvent): void {
    this.#emitted.push(event);
    this.#events = undefined;
  }

  /**
   * The events, made anew of what was noted: to keep them would keep all of
   * every run. Those of earlier runs look at the model of the last one.
   */
  get events(): AnyEvent[] {
    const framework = this.#framework;
    if (framework === undefined) return [];
    return this.#events ??= this.#emitted.map(({ type, path, data }) =>
      new type(framework, Handle.fromPath(path), data)
    );
  }
}
