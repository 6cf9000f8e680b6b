import { assert, assertEquals, assertMatch } from "@std/assert";
import { encodeTrace } from "./otlp_json.ts";
import { MAX_CHARACTERS, MAX_SPANS, SpanRecorder } from "./span_recorder.ts";
import { Spans } from "./spans.ts";
import { assertExportRequest } from "./testdata/otlp_schema.ts";
import { spansOf } from "./testdata/collector.ts";
import type { Span } from "./tracer.ts";

/** What is sent of a recorder, checked by the rules. */
function sent(recorder: SpanRecorder) {
  const { traceId, spans, droppedCount } = recorder;
  const text = encodeTrace({
    resource: { "service.name": "app" },
    traceId,
    spans,
    droppedCount,
  });
  const request: unknown = JSON.parse(text);
  assertExportRequest(request);
  return spansOf(request);
}

Deno.test("SpanRecorder knows the parent of a span, also of those that run side by side", async () => {
  const recorder = new SpanRecorder();
  const spans = new Spans({ tracer: recorder });
  const { promise, resolve } = Promise.withResolvers<void>();

  await spans.run("root", {}, async () => {
    const slow = spans.beside("slow", {}, async () => {
      await promise;
      spans.run("in slow", {}, () => {});
    });
    const quick = spans.beside("quick", {}, async () => {
      await null;
      await spans.run("in quick", {}, async () => await null);
      resolve();
    });
    await Promise.all([slow, quick]);
    spans.run("after", {}, () => {});
  });

  const names = new Map(
    recorder.spans.map(({ spanId, name }) => [spanId, name]),
  );
  assertEquals(
    sent(recorder).map(({ name, parentSpanId }) => [
      name,
      names.get(parentSpanId ?? "") ?? null,
    ]),
    [
      ["root", null],
      ["slow", "root"],
      ["quick", "root"],
      ["in quick", "quick"],
      ["in slow", "slow"],
      ["after", "root"],
    ],
  );
});

Deno.test("SpanRecorder makes an id for the trace, and others for the spans", () => {
  const recorder = new SpanRecorder();

  for (const name of ["a", "b"]) {
    recorder.startActiveSpan(name, {}, (span) => {
      assertEquals(span.spanContext().traceId, recorder.traceId);
      assert(span.isRecording());
      span.end();
      assertEquals(span.isRecording(), false);
    });
  }

  assertMatch(recorder.traceId, /^[0-9a-f]{32}$/);
  assert(recorder.traceId !== new SpanRecorder().traceId);
  assertEquals(sent(recorder).length, 2);
});

Deno.test("SpanRecorder writes each kind of attribute as OTLP has it", () => {
  const recorder = new SpanRecorder();

  recorder.startActiveSpan("a", {
    attributes: {
      text: "ü\ud800",
      yes: true,
      whole: -7,
      part: 0.5,
      huge: 1e300,
      none: NaN,
      texts: ["a", "b"],
      empty: [],
    },
  }, (span) => span.end());

  assertEquals(
    sent(recorder)[0]!.attributes.map(({ key, value }) => [key, value]),
    [
      ["text", { stringValue: "ü\ufffd" }],
      ["yes", { boolValue: true }],
      ["whole", { intValue: "-7" }],
      ["part", { doubleValue: 0.5 }],
      ["huge", { doubleValue: 1e300 }],
      ["none", { doubleValue: "NaN" }],
      ["texts", {
        arrayValue: { values: [{ stringValue: "a" }, { stringValue: "b" }] },
      }],
      ["empty", { arrayValue: { values: [] } }],
    ],
  );
});

Deno.test("SpanRecorder keeps no more of a span than it should, and says how much was left out", () => {
  const recorder = new SpanRecorder();

  recorder.startActiveSpan("x".repeat(5000), {}, (span) => {
    for (let i = 0; i < 130; i++) span.setAttribute(`key${i}`, i);
    span.setAttribute("key0", "y".repeat(5000));
    for (let i = 0; i < 131; i++) span.addEvent("event", { i: "z".repeat(i) });
    span.end();
    span.setAttribute("late", 1);
    span.addEvent("late");
    span.setStatus({ code: 2 });
  });

  const [span] = sent(recorder);
  assertEquals(span!.name.length, 4096);
  assertEquals(span!.attributes.length, 128);
  assertEquals(
    span!.attributes[0]!.value,
    { stringValue: `${"y".repeat(4095)}…` },
  );
  assertEquals(span!.droppedAttributesCount, 2);
  assertEquals(span!.events.length, 128);
  assertEquals(span!.droppedEventsCount, 3);
  assertEquals(span!.status, {});
});

Deno.test("SpanRecorder cuts a trace off that grows without end, and counts the rest", () => {
  const recorder = new SpanRecorder();
  const recording: boolean[] = [];
  const work = (span: Span) => {
    recording.push(span.isRecording());
    span.setAttribute("a", 1);
    span.addEvent("b");
    span.recordException(new Error("c"));
    span.setStatus({ code: 2 });
    assertEquals(span.spanContext().traceId, recorder.traceId);
    span.end();
  };

  recorder.startActiveSpan("root", {}, (root) => {
    for (let i = 1; i < MAX_SPANS + 3; i++) {
      recorder.startActiveSpan("a", {}, work);
    }
    root.end();
  });

  assertEquals(recording.slice(-4), [true, false, false, false]);
  const spans = sent(recorder);
  assertEquals(spans.length, MAX_SPANS);
  assertEquals(spans[0]!.attributes, [
    { key: "dropped_spans", value: { intValue: "3" } },
  ]);
});

Deno.test("SpanRecorder cuts a trace off that has too much text", () => {
  const recorder = new SpanRecorder();
  const attributes = { text: ["t".repeat(4000), "u".repeat(4000)] };

  for (let i = 0; i < MAX_CHARACTERS / 8000 + 10; i++) {
    recorder.startActiveSpan("a", { attributes }, (span) => span.end());
  }

  assert(recorder.droppedCount > 5);
  assert(recorder.droppedCount < 15);
});

Deno.test("SpanRecorder notes an error by its class and its places, never its message", () => {
  class OddError extends RangeError {
    static {
      this.prototype.name = "OddError";
    }
  }
  const recorder = new SpanRecorder();
  const errors = [
    new OddError("hunter2\nhunter3\nhunter4"),
    new Error(""),
    Object.assign(new Error("hunter5"), { stack: undefined }),
    Object.assign(new Error("hunter6"), { message: "hunter7" }),
  ];

  recorder.startActiveSpan("a", {}, (span) => {
    for (const error of errors) span.recordException(error);
    span.end();
  });

  const [span] = sent(recorder);
  assertEquals(JSON.stringify(span).includes("hunter"), false);
  const [first] = span!.events;
  assertEquals(first!.name, "exception");
  assertEquals(
    first!.attributes.map(({ key }) => key),
    ["exception.type", "exception.stacktrace"],
  );
  assertMatch(
    JSON.stringify(first!.attributes[1]!.value),
    /"OddError\\n +at .*span_recorder_test\.ts/,
  );
});

Deno.test("SpanRecorder ends what is open when the trace is sent, as an error", () => {
  const recorder = new SpanRecorder();

  recorder.startActiveSpan("a", {}, () => {});

  assertEquals(sent(recorder)[0]!.status, {
    code: 2,
    message: "The dispatch ended before it",
  });
});
