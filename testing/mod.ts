/**
 * Tests of charms: one event, a state in, a state out, all in memory.
 *
 * @example A test
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Container, Context, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const charmcraft = { name: "web", containers: { web: {} } } as const;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on["web"].pebbleReady, this.#onPebbleReady);
 *   }
 *
 *   async #onPebbleReady(event: ops.PebbleReadyEvent): Promise<void> {
 *     await event.workload.addLayer("web", {
 *       services: {
 *         web: { override: "replace", command: "nginx", startup: "enabled" },
 *       },
 *     });
 *     await event.workload.replan();
 *     this.unit.status = new ops.ActiveStatus();
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, charmcraft);
 * const container = new Container("web", { canConnect: true });
 *
 * const out = await ctx.run(
 *   ctx.on.pebbleReady(container),
 *   new State({ containers: [container] }),
 * );
 *
 * assertEquals(out.unitStatus, new ops.ActiveStatus());
 * assertEquals(out.getContainer("web").serviceStatuses, { web: "active" });
 * ```
 *
 * @module
 */

export { Container, type ContainerOptions } from "./container.ts";
export { Context, type ContextOptions } from "./context.ts";
export {
  type ContextEvent,
  ContextEvents,
  type RelationEventOptions,
} from "./context_events.ts";
export {
  StateValidationError,
  TestingError,
  UncaughtCharmError,
} from "./errors.ts";
export { type Databag, Relation, type RelationOptions } from "./relation.ts";
export { State, type StateOptions, type StoredData } from "./state.ts";
export type { LogEntry } from "../src/simulator/model_observer.ts";
export type { RecordedCommand } from "../src/simulator/simulated_runner.ts";
