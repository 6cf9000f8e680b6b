import * as ops from "@charmkit/ops";
import {
  Container,
  Context,
  InconsistentScenarioError,
  PeerRelation,
  Relation,
  State,
  StateLookupError,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";

const CHARMCRAFT = {
  name: "web",
  requires: { db: { interface: "sql", limit: 1 } },
  peers: { cluster: "web-peers" },
  containers: { web: {} },
  config: {
    options: {
      port: { type: "int", default: 8080 },
      title: { type: "string" },
    },
  },
  actions: { backup: { params: { to: { type: "string" } } } },
} as const satisfies ops.Charmcraft;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  readonly #stored = this.storedState({ starts: 0 });

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.on.updateStatus, this.#onUpdateStatus);
    this.observe(this.on.configChanged, this.#onConfigChanged);
    this.observe(this.on["db"].relationChanged, this.#onDatabaseChanged);
    this.observe(this.on["db"].relationBroken, this.#onDatabaseBroken);
    this.observe(this.on.leaderElected, this.#onLeaderElected);
    this.observe(this.on["backup"].action, this.#onBackup);
  }

  #onStart(event: ops.StartEvent): void {
    this.#stored.starts += 1;
    if (this.#stored.starts < 3) event.defer();
    this.unit.status = new ops.MaintenanceStatus(
      `start ${this.#stored.starts}`,
    );
  }

  #onUpdateStatus(): void {}

  #onConfigChanged(): void {
    if (this.config.get("port") < 1024) throw new RangeError("port is taken");
    this.unit.setWorkloadVersion(this.config.get("title") ?? "untitled");
  }

  #onDatabaseChanged(event: ops.RelationChangedEvent): void {
    const { data, app } = event.relation;
    const host = data.get(app!).get("host") ?? "nowhere";
    data.get(this.unit).update({ seen: host, "ingress-address": "" });
  }

  #onDatabaseBroken(event: ops.RelationBrokenEvent): void {
    this.unit.status = new ops.BlockedStatus(
      `${event.relation.active} ${this.getRelation("db")}`,
    );
  }

  #onLeaderElected(): void {
    this.getRelation("cluster")!.data.get(this.app).set(
      "leader",
      this.unit.name,
    );
    this.app.status = new ops.ActiveStatus("led");
  }

  #onBackup(event: ops.ActionEvent): void {
    event.setResults({ size: 3, to: event.params["to"] as string });
  }
}

function makeContext(): Context<typeof CHARMCRAFT> {
  return new Context(WebCharm, CHARMCRAFT);
}

Deno.test("Context.run() passes stored state and deferred events on to the next run", async () => {
  const ctx = makeContext();
  const before = new State();

  const first = await ctx.run(ctx.on.start(), before);
  const second = await ctx.run(ctx.on.updateStatus(), first);
  const third = await ctx.run(ctx.on.updateStatus(), second);
  const fourth = await ctx.run(ctx.on.updateStatus(), third);

  assertEquals(
    [first, second, third, fourth].map(({ unitStatus }) => unitStatus.message),
    ["start 1", "start 2", "start 3", "start 3"],
  );
  assertEquals(fourth.deferred, []);
  assertEquals(before, new State());
});

Deno.test("Context.run() shows the charm remote data, and what it wrote afterwards", async () => {
  const ctx = makeContext();
  const relation = new Relation("db", { remoteAppData: { host: "10.0.0.1" } });

  const out = await ctx.run(
    ctx.on.relationChanged(relation),
    new State({ relations: [relation] }),
  );

  assertEquals(out.getRelation(relation.id).localUnitData, {
    "egress-subnets": "192.0.2.0",
    "private-address": "192.0.2.0",
    seen: "10.0.0.1",
  });
  assertEquals(relation.localUnitData["seen"], undefined);
});

Deno.test("Context.run() leaves a broken relation out of the model", async () => {
  const ctx = makeContext();
  const relation = new Relation("db");

  const out = await ctx.run(
    ctx.on.relationBroken(relation),
    new State({ relations: [relation] }),
  );

  assertEquals(out.unitStatus, new ops.BlockedStatus("false null"));
});

Deno.test("Context.run() lets only the leader write for the application", async () => {
  const ctx = makeContext();
  const peers = new PeerRelation("cluster", { peersData: { 1: {} } });
  const state = new State({ relations: [peers] });

  const out = await ctx.run(
    ctx.on.leaderElected(),
    state.with({ leader: true }),
  );
  const error = await assertRejects(
    () => ctx.run(ctx.on.leaderElected(), state),
    UncaughtCharmError,
    "only the leader can",
  );

  assertEquals(out.getRelation(peers.id).localAppData, { leader: "web/0" });
  assertEquals(out.appStatus, new ops.ActiveStatus("led"));
  assertEquals(error.cause instanceof ops.RelationDataAccessError, true);
});

Deno.test("Context.run() reads options with their defaults", async () => {
  const ctx = makeContext();

  const plain = await ctx.run(ctx.on.configChanged(), new State());
  const titled = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { title: "Hello" } }),
  );

  assertEquals(
    [plain.workloadVersion, titled.workloadVersion],
    ["untitled", "Hello"],
  );
});

Deno.test("Context.run() tells what the charm threw", async () => {
  const ctx = makeContext();

  const error = await assertRejects(
    () => ctx.run(ctx.on.configChanged(), new State({ config: { port: 80 } })),
    UncaughtCharmError,
    "The charm threw RangeError: port is taken",
  );

  assertEquals(error.cause instanceof RangeError, true);
});

Deno.test("Context keeps hook commands of the last run, and the log of all", async () => {
  const ctx = makeContext();

  await ctx.run(ctx.on.configChanged(), new State());

  assertEquals(
    ctx.hookCommands.map(({ name }) => name),
    ["config-get", "application-version-set"],
  );
  assertEquals(
    ctx.logs.at(-1)?.message,
    "Emitting Juju event config_changed.",
  );
});

Deno.test("Context.run() refuses a state that the metadata does not allow", async () => {
  const ctx = makeContext();
  const state = new State({
    config: { prot: 1 },
    containers: [new Container("wbe")],
    relations: [new Relation("bd")],
  });

  const { violations } = await assertRejects(
    () => ctx.run(ctx.on.start(), state),
    InconsistentScenarioError,
  );

  assertEquals(violations.map(({ rule }) => rule), [
    "container-undeclared",
    "option-undeclared",
    "relation-undeclared",
  ]);
});

Deno.test("Context.run() runs actions", async () => {
  const ctx = makeContext();

  await ctx.run(ctx.on.action("backup", { to: "s3" }), new State());

  assertEquals(
    ctx.hookCommands.find(({ name }) => name === "action-set")?.code,
    0,
  );
});

Deno.test("State refuses what is no status, and names that it lacks", () => {
  // @ts-expect-error a text is no status
  assertThrows(() => new State({ unitStatus: "active" }), TypeError, "status");
  assertThrows(() => new State().getContainer("web"), StateLookupError);
  assertThrows(() => new State().getRelation(7), StateLookupError);
});
