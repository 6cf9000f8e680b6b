import { assertEquals } from "@std/assert";
import { entryLines } from "./entry_lines.ts";
import { makePaint } from "./paint.ts";
import type { TimelineEntry } from "./timeline.ts";

function lines(entry: TimelineEntry, verbose = false): readonly string[] {
  return entryLines(entry, { paint: makePaint(false), verbose, unit: "web/0" });
}

type Case = readonly [entry: TimelineEntry, lines: readonly string[]];

const CASES: readonly Case[] = [
  [{ type: "note", message: "idle" }, ["web/0: idle"]],
  [
    { type: "event-started", event: "start", isAction: false },
    ["web/0 start"],
  ],
  [
    { type: "event-started", event: "backup", isAction: true },
    ["web/0 action backup"],
  ],
  [
    {
      type: "event-ended",
      event: "start",
      durationMs: 2500,
      hookCommands: 2,
      error: null,
    },
    ["  done in 2.5 s, 2 hook commands"],
  ],
  [
    { type: "status", of: "application", status: "active", message: "" },
    ["  application status active"],
  ],
  [
    { type: "workload-version", version: "1.2" },
    ["  workload version 1.2"],
  ],
  [{ type: "asked", command: "config a=b" }, ["> config a=b"]],
  [
    {
      type: "databag",
      relation: "db:0",
      owner: "pg",
      changes: { a: "x y", b: null },
    },
    ["  db:0 pg a='x y'", "  db:0 pg without b"],
  ],
  [
    { type: "expected", expectation: "a", found: "b", ok: true },
    ["  as expected: a"],
  ],
  [
    { type: "expected", expectation: "a", found: "b", ok: false },
    ["  expected a: b"],
  ],
];

for (const [entry, expected] of CASES) {
  Deno.test(`entryLines() shows ${JSON.stringify(entry)}`, () => {
    assertEquals(lines(entry), expected);
  });
}

const VERBOSE: readonly Case[] = [
  [
    {
      type: "hook-command",
      name: "juju-log",
      args: ["two\nlines", "x".repeat(121)],
      code: 1,
      durationMs: 3,
    },
    [`  juju-log $'two\\nlines' ${"x".repeat(117)}...  exit 1, 3.0 ms`],
  ],
  [
    {
      type: "pebble",
      container: "web",
      request: "GET /v1/plan",
      code: 200,
      durationMs: 12,
    },
    ["  web: GET /v1/plan  200, 12 ms"],
  ],
  [
    { type: "log", level: "TRACE", logger: "l", message: "a\nb" },
    ["  TRACE   a", "  TRACE   b"],
  ],
];

for (const [entry, expected] of VERBOSE) {
  Deno.test(`entryLines() shows ${entry.type} only when it is to tell all`, () => {
    assertEquals(lines(entry), []);
    assertEquals(lines(entry, true), expected);
  });
}
