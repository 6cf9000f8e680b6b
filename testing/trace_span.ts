import type { Span, SpanAttributes, Tracer } from "../src/tracing/tracer.ts";

/** Something that happened inside a {@linkcode TraceSpan}. */
export interface TraceSpanEvent {
  /** Class of the event, such as `"StartEvent"`. */
  readonly name: string;
  /** What is noted of it. */
  readonly attributes: SpanAttributes;
}

/** One piece of work of a run, as a traced dispatch records it. */
export interface TraceSpan {
  /** Name, such as `"ops.main"` or `"start: MyCharm"`. */
  readonly name: string;
  /** The span that it is inside of; null for that of the dispatch. */
  readonly parent: TraceSpan | null;
  /** What is noted of it. */
  readonly attributes: SpanAttributes;
  /** What happened inside, in order. */
  readonly events: readonly TraceSpanEvent[];
  /** Class of the error that ended it, or null. */
  readonly error: string | null;
}

interface OpenSpan extends TraceSpan {
  readonly events: TraceSpanEvent[];
  error: string | null;
}

/**
 * Keeps spans in memory. Handlers run one after the other, so the innermost
 * open span is the parent of a new one.
 */
export class MemoryTracer implements Tracer {
  readonly #spans: TraceSpan[];
  readonly #open: OpenSpan[] = [];

  /** Takes where the spans are kept. */
  constructor(spans: TraceSpan[]) {
    this.#spans = spans;
  }

  /** Starts a span, and calls the function with it. */
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: { attributes?: SpanAttributes },
    run: F,
  ): ReturnType<F> {
    const span: OpenSpan = {
      name,
      parent: this.#open.at(-1) ?? null,
      attributes: options.attributes ?? {},
      events: [],
      error: null,
    };
    this.#spans.push(span);
    this.#open.push(span);
    return run({
      spanContext: () => NOT_SENT,
      isRecording: () => true,
      setAttribute: (key, value) => span.attributes[key] = value,
      addEvent: (event, attributes = {}) =>
        span.events.push({ name: event, attributes }),
      recordException: () => {},
      setStatus: ({ message }) => span.error = message ?? "Error",
      end: () => this.#open.splice(this.#open.indexOf(span), 1),
    }) as ReturnType<F>;
  }
}

/** The trace is in memory only: there is nothing to look for by its id. */
const NOT_SENT = { traceId: "0".repeat(32) };
