import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { Transport } from "./_transport.ts";
import {
  APIError,
  ConnectionError,
  ProtocolError,
  TimeoutError,
} from "./errors.ts";

const EMPTY = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" +
  "Content-Length: 2\r\n\r\n{}";
const REFUSED = '{"type":"error","result":{"message":"no way"}}';

/** A connection as the server sees it. */
class Peer {
  readonly #connection: Deno.UnixConn;
  /** All that came in, as text. */
  received = "";

  constructor(connection: Deno.UnixConn) {
    this.#connection = connection;
  }

  /** Reads until a text came in; false if the client closed before. */
  async until(text: string, from = 0): Promise<boolean> {
    while (!this.received.includes(text, from)) {
      if (!(await this.more())) return false;
    }
    return true;
  }

  /** Reads what comes next; false if the client closed. */
  async more(): Promise<boolean> {
    const buffer = new Uint8Array(64 * 1024);
    const count = await this.#connection.read(buffer).catch(() => null);
    if (count === null) return false;
    this.received += new TextDecoder().decode(buffer.subarray(0, count));
    return true;
  }

  /** Waits until the client closes. */
  async end(): Promise<void> {
    while (await this.more());
  }

  /** Answers every request by the same text. */
  async answerAll(text = EMPTY): Promise<void> {
    for (let from = 0; await this.until("\r\n\r\n", from);) {
      from = this.received.indexOf("\r\n\r\n", from) + 4;
      await this.write(text);
    }
  }

  /** Writes; false if the client closed. */
  async write(text: string): Promise<boolean> {
    const bytes = new TextEncoder().encode(text);
    return await this.#connection.write(bytes).then(() => true, () => false);
  }

  close(): void {
    this.#connection.close();
  }
}

/** A server of which a test says what it does with each connection. */
class RawServer implements AsyncDisposable {
  readonly socketPath: string;
  readonly peers: Peer[] = [];
  readonly #folder: string;
  readonly #listener: Deno.UnixListener;
  readonly #done: Promise<void>;

  constructor(serve: (peer: Peer, index: number) => Promise<void>) {
    this.#folder = Deno.makeTempDirSync({ prefix: "charmkit-" });
    this.socketPath = join(this.#folder, "socket");
    this.#listener = Deno.listen({ transport: "unix", path: this.socketPath });
    this.#done = this.#accept(serve);
  }

  async #accept(
    serve: (peer: Peer, index: number) => Promise<void>,
  ): Promise<void> {
    const served: Promise<void>[] = [];
    for await (const connection of this.#listener) {
      const peer = new Peer(connection);
      const index = this.peers.push(peer) - 1;
      served.push(serve(peer, index).finally(() => peer.close()));
    }
    await Promise.all(served);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#done;
    await Deno.remove(this.#folder, { recursive: true });
  }
}

function transportOf(server: RawServer, timeoutMs = 10_000): Transport {
  return new Transport(server.socketPath, "http://localhost", timeoutMs);
}

Deno.test("Transport.send() writes paths, queries, headers and bodies as HTTP/1.1 (PBC-03, PBC-04)", async () => {
  await using server = new RawServer((peer) => peer.answerAll());
  using transport = transportOf(server);

  await transport.json({
    path: "/v1/é x",
    query: { names: ["a+b", "c/d"], gone: undefined, text: "ü " },
  });
  await transport.json({ path: "/v1/exec", json: { text: "é" } });

  assertEquals(
    server.peers.map(({ received }) => received),
    [
      "GET /v1/%C3%A9%20x?names=a%2Bb&names=c%2Fd&text=%C3%BC+ HTTP/1.1\r\n" +
      "host: localhost\r\naccept: application/json\r\n\r\n",
      "POST /v1/exec HTTP/1.1\r\nhost: localhost\r\n" +
      "accept: application/json\r\ncontent-type: application/json\r\n" +
      'content-length: 13\r\n\r\n{"text":"é"}',
    ],
  );
});

Deno.test("Transport.send() uses idle connections again, one for each request at a time (PBC-02)", async () => {
  await using server = new RawServer((peer) => peer.answerAll());
  using transport = transportOf(server);
  const get = () => transport.json({ path: "/" });

  await get();
  await get();
  assertEquals(server.peers.length, 1);
  await Promise.all([get(), get(), get()]);
  assertEquals(server.peers.length, 3);
  await Promise.all([get(), get(), get()]);
  assertEquals(server.peers.length, 3);
  await transport.json({ path: "/", json: {} });
  assertEquals(server.peers.length, 4);
});

Deno.test("Transport.send() repeats a GET if an idle connection turns out dead (PBC-35)", async () => {
  await using server = new RawServer(async (peer, index) => {
    if (index > 1) return await peer.answerAll();
    await peer.until("\r\n\r\n");
    await peer.write(EMPTY);
    if (index === 1) await peer.until("/again");
  });
  using transport = transportOf(server);

  await transport.json({ path: "/" });
  await transport.json({ path: "/" });
  const again = await transport.json({ path: "/again" });

  assertEquals(again, {});
  assertEquals(server.peers.length, 3);
});

Deno.test("Transport.send() never repeats a POST, nor a GET that was answered in part or on a new connection (PBC-35)", async () => {
  const requests: string[] = [];
  await using server = new RawServer(async (peer) => {
    while (await peer.until("\r\n\r\n")) {
      const [line = ""] = peer.received.split("\r\n");
      requests.push(line);
      peer.received = "";
      if (!line.includes("/fine")) {
        if (line.includes("/half")) await peer.write("HTTP");
        return;
      }
      await peer.write(EMPTY);
    }
  });
  using transport = transportOf(server);

  await transport.json({ path: "/fine" });
  await assertRejects(
    () => transport.json({ path: "/post", json: {} }),
    ConnectionError,
  );
  await assertRejects(() => transport.json({ path: "/half" }), ConnectionError);
  await assertRejects(() => transport.json({ path: "/new" }), ConnectionError);

  assertEquals(
    requests,
    ["GET /fine", "POST /post", "GET /half", "GET /new"].map(
      (line) => `${line} HTTP/1.1`,
    ),
  );
});

Deno.test("Transport.send() sends a source in chunks, as long as it takes (PBF-13, PBC-12)", async () => {
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
      yield new Uint8Array(200_000).fill(97);
    }(),
  });

  assertEquals(await answer.json(), {});
  assertEquals(
    body,
    `5\r\nhello\r\n20000\r\n${"a".repeat(0x20000)}\r\n` +
      `${(200_000 - 0x20000).toString(16)}\r\n` +
      `${"a".repeat(200_000 - 0x20000)}\r\n0\r\n\r\n`,
  );
});

Deno.test("Transport.send() breaks the request off if the source fails (PBF-14)", async () => {
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

Deno.test("Transport.send() reports what the daemon says while much is to be sent (PBF-13)", async () => {
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

Deno.test("Transport.send() reports what the daemon says while the source is silent (PBF-13)", async () => {
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
        // deno-lint-ignore require-yield -- It has nothing to give yet.
        body: async function* () {
          await silent.promise;
        }(),
      }),
    APIError,
  );

  silent.resolve();
});

Deno.test("Transport.send() gives up at once if the caller does, whatever it waits for (PBC-12)", async () => {
  const reason = new Error("enough");
  const half = EMPTY.slice(0, -1);
  const endless = async function* () {
    for (;;) yield await Promise.resolve(new Uint8Array(100_000));
  };
  const silent = Promise.withResolvers<void>();
  const table: readonly (readonly [
    name: string,
    sent: string,
    body: AsyncIterable<Uint8Array> | undefined,
  ])[] = [
    ["the head", "", undefined],
    ["more of the head", "HTTP/1.1 2", undefined],
    ["the body", half, undefined],
    ["the daemon to read", "", endless()],
    // deno-lint-ignore require-yield -- It has nothing to give yet.
    [
      "the source",
      "",
      async function* () {
        await silent.promise;
      }(),
    ],
  ];
  for (const [name, sent, body] of table) {
    const controller = new AbortController();
    await using server = new RawServer(async (peer) => {
      await peer.until("\r\n\r\n");
      await peer.write(sent);
      controller.abort(reason);
      await peer.end();
    });
    using transport = transportOf(server);

    const error = await assertRejects(async () => {
      const { signal } = controller;
      await (await transport.send({ path: "/", body, signal })).text();
    });

    assertEquals(error, reason, name);
    const { signal } = controller;
    const again = await assertRejects(() =>
      transport.send({ path: "/", signal })
    );
    assertEquals(again, reason, name);
    assertEquals(server.peers.length, 1, name);
  }
  silent.resolve();
});

Deno.test("Transport.send() gives up when the daemon is silent for too long (PBC-12)", async () => {
  const endless = async function* () {
    for (;;) yield await Promise.resolve(new Uint8Array(100_000));
  };
  const table = [
    ["", undefined],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200", undefined],
    [EMPTY.slice(0, -1), undefined],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", undefined],
    ["", endless()],
  ] as const;
  for (const [sent, body] of table) {
    const over = Promise.withResolvers<void>();
    await using server = new RawServer(async (peer) => {
      await peer.until("\r\n\r\n");
      await peer.write(sent);
      await over.promise;
    });
    using transport = transportOf(server, 50);

    await assertRejects(
      async () => await (await transport.send({ path: "/", body })).text(),
      TimeoutError,
      "Pebble did not answer within 50 ms",
      sent,
    );

    over.resolve();
  }
});

Deno.test("Transport.send() takes no head that drips, and any body that goes on (PBC-12)", async () => {
  const drip = async (peer: Peer, text: string, pauseMs: number) => {
    for (const char of text) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (!(await peer.write(char))) return;
    }
  };
  await using server = new RawServer(async (peer) => {
    while (await peer.until("\r\n\r\n")) {
      const slowHead = peer.received.includes("/head");
      peer.received = "";
      if (slowHead) return await drip(peer, EMPTY, 20);
      await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
      await drip(peer, "0123456789", 60);
    }
  });
  using transport = transportOf(server, 400);

  const body = await (await transport.send({ path: "/body" })).text();
  await assertRejects(() => transport.send({ path: "/head" }), TimeoutError);

  assertEquals(body, "0123456789");
});

Deno.test("Transport.send() says why it can't connect (PBC-10, PBC-11)", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "socket");
  using transport = new Transport(path, "http://localhost", 1000);
  const connecting = () => transport.json({ path: "/" });

  const missing = await assertRejects(connecting, ConnectionError);
  await Deno.writeTextFile(path, "no socket");
  const file = await assertRejects(connecting, ConnectionError);

  assertEquals(
    missing.message,
    `Could not connect to Pebble: socket not found at '${path}' ` +
      "(container restarted?)",
  );
  assertInstanceOf(missing.cause, Deno.errors.NotFound);
  assertStringIncludes(
    file.message,
    `Could not connect to Pebble at '${path}': Connection refused`,
  );
  assertInstanceOf(file.cause, Deno.errors.ConnectionRefused);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("Transport.send() fails if the daemon hangs up, or is none (PBC-11)", async () => {
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    if (peer.received.includes("/garbage")) await peer.write("HELLO\r\n");
    if (peer.received.includes("/length")) {
      await peer.write("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
    }
  });
  using transport = transportOf(server);

  const hangUp = await assertRejects(
    () => transport.json({ path: "/" }),
    ConnectionError,
    "Lost connection to Pebble: ",
  );
  for (const path of ["/garbage", "/length"]) {
    await assertRejects(() => transport.json({ path }), ProtocolError);
  }

  assertInstanceOf(hangUp.cause, Deno.errors.UnexpectedEof);
});

Deno.test("Transport.close() ends idle connections and requests under way (PBC-02)", async () => {
  const asked = Promise.withResolvers<void>();
  await using server = new RawServer(async (peer, index) => {
    if (index === 0) return await peer.answerAll();
    await peer.until("\r\n\r\n");
    if (index === 1) await peer.write(EMPTY.slice(0, -1));
    else asked.resolve();
    await peer.end();
  });
  const transport = transportOf(server);
  await transport.json({ path: "/" });
  const inBody = (await transport.send({ path: "/", body: new Uint8Array(1) }))
    .text();
  const inHead = transport.send({ path: "/", body: new Uint8Array(1) });
  await asked.promise;

  transport.close();
  transport.close();

  const closed = "Lost connection to Pebble: it was closed";
  await assertRejects(() => inBody, ConnectionError, closed);
  await assertRejects(() => inHead, ConnectionError, closed);
  await assertRejects(() => transport.send({ path: "/" }), TypeError, "closed");
  assertEquals(server.peers.length, 3);
});

Deno.test("Transport lets the process end, and needs no more than its socket (PBC-02)", async () => {
  await using server = new RawServer((peer) => peer.answerAll());
  const { socketPath } = server;
  const script = `
    import { Transport } from ${
    JSON.stringify(import.meta.resolve("./_transport.ts"))
  };
    const transport = new Transport(
      ${JSON.stringify(socketPath)}, "http://localhost", 60000,
    );
    await transport.json({ path: "/" });
    await transport.json({ path: "/", json: {} });
    console.log(JSON.stringify(await transport.json({ path: "/" })));
  `;
  const run = async (...flags: string[]) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-config", "--no-check", "--no-prompt", ...flags, "-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).spawn();
    const stdin = child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode(script));
    await stdin.close();
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return [code, decoder.decode(stdout), decoder.decode(stderr)] as const;
  };
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  // Deno 2.9 is the first to ask for this one, and to know it.
  const net = major > 2 || minor >= 9 ? [`--allow-net=unix:${socketPath}`] : [];
  const read = `--allow-read=${socketPath}`;

  const [code, stdout] = await run(read, `--allow-write=${socketPath}`, ...net);
  const [denied, , stderr] = await run(read, ...net);

  assertEquals([code, stdout], [0, "{}\n"]);
  assertEquals(denied, 1);
  assertStringIncludes(
    stderr,
    `ConnectionError: Could not connect to Pebble at '${socketPath}': ` +
      "Requires write access",
  );
});
