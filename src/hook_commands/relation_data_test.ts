import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  relationGet,
  relationGetArgs,
  type RelationGetOptions,
  relationSet,
  relationSetArgs,
} from "./relation_data.ts";

Deno.test("relationGetArgs() names relation, key and whose data (HKC-04, HKC-05)", () => {
  const cases: ReadonlyArray<[RelationGetOptions, string[]]> = [
    [{}, []],
    [{ key: "host" }, ["host"]],
    [{ unit: "pg/0" }, ["-", "pg/0"]],
    [{ key: "host", unit: "pg/0" }, ["host", "pg/0"]],
    [{ id: 0, unit: "pg/0" }, ["-r", "0", "-", "pg/0"]],
    [{ endpoint: "db", id: 7, unit: "pg", app: true }, [
      "-r",
      "db:7",
      "--app",
      "-",
      "pg",
    ]],
    [{ endpoint: "db" }, []],
  ];
  for (const [options, tail] of cases) {
    assertEquals(
      relationGetArgs(options),
      ["relation-get", "--format=json", ...tail],
    );
  }
});

Deno.test("relationGetArgs() refuses the keys that mean all keys (HKC-05)", () => {
  for (const key of ["-", ""]) {
    assertThrows(() => relationGetArgs({ key }), TypeError, "means all keys");
  }
});

Deno.test("relationGet() reads a whole databag", () => {
  const runner = new RecordingRunner('{"host":"h","__proto__":"x"}\n');

  const data = relationGet({ id: 7, unit: "pg/0" }, runner);

  assertEquals(Object.entries(data), [["host", "h"], ["__proto__", "x"]]);
  assertEquals(Object.getPrototypeOf(data), Object.prototype);
  assertEquals(runner.argv, relationGetArgs({ id: 7, unit: "pg/0" }));
});

Deno.test("relationGet() reads one key, or null when it is not there (JHT-12)", () => {
  const read = (stdout: string) =>
    relationGet({ key: "host" }, new RecordingRunner(stdout));

  assertEquals(read('"h"\n'), "h");
  assertEquals(read("null\n"), null);
});

Deno.test("relationSetArgs() names relation, whose data, and the file (HKC-04)", () => {
  const cases: ReadonlyArray<[string[], string[]]> = [
    [relationSetArgs("/f"), ["--file", "/f"]],
    [relationSetArgs("/f", { id: 7 }), ["-r", "7", "--file", "/f"]],
    [
      relationSetArgs("/f", { endpoint: "db", id: 0, app: true }),
      ["-r", "db:0", "--app", "--file", "/f"],
    ],
  ];
  for (const [args, tail] of cases) {
    assertEquals(args, ["relation-set", ...tail]);
  }
});

Deno.test("relationSet() passes data through a private file", () => {
  const runner = new RecordingRunner();

  relationSet({ host: "h", gone: "" }, { id: 7 }, runner);

  assertEquals(
    runner.argv,
    ["relation-set", "-r", "7", "--file", "/private/data.json"],
  );
  assertEquals(
    runner.commands[0]?.files,
    { "data.json": '{"host": "h", "gone": ""}' },
  );
});
