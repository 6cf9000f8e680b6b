/**
 * Versions of Juju to run a test under: the newest of each series that is
 * simulated. What differs between them is the simulator's knowledge.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, JUJU_VERSIONS, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {}
 *
 * for (const jujuVersion of JUJU_VERSIONS) {
 *   Deno.test(`WebCharm starts with Juju ${jujuVersion}`, async () => {
 *     const ctx = new Context(WebCharm, { name: "web" }, { jujuVersion });
 *     const out = await ctx.run(ctx.on.start(), new State());
 *
 *     assertEquals(out.unitStatus, new ops.UnknownStatus());
 *   });
 * }
 * ```
 */
export const JUJU_VERSIONS: readonly ["3.6.28", "4.0.14"] = [
  "3.6.28",
  "4.0.14",
];
