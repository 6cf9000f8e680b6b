import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import {
  storageAdd,
  storageAddArgs,
  storageGet,
  storageGetArgs,
  storageList,
  storageListArgs,
} from "./storage.ts";

Deno.test("storageAddArgs() names counts (STO-03)", () => {
  assertEquals(
    storageAddArgs({ data: 2, logs: 1 }),
    ["storage-add", "data=2", "logs=1"],
  );
});

Deno.test("storageAdd() runs storage-add", () => {
  const runner = new RecordingRunner();

  storageAdd({ data: 2 }, runner);

  assertEquals(runner.argv, ["storage-add", "data=2"]);
});

Deno.test("storageGet() reads kind and location (STO-05)", () => {
  const runner = new RecordingRunner(
    '{"kind":"filesystem","location":"/srv/data"}\n',
  );

  assertEquals(
    storageGet("data/0", runner),
    { kind: "filesystem", location: "/srv/data" },
  );
  assertEquals(runner.argv, ["storage-get", "--format=json", "-s", "data/0"]);
  assertEquals(storageGetArgs(), ["storage-get", "--format=json"]);
});

Deno.test("storageList() reads ids (STO-02)", () => {
  const runner = new RecordingRunner('["data/0","data/1"]\n');

  assertEquals(storageList("data", runner), ["data/0", "data/1"]);
  assertEquals(runner.argv, ["storage-list", "--format=json", "data"]);
  assertEquals(storageListArgs(), ["storage-list", "--format=json"]);
});

Deno.test("storageList() refuses what is no id (ERR-11)", () => {
  for (const id of ["data", "data/", "data/x", "/0"]) {
    assertThrows(
      () => storageList("data", new RecordingRunner(JSON.stringify([id]))),
      HookCommandOutputError,
      'expected a storage such as "data/0"',
    );
  }
});
