/** What an attribute of a span can be. */
export type SpanAttributeValue =
  | string
  | number
  | boolean
  | string[]
  | number[]
  | boolean[];

/** Attributes of a span or of an event in it, by name. */
export interface SpanAttributes {
  /** One attribute. */
  [name: string]: SpanAttributeValue;
}

/** One piece of work, as a {@linkcode Tracer} records it. */
export interface Span {
  /** Whose span it is; `traceId` are 32 hexadecimal digits, all zero when nothing is recorded. */
  spanContext(): { readonly traceId: string };
  /** Whether what is set is kept. */
  isRecording(): boolean;
  /** Sets one attribute. */
  setAttribute(name: string, value: SpanAttributeValue): unknown;
  /** Notes that something happened at this moment. */
  addEvent(name: string, attributes?: SpanAttributes): unknown;
  /** Notes an error. */
  recordException(error: Error): void;
  /** Says how the work ended; code 2 is an error. */
  setStatus(status: { code: 0 | 1 | 2; message?: string }): unknown;
  /** Ends the work now. */
  end(): void;
}

/**
 * Records spans: what OpenTelemetry calls a tracer, as far as it is used here.
 *
 * A tracer of `@opentelemetry/api` can be given as it is. Which span is inside
 * which is its own doing: OpenTelemetry needs a context manager for that.
 *
 * @example A tracer that prints
 * ```ts
 * import type { Span, Tracer } from "@charmkit/ops";
 *
 * const tracer: Tracer = {
 *   startActiveSpan(name, options, run) {
 *     const span: Span = {
 *       spanContext: () => ({ traceId: "0".repeat(32) }),
 *       isRecording: () => true,
 *       setAttribute: () => {},
 *       addEvent: () => {},
 *       recordException: () => {},
 *       setStatus: () => {},
 *       end: () => console.log(name, options.attributes),
 *     };
 *     return run(span) as ReturnType<typeof run>;
 *   },
 * };
 * ```
 */
export interface Tracer {
  /** Starts a span, calls the function with it, and returns what that returns. The function ends the span. */
  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    options: { attributes?: SpanAttributes },
    run: F,
  ): ReturnType<F>;
}
