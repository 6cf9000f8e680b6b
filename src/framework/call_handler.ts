import type { ModelContext, RunningHandler } from "../model/model_context.ts";
import type { Breakpoints } from "./breakpoints.ts";
import type { EventBase, EventOrigin } from "./event_base.ts";
import type { EventData } from "./snapshot.ts";
import type { Notice } from "./state_storage.ts";

/** What {@linkcode callHandler} needs to know of a call. */
export interface HandlerCall {
  /** The event, made for this handler. */
  readonly event: EventBase<EventData>;
  /** Where its kind comes from. */
  readonly origin: EventOrigin;
  /** Who gets it. */
  readonly notice: Notice;
  /** Whether an earlier dispatch deferred it. */
  readonly deferred: boolean;
  /** Where `juju debug-code` asks to stop. */
  readonly breakpoints: Breakpoints;
}

/**
 * Calls a handler and waits for it, and for what it started and did not wait
 * for: handlers must not overlap, and state is not kept for work that may fail.
 */
export async function callHandler(
  context: ModelContext,
  call: HandlerCall,
  handler: (event: EventBase<EventData>) => void | Promise<void>,
): Promise<void> {
  const { event, origin, notice, deferred, breakpoints } = call;
  const { kind } = event.handle;
  const running: RunningHandler = {
    event: kind,
    deferred,
    handler: `${notice.observerPath}.${notice.methodName}`,
  };
  const run = async () => {
    if (origin === "hook" || origin === "action") {
      breakpoints.stopAtHandler();
    }
    const result = handler(event);
    if (result instanceof Promise) context.pending.onWait();
    await result;
    await context.pending.settle(running);
  };
  await context.whileRunning(
    running,
    () =>
      context.spans === null ? run() : context.spans.handler(
        `${kind}: ${observerClass(notice.observerPath)}`,
        {
          deferred,
          event: `${event}`,
          event_type: origin === "lifecycle" ? "framework" : origin,
          event_class: event.constructor.name,
          event_name: kind,
          handler: running.handler!,
        },
        run,
      ),
  );
}

/** The last part of a path, without its key. */
function observerClass(path: string): string {
  return path.replace(/\[[^\]]*\]$/, "").split("/").at(-1)!;
}
