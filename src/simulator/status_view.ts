import type { HookContext } from "./hook_context.ts";
import type { StatusState } from "./model_state.ts";

/**
 * Statuses of the unit and its application; setting one takes effect at once.
 */
export class StatusView {
  readonly #context: HookContext;
  #unit: StatusState | undefined;

  /** Belongs to one run. */
  constructor(context: HookContext) {
    this.#context = context;
  }

  /** The unit's status, read once: a later change is not seen (JHT-04). */
  unit(): StatusState {
    return this.#unit ??= this.#context.state.unitStatus;
  }

  /**
   * The application's status.
   *
   * @throws {Refusal} If the unit does not lead.
   */
  application(): StatusState {
    this.#context.requireLeader(
      "finding application status: this unit is not the leader",
    );
    return this.#context.state.appStatus;
  }

  /**
   * Sets a status.
   *
   * @throws {Refusal} If it is the application's and the unit does not lead.
   */
  set(of: "application" | "unit", status: string, message: string): void {
    const { state } = this.#context;
    if (of === "application") {
      this.#context.requireLeader();
      state.appStatus = { status, message, data: {} };
    } else {
      state.unitStatus = { status, message, data: {} };
      state.statusSetByCharm = true;
    }
    state.observer.onStatus?.({ of, status, message });
  }
}
