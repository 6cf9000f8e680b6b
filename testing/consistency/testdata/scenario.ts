import type { Charmcraft } from "../../../mod.ts";
import {
  checkConsistency,
  ContextEvents,
  type EventDescription,
  State,
  type StateOptions,
  type Violation,
} from "../../mod.ts";

/** What a test of the checks differs in. */
export interface Scenario {
  /** Sections of the metadata. */
  readonly meta?: Omit<Charmcraft, "name">;
  /** Parts of the state. */
  readonly state?: StateOptions;
  /** What is to run. @default {start} */
  readonly event?: EventDescription;
  /** Version of Juju. */
  readonly jujuVersion?: string;
  /** Number of the unit. */
  readonly unitId?: number;
}

/** Makes events of a charm without metadata. */
export const on: ContextEvents = new ContextEvents("web");

/** What the checks find. */
export function check(
  scenario: Scenario,
): { errors: readonly Violation[]; warnings: readonly Violation[] } {
  return checkConsistency({
    charmcraft: { name: "web", ...scenario.meta },
    state: new State(scenario.state),
    event: scenario.event ?? on.start(),
    jujuVersion: scenario.jujuVersion,
    unitId: scenario.unitId,
  });
}

/** The rules whose violation is an error. */
export function errorsOf(scenario: Scenario): string[] {
  return check(scenario).errors.map(({ rule }) => rule);
}

/** The rules whose violation is a warning. */
export function warningsOf(scenario: Scenario): string[] {
  return check(scenario).warnings.map(({ rule }) => rule);
}
