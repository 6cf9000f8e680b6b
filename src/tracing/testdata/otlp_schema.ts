import { z } from "zod";

/**
 * The rules of OTLP in JSON, as a collector has them and stricter: nothing may
 * be there that the protocol does not name.
 *
 * Source: the OpenTelemetry protocol 1.x, `trace.proto`, and its JSON mapping
 * (ids in hexadecimal digits, whole numbers of 64 bits as text).
 */
const int64 = z.string().regex(/^-?\d{1,19}$/);
const unixNano = z.string().regex(/^\d{19}$/);
const uint32 = z.int().min(0).max(0xffff_ffff);
const traceId = z.string().regex(/^[0-9a-f]{32}$/).refine(isNotZero);
const spanId = z.string().regex(/^[0-9a-f]{16}$/).refine(isNotZero);

const scalarValue = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: int64 }),
  z.strictObject({
    doubleValue: z.union([
      z.number(),
      z.enum(["NaN", "Infinity", "-Infinity"]),
    ]),
  }),
]);
const anyValue = z.union([
  scalarValue,
  z.strictObject({
    arrayValue: z.strictObject({ values: z.array(scalarValue) }),
  }),
]);
const attributes = z.array(
  z.strictObject({ key: z.string().min(1), value: anyValue }),
).refine(
  (all) => new Set(all.map(({ key }) => key)).size === all.length,
  "attributes have different keys",
);

const span = z.strictObject({
  traceId,
  spanId,
  parentSpanId: spanId.optional(),
  flags: uint32,
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: unixNano,
  endTimeUnixNano: unixNano,
  attributes,
  droppedAttributesCount: uint32.optional(),
  events: z.array(z.strictObject({
    timeUnixNano: unixNano,
    name: z.string().min(1),
    attributes,
  })),
  droppedEventsCount: uint32.optional(),
  status: z.strictObject({
    code: z.int().min(1).max(2).optional(),
    message: z.string().optional(),
  }),
}).refine(
  ({ startTimeUnixNano, endTimeUnixNano }) =>
    BigInt(startTimeUnixNano) <= BigInt(endTimeUnixNano),
  "a span ends after its start",
);

const exportRequest = z.strictObject({
  resourceSpans: z.array(z.strictObject({
    resource: z.strictObject({ attributes }),
    scopeSpans: z.array(z.strictObject({
      scope: z.strictObject({ name: z.string(), version: z.string() }),
      spans: z.array(span).min(1),
    })).min(1),
  })).min(1),
});

/** What is sent to a collector. */
export type ExportRequest = z.infer<typeof exportRequest>;

/** Checks what is sent, and that each parent is there. */
export function assertExportRequest(
  body: unknown,
): asserts body is ExportRequest {
  const { resourceSpans } = exportRequest.parse(body);
  for (const { spans } of resourceSpans.flatMap((one) => one.scopeSpans)) {
    const ids = new Set(spans.map((one) => one.spanId));
    if (ids.size !== spans.length) throw new Error("Two spans have one id");
    for (const { name, parentSpanId } of spans) {
      if (parentSpanId !== undefined && !ids.has(parentSpanId)) {
        throw new Error(`Nobody is the parent of "${name}"`);
      }
    }
  }
}

function isNotZero(id: string): boolean {
  return /[^0]/.test(id);
}
