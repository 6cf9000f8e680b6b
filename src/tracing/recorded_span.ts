import { originalStack } from "../backend/original_stack.ts";
import type { Span, SpanAttributes, SpanAttributeValue } from "./tracer.ts";

/** How many attributes, and how many events, a span has at most: what OpenTelemetry has by default. */
const MAX_ENTRIES = 128;

/** How long a text is at most; the rest is cut off. */
const MAX_TEXT = 4096;

/** Something that happened inside a span. */
export interface RecordedEvent {
  /** What happened. */
  readonly name: string;
  /** When, in microseconds since 1970. */
  readonly time: number;
  /** What is noted of it. */
  readonly attributes: SpanAttributes;
}

/** What a {@linkcode RecordedSpan} is made of, beside its name. */
export interface RecordedSpanParts {
  /** The trace that it is of: 32 hexadecimal digits. */
  readonly traceId: string;
  /** Its own id: 16 hexadecimal digits. */
  readonly spanId: string;
  /** Id of the span that it is inside of, or null. */
  readonly parentSpanId: string | null;
  /** Told how many characters are kept. */
  readonly grow: (characters: number) => void;
}

/** One piece of work, kept until the trace is sent. */
export class RecordedSpan implements Span {
  /** What was done. */
  readonly name: string;
  /** Its own id: 16 hexadecimal digits. */
  readonly spanId: string;
  /** Id of the span that it is inside of, or null. */
  readonly parentSpanId: string | null;
  /** When it started, in microseconds since 1970. */
  readonly startTime: number = now();
  /** What happened inside, in order. */
  readonly events: RecordedEvent[] = [];
  /** What is noted of it. */
  readonly attributes: SpanAttributes = {};
  readonly #traceId: string;
  readonly #grow: (characters: number) => void;
  #endTime: number | null = null;
  #droppedAttributes = 0;
  #droppedEvents = 0;
  #status: { code: 0 | 1 | 2; message?: string } = { code: 0 };

  /** Starts the span. */
  constructor(name: string, parts: RecordedSpanParts) {
    this.name = cut(name);
    this.spanId = parts.spanId;
    this.parentSpanId = parts.parentSpanId;
    this.#traceId = parts.traceId;
    this.#grow = parts.grow;
    this.#grow(name.length);
  }

  /** When it ended, in microseconds since 1970; null while it goes on. */
  get endTime(): number | null {
    return this.#endTime;
  }

  /** How many attributes were too many. */
  get droppedAttributes(): number {
    return this.#droppedAttributes;
  }

  /** How many events were too many. */
  get droppedEvents(): number {
    return this.#droppedEvents;
  }

  /** How it went. */
  get status(): { readonly code: 0 | 1 | 2; readonly message?: string } {
    return this.#status;
  }

  /** Whose span it is. */
  spanContext(): { readonly traceId: string; readonly spanId: string } {
    return { traceId: this.#traceId, spanId: this.spanId };
  }

  /** Whether what is set is kept: not after the end. */
  isRecording(): boolean {
    return this.#endTime === null;
  }

  /** Sets one attribute. */
  setAttribute(name: string, value: SpanAttributeValue): void {
    if (!this.isRecording()) return;
    if (
      !Object.hasOwn(this.attributes, name) &&
      Object.keys(this.attributes).length >= MAX_ENTRIES
    ) {
      this.#droppedAttributes++;
      return;
    }
    this.attributes[name] = limited(value);
    this.#grow(name.length + sizeOf(this.attributes[name]));
  }

  /** Notes that something happened at this moment. */
  addEvent(name: string, attributes: SpanAttributes = {}): void {
    if (!this.isRecording()) return;
    if (this.events.length >= MAX_ENTRIES) {
      this.#droppedEvents++;
      return;
    }
    const kept = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, limited(value)]),
    );
    this.events.push({ name: cut(name), time: now(), attributes: kept });
    for (const [key, value] of Object.entries(kept)) {
      this.#grow(key.length + sizeOf(value));
    }
    this.#grow(name.length);
  }

  /**
   * Notes an error: its class, and where it was thrown. Its message may hold
   * what is secret or of others, and stands in Juju's log.
   */
  recordException(error: Error): void {
    this.addEvent("exception", {
      "exception.type": error.name,
      "exception.stacktrace": `${error.name}\n${placesOf(error)}`,
    });
  }

  /** Says how the work ended. */
  setStatus(status: { code: 0 | 1 | 2; message?: string }): void {
    if (this.isRecording()) this.#status = status;
  }

  /** Ends the work now. */
  end(): void {
    this.#endTime ??= now();
  }
}

/** The lines of a stack that name places, without the message before them. */
function placesOf({ stack = "", message }: Error): string {
  const start = message === "" ? -1 : stack.indexOf(message);
  const rest = start === -1 ? stack : stack.slice(start + message.length);
  return originalStack(
    rest.split("\n").filter((line) => /^\s+at /.test(line)).join("\n"),
  );
}

/**
 * Steps of the wall clock do not matter within a dispatch: only its start is
 * taken from it.
 */
const ORIGIN_MS = Date.now() - performance.now();

/** Microseconds since 1970, which are whole numbers for some centuries to come. */
function now(): number {
  return Math.round((ORIGIN_MS + performance.now()) * 1000);
}

function limited(value: SpanAttributeValue): SpanAttributeValue {
  if (typeof value === "string") return cut(value);
  if (!Array.isArray(value)) return value;
  return value.slice(0, MAX_ENTRIES)
    .map((part) => typeof part === "string" ? cut(part) : part) as
      | string[]
      | number[]
      | boolean[];
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

function sizeOf(value: SpanAttributeValue | undefined): number {
  return Array.isArray(value)
    ? value.reduce((sum: number, part) => sum + `${part}`.length, 0)
    : `${value}`.length;
}
