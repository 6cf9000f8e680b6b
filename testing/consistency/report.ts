import type { Violation, ViolationRule } from "./violation.ts";

/** Collects what the checks find. */
export class Report {
  /** What could not be so. */
  readonly errors: Violation[] = [];
  /** What could be so, but is seldom meant. */
  readonly warnings: Violation[] = [];

  /** Notes what could not be so, and what to change. */
  error(rule: ViolationRule, problem: string, advice: string): void {
    this.errors.push({ rule, problem, advice });
  }

  /** Notes what is seldom meant, and what to change. */
  warning(rule: ViolationRule, problem: string, advice: string): void {
    this.warnings.push({ rule, problem, advice });
  }
}

/** A section of the metadata that is not there. */
export const NONE: Readonly<Record<string, never>> = Object.freeze({});

/** The names that a section of the metadata has, for a message. */
export function namesOf(
  section: Readonly<Record<string, unknown>> | null | undefined,
): string {
  return Object.keys(section ?? {}).map((name) => `"${name}"`).join(", ") ||
    "none";
}

/** Said when a part of an event has the name or id of one in the state, but differs. */
export const NOT_THE_SAME =
  "the same name or id is not enough: what is passed to the event must equal what is in the state";
