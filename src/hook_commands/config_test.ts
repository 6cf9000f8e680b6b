import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import { configGet, configGetArgs } from "./config.ts";

Deno.test("configGetArgs() takes an empty key as none (HKC table)", () => {
  const all = ["config-get", "--format=json"];

  assertEquals(configGetArgs(), all);
  assertEquals(configGetArgs(""), all);
  assertEquals(configGetArgs("log-level"), [...all, "log-level"]);
});

Deno.test("configGet() reads options of each type (JHT-01)", () => {
  const runner = new RecordingRunner(
    '{"a":"text","b":1000000,"c":1.5,"d":false,"e":null}\n',
  );

  assertEquals(
    configGet(undefined, runner),
    { a: "text", b: 1_000_000, c: 1.5, d: false },
  );
  assertEquals(runner.argv, ["config-get", "--format=json"]);
});

Deno.test("configGet() refuses a number that is too large (ERR-11)", () => {
  assertThrows(
    () => configGet("a", new RecordingRunner("1e400\n")),
    HookCommandOutputError,
  );
});

Deno.test("configGet() reads one option, or null when it has no value (JHT-01)", () => {
  const read = (stdout: string) => configGet("a", new RecordingRunner(stdout));

  assertEquals(read('"x"\n'), "x");
  assertEquals(read("false\n"), false);
  assertEquals(read("null\n"), null);
});
