import { assertEquals, assertStringIncludes } from "@std/assert";
import { PeerRelation, Relation, SubordinateRelation } from "../mod.ts";
import { check, errorsOf, on, warningsOf } from "./testdata/scenario.ts";

const meta = {
  requires: { db: "sql", my_db: "sql" },
  provides: { logs: { interface: "logs", scope: "container" } },
  peers: { cluster: "peers" },
} as const;
const DB = new Relation("db");

Deno.test("checkConsistency() wants a relation event to have a relation (CON-21)", () => {
  assertEquals(
    errorsOf({
      meta,
      event: { kind: "relation-changed", name: "db-relation-changed" },
    }),
    ["event-incomplete"],
  );
});

Deno.test("checkConsistency() wants the endpoint verbatim in the event's name (CON-22)", () => {
  const relation = new Relation("my_db");
  const event = {
    kind: "relation-broken",
    name: "my-db-relation-broken",
    relation,
  } as const;

  assertEquals(errorsOf({ meta, state: { relations: [relation] }, event }), [
    "event-name",
  ]);
});

Deno.test("checkConsistency() wants the event's relation in the state (CON-23)", () => {
  const changed = DB.with({ remoteAppData: { a: "b" } });
  const state = { relations: [DB] };

  assertEquals(errorsOf({ meta, event: on.relationBroken(DB) }), [
    "relation-missing",
  ]);
  assertEquals(errorsOf({ meta, state, event: on.relationBroken(DB) }), []);
  const { errors } = check({ meta, state, event: on.relationBroken(changed) });
  assertStringIncludes(errors[0]!.advice, "not enough");
});

Deno.test("checkConsistency() wants the class that an endpoint needs (CON-60, CON-63, CON-64)", () => {
  const good = [
    DB,
    new SubordinateRelation("logs"),
    new PeerRelation("cluster"),
  ];
  const bad = [
    new Relation("cluster"),
    new SubordinateRelation("cluster"),
    new SubordinateRelation("db"),
    new Relation("logs"),
    new PeerRelation("logs"),
    new PeerRelation("db"),
  ];

  assertEquals(errorsOf({ meta, state: { relations: good } }), []);
  for (const relation of bad) {
    assertEquals(errorsOf({ meta, state: { relations: [relation] } }), [
      "relation-class",
    ]);
  }
});

Deno.test("checkConsistency() wants endpoints to be declared (CON-61)", () => {
  const state = { relations: [new Relation("other")] };

  const { errors } = check({ meta, state });

  assertEquals(errors.map(({ rule }) => rule), ["relation-undeclared"]);
  assertStringIncludes(errors[0]!.advice, '"db", "my_db", "logs", "cluster"');
});

Deno.test("checkConsistency() refuses two relations with one id (CON-62)", () => {
  const relations = [
    new Relation("db", { id: 1 }),
    new Relation("my_db", { id: 1 }),
  ];

  assertEquals(errorsOf({ meta, state: { relations } }), ["relation-id"]);
});

Deno.test("checkConsistency() refuses an endpoint that is declared twice (CON-65)", () => {
  assertEquals(errorsOf({ meta: { ...meta, provides: { db: "sql" } } }), [
    "endpoint-ambiguous",
  ]);
});

Deno.test("checkConsistency() refuses data of this unit among the peers (CON-66)", () => {
  const relations = [new PeerRelation("cluster", { peersData: { 0: {} } })];

  const { errors } = check({ meta, state: { relations } });

  assertEquals(errors.map(({ rule }) => rule), ["peers-own-unit"]);
  assertStringIncludes(errors[0]!.advice, "localUnitData");
  assertEquals(errorsOf({ meta, state: { relations }, unitId: 1 }), []);
});

for (
  const kind of [
    "relationJoined",
    "relationChanged",
    "relationDeparted",
  ] as const
) {
  const run = (units: Record<number, object>, remoteUnit?: number) => {
    const relation = DB.with({ remoteUnitsData: units as never });
    const scenario = {
      meta,
      state: { relations: [relation] },
      event: on[kind](relation, remoteUnit === undefined ? {} : { remoteUnit }),
    };
    return [...errorsOf(scenario), ...warningsOf(scenario)];
  };

  Deno.test(`checkConsistency() wants a remote unit for ${kind} (CON-67)`, () => {
    assertEquals(run({}), ["remote-unit-missing"]);
    assertEquals(run({}, 0), []);
  });

  Deno.test(`checkConsistency() warns of an implicit remote unit of ${kind} (CON-68, CON-69)`, () => {
    assertEquals(run({ 3: {} }), ["remote-unit-implicit"]);
    assertEquals(run({ 3: {}, 4: {} }), ["remote-unit-implicit"]);
    assertEquals(run({ 3: {} }, 3), []);
  });
}

Deno.test("checkConsistency() wants no remote unit for what is about the application (CON-67)", () => {
  const relation = DB.with({ remoteUnitsData: {} });
  const state = { relations: [relation] };
  const events = [
    on.relationCreated(relation),
    on.relationBroken(relation),
    on.relationChanged(relation, { remoteUnit: null }),
  ];

  for (const event of events) {
    assertEquals(check({ meta, state, event }), { errors: [], warnings: [] });
  }
});
