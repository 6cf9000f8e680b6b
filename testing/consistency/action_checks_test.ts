import { assertEquals } from "@std/assert";
import type { CharmcraftParameter } from "../../src/meta/charmcraft.ts";
import { check, errorsOf, on, warningsOf } from "./testdata/scenario.ts";

function metaOf(params: Record<string, CharmcraftParameter>, more = {}) {
  return { actions: { backup: { params, ...more } } };
}

Deno.test("checkConsistency() wants an action event to have an action (CON-27)", () => {
  assertEquals(errorsOf({ event: { kind: "action", name: "backup" } }), [
    "event-incomplete",
  ]);
});

Deno.test("checkConsistency() wants an action event to have the action's name (CON-28)", () => {
  const action = { name: "backup", params: {} };

  assertEquals(
    errorsOf({
      meta: metaOf({}),
      event: { kind: "action", name: "restore", action },
    }),
    ["event-name"],
  );
});

Deno.test("checkConsistency() wants the action to be declared (CON-29)", () => {
  assertEquals(errorsOf({ event: on.action("backup") }), ["action-undeclared"]);
  assertEquals(
    errorsOf({ meta: metaOf({}), event: on.action("backup") }),
    [],
  );
});

Deno.test("checkConsistency() wants a parameter to be declared with what it can be (CON-30)", () => {
  const event = on.action("backup");

  assertEquals(errorsOf({ meta: metaOf({ a: {} }), event }), ["param-untyped"]);
  assertEquals(errorsOf({ meta: metaOf({ a: { enum: ["x"] } }), event }), []);
});

Deno.test("checkConsistency() warns of a type that it does not know (CON-31)", () => {
  const scenario = {
    meta: metaOf({ a: { type: "text" } }),
    event: on.action("backup", { a: 7 }),
  };

  assertEquals(errorsOf(scenario), []);
  assertEquals(warningsOf(scenario), ["param-type-unknown"]);
});

Deno.test("checkConsistency() wants the passed parameters to be declared (CON-32)", () => {
  const event = on.action("backup", { b: 7 });
  const nulls = { actions: { backup: null as never } };

  assertEquals(errorsOf({ meta: metaOf({ a: { type: "string" } }), event }), [
    "param-undeclared",
  ]);
  assertEquals(errorsOf({ meta: nulls, event }), ["param-undeclared"]);
  assertEquals(errorsOf({ meta: nulls, event: on.action("backup") }), []);
  assertEquals(
    errorsOf({ meta: metaOf({}, { additionalProperties: true }), event }),
    [],
  );
});

Deno.test("checkConsistency() wants values of the declared type (CON-33, QRK-09)", () => {
  const values: Record<string, unknown[]> = {
    string: ["a", ""],
    boolean: [true, false],
    integer: [1, -0, 2 ** 40],
    number: [1, 1.5],
    array: [[], [1]],
    object: [{}, { a: 1 }],
    null: [null],
  };
  for (const [type, good] of Object.entries(values)) {
    const run = (a: unknown) =>
      errorsOf({
        meta: metaOf({ a: { type } }),
        event: on.action("backup", { a }),
      });
    for (const value of good) assertEquals(run(value), [], type);
    for (const [other, bad] of Object.entries(values)) {
      if (other === type || type === "number" && other === "integer") continue;
      if (type === "integer" && other === "number") bad.shift();
      for (const value of bad) assertEquals(run(value), ["param-value"], type);
    }
  }
  assertEquals(
    errorsOf({
      meta: metaOf({ a: { type: ["string", "null"] } }),
      event: on.action("backup", { a: null }),
    }),
    [],
  );
});

Deno.test("checkConsistency() refuses parameters that Juju refuses", () => {
  const meta = metaOf({
    level: { type: "integer", minimum: 1, maximum: 9 },
    mode: { type: "string", enum: ["fast", "slow"], default: "fast" },
    url: { type: "string", pattern: "^s3://" },
    tags: { type: "array", items: { enum: ["a", "b"] } },
  }, { required: ["mode"] });
  const problemsOf = (params: Record<string, unknown>) =>
    check({ meta, event: on.action("backup", params) }).errors
      .map(({ rule, problem }) => `${rule}: ${problem}`);

  assertEquals(
    problemsOf({ mode: "slow", level: 9, url: "s3://x", tags: ["a"] }),
    [],
  );
  assertEquals(problemsOf({}), [
    'param-missing: the action "backup" is run without the parameter "mode", which is required',
  ]);
  assertEquals(
    problemsOf({ mode: "x", level: 99, url: "http://", tags: ["a", "c"] }),
    [
      'parameter "level" of the action "backup" must be lower than 9, given "99"',
      'parameter "mode" of the action "backup" must match one of the enum values ["fast","slow"], given "x"',
      'parameter "url" of the action "backup" does not match pattern \'^s3://\', given "http://"',
      'parameter "tags.1" of the action "backup" must match one of the enum values ["a","b"], given "c"',
    ].map((problem) => `param-value: ${problem}`),
  );
});

Deno.test("checkConsistency() judges other parameters by the schema that is said of them", () => {
  const meta = metaOf({}, { additionalProperties: { type: "integer" } });
  const run = (b: unknown) =>
    errorsOf({ meta, event: on.action("backup", { b }) });

  assertEquals(run(1), []);
  assertEquals(run("x"), ["param-value"]);
});

Deno.test("checkConsistency() refuses a default that its own schema refuses, where it is used", () => {
  const meta = metaOf({ level: { type: "integer", default: "high" } });

  assertEquals(
    errorsOf({ meta, event: on.action("backup", { level: 1 }) }),
    [],
  );
  assertEquals(errorsOf({ meta, event: on.action("backup") }), [
    "param-default",
  ]);
});

Deno.test("checkConsistency() warns of a map where none is declared, at which Juju fails", () => {
  const run = (schema: CharmcraftParameter) =>
    warningsOf({
      meta: metaOf({ a: schema }),
      event: on.action("backup", { a: { b: 1 } }),
    });

  assertEquals(run({ type: "object" }), ["param-properties"]);
  assertEquals(run({ type: "object", properties: {} }), []);
});
