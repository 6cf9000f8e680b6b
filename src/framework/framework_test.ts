import { assertEquals, assertRejects } from "@std/assert";
import { makeFramework } from "../_model_fixture.ts";
import { FrameworkError } from "./errors.ts";
import {
  type CommitEvent,
  EventBase,
  type PreCommitEvent,
} from "./event_base.ts";
import { FrameworkObject } from "./framework_object.ts";
import { type PingEvent, start } from "./testdata/ping.ts";

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

Deno.test("Framework gives each handler an event of its own (EVT-05, EVT-06)", async () => {
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

Deno.test("Framework keeps nothing of a charm that has nothing to keep", async () => {
  const { framework, emitter, observer, storage } = start();
  observer.observe(emitter.on.ping, observer.onPing);
  await emitter.on.ping.emit({ n: 1 });

  await framework.commit();

  assertEquals(storage.snapshotPaths(), []);
  assertEquals(storage.notices(), []);
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

Deno.test("Framework.commit() emits preCommit and commit, and then keeps states (FRW-30, FRW-31)", async () => {
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
