import type { CountingRunner } from "../backend/juju_backend.ts";
import { ProcessRunner } from "../hook_commands/process_runner.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { Spans } from "./spans.ts";
import { tracedPebble } from "./traced_pebble.ts";
import { TracedRunner } from "./traced_runner.ts";
import type { Tracer } from "./tracer.ts";
import type {
  DispatchTracing,
  TracingEnd,
  TracingSetup,
  TracingStart,
} from "./tracing_setup.ts";

/** What `main` needs to trace a dispatch. */
export interface TracedDispatch {
  /** The spans. */
  readonly spans: Spans;
  /** Runs hook commands, each inside a span. */
  readonly runner: CountingRunner;
  /** The client of a container's Pebble, each call inside a span. */
  pebble(client: PebbleClient, socketPath: string): PebbleClient;
  /** Ends tracing. */
  shutdown(end: TracingEnd): Promise<void>;
}

/** Sets tracing up for one dispatch. */
export async function traceDispatch(
  given: Tracer | TracingSetup,
  start: TracingStart,
): Promise<TracedDispatch> {
  const tracing: DispatchTracing = typeof given === "function"
    ? await given(start)
    : { tracer: given };
  const spans = new Spans(tracing);
  const runner = new ProcessRunner({ tempDir: start.context.charmDir });
  return {
    spans,
    runner: new TracedRunner(runner, spans),
    pebble: (client, socketPath) => tracedPebble(client, socketPath, spans),
    shutdown: async (end) => await tracing.shutdown?.(end),
  };
}
