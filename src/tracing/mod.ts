/**
 * Traces of a charm, sent by OTLP over HTTP to where a relation says.
 *
 * It takes two lines of a charm: a {@linkcode Tracing} in its constructor, and
 * {@linkcode otlpTracing} as the option `tracing` of `main()`. Each dispatch is
 * a trace then: a span for it, one for each handler, and one for each hook
 * command and call of Pebble. Neither the content of secrets nor relation data
 * is in one, nor the message of an error.
 *
 * Traces that cannot be sent wait in a file of the charm's folder, 40 MiB of
 * them at most; those of dispatches that some handler observed are kept longest.
 * On Kubernetes the file goes with the charm's container.
 *
 * The charm needs the permission to reach the network. `charmkit compile` gives
 * it to a charm that requires the interface `tracing`.
 *
 * In tests nothing is recorded in a file, and nothing is sent: look at
 * `Context.traceData`.
 *
 * @example Usage
 * ```ts ignore
 * import * as ops from "@charmkit/ops";
 * import { otlpTracing, Tracing } from "@charmkit/ops/tracing";
 * import { charmcraft } from "./charmcraft.ts";
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   readonly tracing = new Tracing(this, "charm-tracing", {
 *     caRelationName: "receive-ca-cert",
 *   });
 * }
 *
 * if (import.meta.main) {
 *   await ops.main(WebCharm, charmcraft, { tracing: otlpTracing });
 * }
 * ```
 *
 * @module
 */
export { otlpTracing } from "./otlp_tracing.ts";
export { setDestination } from "./set_destination.ts";
export { Tracing, type TracingOptions } from "./tracing.ts";
export type {
  CertificateEndpoint,
  RequiredEndpoint,
  TracingEndpoint,
} from "./tracing_endpoint.ts";
export type {
  DispatchTracing,
  TraceDestination,
  TracingEnd,
  TracingSetup,
  TracingStart,
} from "./tracing_setup.ts";
