import { assert, assertEquals } from "@std/assert";
import { MemoryStorage } from "./memory_storage.ts";
import { NoticeQueue } from "./notice_queue.ts";
import type { Notice } from "./state_storage.ts";
import { start } from "./testdata/ping.ts";

const WHO = { observerPath: "A", methodName: "#onPing" };
const KIND = "A/on/ping";

function notice(n: number): Notice {
  return { eventPath: `${KIND}[${n}]`, ...WHO };
}

/** A storage in which events wait already. */
function waiting(...texts: readonly string[]): MemoryStorage {
  const storage = new MemoryStorage();
  for (const [index, text] of texts.entries()) {
    storage.saveSnapshot(`${KIND}[${index}]`, text);
    storage.saveNotice(notice(index));
  }
  return storage;
}

Deno.test("NoticeQueue.has() tells whether a handler waits for the same data (FRW-16)", () => {
  const queue = new NoticeQueue(waiting("{}"));

  assertEquals(
    [
      queue.has(KIND, WHO, "{}"),
      queue.has(KIND, WHO, '{"a":1}'),
      queue.has("A/on/pong", WHO, "{}"),
      queue.has(KIND, { ...WHO, methodName: "#onPong" }, "{}"),
      queue.has(KIND, { ...WHO, observerPath: "B" }, "{}"),
    ],
    [true, false, false, false, false],
  );
});

Deno.test("NoticeQueue.drop() forgets one of several that wait for the same", () => {
  const storage = waiting("{}", "{}");
  const queue = new NoticeQueue(storage);
  assert(queue.has(KIND, WHO, "{}"));

  queue.drop(notice(0));
  assertEquals(queue.has(KIND, WHO, "{}"), true);
  queue.drop(notice(1));
  assertEquals(queue.has(KIND, WHO, "{}"), false);
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("NoticeQueue.add() is known at once, before and after the first question", () => {
  const storage = waiting();
  const queue = new NoticeQueue(storage);
  storage.saveSnapshot(`${KIND}[1]`, "1");
  queue.add(notice(1), "1");
  assertEquals(queue.has(KIND, WHO, "1"), true);
  storage.saveSnapshot(`${KIND}[2]`, "2");

  queue.add(notice(2), "2");

  assertEquals(queue.has(KIND, WHO, "2"), true);
  assertEquals(storage.notices(), [notice(1), notice(2)]);
});

/** Counts what is asked of it, and how many rows it gives. */
class CountingStorage extends MemoryStorage {
  operations = 0;

  override saveSnapshot(path: string, text: string): void {
    this.operations++;
    super.saveSnapshot(path, text);
  }
  override loadSnapshot(path: string): string | null {
    this.operations++;
    return super.loadSnapshot(path);
  }
  override dropSnapshot(path: string): void {
    this.operations++;
    super.dropSnapshot(path);
  }
  override saveNotice(notice: Notice): void {
    this.operations++;
    super.saveNotice(notice);
  }
  override dropNotice(notice: Notice): void {
    this.operations++;
    super.dropNotice(notice);
  }
  override notices(eventPath?: string): Notice[] {
    const notices = super.notices(eventPath);
    this.operations += 1 + notices.length;
    return notices;
  }
}

/** How much is asked of the storage to defer events, deliver them, and emit them anew. */
async function operationsFor(count: number): Promise<Record<string, number>> {
  const storage = new CountingStorage();
  const take = () => {
    const { operations } = storage;
    storage.operations = 0;
    return operations;
  };
  const dispatch = (defers: boolean) => {
    const started = start(storage);
    const { emitter, observer } = started;
    observer.observe(emitter.on.ping, observer.onPing);
    observer.defers = defers;
    return started;
  };
  const emitAll = async (defers: boolean) => {
    const { emitter, framework } = dispatch(defers);
    for (let n = 0; n < count; n++) await emitter.on.ping.emit({ n });
    await framework.commit();
  };
  storage.operations = 0;
  await emitAll(true);
  const deferred = take();
  await emitAll(true);
  const skipped = take();
  const again = dispatch(true);
  await again.framework.reemit();
  await again.framework.commit();
  const kept = take();
  const last = dispatch(false);
  await last.framework.reemit();
  await last.framework.commit();
  assertEquals(storage.notices().length, 0);
  return { deferred, skipped, kept, handled: take() };
}

Deno.test("Framework asks in proportion of its storage, however many events are deferred (FRW-16, FRW-20)", async () => {
  const few = await operationsFor(200);
  const many = await operationsFor(2000);

  for (const [step, operations] of Object.entries(many)) {
    assert(
      operations <= 10.5 * few[step]!,
      `${step}: ${few[step]} for 200 events, ${operations} for 2000`,
    );
  }
});
