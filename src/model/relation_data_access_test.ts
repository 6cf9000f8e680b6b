import { assertEquals, assertThrows } from "@std/assert";
import { ModelError, RelationDataAccessError } from "./errors.ts";
import {
  get,
  IS_LEADER,
  makeRelation,
  SET,
  SET_APP,
} from "./testdata/relation.ts";

/** Endpoint, entity, whether this unit leads; what a handler may do, and whether leadership is asked. */
const ACCESS: readonly {
  readonly endpoint: "db" | "cluster";
  readonly entity: string;
  readonly leader: boolean;
  readonly read: boolean;
  readonly write: boolean;
}[] = [
  { endpoint: "db", entity: "app/0", leader: true, read: true, write: true },
  { endpoint: "db", entity: "app/0", leader: false, read: true, write: true },
  { endpoint: "db", entity: "pg/0", leader: true, read: true, write: false },
  { endpoint: "db", entity: "pg/0", leader: false, read: true, write: false },
  { endpoint: "db", entity: "app", leader: true, read: true, write: true },
  { endpoint: "db", entity: "app", leader: false, read: false, write: false },
  { endpoint: "db", entity: "pg", leader: true, read: true, write: false },
  { endpoint: "db", entity: "pg", leader: false, read: true, write: false },
  {
    endpoint: "cluster",
    entity: "app/0",
    leader: true,
    read: true,
    write: true,
  },
  {
    endpoint: "cluster",
    entity: "app/0",
    leader: false,
    read: true,
    write: true,
  },
  {
    endpoint: "cluster",
    entity: "app/1",
    leader: true,
    read: true,
    write: false,
  },
  {
    endpoint: "cluster",
    entity: "app/1",
    leader: false,
    read: true,
    write: false,
  },
  { endpoint: "cluster", entity: "app", leader: true, read: true, write: true },
  {
    endpoint: "cluster",
    entity: "app",
    leader: false,
    read: true,
    write: false,
  },
];

for (const { endpoint, entity, leader, read, write } of ACCESS) {
  const who = `a ${leader ? "leader" : "follower"}`;
  const bagGet = get(entity, `${endpoint}:7`);
  const bagSet = (entity.includes("/") ? SET : SET_APP).replace("db", endpoint);

  Deno.test(`RelationDataContent of ${entity} in ${endpoint} can ${read ? "" : "not "}be read by a handler of ${who} (REL-31, REL-32, REL-33)`, () => {
    const { bag, running, runner } = makeRelation({
      endpoint,
      leader,
      script: { [bagGet]: '{"a":"1"}' },
    });
    const reads: readonly (() => unknown)[] = [
      () => bag(entity).get("a"),
      () => bag(entity).has("a"),
      () => bag(entity).size,
      () => [...bag(entity)],
      () => [...bag(entity).keys()],
      () => bag(entity).toObject(),
    ];

    for (const attempt of reads) {
      if (read) running(attempt);
      else {
        assertThrows(
          () => running(attempt),
          RelationDataAccessError,
          `Cannot read data of "${entity}" in relation "${endpoint}:7"`,
        );
      }
    }
    assertEquals(
      running(() => `${bag(entity)}`),
      read ? '{"a":"1"}' : "<n/a>",
    );
    assertEquals(runner.calls.includes(bagGet), read);
  });

  Deno.test(`RelationDataContent of ${entity} in ${endpoint} can ${write ? "" : "not "}be written by a handler of ${who} (REL-29, REL-30)`, () => {
    const { bag, running, runner } = makeRelation({
      endpoint,
      leader,
      script: { [bagGet]: '{"a":"1"}', [bagSet]: "" },
    });
    const writes = [
      () => bag(entity).set("a", "2"),
      () => bag(entity).delete("a"),
      () => bag(entity).clear(),
      () => bag(entity).update({ a: "2" }),
    ];

    for (const attempt of writes) {
      if (write) running(attempt);
      else {
        assertThrows(
          () => running(attempt),
          RelationDataAccessError,
          `Cannot write data of "${entity}" in relation "${endpoint}:7"`,
        );
      }
    }
    assertEquals(
      runner.calls.some((call) => call.startsWith("relation-")),
      write,
    );
  });
}

Deno.test("RelationDataContent is open to all when no handler runs (REL-36)", () => {
  const { bag, runner } = makeRelation({
    script: { [get("app")]: '{"a":"1"}', [SET_APP]: "" },
  });

  assertEquals(bag("app").get("a"), "1");
  bag("app").set("a", "2");

  assertEquals(runner.calls, [get("app"), SET_APP]);
});

Deno.test("RelationDataContent notices a leadership that was lost meanwhile (REL-34)", () => {
  const { bag, running, context } = makeRelation({
    leader: true,
    script: { [get("app")]: '{"a":"1"}' },
  });
  assertEquals(running(() => bag("app").get("a")), "1");
  context.leadership.isLeader = () => false;

  assertThrows(
    () => running(() => bag("app").get("a")),
    RelationDataAccessError,
  );
});

Deno.test("RelationDataContent throws a ModelError when nobody can tell who leads (ERR-02)", () => {
  const { bag, running } = makeRelation({
    script: { [IS_LEADER]: { stderr: "ERROR leadership status unknown\n" } },
  });

  for (
    const [verb, attempt] of [
      ["read", () => bag("app").get("a")],
      ["write", () => bag("app").set("a", "1")],
    ] as const
  ) {
    assertThrows(
      () => running<unknown>(attempt),
      ModelError,
      `Cannot ${verb} data of relation "db:7"`,
    );
  }
});

Deno.test("RelationDataContent of a relation that is gone is open, and empty (REL-35)", () => {
  const gone = { stderr: "ERROR relation 7 not found\n" };
  const { bag, relation, running, runner } = makeRelation({
    members: gone,
    script: { [get("app")]: gone, [get("app/0")]: gone },
  });

  assertEquals(relation.active, false);
  assertEquals(running(() => bag("app").size), 0);
  assertEquals(running(() => bag("app/0").get("a")), undefined);
  assertEquals(runner.calls, [get("app"), get("app/0")]);
});

Deno.test("RelationDataContent of an application needs Juju 2.7, one of a unit does not (REL-18)", () => {
  const { bag, runner } = makeRelation({
    version: "2.6.10",
    script: { [get("pg/0")]: "{}" },
  });

  for (const use of [() => bag("pg").size, () => bag("app").set("a", "b")]) {
    assertThrows(
      use,
      ModelError,
      "Juju 2.6.10 has no data of applications, which needs 2.7.0 or later",
    );
  }
  assertEquals(bag("pg/0").size, 0);
  assertEquals(runner.calls, [get("pg/0")]);
});
