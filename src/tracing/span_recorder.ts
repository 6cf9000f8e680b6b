import { AsyncLocalStorage } from "node:async_hooks";
import { RecordedSpan } from "./recorded_span.ts";
import type { Span, SpanAttributes, Tracer } from "./tracer.ts";

/** How many spans a trace has at most: what comes then is not recorded. */
export const MAX_SPANS = 4000;

/** How many characters the spans of a trace have at most, about. */
export const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * Keeps the spans of one dispatch until its end.
 *
 * The span inside which another is started is its parent, however many run
 * side by side. A trace that grows without end, as a loop of events may make
 * it, is cut off; what is cut off is counted.
 */
export class SpanRecorder implements Tracer {
  /** Id of the trace that all spans are of. */
  readonly traceId: string = randomHex(16);
  /** The spans, in the order in which they started. */
  readonly spans: RecordedSpan[] = [];
  readonly #current = new AsyncLocalStorage<RecordedSpan>();
  #droppedCount = 0;
  #characters = 0;

  /** How many spans were not recorded since there were too many. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  /** Starts a span, and calls the function with it. */
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: { attributes?: SpanAttributes },
    run: F,
  ): ReturnType<F> {
    if (this.spans.length >= MAX_SPANS || this.#characters > MAX_CHARACTERS) {
      this.#droppedCount++;
      return run(this.#unrecorded()) as ReturnType<F>;
    }
    const span = new RecordedSpan(name, {
      traceId: this.traceId,
      spanId: randomHex(8),
      parentSpanId: this.#current.getStore()?.spanId ?? null,
      grow: (characters) => this.#characters += characters,
    });
    for (const [key, value] of Object.entries(options.attributes ?? {})) {
      span.setAttribute(key, value);
    }
    this.spans.push(span);
    return this.#current.run(span, run, span) as ReturnType<F>;
  }

  #unrecorded(): Span {
    const { traceId } = this;
    return {
      spanContext: () => ({ traceId }),
      isRecording: () => false,
      setAttribute() {},
      addEvent() {},
      recordException() {},
      setStatus() {},
      end() {},
    };
  }
}

/** Ids of OpenTelemetry: any number but zero. */
function randomHex(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toHex();
}
