import { assertEquals, assertThrows } from "@std/assert";
import { Change, type ChangeID, type ChangeState } from "./change.ts";
import { CheckInfo } from "./check_info.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import {
  APIError,
  ChangeError,
  ExecError,
  PathError,
  PebbleError,
  ProtocolError,
} from "./errors.ts";
import { FileInfo } from "./file_info.ts";
import { Notice } from "./notice.ts";
import { ServiceInfo } from "./service_info.ts";
import { SystemInfo } from "./system_info.ts";
import type { TaskID } from "./task.ts";
import { parseTime } from "./time.ts";
import type { WarningState } from "./warning.ts";

const TIME = "2026-01-02T03:04:05.123456789Z";

const TASK = {
  id: "9",
  kind: "start",
  summary: "Start",
  status: "Error",
  log: ["a", "b\nc"],
  progress: { label: "", done: 1, total: 2 },
  "spawn-time": TIME,
};
const CHANGE = {
  id: "070",
  kind: "autostart",
  summary: "Autostart",
  status: "Error",
  tasks: [{ ...TASK, log: null }, TASK],
  ready: true,
  err: "went wrong",
  "spawn-time": TIME,
  "ready-time": TIME,
  unknown: 1,
};
const NOTICE = {
  id: "1",
  "user-id": null,
  type: "warning",
  key: "k",
  "first-occurred": TIME,
  "last-occurred": TIME,
  "last-repeated": TIME,
  occurrences: 2,
  "expire-after": "168h0m0s",
  "repeat-after": "1h0m0s",
};
const CHECK = { name: "c", startup: "enabled", status: "up", threshold: 3 };

Deno.test("parseDuration() reads what Go writes (PBC-32)", () => {
  const cases: [string, number][] = [
    ["168h0m0s", 604_800_000],
    ["1.5s", 1500],
    ["300ms", 300],
    ["3\u00b5s", 0.003],
    ["3\u03bcs", 0.003],
    ["5us", 0.005],
    ["7ns", 0.000007],
    ["-1m30s", -90_000],
    ["+.5h", 1_800_000],
    ["0", 0],
  ];
  for (const [text, expected] of cases) {
    assertEquals(Math.round(parseDuration(text) * 1e6), expected * 1e6, text);
  }
  for (const text of ["", "1", "1 s", "1x", "s", "-", "1s2", "1..2s", "1s "]) {
    assertThrows(() => parseDuration(text), SyntaxError, `"${text}"`);
  }
});

Deno.test("formatDuration() writes seconds with three decimals (PBC-23, PBN-01)", () => {
  assertEquals([1, 4000, 1500].map(formatDuration), [
    "0.001s",
    "4.000s",
    "1.500s",
  ]);
});

Deno.test("parseTime() cuts nanoseconds and knows zones (PBC-30)", () => {
  const cases: [string, string][] = [
    ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"],
    ["2026-01-02t03:04:05.999999999z", "2026-01-02T03:04:05.999Z"],
    ["2026-01-02 03:04:05.5+13:00", "2026-01-01T14:04:05.500Z"],
    ["2026-01-02T03:04:05.12-01:30", "2026-01-02T04:34:05.120Z"],
  ];
  for (const [text, expected] of cases) {
    assertEquals(parseTime(text).toISOString(), expected);
  }
  for (
    const text of [
      "",
      "now",
      "2026-01-02T03:04:05",
      "2026-13-02T03:04:05Z",
      "2026-02-30T03:04:05Z",
      "2026-01-02T24:00:00Z",
      "2026-01-02T03:04:05+25:00",
    ]
  ) {
    assertThrows(() => parseTime(text), SyntaxError);
  }
});

Deno.test("Words that Pebble may learn are text to the types, those it knows are named (PBC-18, PBC-28, PBC-29)", () => {
  const states: readonly ChangeState[] = ["all", "in-progress", "ready"];
  const warnings: readonly WarningState[] = ["all", "pending"];
  const id: ChangeID & TaskID = "070";
  const change = Change.fromDict({ ...CHANGE, kind: "new", status: "Wait" });
  // @ts-expect-error -- Pebble would refuse it.
  const wrong: ChangeState = "done";

  assertEquals([change.kind, change.status, id], ["new", "Wait", change.id]);
  assertEquals([...states, ...warnings].includes(wrong), false);
});

Deno.test("Change.fromDict() fills in what is missing (PBC-17, PBC-18, PBC-28, PBC-31)", () => {
  const change = Change.fromDict(CHANGE);
  const bare = Change.fromDict({ ...CHANGE, tasks: null, err: null });

  assertEquals([change.id, change.kind, change.err], [
    "070",
    "autostart",
    "went wrong",
  ]);
  assertEquals(change.tasks[0]?.log, []);
  assertEquals(change.tasks[1]?.progress, { label: "", done: 1, total: 2 });
  assertEquals(change.tasks[1]?.readyTime, null);
  assertEquals([change.spawnTimeText, change.readyTimeText], [TIME, TIME]);
  assertEquals([bare.tasks, bare.err, bare.data], [[], null, {}]);
});

Deno.test("ChangeError has the logs of the tasks that have some (PBC-27)", () => {
  const error = new ChangeError("went wrong", Change.fromDict(CHANGE));

  assertEquals(
    error.message,
    "went wrong\n----- Logs from task 1 -----\na\nb\nc\n-----",
  );
  assertEquals([error.err, error.name], ["went wrong", "ChangeError"]);
});

Deno.test("ServiceInfo.fromDict() keeps words that it doesn't know (PBC-28, PBS-11, PBS-12)", () => {
  const backoff = ServiceInfo.fromDict({
    name: "a",
    startup: "sometimes",
    current: "backoff",
    "current-since": TIME,
  });

  assertEquals([backoff.startup, backoff.current], ["sometimes", "backoff"]);
  assertEquals(backoff.isRunning(), false);
  assertEquals(backoff.currentSinceText, TIME);
});

Deno.test("CheckInfo.fromDict() is inactive without a change, as far as it can be (PBK-03, PBK-04, PBK-05)", () => {
  const stopped = CheckInfo.fromDict({ ...CHECK, "change-id": "" });
  const old = CheckInfo.fromDict({ name: "c", status: "down", threshold: 1 });
  const failing = CheckInfo.fromDict({
    ...CHECK,
    "change-id": "4",
    successes: 0,
    failures: 1,
  });

  assertEquals([stopped.status, stopped.changeId], ["inactive", null]);
  assertEquals([old.status, old.startup, old.level, old.failures], [
    "down",
    "enabled",
    "",
    0,
  ]);
  assertEquals(failing.hasRun, true);
  assertThrows(
    () => old.hasRun,
    PebbleError,
    'Pebble version doesn\'t support "successes"',
  );
});

Deno.test("Notice.fromDict() has durations in milliseconds and does not change (PBN-04, PBN-05, PBC-31)", () => {
  const notice = Notice.fromDict(NOTICE);

  assertEquals([notice.expireAfterMs, notice.repeatAfterMs], [
    604_800_000,
    3_600_000,
  ]);
  assertEquals([notice.lastRepeatedText, notice.firstOccurredText], [
    TIME,
    TIME,
  ]);
  assertEquals(notice.lastRepeated, new Date("2026-01-02T03:04:05.123Z"));
  assertEquals(notice.lastData, {});
  assertEquals(Object.isFrozen(notice), true);
});

Deno.test("FileInfo.fromDict() reads octal permissions (PBF-22)", () => {
  const info = FileInfo.fromDict({
    path: "/a",
    name: "a",
    type: "whiteout",
    permissions: "644",
    "last-modified": "2026-01-02T03:04:05+13:00",
    "user-id": null,
    user: "",
  });

  assertEquals([info.permissions, info.size, info.user, info.type], [
    0o644,
    null,
    null,
    "whiteout",
  ]);
  assertEquals(info.lastModifiedText, "2026-01-02T03:04:05+13:00");
});

Deno.test("fromDict() of each class fails with ProtocolError on anything else", () => {
  const readers: [(json: unknown) => unknown, Record<string, unknown>][] = [
    [SystemInfo.fromDict, { version: 1 }],
    [ServiceInfo.fromDict, { name: "a", startup: "enabled" }],
    [CheckInfo.fromDict, { ...CHECK, threshold: "3" }],
    [Change.fromDict, { ...CHANGE, ready: "yes" }],
    [Change.fromDict, { ...CHANGE, tasks: [1] }],
    [Change.fromDict, { ...CHANGE, "spawn-time": "now" }],
    [Notice.fromDict, { ...NOTICE, "expire-after": "soon" }],
    [Notice.fromDict, { ...NOTICE, "last-data": { a: 1 } }],
    [FileInfo.fromDict, { path: "/a", permissions: "rwx" }],
  ];
  for (const [read, json] of readers) {
    for (const value of [json, null, undefined, [], "x", 1]) {
      assertThrows(() => read(value), ProtocolError, "Cannot read");
    }
  }
});

Deno.test("ExecError shows the start of each output on one line (PBE-34)", () => {
  const long = new ExecError({
    command: ["ls"],
    exitCode: 2,
    stdout: "x".repeat(1025),
    stderr: "it's\t\x01\\",
  });
  const bytes = new ExecError({
    command: ["ls"],
    exitCode: 2,
    stdout: new Uint8Array([255, 10]),
  });

  assertEquals(
    long.message,
    `non-zero exit code 2 executing 'ls', stdout='${"x".repeat(1024)}' ` +
      `[truncated], stderr="it's\\t\\x01\\\\"`,
  );
  assertEquals(
    bytes.message,
    "non-zero exit code 2 executing 'ls', stdout=b'\\xff\\n'",
  );
  assertEquals(long.stdout?.length, 1025);
});

Deno.test("PebbleError is the base of all, each with its name (PBC-33, PBC-34)", () => {
  const path = new PathError("not-found", "stat /x");
  const api = new APIError("no", { code: 404, status: "Not Found" });

  assertEquals([path.message, path.kind, path.detail, path.name], [
    "not-found - stat /x",
    "not-found",
    "stat /x",
    "PathError",
  ]);
  assertEquals([`${api}`, api.body], ["APIError: no", {}]);
  assertEquals([path, api].every((e) => e instanceof PebbleError), true);
});
