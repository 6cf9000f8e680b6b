import { LifecycleEvent } from "../framework/event_base.ts";
import { settableName, type StatusBase } from "../model/status.ts";

/**
 * Asks every part of the charm for its status, at the end of each dispatch; the
 * one that matters most is then set.
 *
 * Error comes before blocked, maintenance, waiting, active and unknown, where
 * error and unknown are Juju's alone. Among equals the first added wins: parts
 * are asked in the order in which they observe the event. A part never hides
 * another: each status that is not active is in the log at DEBUG, and comes to
 * the fore when those before it are gone. When nothing is added, the status stays
 * as it is.
 */
export class CollectStatusEvent extends LifecycleEvent {
  /**
   * Adds the status of one part.
   *
   * @throws {InvalidStatusError} If a charm cannot set it.
   */
  addStatus(status: StatusBase): void {
    const name = settableName(status);
    const { collectedStatuses, log } = this.framework.context;
    const of = this.handle.kind === "collect_app_status" ? "app" : "unit";
    if (name !== "active") {
      log.debug(`Adding ${of} status ${status}`);
    }
    collectedStatuses[of].push(status);
  }
}
