import { EventBase, type EventOrigin } from "../framework/event_base.ts";
import { translateErrors } from "../model/_translate_errors.ts";
import type { ActionResults } from "../hook_commands/action.ts";
import { assertResultKeys } from "./action_results.ts";

/** What is stored of an action. */
export type ActionEventData = {
  /** Id of the run, as Juju gave it. */
  readonly id: string;
};

/** Somebody runs an action. Cannot be deferred: they wait for its end. */
export class ActionEvent<
  P extends Readonly<Record<string, unknown>> = Readonly<
    Record<string, unknown>
  >,
> extends EventBase<ActionEventData> {
  /** Always false. */
  static override readonly deferrable: boolean = false;
  /** Always `"action"`. */
  static override readonly origin: EventOrigin = "action";
  #params: P | null = null;

  /** Id of the run, as Juju gave it. */
  get id(): string {
    return this.data.id;
  }

  /** The parameters, defaults filled in; read at first use. Source: `action-get`. */
  get params(): P {
    return this.#params ??= this.#ask(
      "Cannot read the action's parameters",
      () => this.framework.context.backend.actionGet() as P,
    );
  }

  /**
   * Adds results, which whoever runs the action sees at its end.
   *
   * Nested objects become keys with dots. Booleans are `true` and `false`, null
   * is empty, lists are JSON. Source: `action-set`.
   *
   * @throws {TypeError} If a key is not made of lower-case letters, digits,
   * hyphens and dots, or two keys are the same after flattening.
   * @throws {ModelError} If Juju refuses, for example a key such as `stdout`.
   */
  setResults(results: ActionResults): void {
    assertResultKeys(results);
    this.#ask(
      "Cannot set the action's results",
      () => this.framework.context.backend.actionSet(results),
    );
  }

  /** Shows a line to whoever runs the action, at once. Source: `action-log`. */
  log(message: string): void {
    this.#ask(
      "Cannot log for the action",
      () => this.framework.context.backend.actionLog(message),
    );
  }

  /** Marks the action as failed; the handler goes on. Source: `action-fail`. */
  fail(message: string = ""): void {
    this.#ask(
      "Cannot mark the action as failed",
      () => this.framework.context.backend.actionFail(message),
    );
  }

  #ask<T>(action: string, run: () => T): T {
    return translateErrors(this.framework.context, action, run);
  }
}
