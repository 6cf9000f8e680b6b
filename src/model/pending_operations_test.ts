import { assert, assertEquals, assertRejects } from "@std/assert";
import { LogLines, makeFixture } from "../_model_fixture.ts";
import { Client } from "../pebble/client.ts";
import type { RunningHandler } from "./model_context.ts";
import { PendingOperations } from "./pending_operations.ts";
import { watched } from "./_watched.ts";

const HANDLER: RunningHandler = {
  event: "start",
  deferred: false,
  handler: "MyCharm.#onStart",
};

function makePending() {
  const log = new LogLines();
  return { log, pending: new PendingOperations(log.logger) };
}

Deno.test("PendingOperations.settle() waits for what is pending, and for what that calls next", async () => {
  const { log, pending } = makePending();
  const order: string[] = [];
  const step = async (name: string) => {
    await new Promise((done) => setTimeout(done, 0));
    order.push(name);
  };
  void (async () => {
    await pending.track(HANDLER, "push()", step("first"));
    await null;
    await pending.track(HANDLER, "replan()", step("second"));
  })();

  await pending.settle(HANDLER);

  assertEquals(order, ["first", "second"]);
  assertEquals(log.of("WARNING"), [
    'MyCharm.#onStart did not wait for push(); it is waited for now: write "await" before the call',
  ]);
});

Deno.test("PendingOperations.settle() does nothing for what is done, or another handler's", async () => {
  const { log, pending } = makePending();
  const other = { ...HANDLER };
  const { promise, resolve } = Promise.withResolvers<void>();

  const kept = pending.track(other, "push()", promise);
  await pending.track(HANDLER, "push()", Promise.resolve());
  await assertRejects(() =>
    pending.track(HANDLER, "pull()", Promise.reject(new RangeError("seen")))
  );
  await pending.settle(HANDLER);

  assertEquals(log.all(), []);
  resolve();
  await kept;
});

Deno.test("PendingOperations.track() notes nothing outside of handlers", () => {
  const { pending } = makePending();
  const promise = Promise.resolve();

  assert(pending.track(null, "push()", promise) === promise);
});

Deno.test("PendingOperations.settle() throws what a call that nobody waited for throws", async () => {
  const { pending } = makePending();
  const { promise, reject } = Promise.withResolvers<void>();
  void pending.track(HANDLER, "push()", promise);

  const settled = pending.settle(HANDLER);
  reject(new RangeError("late"));

  await assertRejects(() => settled, RangeError, "late");
});

Deno.test("watched() is the same client, whose promises are noted with the handler that runs", async () => {
  const { context, log } = makeFixture();
  using client = new Client("/no/such/socket");
  const seen = watched(client, 'Pebble of container "web":', context);
  let failed = "";

  await context.whileRunning(HANDLER, async () => {
    void seen.getSystemInfo().catch((error) => failed = error.name);
    await context.pending.settle(HANDLER).catch(() => {});
  });

  assert(seen instanceof Client);
  assertEquals(failed, "ConnectionError");
  assertEquals(log.of("WARNING"), [
    'MyCharm.#onStart did not wait for Pebble of container "web": getSystemInfo(); it is waited for now: write "await" before the call',
  ]);
  await assertRejects(() => seen.getSystemInfo());
});

Deno.test("watched() notes the calls of a command that exec has started, too", async () => {
  const { context, log } = makeFixture();
  const { promise, resolve } = Promise.withResolvers<void>();
  class Process {
    readonly #ended = promise;
    readonly stdin = null;
    wait(): Promise<void> {
      return this.#ended;
    }
  }
  const client = { exec: () => Promise.resolve(new Process()) };
  const seen = watched(client, "Pebble:", context);

  await context.whileRunning(HANDLER, async () => {
    const process = await seen.exec();
    assertEquals(process.stdin, null);
    void process.wait();
    const settled = context.pending.settle(HANDLER);
    resolve();
    await settled;
  });

  assertEquals(log.of("WARNING"), [
    'MyCharm.#onStart did not wait for Pebble: exec() wait(); it is waited for now: write "await" before the call',
  ]);
});
