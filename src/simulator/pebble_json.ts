import { goDuration } from "../pebble/_go_duration.ts";
import type { Change } from "../pebble/change.ts";
import type { CheckInfo } from "../pebble/check_info.ts";
import type { FileInfo } from "../pebble/file_info.ts";
import type { LogEntry } from "../pebble/log_entry.ts";
import type { Notice } from "../pebble/notice.ts";
import type { ServiceInfo } from "../pebble/service_info.ts";

/** JSON of a service's state, as `GET /v1/services` has it. */
export function serviceJson(service: ServiceInfo): Record<string, unknown> {
  return {
    name: service.name,
    startup: service.startup,
    current: service.current,
    "current-since": service.currentSinceText ?? undefined,
  };
}

/** JSON of a change, as `GET /v1/changes` has it. */
export function changeJson(change: Change): Record<string, unknown> {
  return {
    id: change.id,
    kind: change.kind,
    summary: change.summary,
    status: change.status,
    tasks: given(change.tasks.map((task) => ({
      id: task.id,
      kind: task.kind,
      summary: task.summary,
      status: task.status,
      log: given(task.log),
      progress: task.progress,
      "spawn-time": task.spawnTimeText,
      "ready-time": task.readyTimeText ?? undefined,
      data: given(task.data),
    }))),
    ready: change.ready,
    err: change.err ?? undefined,
    "spawn-time": change.spawnTimeText,
    "ready-time": change.readyTimeText ?? undefined,
    data: given(change.data),
  };
}

/** JSON of a check's state, as `GET /v1/checks` has it. */
export function checkJson(check: CheckInfo): Record<string, unknown> {
  return {
    name: check.name,
    level: check.level === "" ? undefined : check.level,
    startup: check.startup,
    status: check.status,
    successes: check.successes ?? undefined,
    failures: check.failures || undefined,
    threshold: check.threshold,
    "change-id": check.changeId ?? undefined,
    "prev-change-id": check.prevChangeId ?? undefined,
  };
}

/** JSON of a notice, as `GET /v1/notices` has it. */
export function noticeJson(notice: Notice): Record<string, unknown> {
  return {
    id: notice.id,
    "user-id": notice.userId,
    type: notice.type,
    key: notice.key,
    "first-occurred": notice.firstOccurredText,
    "last-occurred": notice.lastOccurredText,
    "last-repeated": notice.lastRepeatedText,
    occurrences: notice.occurrences,
    "last-data": given(notice.lastData),
    "repeat-after": duration(notice.repeatAfterMs),
    "expire-after": duration(notice.expireAfterMs),
  };
}

/** JSON of a file, as `GET /v1/files?action=list` has it. */
export function fileJson(file: FileInfo): Record<string, unknown> {
  return {
    path: file.path,
    name: file.name,
    type: file.type,
    size: file.size ?? undefined,
    permissions: file.permissions.toString(8).padStart(3, "0"),
    "last-modified": file.lastModifiedText,
    "user-id": file.userId,
    user: file.user ?? "",
    "group-id": file.groupId,
    group: file.group ?? "",
  };
}

function duration(ms: number | null): string | undefined {
  return ms === null ? undefined : goDuration(ms);
}

/** What Go's `omitempty` leaves out is not sent. */
function given<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** A line of `GET /v1/logs`. */
export function logLine(entry: LogEntry): Uint8Array {
  const { timeText: time, service, message } = entry;
  const line = JSON.stringify({ time, service, message });
  return new TextEncoder().encode(`${line}\n`);
}
