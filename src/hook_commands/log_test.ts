import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { jujuLog, jujuLogArgs, splitLogMessage } from "./log.ts";

const LIMIT = 131_071;
const CUT = "Log string greater than 131071. Splitting into multiple chunks: ";

Deno.test("jujuLogArgs() puts the message behind the flags (HKC table)", () => {
  assertEquals(
    jujuLogArgs("-x"),
    ["juju-log", "--log-level", "INFO", "--", "-x"],
  );
  assertEquals(
    jujuLogArgs("", { level: "CRITICAL" }),
    ["juju-log", "--log-level", "CRITICAL", "--", ""],
  );
});

Deno.test("jujuLog() runs juju-log", () => {
  const runner = new RecordingRunner();

  jujuLog("Ready", { level: "DEBUG" }, runner);

  assertEquals(runner.argv, jujuLogArgs("Ready", { level: "DEBUG" }));
});

Deno.test("splitLogMessage() keeps what fits into one call (LOG-04, LOG-05)", () => {
  const cases: ReadonlyArray<[string, string[]]> = [
    ["", []],
    ["Ready", ["Ready"]],
    ["a".repeat(LIMIT), ["a".repeat(LIMIT)]],
    ["nul\0inside", ["nul\uFFFDinside"]],
  ];
  for (const [text, pieces] of cases) {
    assertEquals(splitLogMessage(text), pieces);
  }
});

Deno.test("splitLogMessage() cuts at the limit (LOG-04, LIM-01)", () => {
  assertEquals(
    splitLogMessage("a".repeat(LIMIT * 2 + 1)),
    [CUT, "a".repeat(LIMIT), "a".repeat(LIMIT), "a"],
  );
});

Deno.test("splitLogMessage() counts bytes and cuts no character (LOG-04)", () => {
  const encoder = new TextEncoder();
  for (const character of ["a", "ä", "€", "😀", "\ufeff"]) {
    for (const prefix of ["", "a", "aa", "aaa"]) {
      const text = prefix + character.repeat(LIMIT);

      const [first, ...pieces] = splitLogMessage(
        character === "a" ? text + text : text,
      );

      assertEquals(first, CUT);
      assertEquals(pieces.join(""), character === "a" ? text + text : text);
      for (const piece of pieces) {
        const { length } = encoder.encode(piece);
        assertEquals(length <= LIMIT && length > 0, true);
      }
    }
  }
});
