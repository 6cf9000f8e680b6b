import * as ops from "@charmkit/ops";
import {
  BadOwnerPath,
  Context,
  type ContextEvent,
  State,
  StateValidationError,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";

class ReadyEvent extends ops.EventBase<{ readonly host: string }> {}
class LostEvent extends ops.EventBase<{ readonly host: string }> {}

class PartEvents extends ops.ObjectEvents {
  readonly ready: ops.BoundEvent<ReadyEvent> = this.defineEvent(
    "ready",
    ReadyEvent,
  );
}

class MainEvents extends PartEvents {
  readonly lost: ops.BoundEvent<LostEvent> = this.defineEvent(
    "lost",
    LostEvent,
  );
}

class Part extends ops.Object {
  readonly on: PartEvents = new PartEvents(this);
}

class Main extends ops.Object {
  readonly on: MainEvents = new MainEvents(this);
}

class WebCharm extends ops.CharmBase {
  readonly main: Main = new Main(this);
  readonly part: Part = new Part(this);

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.main.on.ready, this.onMainReady);
    this.observe(this.part.on.ready, this.onPartReady);
    this.observe(this.main.on.lost, this.onLost);
  }

  onMainReady({ data }: ReadyEvent): void {
    this.unit.status = new ops.ActiveStatus(`main ${data.host}`);
  }

  onPartReady({ data }: ReadyEvent): void {
    this.unit.status = new ops.ActiveStatus(`part ${data.host}`);
  }

  onLost(event: LostEvent): void {
    if (this.unit.status.name === "active") return;
    this.unit.status = new ops.WaitingStatus(event.data.host);
    event.defer();
  }
}

const CONTEXT = new Context(WebCharm, { name: "web" });
const { on } = CONTEXT;
const HOST = { host: "h" };

function statusAfter(event: ContextEvent): Promise<string> {
  return CONTEXT.run(event, new State())
    .then(({ unitStatus }) => unitStatus.message);
}

Deno.test("ctx.on.custom() emits the event of the object that is meant (CTX-55)", async () => {
  const main = on.custom((charm) => charm.main.on.ready, HOST);
  const part = on.custom((charm) => charm.part.on.ready, HOST);

  assertEquals(await statusAfter(main), "main h");
  assertEquals(await statusAfter(part), "part h");
});

Deno.test("ctx.on.custom() finds the event of a class that one object has (CTX-55)", async () => {
  assertEquals(await statusAfter(on.custom(LostEvent, HOST)), "h");
});

Deno.test("ctx.on.custom() takes the bound event of another run (CTX-55)", async () => {
  await using manager = CONTEXT.manager(on.updateStatus(), new State());
  const bound = manager.charm.part.on.ready;

  assertEquals(await statusAfter(on.custom(bound, HOST)), "part h");
});

Deno.test("ctx.on.custom() types the event's data (CTX-55)", () => {
  // @ts-expect-error the event has a host
  on.custom(LostEvent);
  // @ts-expect-error a host is a string
  on.custom((charm) => charm.main.on.ready, { host: 1 });
});

Deno.test("ctx.on.custom() fails for an emitter that is not there, or not clear (CTX-55, CTX-56)", async () => {
  class OtherEvent extends ops.EventBase<{ readonly host: string }> {}
  class OtherCharm extends ops.CharmBase {}
  const other = new Context(OtherCharm, { name: "other" });
  await using manager = CONTEXT.manager(on.updateStatus(), new State());
  const bound = manager.charm.part.on.ready;
  const cases: readonly Promise<unknown>[] = [
    statusAfter(on.custom(OtherEvent, HOST)),
    statusAfter(on.custom(ReadyEvent, HOST)),
    statusAfter(
      on.custom(
        (() => undefined) as unknown as () => ops.BoundEvent<ReadyEvent>,
        HOST,
      ),
    ),
    other.run(other.on.custom(bound, HOST), new State()),
  ];

  for (const run of cases) {
    const error = await assertRejects(() => run, UncaughtCharmError);
    assert(error.cause instanceof BadOwnerPath);
  }
});

Deno.test("ctx.on.custom() refuses events of Juju and of the framework (CTX-55)", async () => {
  assertThrows(
    () => on.custom(ops.StartEvent),
    StateValidationError,
    "ctx.on.start()",
  );
  await assertRejects(
    () => statusAfter(on.custom((charm) => charm.on.start)),
    StateValidationError,
  );
});

Deno.test("a custom event that was deferred is delivered by the next run with its data (CTX-91, CTX-92)", async () => {
  const waiting = await CONTEXT.run(on.custom(LostEvent, HOST), new State());
  const active = waiting.with({ unitStatus: new ops.ActiveStatus() });

  const again = await CONTEXT.run(on.updateStatus(), waiting);
  const done = await CONTEXT.run(on.updateStatus(), active);

  assertEquals(
    waiting.deferred.map(({ name, snapshotData }) => [
      name,
      snapshotData,
    ]),
    [["lost", HOST]],
  );
  assertEquals(again.deferred, waiting.deferred);
  assertEquals(done.deferred, []);
});

Deno.test("ContextEvent.deferred() of a custom event needs its path (CTX-90)", async () => {
  await using manager = CONTEXT.manager(on.updateStatus(), new State());
  const event = on.custom(manager.charm.main.on.lost, HOST);
  const deferred = [event.deferred(WebCharm, "onLost")];

  const out = await CONTEXT.run(on.updateStatus(), new State({ deferred }));

  assertEquals(out.unitStatus, new ops.WaitingStatus("h"));
  assertThrows(
    () => on.custom(LostEvent, HOST).deferred(WebCharm, "onLost"),
    StateValidationError,
    "its path is not known",
  );
});
