import { JujuVersion } from "../../src/backend/juju_version.ts";
import { checkAction } from "./action_checks.ts";
import { checkConfig } from "./config_checks.ts";
import type { CheckedScenario, ConsistencyInput } from "./consistency_input.ts";
import { checkContainers } from "./container_checks.ts";
import { InconsistentScenarioError } from "./inconsistent_scenario_error.ts";
import {
  checkCloud,
  checkNetworks,
  checkResources,
  checkSecrets,
  checkStorages,
  checkStoredStates,
} from "./part_checks.ts";
import { checkRelations } from "./relation_checks.ts";
import { Report } from "./report.ts";
import type { Violation } from "./violation.ts";

/** What {@linkcode checkConsistency} finds. */
export interface ConsistencyReport {
  /** What could not be so. */
  readonly errors: readonly Violation[];
  /** What could be so, but is seldom meant. */
  readonly warnings: readonly Violation[];
}

/**
 * Checks whether event, state and metadata fit together as Juju would have it.
 *
 * Source: the consistency checker of ops-scenario.
 *
 * @example Usage
 * ```ts
 * import { checkConsistency, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const { errors } = checkConsistency({
 *   charmcraft: { name: "web", config: { options: { port: { type: "int" } } } },
 *   event: { kind: "config-changed", name: "config-changed" },
 *   state: new State({ config: { port: "80" } }),
 * });
 *
 * assertEquals(errors[0]?.problem, 'the option "port" is set to a string');
 * ```
 *
 * @throws {SyntaxError} If the version of Juju is no version.
 */
export function checkConsistency(input: ConsistencyInput): ConsistencyReport {
  const { jujuVersion = "3.6.28", unitId = 0 } = input;
  const { charmcraft, state, event } = input;
  const version = JujuVersion.parse(jujuVersion);
  const scenario: CheckedScenario = {
    charmcraft,
    state,
    event,
    jujuVersion,
    version,
    unitId,
  };
  const report = new Report();
  if (event.kind === "custom") {
    report.warning(
      "event-custom",
      `the custom event "${event.name}" is not checked`,
      "run the hook that makes the charm emit it, where there is one",
    );
  }
  checkContainers(scenario, report);
  checkAction(scenario, report);
  checkConfig(scenario, report);
  checkSecrets(scenario, report);
  checkResources(scenario, report);
  checkStorages(scenario, report);
  checkRelations(scenario, report);
  checkNetworks(scenario, report);
  checkCloud(scenario, report);
  checkStoredStates(scenario, report);
  return { errors: report.errors, warnings: report.warnings };
}

/**
 * Checks as {@linkcode checkConsistency} does, and refuses what could not be so.
 *
 * @returns The warnings in one line, for the log; null when there is none.
 * @throws {InconsistentScenarioError} If something could not be so; it tells all
 * that is wrong.
 */
export function expectConsistent(input: ConsistencyInput): string | null {
  const { errors, warnings } = checkConsistency(input);
  if (errors.length > 0) {
    throw new InconsistentScenarioError(input.event.name, errors);
  }
  if (warnings.length === 0) return null;
  return `Is this meant? ${
    warnings.map(({ problem, advice }) => `${problem} (${advice})`).join("; ")
  }`;
}
