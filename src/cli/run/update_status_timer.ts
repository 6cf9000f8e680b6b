/**
 * Has update-status run from time to time; whatever runs meanwhile puts it off
 * (JEV-23).
 */
export class UpdateStatusTimer implements Disposable {
  readonly #intervalMs: number;
  readonly #run: () => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  #closed = false;

  /**
   * Waits for the first {@linkcode UpdateStatusTimer.restart}.
   *
   * @param intervalMs Time from one to the next; 0: never.
   * @param run Runs update-status.
   */
  constructor(intervalMs: number, run: () => Promise<void>) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  /** Begins to wait anew. */
  restart(): void {
    clearTimeout(this.#timer);
    if (this.#closed || this.#isRunning || this.#intervalMs <= 0) return;
    this.#timer = setTimeout(() => this.#fire(), this.#intervalMs);
  }

  /** Stops for good. */
  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #fire(): Promise<void> {
    this.#isRunning = true;
    try {
      await this.#run();
    } finally {
      this.#isRunning = false;
    }
    this.restart();
  }
}
