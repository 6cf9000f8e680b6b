import type { FrameworkObject } from "../framework/framework_object.ts";
import type { TraceDestination } from "./tracing_setup.ts";

/**
 * Says where traces go, from this dispatch on: for a charm that learns it in
 * another way than from a relation. {@linkcode Tracing} does it by itself.
 *
 * It is kept for later dispatches. Nothing happens in one that is not traced, as
 * in tests.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { setDestination } from "@charmkit/ops/tracing";
 * import { Context, State } from "@charmkit/ops/testing";
 *
 * const charmcraft = {
 *   name: "web",
 *   config: { options: { "trace-url": { type: "string", default: "" } } },
 * } as const satisfies ops.Charmcraft;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.configChanged, this.#onConfigChanged);
 *   }
 *
 *   #onConfigChanged(): void {
 *     setDestination(this, { url: this.config.get("trace-url") || null });
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, charmcraft);
 * const config = { "trace-url": "http://tempo:4318/v1/traces" };
 * await ctx.run(ctx.on.configChanged(), new State({ config }));
 * ```
 *
 * @param object The charm, or an object of it.
 * @param destination The URL, and for one of https the certificates to trust.
 * @throws {TypeError} If the URL is not one of http or https.
 */
export function setDestination(
  object: FrameworkObject,
  destination: TraceDestination,
): void {
  const { url, ca = null } = destination;
  if (url !== null && !isHttpUrl(url)) {
    throw new TypeError(
      "Cannot send traces: the destination is no URL of http or https",
    );
  }
  const { spans } = object.framework.context;
  spans?.setDestination({ url, ca });
  if (spans === null && url !== null) {
    object.log.warning(
      "Cannot send traces: the dispatch is not traced; give main() the option tracing: otlpTracing",
    );
  }
}

/** Whether a text is a URL that traces can be sent to. */
export function isHttpUrl(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
