import { SpanRecorder } from "./span_recorder.ts";
import type {
  DispatchTracing,
  TraceDestination,
  TracingStart,
} from "./tracing_setup.ts";

/**
 * Traces the charm: give it to `main()` as the option `tracing`.
 *
 * At the end of a dispatch, its trace is sent by OTLP over HTTP to where
 * {@linkcode Tracing} or {@linkcode setDestination} said, in this dispatch or an
 * earlier one. Until that is known, and while nobody answers there, traces wait in
 * the file `.tracing-data.db` of the charm's folder, 40 MiB of them at most.
 *
 * Each request may take a second. What goes wrong is written to Juju's log, and
 * never fails the dispatch.
 *
 * @example Usage
 * ```ts ignore
 * import * as ops from "@charmkit/ops";
 * import { otlpTracing, Tracing } from "@charmkit/ops/tracing";
 * import { charmcraft } from "./charmcraft.ts";
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   readonly tracing = new Tracing(this, "charm-tracing");
 * }
 *
 * if (import.meta.main) {
 *   await ops.main(WebCharm, charmcraft, { tracing: otlpTracing });
 * }
 * ```
 */
export function otlpTracing(
  { context, charmName }: TracingStart,
): DispatchTracing {
  const recorder = new SpanRecorder();
  let isObserved = false;
  let destination: TraceDestination | null = null;
  return {
    tracer: recorder,
    markObserved() {
      isObserved = true;
    },
    setDestination(known) {
      destination = known;
    },
    async shutdown({ log, meta }) {
      const { traceResource } = await import("./trace_resource.ts");
      const { encodeTrace } = await import("./otlp_json.ts");
      const { BUFFER_FILE, exportTrace } = await import("./trace_export.ts");
      const { traceId, spans, droppedCount } = recorder;
      await exportTrace({
        path: `${context.charmDir}/${BUFFER_FILE}`,
        trace: encodeTrace({
          resource: traceResource(context, charmName, meta),
          traceId,
          spans,
          droppedCount,
        }),
        isObserved,
        destination,
        log,
      });
    },
  };
}
