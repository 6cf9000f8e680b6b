import { InconsistentScenarioError } from "../consistency/inconsistent_scenario_error.ts";
import {
  NoObserverError,
  StateValidationError,
  UncaughtCharmError,
} from "../errors.ts";

/** Where an error came from. */
export interface ErrorPlace {
  /** The event that was run. */
  readonly event: string;
  /** The handler that ran, or null. */
  readonly handler: string | null;
}

/** What a test is told of an error that came out of the charm. */
export function uncaught(cause: unknown, place: ErrorPlace): unknown {
  if (
    cause instanceof NoObserverError ||
    cause instanceof StateValidationError ||
    cause instanceof InconsistentScenarioError
  ) return cause;
  const text = cause instanceof Error
    ? `${cause.name}: ${cause.message}`
    : String(cause);
  const { event, handler } = place;
  const at = handler === null ? "" : `, in ${handler}`;
  return new UncaughtCharmError(
    `The charm threw ${text} (event "${event}"${at})`,
    { cause },
  );
}
