import { TimeoutError } from "./errors.ts";

/** Limits how long the daemon may be silent, over and over. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  readonly #outer: AbortSignal | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the limit, and the caller's own signal if there is one. */
  constructor(limitMs: number, outer?: AbortSignal) {
    outer?.throwIfAborted();
    this.#limitMs = limitMs;
    this.#outer = outer;
    outer?.addEventListener("abort", this.#onAbort);
  }

  /** Aborts when the limit is exceeded or the caller gives up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Counts from now: the daemon is to do something. */
  start(): void {
    this.pause();
    this.#timer = setTimeout(() => {
      this.#controller.abort(
        new TimeoutError(`Pebble did not answer within ${this.#limitMs} ms`),
      );
    }, this.#limitMs);
  }

  /** Stops counting: it is not the daemon who is slow. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  /** Stops for good. */
  end(): void {
    this.pause();
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
}
