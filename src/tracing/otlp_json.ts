import type { RecordedSpan } from "./recorded_span.ts";
import type { SpanAttributes, SpanAttributeValue } from "./tracer.ts";
import { VERSION } from "../version.ts";

/** What {@linkcode encodeTrace} writes. */
export const OTLP_JSON = "application/json";

/** What a trace is made of. */
export interface Trace {
  /** Whom the spans are of: unit, model, charm. */
  readonly resource: SpanAttributes;
  /** Id of the trace: 32 hexadecimal digits. */
  readonly traceId: string;
  /** The spans; those that go on end now. */
  readonly spans: readonly RecordedSpan[];
  /** How many more there were. */
  readonly droppedCount: number;
}

/** An internal operation: what each span here is. */
const KIND_INTERNAL = 1;

/** Sampled, and known not to have a parent in another process. */
const FLAGS = 0x101;

/** An error, in the words of OTLP's `StatusCode`. */
const STATUS_ERROR = 2;

/**
 * Writes a trace as OTLP has it in JSON: ids in hexadecimal digits, whole
 * numbers of 64 bits as text, names in camelCase.
 *
 * Source: the OpenTelemetry protocol 1.x, `ExportTraceServiceRequest`.
 */
export function encodeTrace(trace: Trace): string {
  const { resource, spans } = trace;
  return JSON.stringify({
    resourceSpans: [{
      resource: { attributes: keyValues(resource) },
      scopeSpans: [{
        scope: { name: "ops", version: VERSION },
        spans: spans.map((span) => encodeSpan(span, trace)),
      }],
    }],
  });
}

function encodeSpan(span: RecordedSpan, trace: Trace): object {
  const isRoot = span.parentSpanId === null;
  const attributes = isRoot && trace.droppedCount > 0
    ? { ...span.attributes, dropped_spans: trace.droppedCount }
    : span.attributes;
  return {
    traceId: trace.traceId,
    spanId: span.spanId,
    ...isRoot ? {} : { parentSpanId: span.parentSpanId },
    flags: FLAGS,
    name: wellFormed(span.name),
    kind: KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(span.startTime),
    ...encodeEnd(span),
    attributes: keyValues(attributes),
    ...span.droppedAttributes > 0
      ? { droppedAttributesCount: span.droppedAttributes }
      : {},
    events: span.events.map(({ name, time, attributes }) => ({
      timeUnixNano: nanoseconds(time),
      name: wellFormed(name),
      attributes: keyValues(attributes),
    })),
    ...span.droppedEvents > 0 ? { droppedEventsCount: span.droppedEvents } : {},
  };
}

/** A span that has not ended is one that an error ended together with the dispatch. */
function encodeEnd(span: RecordedSpan): object {
  const { code, message } = span.status;
  if (span.endTime === null) {
    span.end();
    return {
      endTimeUnixNano: nanoseconds(span.endTime!),
      status: { code: STATUS_ERROR, message: "The dispatch ended before it" },
    };
  }
  return {
    endTimeUnixNano: nanoseconds(span.endTime),
    status: {
      ...code === 0 ? {} : { code },
      ...message ? { message: wellFormed(message) } : {},
    },
  };
}

function keyValues(attributes: SpanAttributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key: wellFormed(key),
    value: anyValue(value),
  }));
}

function anyValue(value: SpanAttributeValue): object {
  if (Array.isArray(value)) {
    const values = value.map((part: string | number | boolean) =>
      anyValue(part)
    );
    return { arrayValue: { values } };
  }
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "string") return { stringValue: wellFormed(value) };
  if (Number.isSafeInteger(value)) return { intValue: `${value}` };
  // Protobuf writes what JSON has no number for as text.
  return { doubleValue: Number.isFinite(value) ? value : `${value}` };
}

/** Collectors refuse halves of characters. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** Microseconds as the text of a whole number of nanoseconds. */
function nanoseconds(microseconds: number): string {
  return `${microseconds}000`;
}
