import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { type FixtureOptions, makeFixture } from "../_model_fixture.ts";
import { HookCommandNotFoundError } from "../hook_commands/hook_command_not_found_error.ts";
import { ModelError } from "./errors.ts";

const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg" },
  peers: { cluster: { interface: "app-peer" } },
};
const LIST = "relation-list --format=json -r db:7";
const LIST_APP = "relation-list --format=json --app -r db:7";
const OF_THE_EVENT = { JUJU_RELATION: "db", JUJU_RELATION_ID: "db:7" };

/** The relation `db:7`, which the event is about. */
function makeRelation({ script, env, ...rest }: FixtureOptions = {}) {
  const fixture = makeFixture({
    charmcraft: CHARMCRAFT,
    env: { ...OF_THE_EVENT, ...env },
    script,
    ...rest,
  });
  return { ...fixture, relation: fixture.model.getRelation("db", 7)! };
}

const names = (entities: Iterable<{ readonly name: string }>) =>
  [...entities].map(({ name }) => name);

Deno.test("Relation reads its units when it is made, by endpoint and number (REL-06, REL-07, REL-08)", () => {
  const { relation, model, runner } = makeRelation({
    script: { [LIST]: '["pg/1","pg/0"]' },
  });

  assertEquals([relation.name, relation.id, relation.active], ["db", 7, true]);
  assertEquals(`${relation}`, '"db:7"');
  assertEquals(names(relation.units), ["pg/1", "pg/0"]);
  assertStrictEquals([...relation.units][0], model.getUnit("pg/1"));
  assertStrictEquals(relation.app, model.getApp("pg"));
  assertEquals(runner.calls, [LIST]);
});

Deno.test("Relation of peers has the own application, and no own unit (REL-09, REL-10)", () => {
  const list = "relation-list --format=json -r cluster:3";
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    script: {
      "relation-ids cluster --format=json": '["cluster:3"]',
      [list]: '["app/1"]',
    },
  });

  const relation = model.getRelation("cluster")!;

  assertStrictEquals(relation.app, model.app);
  assertEquals(names(relation.units), ["app/1"]);
  assertEquals(names(relation.data.keys()), ["app/0", "app", "app/1"]);
  assertEquals(runner.calls.length, 2);
});

Deno.test("Relation without units has the application of the event (REL-09)", () => {
  const { relation, runner } = makeRelation({
    env: { JUJU_REMOTE_APP: "pg" },
    script: { [LIST]: "[]" },
  });

  assertEquals(relation.app?.name, "pg");
  assertEquals(runner.calls, [LIST]);
});

Deno.test("Relation without units asks for the application when the event is about another (REL-09)", () => {
  const { model, runner } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_RELATION: "db",
      JUJU_RELATION_ID: "db:8",
      JUJU_REMOTE_APP: "other",
    },
    script: {
      "relation-ids db --format=json": '["db:7"]',
      [LIST]: "[]",
      [LIST_APP]: '"pg"',
    },
  });

  assertEquals(model.getRelation("db", 7)?.app?.name, "pg");
  assertEquals(runner.calls.slice(1), [LIST, LIST_APP]);
});

for (
  const stderr of ["ERROR relation 7 not found\n", "ERROR permission denied\n"]
) {
  Deno.test(`Relation is gone when Juju says "${stderr.trim()}" (REL-05, REL-11)`, () => {
    const { relation, model, runner } = makeRelation({
      script: { [LIST]: { stderr } },
    });

    assertEquals([relation.active, relation.app], [false, null]);
    assertEquals([...relation.units], []);
    assertEquals(names(relation.data.keys()), ["app/0", "app"]);
    assertEquals(relation.data.has(model.getUnit("pg/0")), false);
    assertEquals(runner.calls, [LIST]);
  });
}

Deno.test("Relation that is gone has the application of its own event (REL-09)", () => {
  const { relation, model } = makeRelation({
    env: { JUJU_REMOTE_APP: "pg" },
    script: { [LIST]: { stderr: "ERROR relation 7 not found\n" } },
  });

  assertEquals([relation.active, relation.app?.name], [false, "pg"]);
  assertEquals(relation.data.has(model.getApp("pg")), true);
});

Deno.test("Relation has no application when Juju no longer knows it (REL-09)", () => {
  const { relation } = makeRelation({
    script: {
      [LIST]: "[]",
      [LIST_APP]: { stderr: "ERROR relation 7 not found\n" },
    },
  });

  assertEquals(relation.app, null);
});

Deno.test("Relation passes on another failure", () => {
  assertThrows(
    () => makeRelation({ script: { [LIST]: { stderr: "ERROR no\n" } } }),
    ModelError,
    'Cannot list the units of relation "db:7": ERROR no',
  );
});

Deno.test("Relation.remoteModel is read once (REL-12)", () => {
  const get = "relation-model-get --format=json -r db:7";
  const { relation, runner } = makeRelation({
    script: {
      [LIST]: '["pg/0"]',
      [get]: [{ stderr: "ERROR no\n" }, '{"uuid":"remote-uuid"}'],
    },
  });

  assertThrows(() => relation.remoteModel, ModelError, "ERROR no");
  assertEquals(relation.remoteModel, { uuid: "remote-uuid" });
  assertStrictEquals(relation.remoteModel, relation.remoteModel);
  assertEquals(runner.calls, [LIST, get, get]);
});

Deno.test("Relation.remoteModel says so when Juju lacks the command (REL-13, ERR-09)", () => {
  const { context, model } = makeFixture({
    charmcraft: CHARMCRAFT,
    env: OF_THE_EVENT,
    script: { [LIST]: '["pg/0"]' },
  });
  const relation = model.getRelation("db", 7)!;
  const { backend } = context;
  backend.relationModelGet = () => {
    throw new HookCommandNotFoundError("relation-model-get");
  };

  assertThrows(() => relation.remoteModel, HookCommandNotFoundError);
});

Deno.test("Relation has a databag of the unit that leaves (REL-16)", () => {
  const { relation, model } = makeRelation({
    env: { JUJU_REMOTE_APP: "pg" },
    departedUnitName: "pg/1",
    script: { [LIST]: '["pg/0"]' },
  });

  assertEquals(names(relation.data.keys()), [
    "app/0",
    "app",
    "pg/0",
    "pg",
    "pg/1",
  ]);
  assertEquals(relation.units.has(model.getUnit("pg/1")), false);
});

Deno.test("Relation with another application has no databag of the unit that leaves (REL-16)", () => {
  const { relation } = makeRelation({
    departedUnitName: "pg-two/1",
    script: { [LIST]: '["pg/0"]' },
  });

  assertEquals(names(relation.data.keys()), ["app/0", "app", "pg/0", "pg"]);
});

Deno.test("Relation of peers has no databag of the unit that leaves (REL-16)", () => {
  const { model } = makeFixture({
    charmcraft: CHARMCRAFT,
    departedUnitName: "app/2",
    script: {
      "relation-ids cluster --format=json": '["cluster:3"]',
      "relation-list --format=json -r cluster:3": '["app/1"]',
    },
  });

  assertEquals(
    model.getRelation("cluster")!.data.has(model.getUnit("app/2")),
    false,
  );
});
