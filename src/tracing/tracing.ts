import type { JujuContext } from "../backend/juju_context.ts";
import type { Tracer } from "./tracer.ts";

/** What {@linkcode TracingSetup} is told. */
export interface TracingStart {
  /** What Juju put into the environment. */
  readonly context: JujuContext;
  /** Name of the charm's class, which traces are found by. */
  readonly charmName: string;
}

/** Tracing of one dispatch, made by a {@linkcode TracingSetup}. */
export interface Tracing {
  /** Records the spans. */
  readonly tracer: Tracer;
  /**
   * Called when the first handler is about to run: a dispatch that does
   * something is worth more than one that nobody observes.
   */
  markObserved?(): void;
  /**
   * Called once at the end, also after an uncaught error; the process ends when
   * it is done. It is not called when the charm ends the process itself or
   * SIGTERM does.
   */
  shutdown?(): void | Promise<void>;
}

/** Sets tracing up, before anything else of the dispatch happens. */
export type TracingSetup = (
  start: TracingStart,
) => Tracing | Promise<Tracing>;
