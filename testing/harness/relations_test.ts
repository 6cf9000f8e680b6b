import {
  ModelError,
  RelationDataAccessError,
  type RelationDepartedEvent,
  RelationEvent,
  RelationNotFoundError,
} from "@charmkit/ops";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness.addRelation() numbers relations, and tells of them (HRN-15)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  const ids = [
    await harness.addRelation("db", "postgresql"),
    await harness.addRelation("cache", "redis"),
  ];

  assertEquals(ids, [0, 1]);
  assertEquals(charm.events, [
    "db-relation-created postgresql",
    "cache-relation-created redis",
  ]);
});

Deno.test("Harness.addRelation() with data has a unit join and show it (HRN-15)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  const id = await harness.addRelation("db", "postgresql", {
    appData: { host: "10.0.0.7" },
    unitData: { port: "5432" },
  });

  assertEquals(charm.events, [
    "db-relation-created postgresql",
    "db-relation-joined postgresql/0",
    "db-relation-changed postgresql",
    "db-relation-changed postgresql/0",
  ]);
  assertEquals(harness.getRelationData(id, "postgresql"), { host: "10.0.0.7" });
  assertEquals(harness.getRelationData(id, "postgresql/0"), { port: "5432" });
});

Deno.test("Harness.addRelation() among peers adds another unit of the application (HRN-15)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  const id = await harness.addRelation("cluster", "web", {
    appData: { key: "of all" },
    unitData: { key: "of one" },
  });

  assertEquals(charm.events, [
    "cluster-relation-created web",
    "cluster-relation-joined web/1",
    "cluster-relation-changed web",
    "cluster-relation-changed web/1",
  ]);
  assertEquals(harness.getRelationData(id, "web"), { key: "of all" });
});

Deno.test("Harness.addRelation() refuses what Juju could not relate (HRN-15)", async () => {
  using harness = recordingHarness();

  await assertRejects(
    () => harness.addRelation("dn" as "db", "postgresql"),
    RelationNotFoundError,
    'Cannot add a relation of "dn": the metadata declares "cluster", "db", "cache"',
  );
  await assertRejects(
    () => harness.addRelation("cluster", "redis"),
    TypeError,
    'Cannot add a relation of "cluster" with "redis": peers are units of one application, which is "web"',
  );
});

Deno.test("Harness.addRelation() gives the endpoint and the relation addresses (HRN-15)", async () => {
  using harness = recordingHarness();
  await harness.addRelation("db", "postgresql");
  const { model } = harness;

  const ofRelation = model.getBinding(model.getRelation("db")!).network;
  const ofEndpoint = model.getBinding("db").network;

  assertEquals(ofRelation.bindAddress, "10.0.0.10");
  assertEquals(ofRelation.egressSubnets, ["10.0.0.0/24"]);
  assertEquals(ofEndpoint.bindAddress, "192.0.2.0");
});

Deno.test("Harness.addRelation() leaves the addresses that a test gave (HRN-15)", async () => {
  using harness = recordingHarness();
  harness.addNetwork("10.1.2.3");

  await harness.addRelation("db", "postgresql");

  const { network } = harness.model.getBinding("db");
  assertEquals(network.bindAddress, "10.1.2.3");
});

Deno.test("Harness.addRelationUnit() has a unit join (HRN-16)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql");

  await harness.addRelationUnit(id, "postgresql/7");

  assertEquals(charm.events.at(-1), "db-relation-joined postgresql/7");
  assertEquals(harness.getRelationData(id, "postgresql/7"), {});
  const [relation] = charm.relations.get("db");
  assertEquals([...relation!.units].map(({ name }) => name), ["postgresql/7"]);
});

Deno.test("Harness.addRelationUnit() refuses units that can't be (HRN-16)", async () => {
  using harness = recordingHarness();
  const id = await harness.addRelation("db", "postgresql");
  await harness.addRelationUnit(id, "postgresql/0");

  await assertRejects(
    () => harness.addRelationUnit(id, "redis/0"),
    TypeError,
    'Cannot add unit "redis/0" to relation "db:0": its units are called "postgresql/" and a number',
  );
  await assertRejects(
    () => harness.addRelationUnit(id, "postgresql/0"),
    HarnessError,
    "it is there already",
  );
  await assertRejects(
    () => harness.addRelationUnit(7, "postgresql/0"),
    RelationNotFoundError,
    'Cannot find relation 7: there is only 0; "addRelation" makes one and gives its number',
  );
});

Deno.test("Harness.updateRelationData() sets and deletes keys (HRN-17)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql", {
    unitData: { a: "1", b: "2" },
  });
  charm.take();

  await harness.updateRelationData(id, "postgresql/0", { a: "", c: "3" });

  assertEquals(harness.getRelationData(id, "postgresql/0"), { b: "2", c: "3" });
  assertEquals(charm.events, ["db-relation-changed postgresql/0"]);
});

Deno.test("Harness.updateRelationData() tells only of changes (HRN-17)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql", {
    unitData: { a: "1" },
  });
  charm.take();

  await harness.updateRelationData(id, "postgresql/0", { a: "1", b: "" });

  assertEquals(charm.events, []);
});

Deno.test("Harness.updateRelationData() of this side tells only peers of the application's (HRN-17)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const db = await harness.addRelation("db", "postgresql");
  const cluster = await harness.addRelation("cluster", "web");
  charm.take();

  for (const id of [db, cluster]) {
    await harness.updateRelationData(id, "web/0", { a: "1" });
    await harness.updateRelationData(id, charm.app, { a: "1" });
  }

  assertEquals(charm.events, ["cluster-relation-changed web"]);
  assertEquals(harness.getRelationData(db, charm.app), { a: "1" });
});

Deno.test("Harness.updateRelationData() of the own application tells the leader among peers, too (HRN-17, JEV-08)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.setLeader();
  const id = await harness.addRelation("cluster", "web");
  charm.take();

  await harness.updateRelationData(id, "web", { a: "1" });

  assertEquals(charm.events, ["cluster-relation-changed web"]);
});

Deno.test("Harness.updateRelationData() refuses what is no text, and who takes no part (HRN-17)", async () => {
  using harness = recordingHarness();
  const id = await harness.addRelation("db", "postgresql");

  await assertRejects(
    () => harness.updateRelationData(id, "postgresql", { a: 1 as never }),
    TypeError,
    'Cannot update data of "postgresql" in relation "db:0": the value of "a" is a number, not a string',
  );
  await assertRejects(
    () => harness.updateRelationData(id, "postgresql/0", { a: "1" }),
    HarnessError,
    'it takes no part in it; a remote unit is added with "addRelationUnit"',
  );
});

Deno.test("Harness.removeRelationUnit() has a unit leave, whose data can be read meanwhile (HRN-18)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql", {
    unitData: { a: "1" },
  });
  charm.take();
  const seen: unknown[] = [];
  charm.react = (event) => {
    const { relation, unit, departingUnit } = event as RelationDepartedEvent;
    seen.push(relation.data.get(unit!).get("a"), departingUnit === unit);
    seen.push(relation.units.size);
  };

  await harness.removeRelationUnit(id, "postgresql/0");

  assertEquals(charm.events, ["db-relation-departed postgresql/0"]);
  assertEquals(seen, ["1", true, 0]);
  assertEquals(harness.getRelationData(id, "postgresql/0"), null);
  await assertRejects(
    () => harness.removeRelationUnit(id, "postgresql/0"),
    HarnessError,
    'Cannot remove unit "postgresql/0" from relation "db:0": it is not in it',
  );
});

Deno.test("Harness.removeRelation() has units leave, and then breaks it (HRN-19)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql");
  await harness.addRelationUnit(id, "postgresql/0");
  await harness.addRelationUnit(id, "postgresql/1");
  charm.take();
  const active: unknown[] = [];
  charm.react = (event) => {
    if (!(event instanceof RelationEvent)) return;
    active.push([event.relation.active, charm.relations.get("db").length]);
  };

  await harness.removeRelation(id);

  assertEquals(charm.events, [
    "db-relation-departed postgresql/0",
    "db-relation-departed postgresql/1",
    "db-relation-broken postgresql",
  ]);
  assertEquals(active, [[true, 1], [true, 1], [false, 0]]);
  assertThrows(
    () => harness.getRelationData(id, "postgresql"),
    RelationNotFoundError,
  );
  await assertRejects(
    () => harness.removeRelation(id),
    RelationNotFoundError,
    "Cannot find relation 0: there is none",
  );
});

Deno.test("Harness.getRelationData() knows no access rules, and nothing of others (HRN-20)", async () => {
  using harness = recordingHarness();
  const id = await harness.addRelation("db", "postgresql");

  assertEquals(harness.getRelationData(id, "web"), {});
  assertEquals(harness.getRelationData(id, "redis/0"), null);
  assertThrows(
    () => harness.getRelationData(1, "web"),
    RelationNotFoundError,
  );
});

Deno.test("Harness lets a test read and write every databag with the model (HRN-21)", async () => {
  using harness = recordingHarness();
  const id = await harness.addRelation("db", "postgresql", { unitData: {} });
  const relation = harness.model.getRelation("db", id)!;

  for (const [index, [, bag]] of [...relation.data].entries()) {
    bag.set("index", String(index));
    assertEquals(bag.get("index"), String(index));
  }

  const names = ["web/0", "web", "postgresql/0", "postgresql"];
  assertEquals(
    names.map((name) => harness.getRelationData(id, name)),
    names.map((_, index) => ({ index: String(index) })),
  );
});

Deno.test("Harness has the rules of databags hold in handlers and in the constructor (HRN-21)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.addRelation("db", "postgresql", { unitData: {} });
  const relation = () => charm.relations.get("db")[0]!;
  const refused: string[] = [];
  const tries = [
    () => relation().data.get(charm.app).get("a"),
    () => relation().data.get(charm.app).set("a", "1"),
    () => relation().data.get(relation().app!).set("a", "1"),
  ];
  charm.react = () => {
    for (const attempt of tries) {
      const error = assertThrows(attempt, RelationDataAccessError);
      refused.push(error.message.split(":").at(-1)!.trim());
    }
  };

  await harness.updateConfig();
  await charm.on.updateStatus.emit();

  assertEquals(refused.length, 6);
  assertEquals(refused.slice(0, 3), refused.slice(3));
  assertThrows(() => harness.model.getRelation("nothing"), ModelError);
});
