import { ScenarioRuntimeError } from "../errors.ts";
import type { State } from "../state/state.ts";
import type { GuardFinding } from "./context_checks.ts";

/**
 * Thrown when a run does not pass the checks of its context; tells all that was
 * found.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { Context, GuardError, PeerRelation, State } from "@charmkit/ops/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * const charmcraft = { name: "web", peers: { cluster: "web-peers" } } as const;
 *
 * class WebCharm extends ops.CharmBase<typeof charmcraft> {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.updateStatus, this.#onUpdateStatus);
 *   }
 *
 *   #onUpdateStatus(): void {
 *     const relation = this.getRelation("cluster");
 *     relation?.data.get(this.unit).set("seen", crypto.randomUUID());
 *   }
 * }
 *
 * const ctx = new Context(WebCharm, charmcraft, {
 *   checks: { stableDatabags: true },
 * });
 * const relation = new PeerRelation("cluster", { id: 1 });
 *
 * const error = await assertRejects(
 *   () => ctx.run(ctx.on.updateStatus(), new State({ relations: [relation] })),
 *   GuardError,
 * );
 * assertEquals(error.findings[0]?.check, "stableDatabags");
 * ```
 */
export class GuardError extends ScenarioRuntimeError {
  static {
    this.prototype.name = "GuardError";
  }

  /** All that was found. */
  readonly findings: readonly GuardFinding[];
  /** What there is after the run. */
  readonly state: State;

  /** Takes the event's name, what was found, and what there is after the run. */
  constructor(event: string, findings: readonly GuardFinding[], state: State) {
    const lines = findings.map(({ check, problem, advice }) =>
      `- ${check}: ${problem}; ${advice}`
    );
    super(`The run of "${event}" did not pass its checks\n${lines.join("\n")}`);
    this.findings = findings;
    this.state = state;
  }
}
