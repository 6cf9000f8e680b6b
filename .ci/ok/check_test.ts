import { assertEquals, assertMatch } from "@std/assert";
import { exec, readSummary, report, tallyTests } from "./check.ts";

const SILENT = (): void => {};

Deno.test("readSummary() counts what passed", () => {
  const text = "running\n\nok | 12 passed (3 steps) | 0 failed (2s)\n";

  assertEquals(readSummary(text), { passed: 12, failed: 0 });
});

Deno.test("readSummary() counts ignored and filtered tests as failed", () => {
  const text =
    "FAILED | 1 passed | 2 failed (1 step) | 3 ignored | 4 filtered out (1s)";

  assertEquals(readSummary(text), { passed: 1, failed: 9 });
});

Deno.test("readSummary() takes no summary and no test for a failure", () => {
  assertEquals(readSummary("error: Type checking failed."), {
    passed: 0,
    failed: 1,
  });
  assertEquals(readSummary("ok | 0 passed | 0 failed (1ms)"), {
    passed: 0,
    failed: 1,
  });
});

Deno.test("tallyTests() fails for a bad exit code after a good summary", async () => {
  const script = "echo 'ok | 2 passed | 0 failed (1ms)'; exit 1";

  assertEquals(await tallyTests(["sh", "-c", script], SILENT), {
    passed: 2,
    failed: 1,
  });
});

Deno.test("exec() counts one check, also for a missing command", async () => {
  const good = { passed: 1, failed: 0 };
  const bad = { passed: 0, failed: 1 };

  assertEquals(await exec(["true"], SILENT), good);
  assertEquals(await exec(["false"], SILENT), bad);
  assertEquals(await exec(["no-such-command"], SILENT), bad);
});

Deno.test("exec() logs what is printed, if quiet only that of a failure", async () => {
  const lines: string[] = [];
  const log = (text: string) => void lines.push(text);
  const quiet = { isQuiet: true };

  await exec(["echo", "loud"], log);
  await exec(["echo", "quiet"], log, quiet);
  await exec(["sh", "-c", "echo broken; exit 1"], log, quiet);
  await exec(["no-such-command"], log, quiet);

  assertEquals(lines, [
    "loud",
    "broken",
    'there is no command "no-such-command"',
  ]);
});

Deno.test("report() ends with why checks failed, and the count", async () => {
  const lines: string[] = [];

  const isGood = await report([
    {
      name: "good",
      run: (log) => {
        log("fine");
        return Promise.resolve({ passed: 3, failed: 0 });
      },
    },
    {
      name: "bad",
      run: (log) => {
        log(Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n"));
        return Promise.resolve({ passed: 1, failed: 2 });
      },
    },
    { name: "thrown", run: () => Promise.reject(new Error("no such folder")) },
  ], (text) => lines.push(...text.split("\n")));

  assertEquals(isGood, false);
  const end = lines.slice(
    lines.findLastIndex((line) => /s {2}good$/.test(line)),
  );
  assertMatch(end[1]!, /^FAILED .* bad$/);
  assertMatch(end[2]!, /^FAILED .* thrown$/);
  assertEquals(end.slice(3, 6), ["", "== bad: FAILED", "line 75"]);
  assertEquals(end.includes("line 99"), true);
  assertEquals(end.includes("Error: no such folder"), true);
  assertEquals(end.includes("fine"), false);
  assertEquals(end.at(-1), "4 passed, 3 failed");
});
