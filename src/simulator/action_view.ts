import type { ActionEvent } from "./hook_event.ts";
import type { ActionResults } from "./model_observer.ts";
import type { ModelState } from "./model_state.ts";

/**
 * One run of an action: what it got, and what it answers. Nothing of it waits
 * for the flush.
 */
export class ActionView {
  /** Parameters, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What was set so far. */
  readonly results: ActionResults = {};
  /** Lines shown to who runs it. */
  readonly log: string[] = [];
  /** Why it failed; null: it was not marked as failed. */
  failure: string | null = null;

  readonly #state: ModelState;

  /** Begins with what the action got. */
  constructor(event: ActionEvent, state: ModelState) {
    this.params = event.params;
    this.#state = state;
  }

  /** A parameter by its path; undefined when the path leads nowhere. */
  get(path: readonly string[]): unknown {
    let value: unknown = this.params;
    for (const part of path) {
      if (value === null || typeof value !== "object") return undefined;
      if (!Object.hasOwn(value, part)) return undefined;
      value = Reflect.get(value, part);
    }
    return value;
  }

  /** Sets a result; a later value replaces a map and the other way round. */
  set(path: readonly string[], value: string): void {
    let map = this.results;
    for (const part of path.slice(0, -1)) {
      const next = map[part];
      map = typeof next === "object" ? next : (map[part] = {});
    }
    map[path.at(-1) ?? ""] = value;
    this.#state.observer.onActionResults?.(this.results);
  }

  /** Marks it as failed; the process must still end by itself. */
  fail(message: string): void {
    this.failure = message === ""
      ? "action failed without reason given, check action for errors"
      : message;
    this.#state.observer.onActionFailed?.(this.failure);
  }

  /** Shows a line at once. */
  addLog(message: string): void {
    this.log.push(message);
    this.#state.observer.onActionLog?.(message);
  }
}
