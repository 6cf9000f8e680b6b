import type { Span, SpanAttributes, Tracer } from "./tracer.ts";

/** A span that was recorded, with those inside it: for tests. */
export interface RecordedSpan {
  readonly name: string;
  readonly attributes: SpanAttributes;
  readonly events: [string, SpanAttributes][];
  readonly children: RecordedSpan[];
  error: string | null;
  status: number;
  isEnded: boolean;
}

/** Keeps spans in memory, with the asynchronous ones one after the other. */
export class RecordingTracer implements Tracer {
  readonly roots: RecordedSpan[] = [];
  readonly traceId: string;
  #open: RecordedSpan[] = [];

  constructor(traceId: string = "0".repeat(32)) {
    this.traceId = traceId;
  }

  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: { attributes?: SpanAttributes },
    run: F,
  ): ReturnType<F> {
    const recorded: RecordedSpan = {
      name,
      attributes: { ...options.attributes },
      events: [],
      children: [],
      error: null,
      status: 0,
      isEnded: false,
    };
    (this.#open.at(-1)?.children ?? this.roots).push(recorded);
    this.#open.push(recorded);
    return run({
      spanContext: () => ({ traceId: this.traceId }),
      isRecording: () => true,
      setAttribute: (key, value) => recorded.attributes[key] = value,
      addEvent: (event, attributes = {}) =>
        recorded.events.push([event, attributes]),
      recordException: (error) => recorded.error = `${error}`,
      setStatus: ({ code }) => recorded.status = code,
      end: () => {
        recorded.isEnded = true;
        this.#open = this.#open.filter((span) => span !== recorded);
      },
    }) as ReturnType<F>;
  }
}
