import { TimeoutError } from "./errors.ts";

/** Limits how long the daemon may be silent, over and over. */
export class Watch {
  /** Called once, when the limit is exceeded or the caller gives up. */
  onStop: (reason: unknown) => void = () => {};
  readonly #limitMs: number;
  readonly #outer: AbortSignal | undefined;
  #stopped = false;
  #deadline = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes the limit, and the caller's own signal if there is one. */
  constructor(limitMs: number, outer?: AbortSignal) {
    outer?.throwIfAborted();
    this.#limitMs = limitMs;
    this.#outer = outer;
    outer?.addEventListener("abort", this.#onAbort);
  }

  /** Whether the limit was exceeded or the caller gave up. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Counts from now: the daemon is to do something. */
  start(): void {
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
    this.onStop(reason);
  }
}
