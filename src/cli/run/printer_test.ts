import { assertEquals, assertMatch } from "@std/assert";
import { type PrinterOptions, TimelinePrinter } from "./printer.ts";
import type { TimelineEntry } from "./timeline.ts";

const ENTRIES: readonly TimelineEntry[] = [
  { type: "event-started", event: "start", isAction: false },
  {
    type: "hook-command",
    name: "status-set",
    args: ["active", "it's up"],
    code: 0,
    durationMs: 1.25,
  },
  { type: "status", of: "unit", status: "active", message: "it's up" },
  { type: "log", level: "DEBUG", logger: "l", message: "hidden" },
  { type: "log", level: "INFO", logger: "l", message: "one\ntwo" },
  {
    type: "event-ended",
    event: "start",
    durationMs: 34.4,
    hookCommands: 1,
    error: null,
  },
];

function printed(
  entries: readonly TimelineEntry[],
  options: Omit<PrinterOptions, "line"> = {},
): string[] {
  const lines: string[] = [];
  const printer = new TimelinePrinter({
    ...options,
    line: (text) => lines.push(text),
  });
  for (const entry of entries) printer.print(entry);
  return lines;
}

Deno.test("TimelinePrinter shows events, statuses and log lines", () => {
  assertEquals(printed(ENTRIES), [
    "start",
    "  status active: it's up",
    "  INFO    one",
    "  INFO    two",
    "  done in 34 ms, 1 hook command",
  ]);
});

Deno.test("TimelinePrinter shows hook commands when it is to tell all", () => {
  const lines = printed(ENTRIES, { verbose: true });

  assertEquals(
    lines[1],
    "  status-set active 'it'\\''s up'  exit 0, 1.3 ms",
  );
  assertEquals(lines[3], "  DEBUG   hidden");
});

Deno.test("TimelinePrinter prints a JSON object for each entry", () => {
  const lines = printed(ENTRIES, { json: true });

  assertEquals(lines.length, ENTRIES.length);
  for (const [index, line] of lines.entries()) {
    const { time, ...entry } = JSON.parse(line);
    assertMatch(time, /^\d{4}-\d\d-\d\dT/);
    assertEquals(entry, ENTRIES[index]);
  }
});

Deno.test("TimelinePrinter shows failures and actions", () => {
  const lines = printed([
    {
      type: "event-ended",
      event: "start",
      durationMs: 5,
      hookCommands: 2,
      error: "exit status 1",
    },
    {
      type: "action-ended",
      action: "backup",
      status: "failed",
      message: "no space",
      results: { deep: { a: "1" }, stdout: "x\n", stderr: "1\n2\n" },
      log: ["working"],
    },
  ]);

  assertEquals(lines, [
    "  failed: exit status 1 (5.0 ms, 2 hook commands; what it wrote is discarded)",
    "  action backup failed: no space",
    "    log: working",
    '    deep: {"a":"1"}',
    "    stdout: x",
    "    stderr: 1\n      2",
  ]);
});

Deno.test("TimelinePrinter uses colours only when told to", () => {
  const entry = ENTRIES.slice(0, 1);

  assertEquals(printed(entry, { color: true }), ["\x1b[1mstart\x1b[0m"]);
  assertEquals(printed(entry), ["start"]);
});
