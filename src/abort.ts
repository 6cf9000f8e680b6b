/**
 * Ends the dispatch at once, with the exit code that it carries: the other
 * observers are not called, no status is evaluated, and no state is kept. What
 * Juju was told already stays.
 *
 * It is thrown by what a charm calls, and understood by `main` and the testing
 * `Context`. It is no `CharmError`, so that a handler that catches what may go
 * wrong with Juju lets it pass.
 */
export class AbortError extends Error {
  static {
    this.prototype.name = "AbortError";
  }

  /** What the process exits with; 0 tells Juju that all is well. */
  readonly exitCode: number;

  /** Takes why, for a debugger (it is not logged), and the exit code. */
  constructor(message: string, exitCode: number = 0) {
    super(message);
    this.exitCode = exitCode;
  }
}
