import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  ModelError,
  RelationDataTypeError,
  RelationNotFoundError,
} from "./errors.ts";
import { get, makeRelation, SET } from "./testdata/relation.ts";

Deno.test("RelationData has a bag for each side, reached without a command (REL-14, REL-15)", () => {
  const { relation, model, runner } = makeRelation();
  const { data } = relation;

  assertEquals([...data.keys()].map(({ name }) => name), [
    "app/0",
    "app",
    "pg/0",
    "pg",
  ]);
  assertStrictEquals(data.get(model.getUnit("pg/0")), [...data][2]![1]);
  assertEquals(data.has(model.getUnit("pg/9")), false);
  assertThrows(
    () => data.get(model.getUnit("pg/9")),
    ModelError,
    'Cannot get data of Unit("pg/9") in relation "db:7": it takes no part in it',
  );
  assertEquals(runner.calls, []);
});

for (const name of ["pg/0", "pg", "app/0"]) {
  Deno.test(`RelationDataContent of ${name} is read once, at first use (REL-17)`, () => {
    const { bag, runner } = makeRelation({
      script: { [get(name)]: '{"b":"1","a":"","egress-subnets":"10.0.0.0/8"}' },
    });
    const content = bag(name);

    assertEquals(content.get("b"), "1");
    assertEquals(content.get("none"), undefined);
    assertEquals([content.has("a"), content.has("constructor")], [true, false]);
    assertEquals(content.size, 3);
    assertEquals([...content.keys()], ["b", "a", "egress-subnets"]);
    assertEquals([...content.entries()], [...content]);
    assertEquals(content.toObject(), {
      b: "1",
      a: "",
      "egress-subnets": "10.0.0.0/8",
    });
    assertEquals(
      `${content}`,
      '{"b":"1","a":"","egress-subnets":"10.0.0.0/8"}',
    );
    assertEquals(runner.calls, [get(name)]);
  });
}

Deno.test("RelationDataContent keeps __proto__ a key like others", () => {
  const { bag } = makeRelation({
    script: { [get("pg/0")]: '{"__proto__":"x"}' },
  });

  assertEquals(bag("pg/0").get("__proto__"), "x");
  assertEquals(Object.keys(bag("pg/0").toObject()), ["__proto__"]);
});

Deno.test("RelationDataContent of a relation that is gone reads as empty (REL-17)", () => {
  const { bag } = makeRelation({
    script: { [get("pg/0")]: { stderr: "ERROR relation 7 not found\n" } },
  });

  assertEquals(bag("pg/0").size, 0);
});

Deno.test("RelationDataContent passes on another failure, and reads again", () => {
  const { bag } = makeRelation({
    script: { [get("pg/0")]: [{ stderr: "ERROR no\n" }, '{"a":"b"}'] },
  });

  assertThrows(
    () => bag("pg/0").get("a"),
    ModelError,
    'Cannot read data of relation "db:7": ERROR no',
  );
  assertEquals(bag("pg/0").get("a"), "b");
});

Deno.test("RelationDataContent.update() writes what changes, with one command (REL-21, REL-22, REL-23)", () => {
  const { bag, runner } = makeRelation({
    script: { [get("app/0")]: '{"same":"1","old":"2","gone":"3"}', [SET]: "" },
  });

  bag("app/0").update({ same: "1", old: "9", gone: "", absent: "", new: "é" });

  assertEquals(runner.calls, [get("app/0"), SET]);
  assertEquals(runner.files.map((text) => JSON.parse(text)), [
    { old: "9", gone: "", new: "é" },
  ]);
  assertEquals(bag("app/0").toObject(), { same: "1", old: "9", new: "é" });
  assertEquals(runner.calls.length, 2);
});

Deno.test("RelationDataContent.update() runs no command when nothing changes (REL-21)", () => {
  const { bag, runner } = makeRelation({
    script: { [get("app/0")]: '{"a":"1"}' },
  });

  bag("app/0").update({ a: "1", absent: "" });
  bag("app/0").set("a", "1");
  bag("app/0").delete("absent");
  bag("app/0").update({});

  assertEquals(runner.calls, [get("app/0")]);
});

Deno.test("RelationDataContent.set() and delete() write one key (REL-19, REL-24, REL-27)", () => {
  const { bag, runner } = makeRelation({
    script: { [get("app/0")]: '{"a":"1"}', [SET]: "" },
  });
  const content = bag("app/0");

  content.set("b", "2");
  content.delete("a");
  content.set("b", "");

  assertEquals(runner.files.map((text) => JSON.parse(text)), [
    { b: "2" },
    { a: "" },
    { b: "" },
  ]);
  assertEquals(content.size, 0);
  assertEquals(runner.calls, [get("app/0"), SET, SET, SET]);
});

Deno.test("RelationDataContent.clear() deletes all keys with one command (REL-28)", () => {
  const { bag, runner } = makeRelation({
    script: { [get("app/0")]: '{"a":"1","b":"2"}', [SET]: "" },
  });

  bag("app/0").clear();
  bag("app/0").clear();

  assertEquals(runner.calls, [get("app/0"), SET]);
  assertEquals(JSON.parse(runner.files[0]!), { a: "", b: "" });
  assertEquals(bag("app/0").size, 0);
});

for (const value of [1, null, undefined, true, {}, ["a"]]) {
  Deno.test(`RelationDataContent refuses the value ${Deno.inspect(value)}, before anything else (REL-25)`, () => {
    const { bag, running, runner } = makeRelation();

    for (const name of ["app/0", "pg/0"]) {
      assertThrows(
        () =>
          running(() => bag(name).update({ ok: "1", key: value as string })),
        RelationDataTypeError,
        `Cannot set relation data: the value of "key" is a ${typeof value}`,
      );
    }
    assertEquals(runner.calls, []);
  });
}

Deno.test("RelationDataContent keeps the old content when a write fails (REL-26)", () => {
  const { bag, runner } = makeRelation({
    script: {
      [get("app/0")]: '{"a":"1"}',
      [SET]: [{ stderr: "ERROR no\n" }, ""],
    },
  });

  assertThrows(
    () => bag("app/0").set("a", "2"),
    ModelError,
    'Cannot write data of relation "db:7": ERROR no',
  );
  assertEquals(bag("app/0").get("a"), "1");
  bag("app/0").set("a", "2");
  assertEquals(runner.calls, [get("app/0"), SET, SET]);
});

Deno.test("RelationDataContent says so when the relation to write is gone", () => {
  const { bag } = makeRelation({
    script: {
      [get("app/0")]: "{}",
      [SET]: { stderr: "ERROR relation 7 not found\n" },
    },
  });

  assertThrows(() => bag("app/0").set("a", "2"), RelationNotFoundError);
});

Deno.test("RelationDataContent never shows values in the message of a failed write (ERR-08)", () => {
  const { bag } = makeRelation({
    script: { [get("app/0")]: "{}", [SET]: { stderr: "ERROR no\n" } },
  });

  const error = assertThrows(
    () => bag("app/0").set("password", "hunter2"),
    ModelError,
  );

  assertEquals(Deno.inspect(error, { depth: 9 }).includes("hunter2"), false);
});
