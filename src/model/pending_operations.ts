import type { Logger } from "../backend/logger.ts";
import type { RunningHandler } from "./model_context.ts";

/**
 * What handlers have started and is not done: calls of Pebble and emitted
 * events.
 *
 * A forgotten `await` would have them go on beside the next handler, and be cut
 * off at the end of the dispatch. Such a call is waited for, as if the handler's
 * last line did, and a warning names handler and call; if it fails, so does the
 * dispatch. A promise of the charm's own is not seen here: only when it is
 * rejected, as an uncaught error.
 */
export class PendingOperations {
  /** Called whenever something is waited for; many a dispatch never waits. */
  onWait: () => void = () => {};
  readonly #log: Logger;
  readonly #started: Map<RunningHandler, Map<Promise<unknown>, string>> =
    new Map();

  /** Takes where to warn. */
  constructor(log: Logger) {
    this.#log = log;
  }

  /**
   * Notes what a handler starts.
   *
   * @param by The handler; null outside of any, where nothing is noted.
   * @param what What it calls, for people.
   * @returns What to give to the handler in place of the promise.
   */
  track<T>(
    by: RunningHandler | null,
    what: string,
    promise: Promise<T>,
  ): Promise<T> {
    if (by === null) return promise;
    let started = this.#started.get(by);
    if (started === undefined) this.#started.set(by, started = new Map());
    // The handler gets this promise and nobody else waits for it, so that a
    // rejection that the handler does not see stays one that nobody handles.
    const given: Promise<T> = promise.finally(() => started.delete(given));
    started.set(given, what);
    return given;
  }

  /**
   * Waits for what a handler that is done has left behind.
   *
   * @throws What one of the calls throws.
   */
  async settle(by: RunningHandler): Promise<void> {
    const started = this.#started.get(by);
    if (started === undefined) return;
    if (started.size > 0) {
      this.onWait();
      const what = [...new Set(started.values())].join(" and ");
      this.#log.warning(
        `${
          by.handler ?? by.event
        } did not wait for ${what}; it is waited for now: write "await" before the call`,
      );
    }
    while (started.size > 0) {
      await Promise.all(started.keys());
      // What waited for it may now call the next.
      await new Promise((done) => setTimeout(done, 0));
    }
    this.#started.delete(by);
  }
}
