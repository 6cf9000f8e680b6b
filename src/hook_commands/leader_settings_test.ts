import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { leaderGet, leaderSet } from "./leader_settings.ts";

Deno.test("leaderGet() reads all settings, also when there are none (JHT-38)", () => {
  const read = (stdout: string) =>
    leaderGet(undefined, new RecordingRunner(stdout));

  assertEquals(read('{"a":"1"}\n'), { a: "1" });
  assertEquals(read("null\n"), {});
});

Deno.test("leaderGet() reads one setting, or null when it is not there (JHT-38)", () => {
  const read = (stdout: string) => leaderGet("a", new RecordingRunner(stdout));

  assertEquals(read('"1"\n'), "1");
  assertEquals(read("null\n"), null);
});

Deno.test("leaderGet() refuses the keys that mean all keys (JHT-38)", () => {
  for (const key of ["", "-"]) {
    assertThrows(() => leaderGet(key), TypeError, "means all keys");
  }
});

Deno.test("leaderSet() hides the values in errors (ERR-10)", () => {
  const runner = new RecordingRunner();

  leaderSet({ a: "hunter2", b: "" }, runner);

  assertEquals(runner.argv, ["leader-set", "a=hunter2", "b="]);
  assertEquals(
    runner.commands[0]?.options.shown,
    ["leader-set", "a=<redacted>", "b=<redacted>"],
  );
});
