import type { ModelBackend } from "../backend/model_backend.ts";

/** How long Juju's promise of leadership holds. */
const LEASE_MS = 30_000;

/**
 * Whether this unit leads its application, asked at most every 30 seconds.
 *
 * Juju promises a leader that it stays leader for 30 seconds after `is-leader`
 * was asked, so an answer is used that long, counted from before the question.
 * A failure is not kept.
 */
export class Leadership {
  readonly #backend: ModelBackend;
  readonly #now: () => number;
  #answer: { leader: boolean; askedAt: number } | null = null;

  /** Takes the way to Juju, and a clock that only goes forward, in milliseconds. */
  constructor(
    backend: ModelBackend,
    now: () => number = () => performance.now(),
  ) {
    this.#backend = backend;
    this.#now = now;
  }

  /** Whether this unit leads, asking Juju when the last answer is too old. */
  isLeader(): boolean {
    const cached = this.cached;
    if (cached !== null) return cached;
    const askedAt = this.#now();
    const leader = this.#backend.isLeader();
    this.#answer = { leader, askedAt };
    return leader;
  }

  /** The last answer while it holds, else null; never asks Juju. */
  get cached(): boolean | null {
    const answer = this.#answer;
    if (answer === null || this.#now() - answer.askedAt > LEASE_MS) return null;
    return answer.leader;
  }
}
