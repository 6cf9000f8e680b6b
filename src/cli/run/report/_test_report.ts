import type { TimelineEntry, TimelineRecord } from "../timeline.ts";
import type { ReportContent } from "./page.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

/** Records of a unit, a millisecond apart. */
export function records(
  entries: readonly TimelineEntry[],
  unit: string | null = "web/0",
): TimelineRecord[] {
  return entries.map((entry, index) => ({
    time: new Date(START + index),
    unit,
    entry,
  }));
}

/** Entries of a hook. */
export function hook(
  event: string,
  entries: readonly TimelineEntry[] = [],
  error: string | null = null,
): TimelineEntry[] {
  return [
    { type: "event-started", event, isAction: false },
    ...entries,
    { type: "event-ended", event, durationMs: 12, hookCommands: 1, error },
  ];
}

/** A line of the log. */
export function log(message: string, level = "INFO"): TimelineEntry {
  return { type: "log", level, logger: "unit.web/0.juju-log", message };
}

/** What a report with these records tells. */
export function content(
  records: readonly TimelineRecord[],
): ReportContent {
  const status = { status: "active", message: "up" };
  return {
    exitCode: 0,
    records,
    summary: {
      application: { name: "web", ...status },
      units: ["web/0", "web/1"].map((name) => ({
        name,
        ...status,
        leader: name === "web/0",
        failed: null,
        workloadVersion: "1.2",
        storages: {},
      })),
      relations: [{
        key: "db:1",
        app: "postgresql",
        units: ["postgresql/0"],
        databags: { postgresql: { host: "10.0.0.1" } },
      }],
      config: {},
    },
  };
}
