import { TimeoutError } from "./errors.ts";

/** Limits how long the daemon may be silent, over and over. */
export class Watch {
  readonly #limitMs: number;
  readonly #outer: AbortSignal | undefined;
  #onStop: (reason: unknown) => void = () => {};
  #stopped = false;
  #reason: unknown;
  #deadline = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Takes the limit, which may be `Infinity`, and the caller's own signal if
   * there is one.
   */
  constructor(limitMs: number, outer?: AbortSignal) {
    outer?.throwIfAborted();
    this.#limitMs = limitMs;
    this.#outer = outer;
    outer?.addEventListener("abort", this.#onAbort);
  }

  /**
   * Called when the limit is exceeded or the caller gives up; at once if that
   * was before.
   */
  set onStop(onStop: (reason: unknown) => void) {
    this.#onStop = onStop;
    if (this.#stopped) onStop(this.#reason);
  }

  /** Whether the limit was exceeded or the caller gave up. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Counts from now: the daemon is to do something. */
  start(): void {
    if (this.#limitMs === Infinity) return;
    this.#deadline = performance.now() + this.#limitMs;
    // This is called for every piece of a body, so the timer goes on running.
    this.#timer ??= setTimeout(this.#onTimer, this.#limitMs);
  }

  /** Stops counting: it is not the daemon who is slow. */
  pause(): void {
    this.#deadline = Infinity;
  }

  /** Stops for good. */
  end(): void {
    this.pause();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#outer?.removeEventListener("abort", this.#onAbort);
  }

  readonly #onTimer = () => {
    this.#timer = undefined;
    const leftMs = this.#deadline - performance.now();
    if (leftMs === Infinity) return;
    if (leftMs > 0) {
      this.#timer = setTimeout(this.#onTimer, Math.ceil(leftMs));
      return;
    }
    this.#stop(
      new TimeoutError(`Pebble did not answer within ${this.#limitMs} ms`),
    );
  };

  readonly #onAbort = () => this.#stop(this.#outer?.reason);

  #stop(reason: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#reason = reason;
    this.#onStop(reason);
  }
}
