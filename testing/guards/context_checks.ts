/**
 * What a `Context` can check of each run, beside what the test says. A run that
 * does not pass throws a `GuardError`, which names all that was found.
 *
 * The first four run the charm a second time, on the state that came out: what
 * a test counts in mocks is counted twice. Histories have the first run alone.
 */
export interface ContextChecks {
  /**
   * Whether the same event again must write nothing: Juju runs hooks again, and
   * each write wakes other units. Not for actions, nor for secret-rotate,
   * secret-expired and secret-remove.
   *
   * @default {false}
   */
  readonly idempotence?: boolean;
  /**
   * Whether no value in a databag may be another one when the event comes again:
   * a time or a random id there wakes all remote units each time.
   *
   * @default {false}
   */
  readonly stableDatabags?: boolean;
  /**
   * Whether no secret may be added, or get a new revision, when the event comes
   * again; and secret-remove must end in its removal.
   *
   * @default {false}
   */
  readonly secretRevisions?: boolean;
  /**
   * Whether a unit that is left without a status, or in maintenance, must come
   * out of it at the next update-status.
   *
   * @default {false}
   */
  readonly settledStatus?: boolean;
  /**
   * Whether databags, secrets and what `state-set` keeps must stay below Juju's
   * limits: below this part of them, or with true below four fifths.
   *
   * @default {false}
   */
  readonly sizeLimits?: boolean | number;
}

/** One thing that a check of a {@linkcode ContextChecks} found. */
export interface GuardFinding {
  /** Which check. */
  readonly check: keyof ContextChecks;
  /** What was found. */
  readonly problem: string;
  /** What to change. */
  readonly advice: string;
}
