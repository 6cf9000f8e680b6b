import { assertEquals } from "@std/assert";
import { type Finding, findingText, mistakeText } from "./mistakes.ts";

Deno.test("findingText() puts the severity behind the place, whatever the file is called", () => {
  const finding: Finding = {
    severity: "error",
    file: "src/my part: 1.ts",
    line: 3,
    column: 7,
    path: "config.options",
    message: "expected a map:\n got text",
  };
  const whole: Finding = { ...finding, line: null, column: null, path: "" };

  assertEquals(
    mistakeText(finding),
    "src/my part: 1.ts:3:7: config.options: expected a map:\n got text",
  );
  assertEquals(
    findingText(finding, "error"),
    "src/my part: 1.ts:3:7: error: config.options: expected a map:\n got text",
  );
  assertEquals(
    findingText(whole, "warning"),
    "src/my part: 1.ts: warning: expected a map:\n got text",
  );
});
