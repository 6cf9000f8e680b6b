import { fail } from "./refusal.ts";
import type { ModelState } from "./model_state.ts";

/** What `state-set` keeps for the unit; writes wait for the flush. */
export class CharmStateView {
  readonly #state: ModelState;
  #pending: Map<string, string> | undefined;

  /** Begins with what the controller keeps. */
  constructor(state: ModelState) {
    this.#state = state;
  }

  /** All that is kept, with this run's writes. */
  all(): ReadonlyMap<string, string> {
    return this.#pending ?? this.#state.charmState;
  }

  /**
   * Sets a value, which may be empty.
   *
   * @throws {Refusal} If key or value is too large (JLM-04).
   */
  set(key: string, value: string): void {
    const { keyLimit, valueLimit } = LIMITS;
    if (size(key) > keyLimit) {
      fail(`max allowed key length (${keyLimit}): ${size(key)} not valid`);
    }
    if (size(value) > valueLimit) {
      fail(
        `max allowed value length (${valueLimit}): ${size(value)} not valid`,
      );
    }
    if (this.all().get(key) !== value) this.#write().set(key, value);
  }

  /** Drops a key; one that is not there is fine. */
  delete(key: string): void {
    if (this.all().has(key)) this.#write().delete(key);
  }

  /** Refuses more than a unit may keep (JLM-04). */
  checkFlush(): void {
    const limit = this.#state.release.maxCharmStateBytes;
    if (this.#pending === undefined || limit === null) return;
    const text = [...this.#pending].flat().join("");
    const bytes = size(text);
    if (bytes > limit) {
      fail(`max allowed size (${limit}) for charm state: ${bytes} not valid`);
    }
  }

  /** Keeps this run's writes. */
  flush(): void {
    if (this.#pending === undefined) return;
    const { charmState } = this.#state;
    charmState.clear();
    for (const [key, value] of this.#pending) charmState.set(key, value);
    this.#pending = undefined;
  }

  #write(): Map<string, string> {
    return this.#pending ??= new Map(this.#state.charmState);
  }
}

function size(text: string): number {
  return new TextEncoder().encode(text).length;
}

const LIMITS = { keyLimit: 256, valueLimit: 65_536 } as const;
