import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { ModelError, TooManyRelatedAppsError } from "./errors.ts";

const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg", log: "syslog" },
  peers: { cluster: { interface: "app-peer" } },
};
const IDS = "relation-ids db --format=json";
const list = (id: number, endpoint = "db") =>
  `relation-list --format=json -r ${endpoint}:${id}`;

Deno.test("RelationMapping has every endpoint of the metadata, without a command (REL-01)", () => {
  const { model: { relations }, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
  });

  assertEquals(relations.keys(), ["db", "log", "cluster"]);
  assertEquals([relations.has("db"), relations.has("constructor")], [
    true,
    false,
  ]);
  assertEquals(runner.calls, []);
});

Deno.test("RelationMapping reads an endpoint once, at first use (REL-02)", () => {
  const { model: { relations }, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    script: {
      [IDS]: '["db:1","db:12"]',
      [list(1)]: '["pg/0"]',
      [list(12)]: '["my/3"]',
    },
  });

  const first = relations.get("db");

  assertEquals(first.map(({ name, id, active }) => [name, id, active]), [
    ["db", 1, true],
    ["db", 12, true],
  ]);
  assertStrictEquals(relations.get("db")[0], first[0]);
  assertStrictEquals(relations.find("db", 12), first[1]);
  assertEquals(runner.calls, [IDS, list(1), list(12)]);
});

Deno.test("RelationMapping gives all endpoints with their relations", () => {
  const { model: { relations } } = makeFixture({
    charmcraft: { name: "app", requires: { db: "pg", log: "syslog" } },
    script: {
      [IDS]: "[]",
      "relation-ids log --format=json": '["log:4"]',
      [list(4, "log")]: '["rsyslog/0"]',
    },
  });

  assertEquals(
    [...relations].map(([name, of]) => [name, of.map(({ id }) => id)]),
    [["db", []], ["log", [4]]],
  );
});

Deno.test("RelationMapping refuses an endpoint that is not declared (REL-01)", () => {
  const { model, runner } = makeFixture({ charmcraft: CHARMCRAFT });

  for (
    const ask of [
      () => model.relations.get("nope"),
      () => model.getRelation("nope"),
      () => model.getRelation("nope", 1),
      () => model.getRelation("toString"),
    ]
  ) {
    assertThrows(
      ask,
      ModelError,
      'the metadata declares "db", "log", "cluster"',
    );
  }
  assertEquals(runner.calls, []);
});

Deno.test("Model.getRelation() gives null, the relation, or an error for several (REL-03)", () => {
  const with_ = (ids: string) =>
    makeFixture({
      charmcraft: CHARMCRAFT,
      script: { [IDS]: ids, [list(1)]: '["pg/0"]', [list(2)]: '["my/0"]' },
    }).model;

  assertEquals(with_("[]").getRelation("db"), null);
  assertEquals(with_('["db:1"]').getRelation("db")?.id, 1);
  const error = assertThrows(
    () => with_('["db:1","db:2"]').getRelation("db"),
    TooManyRelatedAppsError,
    'Cannot choose a relation of "db": it has 2, at most 1 can be handled',
  );
  assertEquals([error.relationName, error.numRelated, error.maxSupported], [
    "db",
    2,
    1,
  ]);
});

for (const id of ["db:1", "1", 1.5, NaN, null]) {
  Deno.test(`Model.getRelation() refuses the id ${Deno.inspect(id)} (REL-04)`, () => {
    const { model, runner } = makeFixture({ charmcraft: CHARMCRAFT });

    assertThrows(
      () => model.getRelation("db", id as number),
      TypeError,
      'Cannot get a relation of "db": its id must be a whole number',
    );
    assertEquals(runner.calls, []);
  });
}

Deno.test("Model.getRelation() gives a relation that Juju does not list as not active (REL-04, REL-05)", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    script: { [IDS]: '["db:1"]' },
  });

  const relation = model.getRelation("db", 7)!;

  assertEquals([relation.id, relation.active, relation.app], [7, false, null]);
  assertEquals([...relation.units], []);
  assertEquals([...relation.data.keys()], [model.unit, model.app]);
  assertStrictEquals(model.getRelation("db", 7), relation);
  assertEquals(runner.calls, [IDS]);
});

Deno.test("Model.getRelation() takes an id of another endpoint for one that is not there (REL-05)", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: { JUJU_RELATION: "log", JUJU_RELATION_ID: "log:7" },
    script: { [IDS]: '["db:1"]' },
  });

  assertEquals(model.getRelation("db", 7)?.active, false);
  assertEquals(runner.calls, [IDS]);
});

Deno.test("Model.getRelation() takes the broken id of another endpoint for one that is not there (REL-05)", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: { JUJU_RELATION: "log", JUJU_RELATION_ID: "log:7" },
    brokenRelationId: 7,
    script: { [IDS]: '["db:1"]' },
  });

  const relation = model.getRelation("db", 7);

  assertEquals([relation?.active, relation?.app], [false, null]);
  assertEquals(runner.calls, [IDS]);
});

Deno.test("Model.getRelation() needs no listing for the relation of the event", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: { JUJU_RELATION: "db", JUJU_RELATION_ID: "db:7" },
    script: { [list(7)]: '["pg/0"]' },
  });

  assertEquals(model.getRelation("db", 7)?.active, true);
  assertEquals(runner.calls, [list(7)]);
});

Deno.test("RelationMapping leaves out the relation that is being broken, and still gives it by id (REL-02, EVT-17)", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_RELATION: "db",
      JUJU_RELATION_ID: "db:7",
      JUJU_REMOTE_APP: "pg",
    },
    brokenRelationId: 7,
    script: {
      [IDS]: '["db:1","db:7"]',
      [list(1)]: '["pg/0"]',
      [list(7)]: "[]",
    },
  });

  assertEquals(model.relations.get("db").map(({ id }) => id), [1]);
  const broken = model.getRelation("db", 7)!;
  assertEquals([broken.active, broken.app?.name], [false, "pg"]);
  assertStrictEquals(model.getRelation("db", 7), broken);
  assertEquals(runner.calls, [IDS, list(1), list(7)]);
});

Deno.test("RelationMapping passes a failure on, and asks again", () => {
  const { model } = makeFixture({
    charmcraft: CHARMCRAFT,
    script: { [IDS]: [{ stderr: "ERROR no\n" }, "[]"] },
  });

  assertThrows(
    () => model.relations.get("db"),
    ModelError,
    'Cannot list the relations of "db": ERROR no',
  );
  assertEquals(model.relations.get("db"), []);
});
