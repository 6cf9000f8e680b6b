import { eventName, type HookEvent } from "../../simulator/hook_event.ts";
import { hookFailedMessage } from "../../simulator/juju_status.ts";
import type { ModelState } from "../../simulator/model_state.ts";

/** What a unit shows at a moment, as `juju status` would. */
export interface UnitSummary {
  /** Status of the unit; `error` while a failed hook waits. */
  readonly unit: { readonly status: string; readonly message: string };
  /** Status of the application. */
  readonly application: { readonly status: string; readonly message: string };
  /** Version of the workload; empty if the charm told none. */
  readonly workloadVersion: string;
  /** Name of the hook that failed and waits; null if none does. */
  readonly failed: string | null;
}

/**
 * Sums up what a unit shows.
 *
 * @param state The world.
 * @param failed The hook that failed and waits, if one does.
 */
export function summarize(
  state: ModelState,
  failed: HookEvent | null,
): UnitSummary {
  const { unitStatus, appStatus, workloadVersion } = state;
  return {
    unit: failed === null
      ? { status: unitStatus.status, message: unitStatus.message }
      : { status: "error", message: hookFailedMessage(failed) },
    application: { status: appStatus.status, message: appStatus.message },
    workloadVersion,
    failed: failed === null ? null : eventName(failed),
  };
}
