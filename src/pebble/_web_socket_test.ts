import { assertEquals, assertRejects } from "@std/assert";
import { concat } from "./_bytes.ts";
import { type Peer, RawServer, transportOf } from "./_raw_server.ts";
import { type Message, WebSocketConnection } from "./_web_socket.ts";
import { ConnectionError, ProtocolError, TimeoutError } from "./errors.ts";

const SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
  "Connection: Upgrade\r\n";
const ACCEPT =
  `${SWITCH}Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n`;

/** A frame as a server sends it. */
function frame(first: number, payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === "string"
    ? new TextEncoder().encode(payload)
    : payload;
  const { length } = bytes;
  const size = length < 126
    ? [length]
    : length < 65_536
    ? [126, length >> 8, length & 255]
    : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  const head = [first, ...size];
  const all = new Uint8Array(head.length + length);
  all.set(head);
  all.set(bytes, head.length);
  return all;
}

/** Serves sockets on which these bytes come in, in pieces of some size. */
function serving(bytes: Uint8Array, size = Infinity): RawServer {
  return new RawServer(async (peer: Peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(ACCEPT);
    for (let at = 0; at < bytes.length; at += size) {
      await peer.write(bytes.subarray(at, Math.min(at + size, bytes.length)));
    }
  });
}

/** All messages until the connection ends, bytes joined. */
async function receive(server: RawServer): Promise<(string | Uint8Array)[]> {
  using transport = transportOf(server);
  const socket = await WebSocketConnection.open(transport, "/");
  const all: (string | Uint8Array)[] = [];
  const add = (message: Message) => {
    const last = all.at(-1);
    if (typeof message === "string") {
      all.push(message);
    } else if (!(last instanceof Uint8Array)) {
      all.push(message.slice());
    } else {
      all[all.length - 1] = concat([last, message]);
    }
  };
  await assertRejects(async () => {
    for await (const message of socket.messages()) add(message);
  }, ConnectionError);
  return all;
}

Deno.test("WebSocketConnection.open() asks for a WebSocket (PBE-08)", async () => {
  await using server = serving(new Uint8Array());
  using transport = transportOf(server);

  (await WebSocketConnection.open(transport, "/v1/tasks/7/websocket/stdio"))
    .close();

  assertEquals(
    server.peers[0]?.received,
    "GET /v1/tasks/7/websocket/stdio HTTP/1.1\r\nhost: localhost\r\n" +
      "upgrade: websocket\r\nconnection: Upgrade\r\n" +
      "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
      "sec-websocket-version: 13\r\n\r\n",
  );
});

Deno.test("WebSocketConnection.open() fails with an error of its own, and leaves nothing open (PBE-11)", async () => {
  const table: readonly (readonly [string, new () => Error, string])[] = [
    ["HTTP/1.1 404 Not Found\r\n\r\n", ConnectionError, "status code: 404"],
    ["HTTP/1.1 200 OK\r\n\r\n", ConnectionError, "status code: 200"],
    [`${SWITCH}\r\n`, ProtocolError, "handshake is not valid"],
    [ACCEPT.replace("s3", "S3"), ProtocolError, "handshake is not valid"],
    ["SSH-2.0\r\n", ProtocolError, "no HTTP status line"],
    [`${SWITCH}X: ${"x".repeat(70_000)}`, ProtocolError, "too long"],
    ["", ConnectionError, "end of file"],
    ["HTTP/1.1 101", ConnectionError, "end of file"],
  ];
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    await peer.write(table[index]?.[0] ?? "");
  });
  using transport = transportOf(server);

  for (const [, error, message] of table) {
    await assertRejects(
      () => WebSocketConnection.open(transport, "/"),
      error,
      message,
    );
  }
});

Deno.test("WebSocketConnection.open() gives up in time, and when told to (PBE-09)", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    if (index === 1) asked.resolve();
    await peer.end();
  });
  using hasty = transportOf(server, 20);
  using patient = transportOf(server);
  const controller = new AbortController();
  const reason = new Error("enough");

  await assertRejects(() => WebSocketConnection.open(hasty, "/"), TimeoutError);
  const opening = WebSocketConnection.open(patient, "/", controller.signal);
  await asked.promise;
  controller.abort(reason);

  assertEquals(await assertRejects(() => opening), reason);
});

Deno.test("WebSocketConnection.messages() is the same wherever its bytes are split (PBE-12)", async () => {
  const long = new Uint8Array(300).fill(7);
  const bytes = concat([
    frame(0x82, "ab"),
    frame(0x81, '{"é":1}'),
    frame(0x02, long),
    frame(0x89, "ping"),
    frame(0x00, ""),
    frame(0x80, "c"),
    frame(0x8a, "pong"),
    frame(0x01, new Uint8Array([0xc3])),
    frame(0x80, new Uint8Array([0xa9])),
    frame(0x82, ""),
    frame(0x81, ""),
  ]);
  const expected = [
    new Uint8Array([97, 98]),
    '{"é":1}',
    new Uint8Array([...long, 99]),
    "é",
    "",
  ];

  for (const size of [Infinity, 1, 2, 3, 5, 64]) {
    await using server = serving(bytes, size);
    assertEquals(await receive(server), expected, `${size}`);
  }
});

Deno.test("WebSocketConnection.messages() passes large frames on (PBE-12)", async () => {
  const content = new Uint8Array(1_000_000).map((_, i) => i * i);
  await using server = serving(
    concat([
      frame(0x82, content.subarray(0, 70_000)),
      frame(0x82, content.subarray(70_000)),
    ]),
  );

  const [message] = await receive(server);

  assertEquals(message, content);
});

Deno.test("WebSocketConnection answers a ping, and masks what it sends by zero (PBE-13)", async () => {
  const seen = Promise.withResolvers<Uint8Array>();
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(ACCEPT);
    await peer.write(frame(0x89, "hi"));
    peer.received = "";
    await peer.until("bye");
    await peer.until("hi");
    const text = peer.received;
    seen.resolve(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    await peer.end();
  });
  using transport = transportOf(server);
  const socket = await WebSocketConnection.open(transport, "/");
  const messages = socket.messages();
  const next = messages.next();
  const pong = concat([
    new Uint8Array([0x8a, 0x82, 0, 0, 0, 0]),
    new TextEncoder().encode("hi"),
  ]);

  // It answers when it reads, so what is sent now comes before or after.
  await socket.send("bye");
  const bytes = await seen.promise;
  await socket.closePolitely();
  await next;

  // A reader of UTF-8 shows bytes above 0x7f as U+FFFD, cut to 0xfd here.
  const shown = (frames: Uint8Array) =>
    frames.map((byte) => byte > 0x7f ? 0xfd : byte);
  const text = concat([
    new Uint8Array([0x81, 0x83, 0, 0, 0, 0]),
    new TextEncoder().encode("bye"),
  ]);
  const both = [concat([pong, text]), concat([text, pong])].map(shown);
  assertEquals(both.some((one) => `${one}` === `${bytes}`), true, `${bytes}`);
});

Deno.test("WebSocketConnection.messages() fails on what is none, and closes (PBE-12, PBE-17)", async () => {
  const table: readonly (readonly [string, Uint8Array, string])[] = [
    ["a reserved bit", frame(0xc2, "a"), "malformed"],
    ["a mask", new Uint8Array([0x82, 0x81, 0, 0, 0, 0, 65]), "malformed"],
    ["no start", frame(0x80, "a"), "goes on in none"],
    [
      "a second start",
      concat([frame(0x02, "a"), frame(0x82, "b")]),
      "begins in",
    ],
    ["an unknown kind", frame(0x83, "a"), "no known kind"],
    ["another", frame(0x8f, "a"), "no known kind"],
    ["a ping in parts", frame(0x09, "a"), "no known kind"],
    ["a long ping", frame(0x89, "a".repeat(126)), "no known kind"],
    ["a long text", frame(0x81, "a".repeat(70_000)), "a text is too long"],
    [
      "an endless text",
      concat([
        frame(0x01, ""),
        ...Array(2000).fill(frame(0x00, "a".repeat(100))),
      ]),
      "a text is too long",
    ],
    [
      "a huge frame",
      new Uint8Array([0x82, 127, ...Array(8).fill(255)]),
      "long",
    ],
    ["an HTTP answer", new TextEncoder().encode("HTTP/1.1 200"), ""],
  ];
  for (const [name, bytes, message] of table) {
    await using server = serving(bytes);
    using transport = transportOf(server);
    const socket = await WebSocketConnection.open(transport, "/");

    await assertRejects(
      () => Array.fromAsync(socket.messages()),
      ProtocolError,
      message,
      name,
    );

    assertEquals(socket.closed, true, name);
    await assertRejects(() => socket.send("a"), ConnectionError);
  }
});

Deno.test("WebSocketConnection.messages() tells who ended it (PBE-15, PBE-17)", async () => {
  const table: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(), "unexpected end of file"],
    [frame(0x82, "abc").subarray(0, 3), "unexpected end of file"],
    [new Uint8Array([0x82]), "unexpected end of file"],
    [frame(0x88, new Uint8Array([3, 232])), "the other side closed it"],
  ];
  for (const [bytes, message] of table) {
    await using server = serving(bytes);
    using transport = transportOf(server);
    const socket = await WebSocketConnection.open(transport, "/");

    await assertRejects(
      () => Array.fromAsync(socket.messages()),
      ConnectionError,
      message,
    );
  }
  await using silent = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(ACCEPT);
    await peer.end();
  });
  using transport = transportOf(silent);
  const socket = await WebSocketConnection.open(transport, "/");
  const reading = Array.fromAsync(socket.messages());

  transport.close();

  assertEquals(await reading, []);
});

Deno.test("WebSocketConnection of random bytes fails with an error of its own (PBE-12)", async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor(seed / 2 ** 31 * below);
  };
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(ACCEPT);
    await peer.write(
      Uint8Array.from(
        { length: 1 + random(64) },
        () =>
          random(3) === 0 ? random(256) : [0x82, 0x81, 0, 1][random(4)] ?? 0,
      ),
    );
  });
  using transport = transportOf(server);
  const names = new Set<string>();

  for (let round = 0; round < 300; round++) {
    const socket = await WebSocketConnection.open(transport, "/");
    const error = await assertRejects(
      () => Array.fromAsync(socket.messages()),
      Error,
    );
    names.add(error.name);
  }

  assertEquals([...names].sort(), ["ConnectionError", "ProtocolError"]);
});
