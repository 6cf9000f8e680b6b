import { assertEquals, assertRejects } from "@std/assert";
import { FrameworkError } from "./errors.ts";
import type { CommitEvent, PreCommitEvent } from "./event_base.ts";
import type { Framework } from "./framework.ts";
import { FrameworkObject } from "./framework_object.ts";
import { MemoryStorage } from "./memory_storage.ts";
import type { StateStorage } from "./state_storage.ts";
import {
  deferPing,
  Emitter,
  Observer,
  type PingEvent,
  start,
} from "./testdata/ping.ts";

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

Deno.test("Framework.skipDuplicateEvents can be off, and then each event is delivered (FRW-04, FRW-16)", async () => {
  const { framework, emitter, observer, storage, log } = start();
  framework.skipDuplicateEvents = false;
  observer.observe(emitter.on.ping, observer.onPing);
  observer.defers = true;

  await emitter.on.ping.emit({ n: 1 });
  await emitter.on.ping.emit({ n: 1 });

  assertEquals(observer.seen, ["ping 1", "ping 1"]);
  assertEquals(storage.notices().length, 2);
  assertEquals(log.of("INFO"), []);
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

  const ping = {
    event: "ping",
    deferred: true,
    handler: `${observer.handle.path}.onPing`,
  };
  const pong = {
    event: "pong",
    deferred: false,
    handler: `${relay.handle.path}.onPong`,
  };
  assertEquals(running, [ping, pong, ping]);
  assertEquals(context.running, null);
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
