import { ScenarioRuntimeError } from "../errors.ts";
import type { Violation } from "./violation.ts";

/**
 * Thrown when event, state and metadata do not fit together, before the charm
 * runs; tells all that is wrong at once.
 *
 * @example Usage
 * ```ts
 * import {
 *   Container,
 *   expectConsistent,
 *   InconsistentScenarioError,
 *   State,
 * } from "@charmkit/ops/testing";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const error = assertThrows(
 *   () =>
 *     expectConsistent({
 *       charmcraft: { name: "web" },
 *       event: { kind: "start", name: "start" },
 *       state: new State({ containers: [new Container("web")] }),
 *     }),
 *   InconsistentScenarioError,
 * );
 *
 * assertEquals(error.violations[0]?.rule, "container-undeclared");
 * ```
 */
export class InconsistentScenarioError extends ScenarioRuntimeError {
  static {
    this.prototype.name = "InconsistentScenarioError";
  }

  /** All that is wrong. */
  readonly violations: readonly Violation[];

  /** Takes the event's name, and all that is wrong. */
  constructor(event: string, violations: readonly Violation[]) {
    const lines = violations.map(({ problem, advice }) =>
      `- ${problem}; ${advice}`
    );
    const found = lines.length === 1
      ? "this was"
      : `these ${lines.length} were`;
    super(
      `Cannot run "${event}": event, state and metadata do not fit together; ${found} found\n${
        lines.join("\n")
      }`,
    );
    this.violations = violations;
  }
}
