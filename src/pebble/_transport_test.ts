import {
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import { EMPTY, type Peer, RawServer, transportOf } from "./_raw_server.ts";
import { Transport } from "./_transport.ts";
import { ConnectionError, ProtocolError, TimeoutError } from "./errors.ts";

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
      "GET /v1/%C3%A9%20x?names=a%2Bb&names=c%2Fd&text=%C3%BC%20 HTTP/1.1\r\n" +
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
    [
      "the source",
      "",
      async function* () {
        await silent.promise;
        yield new Uint8Array(1);
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
