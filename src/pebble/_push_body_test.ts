import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "./_daemon.ts";
import { pushBody } from "./_push_body.ts";
import { Client } from "./client.ts";
import { ConnectionError, PathError } from "./errors.ts";
import type { PushSource } from "./pebble_client.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("pushBody() makes one piece of little content, and a stream of the rest (PBF-11, PBF-12, PBF-13)", async () => {
  const little = pushBody('/a"\\', { action: "write" }, "é\n");
  const large = pushBody("/b", {}, "x".repeat(MEGABYTE));
  const stream = pushBody("/c", {}, ["text", new Uint8Array([33])]);

  assert(little.body instanceof Uint8Array);
  assertEquals(
    new TextDecoder().decode(little.body),
    `--${little.boundary}\r\nContent-Type: application/json\r\n` +
      'Content-Disposition: form-data; name="request"\r\n\r\n' +
      `{"action":"write"}\r\n--${little.boundary}\r\n` +
      "Content-Type: application/octet-stream\r\n" +
      'Content-Disposition: form-data; name="files"; filename="/a\\"\\\\"' +
      `\r\n\r\né\n\r\n--${little.boundary}--\r\n`,
  );
  assert(!(large.body instanceof Uint8Array));
  assert(!(stream.body instanceof Uint8Array));
  const pieces = await Array.fromAsync(stream.body);
  assertEquals(
    pieces.slice(1).map((piece) => new TextDecoder().decode(piece)),
    ["text", "!", `\r\n--${stream.boundary}--\r\n`],
  );
});

Deno.test("Client.push() takes each kind of source (PBF-10, PBF-13, PBF-18)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "file");
  const random = crypto.getRandomValues(new Uint8Array(60_000));
  const large = new Uint8Array(3 * MEGABYTE).map((_, i) => i * 7);
  await Deno.writeFile(join(daemon.folder, "source"), large);
  using file = await Deno.open(join(daemon.folder, "source"));
  const table: readonly (readonly [PushSource, Uint8Array])[] = [
    ["", new Uint8Array()],
    [random, random],
    [large, large],
    [new Blob([large]).stream(), large],
    [[random, "é"], new Uint8Array([...random, 0xc3, 0xa9])],
    [file, large],
  ];
  for (const [source, expected] of table) {
    await client.push(path, source);
    const written = await Deno.readFile(path);
    assertEquals(written.length, expected.length);
    assert(written.every((byte, i) => byte === expected[i]));
  }
  await assertRejects(
    () => client.push(join(path, "below"), large),
    PathError,
    "not a directory",
  );
});

Deno.test("Client.push() leaves the target as it was if the source fails (PBF-14)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "file");
  await client.push(path, "before");
  const failure = new RangeError("disk on fire");

  const error = await assertRejects(() =>
    client.push(
      path,
      async function* () {
        yield "half of it";
        yield await Promise.reject(failure);
      }(),
    )
  );
  await assertRejects(
    () => client.push(path, 7 as unknown as PushSource),
    TypeError,
    "Cannot push a source of type",
  );

  assertEquals(error, failure);
  assertEquals(await Deno.readTextFile(path), "before");
});

Deno.test("Client.push() and pull() meet a daemon that was restarted (PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const path = join(daemon.folder, "file");
  await client.push(path, "first");
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await client.getSystemInfo();
    await daemon.stop(signal);
    await assertRejects(() => client.push(path, "gone"), ConnectionError);
    await daemon.start();

    await client.push(path, signal);
    await daemon.stop(signal);
    await daemon.start();
    using pulled = await client.pull(path);

    assertEquals(await pulled.text(), signal);
  }
});
