import { TestingError } from "./errors.ts";
import type { State } from "./state/state.ts";

/** What an action has told, of whom it is asked. */
export interface ActionOutput {
  /** What the action logged, in order. */
  readonly logs: readonly string[];
  /** Its results. */
  readonly results: Readonly<Record<string, unknown>>;
}

/** What an {@linkcode ActionFailed} is made with. */
export interface ActionFailedOptions {
  /** What there is after the run; null where there is no state. @default {null} */
  readonly state?: State | null;
  /** What the action has told. @default {nothing} */
  readonly output?: ActionOutput;
}

/**
 * Thrown when an action failed: when its handler called `fail`.
 *
 * @example Usage
 * ```ts
 * import { ActionFailed } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ActionFailed("No space left");
 *
 * assertEquals([error.message, error.state], ["No space left", null]);
 * ```
 */
export class ActionFailed extends TestingError {
  static {
    this.prototype.name = "ActionFailed";
  }

  /** What there is after the run; null where there is no state. */
  readonly state: State | null;
  /** What the action has told. */
  readonly output: ActionOutput;

  /** Takes what the charm said. */
  constructor(message: string, options: ActionFailedOptions = {}) {
    super(message);
    this.state = options.state ?? null;
    this.output = options.output ?? { logs: [], results: {} };
  }
}
