import * as ops from "@charmkit/ops";
import {
  Container,
  Context,
  type ContextEvent,
  JUJU_VERSIONS,
  Relation,
  State,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { db: "sql" },
  containers: { web: {} },
  config: { options: { port: { type: "int", default: 80 } } },
} as const;

Deno.test("Context.run() says what to write in place of a string (CTX-11)", async () => {
  const ctx = contextOf(CHARMCRAFT, () => {});
  const cases: readonly [string, string][] = [
    ["start", "ctx.on.start()"],
    ["update-status", "ctx.on.updateStatus()"],
    ["db-relation-changed", "ctx.on.relationChanged(relation)"],
    ["web_pebble_ready", "ctx.on.pebbleReady(container)"],
    ["secret_remove", "ctx.on.secretRemove(secret, { revision })"],
    ["data-storage-attached", "ctx.on.storageAttached(storage)"],
    ["backup_action", 'ctx.on.action("backup")'],
    ["what", "ctx.on.event()"],
  ];

  for (const [text, hint] of cases) {
    await assertRejects(
      () => ctx.run(text as unknown as ContextEvent, new State()),
      TypeError,
      `write ${hint}`,
    );
  }
});

Deno.test("Context.run() asks for parentheses that were forgotten (CTX-11)", async () => {
  const ctx = contextOf(CHARMCRAFT, () => {});

  await assertRejects(
    () => ctx.run(ctx.on.start as unknown as ContextEvent, new State()),
    TypeError,
    "ctx.on.start()?",
  );
  await assertRejects(
    () => ctx.run(undefined as unknown as ContextEvent, new State()),
    TypeError,
    "it is no event",
  );
});

Deno.test("Context.runAction() says that actions are events (CTX-12)", () => {
  const ctx = contextOf(CHARMCRAFT, () => {});

  assertThrows(() => ctx.runAction(), TypeError, "ctx.on.action(name, params)");
});

class OrderedCharm extends ops.CharmBase {
  static order: string[] = [];

  constructor(framework: ops.Framework) {
    super(framework);
    OrderedCharm.order.push("constructor");
    this.observe(this.on.start, this.onStart);
    this.observe(this.on.updateStatus, this.onUpdateStatus);
    this.observe(this.on.collectAppStatus, this.onCollectApp);
    this.observe(this.on.collectUnitStatus, this.onCollectUnit);
    this.observe(framework.on.preCommit, this.onPreCommit);
    this.observe(framework.on.commit, this.onCommit);
  }
  onStart = named("start");
  onUpdateStatus = named("update-status");
  onCollectApp = named("collect-app");
  onCollectUnit = named("collect-unit");
  onPreCommit = named("pre-commit");
  onCommit = named("commit");
}

function named(text: string): () => void {
  const handler = () => void OrderedCharm.order.push(text);
  Object.defineProperty(handler, "name", { value: text });
  return handler;
}

Deno.test("Context.run() makes the charm, then delivers deferred events, the event, statuses and commit (CTX-10, CTX-18)", async () => {
  OrderedCharm.order = [];
  const ctx = new Context(OrderedCharm, { name: "web" });

  await ctx.run(
    ctx.on.start(),
    new State({
      leader: true,
      deferred: [ctx.on.updateStatus().deferred(OrderedCharm, "update-status")],
    }),
  );

  assertEquals(OrderedCharm.order, [
    "constructor",
    "update-status",
    "start",
    "collect-app",
    "collect-unit",
    "pre-commit",
    "commit",
  ]);
});

Deno.test("Context.run() gives a state with successors, and leaves the input alone (CTX-20)", async () => {
  const relation = new Relation("db");
  const container = new Container("web", { canConnect: true });
  const state = new State({ relations: [relation], containers: [container] });
  const before = structuredClone(relation.localUnitData);

  const { out } = await runBody(CHARMCRAFT, async (charm) => {
    charm.relations.get("db")[0]?.data.get(charm.unit).set("a", "b");
    await charm.getContainer("web").addLayer("x", {});
  }, { state });

  assertEquals(out.getRelation(relation).localUnitData["a"], "b");
  assertEquals(Object.keys(out.getContainer("web").layers), ["x"]);
  assertEquals(relation.localUnitData, before);
  assertEquals(state.getContainer("web").layers, {});
  assert(out !== state);
});

Deno.test("Context.run() shares what the charm did not change (CTX-112)", async () => {
  const state = new State({
    relations: [new Relation("db")],
    containers: [new Container("web", { canConnect: true })],
  });

  const { out } = await runBody(CHARMCRAFT, async (charm) => {
    await charm.getContainer("web").getPlan();
    charm.config.get("port");
  }, { state });

  assert(out.relations === state.relations);
  assert(out.containers === state.containers);
  assertEquals(out, state);
});

Deno.test("Context.run() does not write defaults into the configuration (CTX-22)", async () => {
  const ports: unknown[] = [];

  const { out } = await runBody(
    CHARMCRAFT,
    (charm) => void ports.push(charm.config.get("port")),
    { state: new State() },
  );

  assertEquals([ports, out.config], [[80], {}]);
});

for (const jujuVersion of JUJU_VERSIONS) {
  Deno.test(`Context simulates Juju ${jujuVersion} (CTX-45)`, async () => {
    const versions: string[] = [];
    await runBody({ name: "web" }, () => {
      versions.push(Deno.env.get("JUJU_VERSION") ?? "");
      versions.push(Deno.env.get("JUJU_SLA") ?? "none");
    }, { state: new State(), jujuVersion });

    const sla = jujuVersion.startsWith("3.") ? "unsupported" : "none";
    assertEquals(versions, [jujuVersion, sla]);
  });
}

Deno.test("many runs at a time do not disturb each other (CTX-113)", async () => {
  const runs = Array.from({ length: 20 }, async (_, unitId) => {
    const { out, ctx } = await runBody({ name: "web" }, async (charm) => {
      Deno.env.set("MINE", charm.unit.name);
      await new Promise((done) => setTimeout(done, 20 - unitId));
      console.log(Deno.env.get("MINE"));
      charm.unit.setWorkloadVersion(Deno.env.get("JUJU_UNIT_NAME") ?? "");
    }, { state: new State(), unitId });
    const printed = ctx.logs.find(({ level }) => level === "INFO")?.message;
    return [out.workloadVersion, printed];
  });

  assertEquals(
    await Promise.all(runs),
    runs.map((_, unitId) => [`web/${unitId}`, `web/${unitId}`]),
  );
});
