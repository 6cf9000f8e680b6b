import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  actionFail,
  actionFailArgs,
  actionGet,
  actionGetArgs,
  actionLog,
  actionSet,
  actionSetArgs,
  flattenActionResults,
} from "./action.ts";

Deno.test("actionFailArgs() keeps the message apart from flags (ACT-08)", () => {
  assertEquals(actionFailArgs(), ["action-fail"]);
  assertEquals(actionFailArgs(""), ["action-fail", "--", ""]);
  assertEquals(actionFailArgs("-x"), ["action-fail", "--", "-x"]);
});

Deno.test("actionFail() runs action-fail", () => {
  const runner = new RecordingRunner();

  actionFail("No such backup", runner);

  assertEquals(runner.argv, ["action-fail", "--", "No such backup"]);
});

Deno.test("actionGetArgs() asks for all parameters or one (HKC table)", () => {
  assertEquals(actionGetArgs(), ["action-get", "--format=json"]);
  assertEquals(actionGetArgs("a.b"), ["action-get", "--format=json", "a.b"]);
});

Deno.test("actionGet() reads parameters of any kind (ACT-01)", () => {
  const cases: ReadonlyArray<[string, Record<string, unknown>]> = [
    ['{"a":1,"b":[null,"x"],"c":{"d":true}}\n', {
      a: 1,
      b: [null, "x"],
      c: { d: true },
    }],
    ["{}\n", {}],
    ["null\n", {}],
  ];
  for (const [stdout, expected] of cases) {
    assertEquals(
      actionGet(undefined, new RecordingRunner(stdout)),
      expected,
    );
  }
});

Deno.test("actionGet() reads one parameter (HKC table)", () => {
  assertEquals(actionGet("a", new RecordingRunner("[1]\n")), [1]);
  assertEquals(actionGet("a", new RecordingRunner("null\n")), null);
});

Deno.test("actionLog() runs action-log and hides the message (ERR-10)", () => {
  const runner = new RecordingRunner();

  actionLog("token is hunter2", runner);

  assertEquals(runner.argv, ["action-log", "--", "token is hunter2"]);
  assertEquals(
    runner.commands[0]?.options.shown,
    ["action-log", "--", "<redacted>"],
  );
});

Deno.test("flattenActionResults() joins keys by dots and writes text (ACT-03, ACT-05)", () => {
  assertEquals(
    flattenActionResults({
      text: "a=b",
      count: 7,
      on: true,
      none: null,
      big: 2n ** 64n,
      list: [1, "x"],
      deep: { one: { two: "3" }, empty: {} },
      "dotted.key": "v",
    }),
    {
      text: "a=b",
      count: "7",
      on: "true",
      none: "",
      big: "18446744073709551616",
      list: '[1,"x"]',
      "deep.one.two": "3",
      "dotted.key": "v",
    },
  );
});

Deno.test("flattenActionResults() keeps the order given", () => {
  assertEquals(
    Object.keys(flattenActionResults({ b: { d: 1, c: 2 }, a: 3 })),
    ["b.d", "b.c", "a"],
  );
});

Deno.test("flattenActionResults() refuses a key that is there twice (ACT-05)", () => {
  for (
    const results of [{ a: { b: 1 }, "a.b": 2 }, { "a.b": 2, a: { b: 1 } }]
  ) {
    assertThrows(
      () => flattenActionResults(results),
      TypeError,
      'key "a.b" is there twice',
    );
  }
});

Deno.test("actionSetArgs() gives one argument for each key (ACT-03)", () => {
  assertEquals(actionSetArgs({}), ["action-set"]);
  assertEquals(
    actionSetArgs({ a: "1", b: { c: "x=y" } }),
    ["action-set", "a=1", "b.c=x=y"],
  );
});

Deno.test("actionSet() runs action-set and hides the values (ERR-10)", () => {
  const runner = new RecordingRunner();

  actionSet({ a: "hunter2", b: { c: "d" } }, runner);

  assertEquals(runner.argv, ["action-set", "a=hunter2", "b.c=d"]);
  assertEquals(
    runner.commands[0]?.options.shown,
    ["action-set", "a=<redacted>", "b.c=<redacted>"],
  );
});
