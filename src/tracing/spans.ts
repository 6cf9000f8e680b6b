import { AbortError } from "../abort.ts";
import type { Span, SpanAttributes } from "./tracer.ts";
import type { DispatchTracing, TraceDestination } from "./tracing_setup.ts";

/**
 * The spans of one dispatch.
 *
 * It is loaded only for a dispatch that is traced. Handlers run one after the
 * other, so the current span is a field, without asynchronous context.
 */
export class Spans {
  readonly #tracing: DispatchTracing;
  #current: Span | null = null;
  #observed = false;

  /** Takes what records. */
  constructor(tracing: DispatchTracing) {
    this.#tracing = tracing;
  }

  /** Does a piece of work inside a span, which ends when the work does. */
  run<T>(name: string, attributes: SpanAttributes, work: () => T): T {
    return this.#tracing.tracer.startActiveSpan(
      name,
      { attributes },
      (span) => this.#inside(span, work),
    );
  }

  /**
   * Does work inside a span that others may overlap, as calls of Pebble do: the
   * current span stays what it is.
   */
  beside<T>(name: string, attributes: SpanAttributes, work: () => T): T {
    return this.#tracing.tracer.startActiveSpan(
      name,
      { attributes },
      (span) => settle(span, work, () => span.end()),
    );
  }

  /** Calls a handler inside a span. */
  handler<T>(name: string, attributes: SpanAttributes, work: () => T): T {
    if (!this.#observed) this.#tracing.markObserved?.();
    this.#observed = true;
    return this.run(name, attributes, work);
  }

  /** Notes in the current span that something happened. */
  event(name: string, attributes: SpanAttributes): void {
    this.#current?.addEvent(name, attributes);
  }

  /** Tells what records where traces go. */
  setDestination(destination: TraceDestination): void {
    this.#tracing.setDestination?.(destination);
  }

  /** Id of the trace, or null when nothing is recorded. */
  get traceId(): string | null {
    const id = this.#current?.spanContext().traceId ?? "";
    return /[^0]/.test(id) ? id : null;
  }

  #inside<T>(span: Span, work: () => T): T {
    const outer = this.#current;
    this.#current = span;
    return settle(span, work, () => {
      this.#current = outer;
      span.end();
    });
  }
}

/** Does the work, notes in its span how it went, and ends when it does. */
function settle<T>(span: Span, work: () => T, end: () => void): T {
  const fail = (error: unknown): never => {
    noteError(span, error);
    end();
    throw error;
  };
  let result: T;
  try {
    result = work();
  } catch (error) {
    return fail(error);
  }
  if (result instanceof Promise) {
    return result.then((value) => {
      end();
      return value;
    }, fail) as T;
  }
  end();
  return result;
}

function noteError(span: Span, error: unknown): void {
  // The charm asked for the end of the dispatch; nothing went wrong.
  if (error instanceof AbortError) return;
  if (error instanceof Error) span.recordException(error);
  span.setStatus({
    code: 2,
    message: error instanceof Error ? error.name : typeof error,
  });
}
