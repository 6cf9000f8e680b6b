import type { JujuContext } from "../backend/juju_context.ts";
import type { Logger } from "../backend/logger.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Tracer } from "./tracer.ts";

/** What {@linkcode TracingSetup} is told. */
export interface TracingStart {
  /** What Juju put into the environment. */
  readonly context: JujuContext;
  /** Name of the charm's class, which traces are found by. */
  readonly charmName: string;
}

/** What {@linkcode DispatchTracing.shutdown} is told. */
export interface TracingEnd {
  /** The way to Juju's log. */
  readonly log: Logger;
  /** The charm's metadata; null if the dispatch failed before it was read. */
  readonly meta: CharmMeta | null;
}

/** Where traces go. */
export interface TraceDestination {
  /** URL that takes OTLP over HTTP, such as `"http://tempo:4318/v1/traces"`; null keeps them in the buffer. */
  readonly url: string | null;
  /** Certificates of authorities to trust, in PEM, for a URL of https. @default {those of the system} */
  readonly ca?: string | null;
}

/** Tracing of one dispatch, made by a {@linkcode TracingSetup}. */
export interface DispatchTracing {
  /** Records the spans. */
  readonly tracer: Tracer;
  /**
   * Called when the first handler is about to run: a dispatch that does
   * something is worth more than one that nobody observes.
   */
  markObserved?(): void;
  /** Called when the charm knows where traces go, from this dispatch on. */
  setDestination?(destination: TraceDestination): void;
  /**
   * Called once at the end, also after an uncaught error; the process ends when
   * it is done. It is not called when the charm ends the process itself or
   * SIGTERM does.
   */
  shutdown?(end: TracingEnd): void | Promise<void>;
}

/** Sets tracing up, before anything else of the dispatch happens. */
export type TracingSetup = (
  start: TracingStart,
) => DispatchTracing | Promise<DispatchTracing>;
