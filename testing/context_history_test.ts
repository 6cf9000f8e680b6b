import * as ops from "@charmkit/ops";
import {
  Context,
  JujuLogLine,
  MaintenanceStatus,
  Secret,
  State,
  UnknownStatus,
} from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

Deno.test("Context.logs has each line, those of the framework too (CTX-23)", async () => {
  const { ctx } = await runBody({ name: "web" }, (charm) => {
    charm.log.info("one");
    charm.log.info("two\nthree");
    charm.log.error("four");
  }, { state: new State() });

  const own = ctx.logs.filter(({ level }) => level !== "DEBUG");
  assertEquals(own, [
    new JujuLogLine("INFO", "one"),
    new JujuLogLine("INFO", "two\nthree"),
    new JujuLogLine("ERROR", "four"),
  ]);
  assertEquals(
    ctx.logs[0],
    new JujuLogLine("DEBUG", "Emitting Juju event update_status."),
  );
});

Deno.test("Context has the statuses that were replaced, the last one is in the state (CTX-24)", async () => {
  const { ctx, out } = await runBody({ name: "web" }, (charm) => {
    charm.unit.status = new ops.WaitingStatus("1");
    charm.unit.status = new ops.ActiveStatus("2");
    charm.app.status = new ops.BlockedStatus("3");
  }, {
    state: new State({ leader: true, unitStatus: new MaintenanceStatus("0") }),
  });

  assertEquals(ctx.unitStatusHistory, [
    new MaintenanceStatus("0"),
    new ops.WaitingStatus("1"),
  ]);
  assertEquals(ctx.appStatusHistory, [new UnknownStatus()]);
  assertEquals(
    [out.unitStatus, out.appStatus],
    [new ops.ActiveStatus("2"), new ops.BlockedStatus("3")],
  );
});

Deno.test("Context has the workload's versions that were replaced (CTX-25)", async () => {
  const { ctx, out } = await runBody({ name: "web" }, (charm) => {
    for (const version of ["1", "2", "3"]) {
      charm.unit.setWorkloadVersion(version);
    }
  }, { state: new State() });

  assertEquals(ctx.workloadVersionHistory, ["1", "2"]);
  assertEquals(out.workloadVersion, "3");
});

class DoneEvent extends ops.EventBase<{ readonly what: string }> {}

class PartEvents extends ops.ObjectEvents {
  readonly done: ops.BoundEvent<DoneEvent> = this.defineEvent(
    "done",
    DoneEvent,
  );
}

class Part extends ops.Object {
  readonly on: PartEvents = new PartEvents(this);
}

class EmittingCharm extends ops.CharmBase {
  readonly part: Part = new Part(this);

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on.start, this.onStart);
    this.observe(this.on.updateStatus, this.onUpdateStatus);
  }

  async onStart(): Promise<void> {
    await this.part.on.done.emit({ what: "all" });
  }

  onUpdateStatus(event: ops.UpdateStatusEvent): void {
    event.defer();
  }
}

Deno.test("Context.emittedEvents has events of all kinds, observed or not (CTX-26)", async () => {
  const ctx = new Context(EmittingCharm, { name: "web" });

  await ctx.run(ctx.on.start(), new State());
  await ctx.run(ctx.on.install(), new State());

  assertEquals(
    ctx.emittedEvents.map((event) => [event.constructor, event.data]),
    [
      [ops.StartEvent, {}],
      [DoneEvent, { what: "all" }],
      [ops.InstallEvent, {}],
    ],
  );
});

Deno.test("Context.emittedEvents has deferred and framework events on demand, deferred ones first (CTX-26, CTX-27)", async () => {
  const ctx = new Context(EmittingCharm, { name: "web" }, {
    captureDeferredEvents: true,
    captureFrameworkEvents: true,
  });
  const deferred = [
    ctx.on.updateStatus().deferred(EmittingCharm, "onUpdateStatus"),
  ];

  await ctx.run(ctx.on.install(), new State({ deferred }));

  assertEquals(ctx.emittedEvents.map(({ handle }) => handle.kind), [
    "update_status",
    "install",
    "collect_unit_status",
    "pre_commit",
    "commit",
  ]);
});

Deno.test("Context keeps which storages were asked for, and which revisions removed (CTX-28, CTX-84, CTX-89)", async () => {
  const charmcraft = {
    name: "web",
    storage: { data: { type: "filesystem", multiple: { range: "0-" } } },
  } as const;
  const secret = new Secret({ key: "value" }, { owner: "unit", label: "x" });
  const state = new State({ secrets: [secret] });

  const { ctx, out } = await runBody(charmcraft, (charm) => {
    charm.storages.request("data", 3);
    charm.model.getSecret({ label: "x" }).removeRevision(1);
  }, {
    state,
    event: (ctx) => ctx.on.secretRemove(secret, { revision: 1 }),
  });

  assertEquals(ctx.requestedStorages, { data: 3 });
  assertEquals(out.storages, []);
  assertEquals(ctx.removedSecretRevisions, [1]);
});

Deno.test("Context.traceData has a span for the dispatch and each handler (CTX-30)", async () => {
  const ctx = new Context(EmittingCharm, { name: "web" });

  await ctx.run(ctx.on.start(), new State());

  const { traceData } = ctx;
  assertEquals(
    traceData.map(({ name, parent }) => [name, parent?.name ?? null]),
    [["ops.main", null], ["start: EmittingCharm", "ops.main"]],
  );
  assertEquals(
    traceData.flatMap(({ events }) => events.map(({ name }) => name)),
    [
      "StartEvent",
      "CollectStatusEvent",
      "PreCommitEvent",
      "CommitEvent",
      "DoneEvent",
    ],
  );
});

Deno.test("Context has logs and results of actions, nested as given (CTX-31, CTX-39)", async () => {
  const charmcraft = { name: "web", actions: { backup: {}, nothing: {} } };
  const ctx = contextOf(charmcraft, (_charm, event) => {
    if (!(event instanceof ops.ActionEvent)) return;
    if (event.handle.kind === "nothing_action") return event.setResults({});
    event.log("first");
    event.log("second");
    event.setResults({ files: { count: 2 } });
    event.setResults({ to: "s3" });
  });

  const before = ctx.actionResults;
  await ctx.run(ctx.on.action("backup"), new State());
  const results = ctx.actionResults;
  await ctx.run(ctx.on.action("nothing"), new State());

  assertEquals(before, null);
  assertEquals(results, { files: { count: "2" }, to: "s3" });
  assertEquals(ctx.actionResults, {});
});

Deno.test("Context keeps a reboot that the charm asks for; nothing reboots (QRK-08)", async () => {
  const { ctx } = await runBody(
    { name: "web" },
    (charm) => charm.unit.reboot(),
    { state: new State() },
  );

  assertEquals(ctx.requestedReboot, "after");
});
