import * as ops from "@charmkit/ops";
import {
  ActionFailed,
  ActionMissingFromContextError,
  Container,
  Context,
  InconsistentScenarioError,
  NoObserverError,
  Relation,
  ScenarioRuntimeError,
  State,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = { name: "web", actions: { backup: {} } } as const;

Deno.test("UncaughtCharmError tells event, handler and error, with the original as its cause (CTX-35)", async () => {
  const original = new RangeError("port is taken");

  const error = await assertRejects(
    () =>
      runBody(CHARMCRAFT, () => {
        throw original;
      }, { state: new State() }),
    UncaughtCharmError,
  );

  assertEquals(
    error.message,
    'The charm threw RangeError: port is taken (event "update-status", in BodyCharm.onEvent)',
  );
  assert(error.cause === original);
  assert(error instanceof ScenarioRuntimeError);
});

class ThrowingCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    throw new TypeError("No such thing");
  }
}

Deno.test("UncaughtCharmError also is for what the constructor throws (CTX-35)", async () => {
  const ctx = new Context(ThrowingCharm, { name: "web" });

  const error = await assertRejects(
    () => ctx.run(ctx.on.start(), new State()),
    UncaughtCharmError,
  );

  assertStringIncludes(error.message, "TypeError: No such thing");
});

Deno.test("Context.run() tells of what does not fit together before the charm runs (CTX-10, CTX-35)", async () => {
  let runs = 0;
  const ctx = contextOf(CHARMCRAFT, () => runs++);
  const state = new State({ containers: [new Container("web")] });

  await assertRejects(
    () => ctx.run(ctx.on.start(), state),
    InconsistentScenarioError,
  );

  assertEquals(runs, 0);
});

Deno.test("Context warns of what is seldom meant, in the log (CTX-10)", async () => {
  const charmcraft = { name: "web", requires: { db: "sql" } } as const;
  const relation = new Relation("db", { remoteUnitsData: { 1: {}, 2: {} } });
  const { ctx } = await runBody(charmcraft, () => {}, {
    state: new State({ relations: [relation] }),
    event: (ctx) => ctx.on.relationJoined(relation),
  });

  const warning = ctx.logs.find(({ level }) => level === "WARNING");
  assertStringIncludes(warning?.message ?? "", "Is this meant?");
});

Deno.test("Context with bareErrors throws what the charm threw (CTX-36)", async () => {
  const original = new RangeError("port is taken");

  const error = await assertRejects(() =>
    runBody(CHARMCRAFT, () => {
      throw original;
    }, { state: new State(), bareErrors: true })
  );

  assert(error === original);
});

Deno.test("Context runs as before after an error (CTX-37)", async () => {
  let runs = 0;
  const ctx = contextOf(CHARMCRAFT, (charm) => {
    Deno.env.set("CHARM_RUNS", `${++runs}`);
    if (runs === 1) throw new Error("No");
    charm.unit.setWorkloadVersion(`${runs}`);
  });

  await assertRejects(() => ctx.run(ctx.on.start(), new State()));
  const out = await ctx.run(ctx.on.start(), new State());

  assertEquals(out.workloadVersion, "2");
  assertEquals(Deno.env.get("CHARM_RUNS"), undefined);
});

Deno.test("ActionFailed has the last message, the state and what the action said (CTX-38)", async () => {
  const ctx = contextOf(CHARMCRAFT, (charm, event) => {
    if (!(event instanceof ops.ActionEvent)) return;
    event.fail("first");
    event.fail("No space left");
    event.log("Tried");
    event.setResults({ size: 3 });
    charm.unit.status = new ops.BlockedStatus("Disk full");
  });

  const error = await assertRejects(
    () => ctx.run(ctx.on.action("backup"), new State()),
    ActionFailed,
    "No space left",
  );

  assertEquals(error.state?.unitStatus, new ops.BlockedStatus("Disk full"));
  assertEquals(error.output, { logs: ["Tried"], results: { size: "3" } });
  assertEquals([ctx.actionLogs, ctx.actionResults], [["Tried"], { size: "3" }]);
});

Deno.test("ActionFailed without a message says so (CTX-38)", async () => {
  await assertRejects(
    () =>
      runBody(CHARMCRAFT, (_charm, event) => {
        if (event instanceof ops.ActionEvent) event.fail();
      }, { state: new State(), event: (ctx) => ctx.on.action("backup") }),
    ActionFailed,
    "without reason given",
  );
});

Deno.test("an action that fails and then throws is a charm that threw (CTX-41)", async () => {
  const ctx = contextOf(CHARMCRAFT, (_charm, event) => {
    if (!(event instanceof ops.ActionEvent)) return;
    event.log("Trying");
    event.fail("No");
    throw new Error("Really not");
  });

  await assertRejects(
    () => ctx.run(ctx.on.action("backup"), new State()),
    UncaughtCharmError,
    "Really not",
  );

  assertEquals(ctx.actionLogs, ["Trying"]);
});

Deno.test("an action cannot be deferred, nor have keys that are none (CTX-39)", async () => {
  const bodies: ((event: ops.ActionEvent) => void)[] = [
    (event) => event.defer(),
    (event) => event.setResults({ "Two Words": 1 }),
    (event) => event.setResults({ a: { b: 1 }, "a.b": 2 }),
  ];
  for (const body of bodies) {
    await assertRejects(
      () =>
        runBody(CHARMCRAFT, (_charm, event) => body(event as ops.ActionEvent), {
          state: new State(),
          event: (ctx) => ctx.on.action("backup"),
        }),
      UncaughtCharmError,
    );
  }
});

Deno.test("an action's methods fail when no action runs (CTX-40)", async () => {
  let kept: ops.ActionEvent | undefined;
  const ctx = contextOf(CHARMCRAFT, (charm, event) => {
    if (event instanceof ops.ActionEvent) kept = event;
    else charm.framework.context.backend.actionSet({ a: 1 });
  });
  await ctx.run(ctx.on.action("backup"), new State());

  const error = await assertRejects(
    () => ctx.run(ctx.on.start(), new State()),
    UncaughtCharmError,
  );

  assertEquals(kept?.id, "1");
  assert(error.cause instanceof ActionMissingFromContextError);
});

Deno.test("NoObserverError is for an event that the charm's metadata does not give (CTX-56)", async () => {
  const ctx = contextOf({ name: "web" }, () => {}, {
    skipConsistencyChecks: true,
  });

  await assertRejects(
    () => ctx.run(ctx.on.action("backup" as never), new State()),
    NoObserverError,
    "backup_action",
  );
});

Deno.test("Context.run() is fine when nobody observes the event (CTX-56)", async () => {
  class SilentCharm extends ops.CharmBase {}
  const ctx = new Context(SilentCharm, { name: "web" });

  assertEquals(await ctx.run(ctx.on.start(), new State()), new State());
});

Deno.test("Context.run() says what Juju refuses when the hook ends", async () => {
  const relation = new Relation("db", { id: 1 });
  const charmcraft = { name: "web", requires: { db: "sql" } } as const;

  await assertRejects(
    () =>
      runBody(charmcraft, (charm) => {
        const data = charm.relations.get("db")[0]!.data.get(charm.unit);
        data.set("big", "x".repeat(17_000_000));
      }, {
        state: new State({ relations: [relation] }),
        jujuVersion: "4.0.14",
      }),
    UncaughtCharmError,
    "max allowed total size",
  );
});
