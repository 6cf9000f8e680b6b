import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Fixture, makeFixture, makeFramework } from "../_model_fixture.ts";
import type { BoundEvent } from "./bound_event.ts";
import { FrameworkError } from "./errors.ts";
import {
  type CommitEvent,
  EventBase,
  type PreCommitEvent,
} from "./event_base.ts";
import type { Framework } from "./framework.ts";
import { FrameworkObject } from "./framework_object.ts";
import { MemoryStorage } from "./memory_storage.ts";
import { ObjectEvents } from "./object_events.ts";
import type { StateStorage } from "./state_storage.ts";

class PingEvent extends EventBase<{ readonly n: number }> {}
class PongEvent extends EventBase {}

class PingEvents extends ObjectEvents {
  readonly ping: BoundEvent<PingEvent> = this.defineEvent("ping", PingEvent);
  readonly pong: BoundEvent<PongEvent> = this.defineEvent("pong", PongEvent);
}

class Emitter extends FrameworkObject {
  readonly on: PingEvents = new PingEvents(this);
}

/** Observes what a test tells it to, and notes what it gets. */
class Observer extends FrameworkObject {
  readonly seen: string[] = [];
  defers = false;

  onPing(event: PingEvent): void {
    this.seen.push(`ping ${event.data.n}`);
    if (this.defers) event.defer();
  }

  onPong(event: PongEvent): void {
    this.seen.push(`pong ${event.handle.key}`);
    if (this.defers) event.defer();
  }
}

/** One dispatch over a storage: a framework, an emitter and an observer. */
function start(
  storage: StateStorage = new MemoryStorage(),
  fixture: Fixture = makeFixture(),
) {
  const framework = makeFramework(storage, fixture);
  return {
    framework,
    log: fixture.log,
    context: fixture.context,
    storage,
    emitter: new Emitter(framework),
    observer: new Observer(framework),
  };
}

Deno.test("Framework calls handlers in the order of observing (FRW-13)", async () => {
  const { framework, emitter } = start();
  const order: string[] = [];
  class Noting extends FrameworkObject {
    first(): void {
      order.push(`${this.handle.key} first`);
    }
    second(): void {
      order.push(`${this.handle.key} second`);
    }
  }
  const a = new Noting(framework, "a");
  const b = new Noting(framework, "b");
  b.observe(emitter.on.ping, b.second);
  a.observe(emitter.on.ping, a.first);
  b.observe(emitter.on.ping, b.first);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(order, ["b second", "a first", "b first"]);
});

Deno.test("Framework awaits each handler before the next (DSP-50)", async () => {
  const { framework, emitter } = start();
  const order: string[] = [];
  class Slow extends FrameworkObject {
    async onPing(): Promise<void> {
      order.push(`${this.handle.key} starts`);
      await Promise.resolve();
      await new Promise((done) => queueMicrotask(() => done(null)));
      order.push(`${this.handle.key} ends`);
    }
  }
  for (const key of ["a", "b"]) {
    const slow = new Slow(framework, key);
    slow.observe(emitter.on.ping, slow.onPing);
  }

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(order, ["a starts", "a ends", "b starts", "b ends"]);
});

Deno.test("Framework delivers what a handler emits before that goes on (FRW-22)", async () => {
  const { framework, emitter, observer } = start();
  class Relay extends FrameworkObject {
    async onPing(event: PingEvent): Promise<void> {
      observer.seen.push(`relay starts ${event.data.n}`);
      await emitter.on.pong.emit();
      observer.seen.push("relay ends");
    }
  }
  const relay = new Relay(framework);
  relay.observe(emitter.on.ping, relay.onPing);
  observer.observe(emitter.on.ping, observer.onPing);
  observer.observe(emitter.on.pong, observer.onPong);

  await emitter.on.ping.emit({ n: 7 });

  assertEquals(observer.seen, [
    "relay starts 7",
    "pong 2",
    "relay ends",
    "ping 7",
  ]);
});

Deno.test("Framework gives each handler an event of its own (EVT-06)", async () => {
  const { framework, emitter } = start();
  const events: EventBase<{ readonly list: readonly number[] }>[] = [];
  class ListEvent extends EventBase<{ readonly list: readonly number[] }> {}
  class Noting extends FrameworkObject {
    onList(event: ListEvent): void {
      events.push(event);
      (event.data.list as number[]).push(9);
    }
  }
  const event = emitter.on.defineEvent("list", ListEvent);
  for (const key of ["a", "b"]) {
    const noting = new Noting(framework, key);
    noting.observe(event, noting.onList);
  }
  const list = [1];

  await event.emit({ list });

  assertEquals(events.map(({ data }) => data), [{ list: [1, 9] }, {
    list: [1, 9],
  }]);
  assertEquals(list, [1]);
});

Deno.test("Framework.emit() refuses data that is not plain, observed or not (FRW-09)", async () => {
  const { emitter, storage } = start();

  await assertRejects(
    () => emitter.on.ping.emit({ n: Symbol("1") as unknown as number }),
    FrameworkError,
    'Cannot store "n": it is a symbol',
  );
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("Framework.emit() stores nothing when nobody observes (FRW-14)", async () => {
  const { emitter, storage } = start();

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(storage.snapshotPaths(), []);
  assertEquals(storage.notices(), []);
});

Deno.test("Framework.emit() leaves nothing when no handler defers (FRW-19)", async () => {
  const { emitter, observer, storage } = start();
  observer.observe(emitter.on.ping, observer.onPing);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1"]);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(storage.notices(), []);
});

Deno.test("Framework numbers events on from those that are kept (FRW-15)", async () => {
  const first = start();
  first.observer.observe(first.emitter.on.pong, first.observer.onPong);
  await first.emitter.on.ping.emit({ n: 1 });
  await first.emitter.on.pong.emit();
  first.observer.defers = true;
  for (let count = 3; count <= 12; count++) {
    await first.emitter.on.ping.emit({ n: count });
  }
  await first.emitter.on.pong.emit();
  await first.framework.commit();
  const second = start(first.storage);
  second.observer.observe(second.emitter.on.ping, second.observer.onPing);
  second.observer.defers = true;

  await second.emitter.on.ping.emit({ n: 1 });

  assertEquals(first.observer.seen, ["pong 2", "pong 13"]);
  assertEquals(
    second.storage.notices().map(({ eventPath }) => eventPath),
    ["Emitter/on/pong[13]", "Emitter/on/ping[14]"],
  );
});

Deno.test("Framework keeps nothing of a charm that has nothing to keep", async () => {
  const { framework, emitter, observer, storage } = start();
  observer.observe(emitter.on.ping, observer.onPing);
  await emitter.on.ping.emit({ n: 1 });

  await framework.commit();

  assertEquals(storage.snapshotPaths(), []);
  assertEquals(storage.notices(), []);
});

Deno.test("Framework.reemit() delivers a deferred event in each dispatch until it is handled (FRW-18)", async () => {
  const storage = new MemoryStorage();
  const first = start(storage);
  first.observer.observe(first.emitter.on.ping, first.observer.onPing);
  first.observer.defers = true;
  await first.emitter.on.ping.emit({ n: 1 });
  await first.framework.commit();

  const seen: string[][] = [];
  for (const defers of [true, true, false, false]) {
    const { framework, emitter, observer } = start(storage);
    observer.observe(emitter.on.ping, observer.onPing);
    observer.defers = defers;
    await framework.reemit();
    await framework.commit();
    seen.push(observer.seen);
  }

  assertEquals(seen, [["ping 1"], ["ping 1"], ["ping 1"], []]);
  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("Framework.reemit() goes in the order of the first emission and says so (FRW-20)", async () => {
  const storage = new MemoryStorage();
  const first = start(storage);
  first.observer.observe(first.emitter.on.ping, first.observer.onPing);
  first.observer.observe(first.emitter.on.pong, first.observer.onPong);
  first.observer.defers = true;
  await first.emitter.on.ping.emit({ n: 1 });
  await first.emitter.on.pong.emit();
  await first.emitter.on.ping.emit({ n: 3 });
  const { framework, emitter, observer, log } = start(storage);
  observer.observe(emitter.on.pong, observer.onPong);
  observer.observe(emitter.on.ping, observer.onPing);

  await framework.reemit();

  assertEquals(observer.seen, ["ping 1", "pong 2", "ping 3"]);
  assertEquals(log.of("DEBUG"), [
    "Re-emitting deferred event <PingEvent via Emitter/on/ping[1]> (1 of 3 in queue).",
    "Re-emitting deferred event <PongEvent via Emitter/on/pong[2]> (2 of 3 in queue).",
    "Re-emitting deferred event <PingEvent via Emitter/on/ping[3]> (3 of 3 in queue).",
  ]);
});

Deno.test("Framework.reemit() calls only the handlers that deferred (FRW-21)", async () => {
  const storage = new MemoryStorage();
  const first = start(storage);
  const other = new Observer(first.framework, "other");
  first.observer.observe(first.emitter.on.ping, first.observer.onPing);
  other.observe(first.emitter.on.ping, other.onPing);
  first.observer.defers = true;
  await first.emitter.on.ping.emit({ n: 1 });
  const second = start(storage);
  const others = ["other", "new"].map((key) => {
    const observer = new Observer(second.framework, key);
    observer.observe(second.emitter.on.ping, observer.onPing);
    return observer;
  });
  second.observer.observe(second.emitter.on.ping, second.observer.onPing);

  await second.framework.reemit();

  assertEquals(second.observer.seen, ["ping 1"]);
  assertEquals(others.map(({ seen }) => seen), [[], []]);
});

Deno.test("Framework.reemit() leaves what is deferred meanwhile for the next dispatch (FRW-20)", async () => {
  const storage = new MemoryStorage();
  const first = start(storage);
  first.observer.observe(first.emitter.on.pong, first.observer.onPong);
  first.observer.defers = true;
  await first.emitter.on.pong.emit();
  const second = start(storage);
  class Relay extends FrameworkObject {}
  new Relay(second.framework);
  second.observer.onPong = async function onPong(event) {
    this.seen.push(`pong ${event.handle.key}`);
    await second.emitter.on.ping.emit({ n: 2 });
  };
  second.observer.defers = true;
  second.observer.observe(second.emitter.on.pong, second.observer.onPong);
  second.observer.observe(second.emitter.on.ping, second.observer.onPing);

  await second.framework.reemit();

  assertEquals(second.observer.seen, ["pong 1", "ping 2"]);
  assertEquals(storage.notices().map(({ methodName }) => methodName), [
    "onPing",
  ]);
});

Deno.test("Framework.emit() skips a handler that waits for the same event (FRW-16)", async () => {
  const { emitter, observer, storage, log } = start();
  observer.observe(emitter.on.ping, observer.onPing);
  observer.defers = true;
  await emitter.on.ping.emit({ n: 1 });

  await emitter.on.ping.emit({ n: 1 });
  await emitter.on.ping.emit({ n: 2 });

  assertEquals(observer.seen, ["ping 1", "ping 2"]);
  assertEquals(storage.notices().map(({ eventPath }) => eventPath), [
    "Emitter/on/ping[1]",
    "Emitter/on/ping[3]",
  ]);
  assertEquals(log.of("INFO"), [
    "Skipping notice (Emitter/on/ping[2]/Observer/onPing) - already in the queue.",
  ]);
});

Deno.test("Framework.emit() does not take another emitter's event for the same (FRW-16)", async () => {
  const { framework, observer } = start();
  const a = new Emitter(framework, "a");
  const b = new Emitter(framework, "b");
  observer.observe(a.on.ping, observer.onPing);
  observer.observe(b.on.ping, observer.onPing);
  observer.defers = true;

  await a.on.ping.emit({ n: 1 });
  await b.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1", "ping 1"]);
});

Deno.test("Framework calls a handler once that observes twice (FRW-17)", async () => {
  const { emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing);
  observer.observe(emitter.on.ping, observer.onPing);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1"]);
});

Deno.test("Framework does not enter a handler again that emits what it handles (FRW-17)", async () => {
  const { framework, emitter } = start();
  let calls = 0;
  class Echo extends FrameworkObject {
    async onPing(event: PingEvent): Promise<void> {
      calls++;
      await emitter.on.ping.emit({ ...event.data });
    }
  }
  const echo = new Echo(framework);
  echo.observe(emitter.on.ping, echo.onPing);

  await emitter.on.ping.emit({ n: 1 });
  await emitter.on.ping.emit({ n: 1 });

  assertEquals(calls, 2);
});

/** Defers a ping in a first dispatch, and gives the storage. */
async function deferPing(): Promise<MemoryStorage> {
  const storage = new MemoryStorage();
  const { framework, emitter, observer } = start(storage);
  observer.observe(emitter.on.ping, observer.onPing);
  observer.defers = true;
  await emitter.on.ping.emit({ n: 1 });
  await framework.commit();
  return storage;
}

Deno.test("Framework.reemit() drops an event whose kind is gone (FRW-21)", async () => {
  const storage = await deferPing();
  const fixture = makeFixture();
  const framework = makeFramework(storage, fixture);
  new Observer(framework);

  await framework.reemit();

  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(fixture.log.of("WARNING"), []);
});

Deno.test("Framework.reemit() drops an event whose handler is gone (FRW-21)", async () => {
  const storage = await deferPing();
  const { framework, observer, log } = start(storage);

  await framework.reemit();

  assertEquals(observer.seen, []);
  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
  assertEquals(log.of("WARNING"), []);
});

Deno.test("Framework.reemit() warns of an observer that was not made, and drops its event (FRW-03)", async () => {
  const storage = await deferPing();
  const fixture = makeFixture();
  const framework = makeFramework(storage, fixture);
  new Emitter(framework);

  await framework.reemit();

  assertEquals(storage.notices(), []);
  assertEquals(fixture.log.of("WARNING"), [
    "Dropping deferred event Emitter/on/ping[1]: its observer Observer was not made in this dispatch.",
  ]);
});

Deno.test("Framework.reemit() finds a handler that observes another event now", async () => {
  const storage = await deferPing();
  const { framework, emitter, observer } = start(storage);
  observer.observe(emitter.on.pong, observer.onPong);
  observer.observe(
    emitter.on.defineEvent("other", PingEvent),
    observer.onPing,
  );

  await framework.reemit();

  assertEquals(observer.seen, ["ping 1"]);
});

Deno.test("Framework finds private handlers again, with their object as this", async () => {
  class Private extends FrameworkObject {
    readonly seen: string[] = [];
    #defers: boolean;

    constructor(framework: Framework, emitter: Emitter, defers: boolean) {
      super(framework);
      this.#defers = defers;
      this.observe(emitter.on.ping, this.#onPing);
    }

    #onPing(event: PingEvent): void {
      this.seen.push(`ping ${event.data.n}`);
      if (this.#defers) event.defer();
    }
  }
  const first = start();
  new Private(first.framework, first.emitter, true);
  await first.emitter.on.ping.emit({ n: 5 });
  const second = start(first.storage);
  const again = new Private(second.framework, second.emitter, false);

  await second.framework.reemit();

  assertEquals(
    first.storage.notices().map(({ methodName }) => methodName),
    [],
  );
  assertEquals(again.seen, ["ping 5"]);
});

for (const key of ["db/0", "a[0]", "a]/on/ping[1]"]) {
  Deno.test(`Framework delivers deferred events of objects with the key "${key}"`, async () => {
    const seen: string[] = [];
    const dispatch = (storage: StateStorage, defers: boolean) => {
      const { framework } = start(storage);
      const emitter = new Emitter(framework, key);
      const observer = new Observer(framework, key);
      observer.onPing = function onPing(event) {
        seen.push(event.handle.path);
        if (defers) event.defer();
      };
      observer.observe(emitter.on.ping, observer.onPing);
      return { framework, emitter };
    };
    const storage = new MemoryStorage();
    await dispatch(storage, true).emitter.on.ping.emit({ n: 1 });

    await dispatch(storage, false).framework.reemit();

    const path = `Emitter[${key}]/on/ping[1]`;
    assertEquals(seen, [path, path]);
    assertEquals(storage.notices(), []);
  });
}

Deno.test("Framework.observe() refuses a handler without a name", () => {
  const { emitter, observer } = start();

  assertThrows(
    () => observer.observe(emitter.on.ping, () => {}),
    TypeError,
    "Cannot observe Emitter/on/ping: the handler of Observer has no name",
  );
});

Deno.test("Framework.observe() refuses two handlers of one name", () => {
  const { emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing);

  assertThrows(
    () => observer.observe(emitter.on.pong, function onPing() {}),
    TypeError,
    'Cannot observe Emitter/on/pong: Observer has another handler named "onPing"',
  );
});

Deno.test("Framework.observe() refuses one method that is bound twice, and says why", () => {
  const { emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing.bind(observer));

  assertThrows(
    () => observer.observe(emitter.on.ping, observer.onPing.bind(observer)),
    TypeError,
    'another handler named "bound onPing"; pass the method itself, without bind',
  );
});

Deno.test("Framework.observe() is the long form of FrameworkObject.observe()", async () => {
  const { framework, emitter, observer } = start();
  framework.observe(emitter.on.ping, observer, observer.onPing);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1"]);
});

Deno.test("Framework.isObserved() tells whether a kind of event has an observer", () => {
  const { framework, emitter, observer } = start();
  observer.observe(emitter.on.ping, observer.onPing);

  assertEquals(framework.isObserved(emitter.on.ping), true);
  assertEquals(framework.isObserved(emitter.on.pong), false);
});

Deno.test("Framework stops at a handler that throws, and keeps its notices (DSP-29)", async () => {
  const { framework, emitter, observer, context, storage } = start();
  class Failing extends FrameworkObject {
    async onPing(): Promise<void> {
      await Promise.resolve();
      throw new RangeError("no");
    }
  }
  const failing = new Failing(framework);
  failing.observe(emitter.on.ping, failing.onPing);
  observer.observe(emitter.on.ping, observer.onPing);

  await assertRejects(() => emitter.on.ping.emit({ n: 1 }), RangeError, "no");

  assertEquals(observer.seen, []);
  assertEquals(context.running, null);
  storage.close();
  assertEquals(storage.notices(), []);
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("Framework notes which event a handler is running for, also over await and nested (FRW-33)", async () => {
  const storage = await deferPing();
  const { framework, emitter, observer, context } = start(storage);
  const running: unknown[] = [];
  class Relay extends FrameworkObject {
    async onPing(): Promise<void> {
      running.push(context.running);
      await emitter.on.pong.emit();
      running.push(context.running);
    }
    onPong(): void {
      running.push(context.running);
    }
  }
  const relay = new Relay(framework);
  relay.observe(emitter.on.pong, relay.onPong);
  observer.onPing = relay.onPing;
  observer.observe(emitter.on.ping, observer.onPing);

  await framework.reemit();

  assertEquals(running, [
    { event: "ping", deferred: true },
    { event: "pong", deferred: false },
    { event: "ping", deferred: true },
  ]);
  assertEquals(context.running, null);
});

Deno.test("Framework logs an event that is not the one dispatched (FRW-23)", async () => {
  const { framework, emitter, observer, log } = start();
  observer.observe(emitter.on.ping, observer.onPing);
  observer.observe(emitter.on.pong, observer.onPong);
  framework.dispatchedKind = "ping";

  await emitter.on.ping.emit({ n: 1 });
  await emitter.on.pong.emit();

  assertEquals(log.of("DEBUG"), [
    "Emitting custom event <PongEvent via Emitter/on/pong[2]>.",
  ]);
});

Deno.test("EventBase.defer() logs, marks the event and lets the handler go on (EVT-03)", async () => {
  const { emitter, observer, log } = start();
  const deferred: boolean[] = [];
  observer.onPing = function onPing(event) {
    deferred.push(event.deferred);
    event.defer();
    deferred.push(event.deferred);
  };
  observer.observe(emitter.on.ping, observer.onPing);

  await emitter.on.ping.emit({ n: 1 });

  assertEquals(deferred, [false, true]);
  assertEquals(
    log.of("DEBUG").at(-1),
    "Deferring <PingEvent via Emitter/on/ping[1]>.",
  );
});

Deno.test("EventBase.defer() refuses the framework's own events (EVT-04)", async () => {
  const { framework } = start();
  class Committing extends FrameworkObject {
    onCommit(event: CommitEvent | PreCommitEvent): void {
      event.defer();
    }
  }
  const observer = new Committing(framework);
  observer.observe(framework.on.preCommit, observer.onCommit);

  await assertRejects(
    () => framework.commit(),
    FrameworkError,
    "Cannot defer <PreCommitEvent via Framework/on/pre_commit[1]>",
  );
});

Deno.test("Framework.commit() emits preCommit and commit, and then keeps states (FRW-30)", async () => {
  const { framework, storage } = start();
  const order: string[] = [];
  class Committing extends FrameworkObject {
    readonly state = this.storedState({ steps: "" });
    onPreCommit(_event: PreCommitEvent): void {
      order.push("pre_commit");
      this.state.steps += "p";
    }
    onCommit(_event: CommitEvent): void {
      order.push("commit");
      this.state.steps += "c";
    }
  }
  const observer = new Committing(framework);
  observer.observe(framework.on.commit, observer.onCommit);
  observer.observe(framework.on.preCommit, observer.onPreCommit);

  await framework.commit();
  storage.close();

  assertEquals(order, ["pre_commit", "commit"]);
  const again = new Committing(makeFramework(storage));
  assertEquals(again.state.steps, "pc");
});
