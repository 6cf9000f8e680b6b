import type { EventQueue } from "../../simulator/event_queue.ts";
import type { HookContext } from "../../simulator/hook_context.ts";
import {
  eventName,
  type HookEvent,
  isPebbleEvent,
} from "../../simulator/hook_event.ts";
import {
  hookFailedMessage,
  setStatusAfter,
} from "../../simulator/juju_status.ts";
import type { ModelState } from "../../simulator/model_state.ts";
import type { DispatchResult } from "./dispatch.ts";
import type { LocalContainers } from "./local_containers.ts";
import type { TimelineEntry } from "./timeline.ts";

/** How often a dispatch that was killed is run again at once (JDP-07). */
const MAX_KILLS = 3;

/** What an {@linkcode EventJudge} works on. */
export interface EventJudgeOptions {
  /** The world of the unit. */
  readonly state: ModelState;
  /** What the unit runs next; it is told what came of an event. */
  readonly queue: EventQueue;
  /** The workload containers of the unit. */
  readonly containers: LocalContainers;
  /** Gets what is to be told of it. */
  readonly onEntry: (entry: TimelineEntry) => void;
}

/** A hook that has ended. */
export interface EndedHook {
  /** What was run. */
  readonly event: HookEvent;
  /** What it met and wrote. */
  readonly context: HookContext;
  /** How its process ended. */
  readonly result: DispatchResult;
  /** Why it failed, its refused writes included; null: it went well. */
  readonly error: string | null;
  /** Whether it had failed before, and was tried again. */
  readonly wasFailed: boolean;
}

/**
 * Decides what follows from how a hook of a unit ended: it went well, it failed
 * (JDP-06, JDP-09), or it was killed and runs again (JDP-07).
 */
export class EventJudge {
  readonly #options: EventJudgeOptions;
  #kills = 0;

  /** Takes what it works on. */
  constructor(options: EventJudgeOptions) {
    this.#options = options;
  }

  /** Tells the queue what came of a hook, and shows it in the unit's status. */
  judge(hook: EndedHook): void {
    if (this.#runsAgain(hook)) {
      this.#note(
        `${eventName(hook.event)} was ended by a signal and runs again`,
      );
    } else if (hook.error === null) this.#succeeded(hook);
    else this.#failed(hook.event);
  }

  /** Whether a signal ended the hook, so that it runs again (JDP-07). */
  #runsAgain({ context, result: { signal } }: EndedHook): boolean {
    if (context.reboot === "now") {
      this.#options.queue.restart();
      return true;
    }
    if (signal !== "SIGKILL" && signal !== "SIGTERM") {
      this.#kills = 0;
      return false;
    }
    return ++this.#kills < MAX_KILLS;
  }

  #succeeded({ event, context, wasFailed }: EndedHook): void {
    const { queue, state, onEntry } = this.#options;
    queue.succeeded(event);
    setStatusAfter(event, state);
    if (context.reboot === "after") {
      this.#note("The charm asked for a reboot; start comes again");
      queue.restart();
    }
    if (wasFailed) {
      const { status, message } = state.unitStatus;
      onEntry({ type: "status", of: "unit", status, message });
    }
  }

  #failed(event: HookEvent): void {
    const { queue, containers, onEntry } = this.#options;
    queue.failedWith(event);
    if (isPebbleEvent(event)) {
      containers.failed(event.container);
      this.#note(`${eventName(event)} failed and is dropped, as Juju does`);
      return;
    }
    const message = hookFailedMessage(event);
    onEntry({ type: "status", of: "unit", status: "error", message });
  }

  #note(message: string): void {
    this.#options.onEntry({ type: "note", message });
  }
}
