import * as ops from "@charmkit/ops";
import {
  ActionFailed,
  AlreadyEmittedError,
  Context,
  PeerRelation,
  State,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

const CHARMCRAFT = {
  name: "web",
  peers: { cluster: "peers" },
  actions: { backup: {} },
} as const;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  starts = 0;

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.on.stop, this.#onStop);
    this.observe(this.on["backup"].action, this.#onBackup);
  }

  greeting(): string {
    return `Hello from ${this.unit.name}`;
  }

  #onStart(): void {
    this.starts += 1;
  }

  #onStop(): void {
    throw new Error("Not now");
  }

  #onBackup(event: ops.ActionEvent): void {
    event.fail("No space");
  }
}

Deno.test("Context.manager() has the charm made, and nothing emitted (CTX-13)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);

  await using manager = ctx.manager(ctx.on.start(), new State());

  assertEquals(manager.charm.greeting(), "Hello from web/0");
  assertEquals(manager.charm.starts, 0);
  assertEquals(ctx.emittedEvents, []);
});

Deno.test("Manager.run() runs the event once; the charm stays to be looked at (CTX-14, CTX-17)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  await using manager = ctx.manager(ctx.on.start(), new State());

  await manager.run();

  assertEquals(manager.charm.starts, 1);
  await assertRejects(() => manager.run(), AlreadyEmittedError);
  assertEquals(manager.charm.starts, 1);
});

Deno.test("Manager runs the event when its scope is left (CTX-15)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  let charm: WebCharm;
  {
    await using manager = ctx.manager(ctx.on.start(), new State());
    charm = manager.charm;
  }

  assertEquals(charm.starts, 1);
});

Deno.test("Manager runs the event also when the scope throws, whose error stays (CTX-15)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  let charm: WebCharm | undefined;

  await assertRejects(
    async () => {
      await using manager = ctx.manager(ctx.on.start(), new State());
      charm = manager.charm;
      throw new RangeError("of the test");
    },
    RangeError,
    "of the test",
  );

  assertEquals(charm?.starts, 1);
});

Deno.test("Manager throws at the end of its scope what the event threw (CTX-15, CTX-38)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);

  await assertRejects(async () => {
    await using _manager = ctx.manager(ctx.on.stop(), new State());
  }, UncaughtCharmError);
  await assertRejects(async () => {
    await using _manager = ctx.manager(ctx.on.action("backup"), new State());
  }, ActionFailed);
});

Deno.test("Manager.run() throws once: not again at the end of the scope (CTX-15)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  let caught = 0;
  {
    await using manager = ctx.manager(ctx.on.stop(), new State());
    await manager.run().catch(() => caught++);
  }

  assertEquals(caught, 1);
});

Deno.test("what is changed through Manager.charm is in the state (CTX-16)", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  const relation = new PeerRelation("cluster");
  const state = new State({ relations: [relation] });
  await using manager = ctx.manager(ctx.on.start(), state);
  const { charm } = manager;

  charm.unit.status = new ops.ActiveStatus("by the test");
  charm.getRelation("cluster")?.data.get(charm.unit).set("a", "b");
  const out = await manager.run();

  assertEquals(out.unitStatus, new ops.ActiveStatus("by the test"));
  assertEquals(out.getRelation(relation).localUnitData["a"], "b");
});

class ThrowingCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    throw new TypeError("No such thing");
  }
}

Deno.test("Context.manager() throws what the charm's constructor threw (CTX-35)", () => {
  const ctx = new Context(ThrowingCharm, { name: "web" });

  const error = assertThrows(
    () => ctx.manager(ctx.on.start(), new State()),
    UncaughtCharmError,
    "No such thing",
  );

  assert(error.cause instanceof TypeError);
});
