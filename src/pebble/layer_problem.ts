import { PebbleError } from "./errors.ts";

/** One thing that is wrong in a layer or plan. */
export interface LayerProblem {
  /** Keys that lead to it, such as `["services", "web", "command"]`. */
  readonly path: readonly string[];
  /** What is wrong, in the words of Pebble where it finds the same. */
  readonly message: string;
}

/** Thrown when layers can't be combined; it has all that is wrong at once. */
export class LayerError extends PebbleError {
  static {
    this.prototype.name = "LayerError";
  }

  /** What is wrong, at least one thing. */
  readonly problems: readonly LayerProblem[];

  /** Takes what was tried, such as `"Cannot combine layers"`, and the problems. */
  constructor(action: string, problems: readonly LayerProblem[]) {
    const lines = problems.map(({ path, message }) =>
      `${path.join(".") || "layer"}: ${message}`
    );
    super(`${action}: ${lines.join("; ")}`);
    this.problems = problems;
  }
}
