import { assertEquals } from "@std/assert";
import { ByteQueue } from "./byte_queue.ts";

const MIB = new Uint8Array(1024 * 1024);

Deno.test("ByteQueue gives bytes as they were added, and then its end", async () => {
  const queue = new ByteQueue();
  const waiting = queue.take();

  await queue.push(new Uint8Array([1, 2]));
  await queue.push(new Uint8Array());
  await queue.push(new Uint8Array([3]));
  queue.end();
  await queue.push(new Uint8Array([4]));

  assertEquals(await waiting, new Uint8Array([1, 2]));
  assertEquals(await queue.take(), new Uint8Array([3]));
  assertEquals([await queue.take(), await queue.take()], [null, null]);
});

Deno.test("ByteQueue lets who writes wait for who reads", async () => {
  const queue = new ByteQueue();
  let room = false;
  const pushed = queue.push(MIB).then(() => room = true);

  await Promise.resolve();
  assertEquals(room, false);
  await queue.take();
  await pushed;

  assertEquals(room, true);
});

Deno.test("ByteQueue.end() frees who waits for room", async () => {
  const queue = new ByteQueue();
  const pushed = queue.push(MIB);

  queue.end();

  await pushed;
  assertEquals(queue.ended, true);
});
