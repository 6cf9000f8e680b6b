import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { stateDelete, stateGet, stateGetArgs, stateSet } from "./state.ts";

Deno.test("stateDelete() runs state-delete (HKC table)", () => {
  const runner = new RecordingRunner();

  stateDelete("key", runner);

  assertEquals(runner.argv, ["state-delete", "key"]);
});

Deno.test("stateGetArgs() asks for all keys or one (HKC table)", () => {
  assertEquals(stateGetArgs(), ["state-get", "--format=json"]);
  assertEquals(stateGetArgs("k"), ["state-get", "--format=json", "k"]);
});

Deno.test("stateGetArgs() demands the key when told (JHT-27)", () => {
  assertEquals(
    stateGetArgs("k", { strict: true }),
    ["state-get", "--format=json", "--strict", "k"],
  );
});

Deno.test("stateGetArgs() refuses the keys that mean all keys (JHT-27)", () => {
  for (const key of ["-", ""]) {
    assertThrows(() => stateGetArgs(key), TypeError, "means all keys");
  }
});

Deno.test("stateGet() reads all keys, also when there are none (JHT-27)", () => {
  const read = (stdout: string) =>
    stateGet(undefined, undefined, new RecordingRunner(stdout));

  assertEquals(read('{"a":"1","b":""}\n'), { a: "1", b: "" });
  assertEquals(read("null\n"), {});
});

Deno.test("stateGet() reads one key, empty when it is not there (JHT-27)", () => {
  const read = (stdout: string) =>
    stateGet("a", {}, new RecordingRunner(stdout));

  assertEquals(read('"1"\n'), "1");
  assertEquals(read('""\n'), "");
});

Deno.test("stateSet() passes data through a private file (HKC table)", () => {
  const runner = new RecordingRunner();

  stateSet({ a: "1", b: "" }, runner);

  assertEquals(runner.argv, ["state-set", "--file", "/private/state.json"]);
  assertEquals(
    runner.commands[0]?.files,
    { "state.json": '{"a": "1", "b": ""}' },
  );
});
