import type { ModelObserver } from "../../simulator/model_observer.ts";
import type { TimelineEntry } from "./timeline.ts";

/**
 * Makes entries of what takes effect at once in the simulator.
 *
 * @param unit Name of the unit.
 * @param add Gets each entry.
 */
export function timelineObserver(
  unit: string,
  add: (entry: TimelineEntry) => void,
): ModelObserver {
  return {
    onLog: (line) => add({ type: "log", ...line }),
    onStatus: (change) => add({ type: "status", ...change }),
    onWorkloadVersion: (version) => add({ type: "workload-version", version }),
    onActionLog: (message) => {
      const logger = `unit.${unit}.action-log`;
      add({ type: "log", level: "INFO", logger, message });
    },
  };
}
