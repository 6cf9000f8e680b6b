import { assertEquals } from "@std/assert";
import type { Tracer } from "./tracer.ts";

/** The shape of `@opentelemetry/api`, as far as it differs from what is used here. */
interface OpenTelemetrySpan {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  isRecording(): boolean;
  setAttribute(
    key: string,
    value:
      | string
      | number
      | boolean
      | Array<null | undefined | string>
      | Array<null | undefined | number>
      | Array<null | undefined | boolean>,
  ): this;
  addEvent(
    name: string,
    attributesOrStartTime?: Record<string, unknown> | Date | number,
    startTime?: Date | number,
  ): this;
  recordException(exception: string | Error, time?: Date | number): void;
  setStatus(status: { code: number; message?: string }): this;
  updateName(name: string): this;
  end(endTime?: Date | number): void;
}

interface OpenTelemetryTracer {
  startActiveSpan<F extends (span: OpenTelemetrySpan) => unknown>(
    name: string,
    fn: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: OpenTelemetrySpan) => unknown>(
    name: string,
    options: { kind?: number; attributes?: Record<string, unknown> },
    fn: F,
  ): ReturnType<F>;
}

Deno.test("Tracer can be a tracer of OpenTelemetry as it is", () => {
  const names: string[] = [];
  const otel = {
    startActiveSpan: (name: string) => names.push(name),
  } as unknown as OpenTelemetryTracer;

  // What counts is that this compiles.
  const tracer: Tracer = otel;
  tracer.startActiveSpan("a", {}, () => {});

  assertEquals(names, ["a"]);
});
