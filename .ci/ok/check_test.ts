import { assertEquals } from "@std/assert";
import { exec, readSummary, tallyTests } from "./check.ts";

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

  assertEquals(await tallyTests(["sh", "-c", script]), {
    passed: 2,
    failed: 1,
  });
});

Deno.test("exec() counts one check, also for a missing command", async () => {
  const quiet = { isQuiet: true };

  assertEquals(await exec(["true"], quiet), { passed: 1, failed: 0 });
  assertEquals(await exec(["false"], quiet), { passed: 0, failed: 1 });
  assertEquals(await exec(["no-such-command"], quiet), {
    passed: 0,
    failed: 1,
  });
});
