import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  relationApp,
  relationIds,
  relationIdsArgs,
  relationList,
  relationListArgs,
  relationModelGet,
  relationModelGetArgs,
} from "./relation.ts";

Deno.test("relationIdsArgs() names the endpoint (HKC table)", () => {
  assertEquals(relationIdsArgs("db"), ["relation-ids", "db", "--format=json"]);
});

Deno.test("relationIds() reads endpoint and number", () => {
  const cases: ReadonlyArray<[string, { endpoint: string; id: number }[]]> = [
    ['["db:10","db:2"]\n', [
      { endpoint: "db", id: 10 },
      { endpoint: "db", id: 2 },
    ]],
    ['["db:0"]', [{ endpoint: "db", id: 0 }]],
    ["[]", []],
    ["null", []],
  ];
  for (const [stdout, expected] of cases) {
    assertEquals(relationIds("db", new RecordingRunner(stdout)), expected);
  }
});

Deno.test("relationListArgs() names relation and kind (HKC-04)", () => {
  const list = ["relation-list", "--format=json"];
  const cases: ReadonlyArray<[string[], string[]]> = [
    [relationListArgs(), list],
    [relationListArgs({ endpoint: "db" }), list],
    [relationListArgs({ id: 0 }), [...list, "-r", "0"]],
    [relationListArgs({ endpoint: "db", id: 7 }), [...list, "-r", "db:7"]],
    [relationListArgs({ id: 7 }, { app: true }), [
      ...list,
      "--app",
      "-r",
      "7",
    ]],
  ];
  for (const [args, expected] of cases) assertEquals(args, expected);
});

Deno.test("relationList() reads unit names", () => {
  const runner = new RecordingRunner('["pg/0","pg/1"]\n');

  assertEquals(relationList({ id: 7 }, runner), ["pg/0", "pg/1"]);
  assertEquals(runner.argv, relationListArgs({ id: 7 }));
});

Deno.test("relationApp() reads the name of the application", () => {
  const runner = new RecordingRunner('"pg"\n');

  assertEquals(relationApp({ id: 7 }, runner), "pg");
  assertEquals(runner.argv, relationListArgs({ id: 7 }, { app: true }));
});

Deno.test("relationModelGet() reads the UUID (HKC table)", () => {
  const runner = new RecordingRunner('{"uuid":"0c4d"}\n');

  assertEquals(relationModelGet({ endpoint: "db", id: 7 }, runner), "0c4d");
  assertEquals(
    runner.argv,
    ["relation-model-get", "--format=json", "-r", "db:7"],
  );
  assertEquals(relationModelGetArgs(), [
    "relation-model-get",
    "--format=json",
  ]);
});
