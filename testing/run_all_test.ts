import {
  Container,
  Notice,
  Relation,
  runAll,
  Secret,
  State,
} from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { contextOf } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { db: "sql" },
  containers: { web: {} },
} as const;

Deno.test("runAll() runs each event on what the one before has left (DOC-15)", async () => {
  const ctx = contextOf(CHARMCRAFT, (charm, event) => {
    for (const { data } of charm.relations.get("db")) {
      data.get(charm.unit).set("last", event.handle.kind);
    }
    charm.unit.setWorkloadVersion(event.handle.kind);
  });
  const relation = new Relation("db");
  const notice = new Notice("a.b/c");
  const container = new Container("web", {
    canConnect: true,
    notices: [notice],
  });
  const secret = new Secret({ key: "value" });

  const states = await runAll(
    ctx,
    [
      ctx.on.install(),
      ctx.on.pebbleReady(container),
      ctx.on.pebbleCustomNotice(container, notice),
      ctx.on.relationChanged(relation),
      ctx.on.secretChanged(secret),
    ],
    new State({
      relations: [relation],
      containers: [container],
      secrets: [secret],
    }),
  );

  assertEquals(states.map(({ workloadVersion }) => workloadVersion), [
    "install",
    "web_pebble_ready",
    "web_pebble_custom_notice",
    "db_relation_changed",
    "secret_changed",
  ]);
  assertEquals(
    states.at(-1)?.getRelation(relation).localUnitData["last"],
    "secret_changed",
  );
});

Deno.test("ContextEvent.for() is about what its parts are in a later state (DOC-15)", () => {
  const { on } = contextOf(CHARMCRAFT, () => {});
  const relation = new Relation("db");
  const later = relation.with({ remoteAppData: { host: "h" } });

  const event = on.relationChanged(relation)
    .for(new State({ relations: [later] }));

  assertEquals(event.relation, later);
  assertEquals(event.for(new State()).relation, later);
  assertEquals(event.name, "db-relation-changed");
});
