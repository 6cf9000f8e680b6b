import { assert, assertEquals, assertRejects } from "@std/assert";
import { EMPTY, RawServer, transportOf } from "./_raw_server.ts";
import { APIError } from "./errors.ts";

const REFUSED = '{"type":"error","result":{"message":"no way"}}';

Deno.test("Upload.run() sends a source in chunks, as long as it takes (PBF-13, PBC-12)", async () => {
  let body = "";
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n0\r\n\r\n");
    body = peer.received.slice(peer.received.indexOf("\r\n\r\n") + 4);
    await peer.write(EMPTY);
    await peer.end();
  });
  using transport = transportOf(server, 100);

  const answer = await transport.send({
    path: "/",
    body: async function* () {
      yield new TextEncoder().encode("hello");
      // Longer than the daemon may be silent: it is not it who is slow.
      await new Promise((resolve) => setTimeout(resolve, 300));
      yield new Uint8Array();
      yield new Uint8Array(300_000).fill(97);
    }(),
  });

  assertEquals(await answer.json(), {});
  assertEquals(
    body,
    `5\r\nhello\r\n40000\r\n${"a".repeat(0x40000)}\r\n` +
      `${(300_000 - 0x40000).toString(16)}\r\n` +
      `${"a".repeat(300_000 - 0x40000)}\r\n0\r\n\r\n`,
  );
});

Deno.test("Upload.run() breaks the request off if the source fails (PBF-14)", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = new RawServer(async (peer) => {
    await peer.until("half of it\r\n");
    arrived.resolve();
    await peer.end();
  });
  using transport = transportOf(server);
  const failure = new RangeError("disk on fire");

  const error = await assertRejects(() =>
    transport.send({
      path: "/",
      body: async function* () {
        yield new TextEncoder().encode("half of it");
        await arrived.promise;
        throw failure;
      }(),
    })
  );

  assertEquals(error, failure);
  const { received = "" } = server.peers[0] ?? {};
  assert(received.endsWith("\r\n\r\na\r\nhalf of it\r\n"), received);
});

Deno.test("exchange() reports what the daemon says while much is to be sent (PBF-13)", async () => {
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(
      "HTTP/1.1 400 Bad Request\r\nContent-Length: " +
        `${REFUSED.length}\r\n\r\n${REFUSED}`,
    );
  });
  using transport = transportOf(server);
  let returned = false;

  const error = await assertRejects(
    () =>
      transport.send({
        path: "/",
        body: async function* () {
          try {
            for (;;) yield await Promise.resolve(new Uint8Array(100_000));
          } finally {
            returned = true;
          }
        }(),
      }),
    APIError,
    "no way",
  );

  assertEquals([error.code, error.status], [400, "Bad Request"]);
  assert(returned);
});

Deno.test("exchange() reports what the daemon says while the source is silent (PBF-13)", async () => {
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(`HTTP/1.1 400 No\r\nContent-Length: 1\r\n\r\nx`);
    await peer.end();
  });
  using transport = transportOf(server);
  const silent = Promise.withResolvers<void>();

  await assertRejects(
    () =>
      transport.send({
        path: "/",
        body: async function* () {
          await silent.promise;
          yield new Uint8Array(1);
        }(),
      }),
    APIError,
  );

  silent.resolve();
});
