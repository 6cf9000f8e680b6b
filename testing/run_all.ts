import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { Context } from "./context.ts";
import type { ContextEvent } from "./context_event.ts";
import type { State } from "./state/state.ts";
import type { NamesOf } from "./state/state_names.ts";

/**
 * Runs a charm for several events, each on what the one before has left.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, runAll, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.install, this.#onInstall);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onInstall(): void {
 *     this.unit.status = new ops.MaintenanceStatus("Installing");
 *   }
 *
 *   #onStart(): void {
 *     this.unit.status = new ops.ActiveStatus();
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, { name: "web" });
 * const states = await runAll(ctx, [ctx.on.install(), ctx.on.start()], new State());
 *
 * assertEquals(
 *   states.map(({ unitStatus }) => unitStatus.name),
 *   ["maintenance", "active"],
 * );
 * ```
 *
 * An event of a relation, container, storage or secret is run with what has
 * become of it, so events can all be made beforehand.
 *
 * @param context Runs them.
 * @param events What Juju starts the charm for, in order.
 * @param state What there is before the first.
 * @returns What there is after each.
 * @throws {UncaughtCharmError} If the charm throws.
 */
export async function runAll<C extends Charmcraft, T>(
  context: Context<C, T>,
  events: Iterable<ContextEvent>,
  state: State<NamesOf<C>>,
): Promise<State<NamesOf<C>>[]> {
  const states: State<NamesOf<C>>[] = [];
  let now = state;
  for (const event of events) {
    now = await context.run(event.for(now), now);
    states.push(now);
  }
  return states;
}
