import { assertEquals, assertStrictEquals } from "@std/assert";
import { Model } from "./model.ts";
import { ActiveStatus } from "./status.ts";
import { type Answers, TestContext } from "./_test_context.ts";

const CHARMCRAFT = {
  requires: { db: "postgresql" },
  storage: { data: { type: "filesystem" } },
  resources: { schema: { type: "file" } },
  containers: { web: {} },
} as const;

/** What Juju answers in the dispatch of that number. */
function answers(number: number): Answers {
  return {
    "config-get": `{"n":${number}}`,
    "is-leader": String(number === 2),
    "relation-ids": '["db:1"]',
    "relation-list": `["postgresql/${number}"]`,
    "relation-get": `{"n":"${number}"}`,
    "resource-get": `/resources/${number}`,
    "storage-list": `["data/${number}"]`,
    "status-get": `{"status":"waiting","message":"${number}"}`,
  };
}

function dispatch(number: number): TestContext {
  return new TestContext({ answers: answers(number), charmcraft: CHARMCRAFT });
}

/** All that a model keeps for a dispatch. */
function read(model: Model): unknown[] {
  const relation = model.getRelation("db", 1)!;
  return [
    model.config.get("n"),
    model.unit.isLeader(),
    [...relation.units].map(({ name }) => name),
    relation.data.get(model.unit).get("n"),
    model.resources.fetch("schema"),
    model.storages.get("data").map(({ index }) => index),
    model.unit.status.message,
  ];
}

Deno.test("Model.beginDispatch() forgets what was read", () => {
  const [first, second] = [dispatch(1), dispatch(2)];
  const model = new Model(first.context);
  const before = read(model);
  const asked = first.commands.length;

  model.beginDispatch({ backend: second.context.backend });

  assertEquals(before, [
    1,
    false,
    ["postgresql/1"],
    "1",
    "/resources/1",
    [1],
    "1",
  ]);
  assertEquals(read(model), [
    2,
    true,
    ["postgresql/2"],
    "2",
    "/resources/2",
    [2],
    "2",
  ]);
  assertEquals(first.commands.length, asked);
});

Deno.test("Model.beginDispatch() sends what was set before again", () => {
  const [first, second] = [dispatch(1), dispatch(2)];
  const model = new Model(first.context);
  const { unit } = model;
  const set = () => {
    unit.status = new ActiveStatus("Ready");
    unit.setWorkloadVersion("1.0");
  };
  set();

  model.beginDispatch({ backend: second.context.backend });
  set();
  set();

  assertEquals(second.argvs.length, 2);
  assertEquals(second.argvs, first.argvs);
});

Deno.test("Model.beginDispatch() keeps units, applications and containers", () => {
  const [first, second] = [dispatch(1), dispatch(2)];
  const model = new Model(first.context);
  const things = () => [
    model.unit,
    model.app,
    model.getUnit("postgresql/0"),
    model.unit.getContainer("web"),
  ];
  const before = things();

  model.beginDispatch({ backend: second.context.backend });

  for (const [index, thing] of things().entries()) {
    assertStrictEquals(thing, before[index]);
  }
});

Deno.test("Model.beginDispatch() has a relation that is held read its data anew", () => {
  const [first, second] = [dispatch(1), dispatch(2)];
  const model = new Model(first.context);
  const bag = model.getRelation("db", 1)!.data.get(model.unit);
  assertEquals(bag.get("n"), "1");

  model.beginDispatch({ backend: second.context.backend });

  assertEquals(bag.get("n"), "2");
});

Deno.test("Model.beginDispatch() takes which relation is broken", () => {
  const [first, second] = [dispatch(1), dispatch(2)];
  const model = new Model(first.context);

  model.beginDispatch({
    backend: second.context.backend,
    brokenRelationId: 1,
    departedUnitName: "postgresql/2",
  });
  const broken = model.getRelation("db");
  model.beginDispatch({ backend: second.context.backend });

  assertEquals(broken, null);
  assertEquals(model.getRelation("db")?.active, true);
});
