import type { ActionView } from "../../simulator/action_view.ts";
import type { DispatchResult } from "./dispatch.ts";
import type { ActionOutcome } from "./timeline.ts";

/**
 * How Juju tells of an action that was run (JDP-12, JDP-14).
 *
 * @param action Its name.
 * @param view What it did.
 * @param result How its process ended.
 * @param flushError Why its writes were refused; null: they were kept.
 */
export function actionOutcome(
  action: string,
  view: ActionView,
  result: DispatchResult,
  flushError: string | null,
): ActionOutcome {
  const { log } = view;
  if (result.isMissing) {
    const message = "action not implemented on unit";
    return { action, status: "failed", message, results: {}, log };
  }
  const stderr = flushError === null
    ? result.stderr
    : `${result.stderr}${flushError}\n`;
  const results = {
    ...view.results,
    "return-code": flushError === null ? result.code : 1,
    ...result.stdout === "" ? {} : { stdout: result.stdout },
    ...stderr === "" ? {} : { stderr },
  };
  const message = failure(view, result, flushError);
  const status = message === null ? "completed" : "failed";
  return { action, status, message: message ?? "", results, log };
}

function failure(
  view: ActionView,
  result: DispatchResult,
  flushError: string | null,
): string | null {
  if (result.signal === "SIGKILL" || result.signal === "SIGTERM") {
    return "terminated";
  }
  if (result.error !== null) return result.error;
  if (flushError !== null) return "committing requested changes failed";
  return view.failure;
}
