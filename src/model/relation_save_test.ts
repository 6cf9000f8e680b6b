import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { RelationDataAccessError, RelationDataTypeError } from "./errors.ts";
import {
  get,
  IS_LEADER,
  makeRelation,
  SET,
  SET_APP,
} from "./testdata/relation.ts";

/** A relation where this unit shows this databag. */
function withData(data: Readonly<Record<string, string>> = {}) {
  const made = makeRelation({
    script: { [get("app/0")]: JSON.stringify(data), [SET]: "" },
  });
  const written = () => made.runner.files.map((file) => JSON.parse(file));
  return { ...made, unit: made.model.unit, written };
}

Deno.test("Relation.save() writes each member as JSON, with one command (REL-40)", () => {
  const { relation, unit, written, runner } = withData();

  relation.save({ host: "a", ports: [1, 2], tls: { on: true } }, unit);

  assertEquals(runner.calls, [get("app/0"), SET]);
  assertEquals(written(), [
    { host: '"a"', ports: "[1,2]", tls: '{"on":true}' },
  ]);
});

Deno.test("Relation.save() and load() are each other's inverse", () => {
  const { relation, unit } = withData();
  const Data = z.object({ host: z.string(), ports: z.array(z.number()) });
  const data = { host: 'é " {}', ports: [1, 2.5] };

  relation.save(data, unit);

  assertEquals(relation.load(Data, unit), data);
});

Deno.test("Relation.save() does not write again what Python wrote, however it is spelled (REL-23, REL-44)", () => {
  const { relation, unit, runner } = withData({
    host: '"caf\\u00e9"',
    ports: "[1, 2]",
    tls: '{"b": 1, "a": null}',
  });

  relation.save({ host: "café", ports: [1, 2], tls: { a: null, b: 1 } }, unit);

  assertEquals(runner.calls, [get("app/0")]);
});

Deno.test("Relation.save() writes only what changed (REL-23)", () => {
  const { relation, unit, written } = withData({ a: "[1, 2]", b: "plain" });

  relation.save({ a: [1, 2], b: "plain", c: 3 }, unit);

  assertEquals(written(), [{ b: '"plain"', c: "3" }]);
});

Deno.test("Relation.save() erases what is undefined, and leaves what is not named (REL-41, REL-42)", () => {
  const { relation, unit, written, bag } = withData({
    gone: "1",
    kept: "2",
    other: "plain",
  });

  relation.save({ gone: undefined, kept: 2, never: undefined }, unit);

  assertEquals(written(), [{ gone: "" }]);
  assertEquals(bag("app/0").toObject(), { kept: "2", other: "plain" });
});

Deno.test("Relation.save() writes plain text by choice (REL-40, REL-43)", () => {
  const { relation, unit, written } = withData({ host: "a", port: "80" });

  relation.save({ host: "b", port: "80" }, unit, { codec: "text" });

  assertEquals(written(), [{ host: "b" }]);
  assertThrows(
    () => relation.save({ port: 80 }, unit, { codec: "text" }),
    RelationDataTypeError,
  );
});

Deno.test("Relation.save() writes with a codec of its own (REL-40)", () => {
  const { relation, unit, written } = withData();
  const codec = {
    decode: (text: string) => text.split(","),
    encode: (value: unknown, key: string) => `${key}=${value}`,
  };

  relation.save({ list: [1, 2] }, unit, { codec });

  assertEquals(written(), [{ list: "list=1,2" }]);
});

Deno.test("Relation.save() writes the application's data as leader (REL-30)", () => {
  const { relation, model, running, runner } = makeRelation({
    leader: true,
    script: { [get("app")]: "{}", [SET_APP]: "" },
  });

  running(() => relation.save({ a: 1 }, model.app));

  assertEquals(runner.calls, [IS_LEADER, get("app"), SET_APP]);
  assertEquals(runner.files.map((file) => JSON.parse(file)), [{ a: "1" }]);
});

Deno.test("Relation.save() of a follower, or to another, runs no relation command (REL-29, REL-30, REL-43)", () => {
  const { relation, model, running, runner } = makeRelation({ leader: false });

  for (const to of [model.app, model.getApp("pg"), model.getUnit("pg/0")]) {
    assertThrows(
      () => running(() => relation.save({ a: 1 }, to)),
      RelationDataAccessError,
    );
  }
  assertEquals(runner.calls, [IS_LEADER]);
});

Deno.test("Relation.save() says of a wrong value before it asks who may write (REL-25)", () => {
  const { relation, model, running, runner } = makeRelation();

  assertThrows(
    () => running(() => relation.save({ a: 1n }, model.getApp("pg"))),
    RelationDataTypeError,
  );
  assertEquals(runner.calls, []);
});
