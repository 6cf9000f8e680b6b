import { TestingError } from "../errors.ts";
import type { ContextEvent } from "../context_event.ts";

/** One thing that happened to a unit of {@linkcode fuzzEvents}. */
export interface FuzzStep {
  /** What happened, as one line. */
  readonly text: string;
  /** What the charm was run for; null if it was told nothing, as when leadership is lost. */
  readonly event: ContextEvent | null;
}

/** What a {@linkcode FuzzError} is made with. */
export interface FuzzErrorOptions {
  /** What makes the same sequences again. */
  readonly seed: number;
  /** The shortest sequence that was found; the last step is the one that failed. */
  readonly steps: readonly FuzzStep[];
  /** What the last step threw. */
  readonly cause: unknown;
}

/**
 * Thrown by {@linkcode fuzzEvents} when a sequence of events does not pass;
 * `cause` is what the charm or the invariant threw.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 * import { FuzzError, fuzzEvents } from "@charmkit/ops/testing";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * class WebCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     throw new Error("No such program");
 *   }
 * }
 *
 * const error = await assertRejects(
 *   () => fuzzEvents(WebCharm, { name: "web" }, { seed: 1 }),
 *   FuzzError,
 * );
 *
 * assertEquals(
 *   error.steps.map(({ text }) => text),
 *   ["install", "config-changed", "start"],
 * );
 * ```
 */
export class FuzzError extends TestingError {
  static {
    this.prototype.name = "FuzzError";
  }

  /** What makes the same sequences again, as the option `seed`. */
  readonly seed: number;
  /** The shortest sequence that was found; the last step is the one that failed. */
  readonly steps: readonly FuzzStep[];

  /** Takes the charm's name, and the sequence that failed. */
  constructor(charm: string, options: FuzzErrorOptions) {
    const { seed, steps, cause } = options;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const lines = steps.map(({ text }, index) => `  ${index + 1}. ${text}`);
    super(
      `Cannot run ${charm} through a sequence of ${steps.length} ${
        steps.length === 1 ? "step" : "steps"
      } (seed ${seed}): ${reason}\n${lines.join("\n")}`,
      { cause },
    );
    this.seed = seed;
    this.steps = steps;
  }
}
