// Long, for its tables: whatever happens to the daemon, or answers in its
// place, gives an error of the client's own, in bounded time, and leaves nothing
// open.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startPebble, until } from "./_daemon.ts";
import { type Peer, RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import {
  APIError,
  ConnectionError,
  PebbleError,
  ProtocolError,
  TimeoutError,
} from "./errors.ts";

const ACCEPT = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
/** The task of a command that ended well. */
const DONE = [{
  id: "8",
  kind: "exec",
  summary: "a",
  status: "Done",
  "spawn-time": "2026-01-02T03:04:05Z",
  data: { "exit-code": 0 },
}];
const END = '\x81\x11{"command":"end"}';

/** One call of each kind; what they are for does not matter here. */
const CALLS: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  getSystemInfo: (client) => client.getSystemInfo(),
  getWarnings: (client) => client.getWarnings(),
  ackWarnings: (client) => client.ackWarnings("2026-01-02T03:04:05Z"),
  addLayer: (client) => client.addLayer("a", {}),
  getPlan: (client) => client.getPlan(),
  getServices: (client) => client.getServices(),
  startServices: (client) => client.startServices(["a"]),
  sendSignal: (client) => client.sendSignal(1, ["a"]),
  getChanges: (client) => client.getChanges(),
  getChange: (client) => client.getChange("1"),
  waitChange: (client) => client.waitChange("1", { timeoutMs: 100 }),
  abortChange: (client) => client.abortChange("1"),
  listFiles: (client) => client.listFiles("/a"),
  makeDir: (client) => client.makeDir("/a"),
  removePath: (client) => client.removePath("/a"),
  pull: (client) => client.pull("/a"),
  push: (client) => client.push("/a", "b"),
  exec: (client) => client.exec(["a"]),
  getChecks: (client) => client.getChecks(),
  startChecks: (client) => client.startChecks(["a"]),
  refreshCheck: (client) => client.refreshCheck("a"),
  getHealth: (client) => client.getHealth(),
  getNotice: (client) => client.getNotice("1"),
  getNotices: (client) => client.getNotices(),
  waitNotices: (client) => client.waitNotices(1),
  notify: (client) => client.notify("custom", "a.b/c"),
  getIdentities: (client) => client.getIdentities(),
  replaceIdentities: (client) => client.replaceIdentities({}),
  getLogs: (client) => Array.fromAsync(client.getLogs()),
  followLogs: (client) => Array.fromAsync(client.followLogs()),
  getMetrics: (client) => client.getMetrics(),
};
const NAMES = Object.keys(CALLS);

/** How each call ends with a server that answers all of them by this. */
async function outcomes(
  text: string,
  options: { readonly timeoutMs?: number; readonly silent?: boolean } = {},
): Promise<readonly (readonly [name: string, outcome: unknown])[]> {
  const over = Promise.withResolvers<void>();
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    await peer.write(text);
    if (options.silent) await Promise.race([over.promise, peer.end()]);
  });
  using client = new Client(server.socketPath, options);
  const all = await Promise.all(
    Object.entries(CALLS)
      // This one waits for ever, by design.
      .filter(([name]) => !(options.silent && name === "followLogs"))
      .map(async ([name, call]) =>
        [
          name,
          await call(client).then(() => "well", (error: unknown) => error),
        ] as const
      ),
  );
  over.resolve();
  return all;
}

/** Names of the calls that did not end with such an error. */
function others(
  all: readonly (readonly [name: string, outcome: unknown])[],
  error: new (...args: never[]) => Error,
): string[] {
  return all.filter(([, outcome]) => !(outcome instanceof error))
    .map(([name, outcome]) => `${name}: ${outcome}`);
}

function answer(body: string, type = "application/json"): string {
  const length = new TextEncoder().encode(body).length;
  return `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n` +
    `Content-Length: ${length}\r\n\r\n${body}`;
}

Deno.test("Client fails with ConnectionError if nobody answers, in every call (PBC-10, PBC-11)", async () => {
  using client = new Client("/no/such/folder/pebble.socket");

  for (const [name, call] of Object.entries(CALLS)) {
    const error = await assertRejects(
      () => call(client),
      ConnectionError,
      undefined,
      name,
    );
    assertEquals(
      error.message,
      "Could not connect to Pebble: socket not found at " +
        "'/no/such/folder/pebble.socket' (container restarted?)",
    );
    assertInstanceOf(error.cause, Deno.errors.NotFound);
  }
});

Deno.test("Client fails with ConnectionError if the answer is cut short, in every call (PBC-11)", async () => {
  for (
    const text of ["", "HTTP/1.1 200", answer("{").replace("h: 1", "h: 9")]
  ) {
    const all = await outcomes(text);

    // Some refuse the answer before they come to its end.
    const expected = text.includes("json") ? PebbleError : ConnectionError;
    assertEquals(others(all, expected), [], text);
  }
});

Deno.test("Client fails with TimeoutError if the daemon is silent, in every call (PBC-12)", async () => {
  for (const text of ["", "HTTP/1.1 200 OK\r\nContent-Type: applic"]) {
    const all = await outcomes(text, { timeoutMs: 30, silent: true });

    assertEquals(others(all, TimeoutError), [], text);
    assertEquals(all.length, NAMES.length - 1);
  }
});

Deno.test("Client fails with ProtocolError if something else answers, in every call (PBC-06)", async () => {
  const table = [
    "SSH-2.0-OpenSSH_9.6\r\n",
    answer("<html>", "text/html"),
    `HTTP/1.1 200 OK\r\nX: ${"x".repeat(70_000)}\r\n\r\n`,
    `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(20_000)}\r\n`,
  ];
  for (const text of table) {
    const all = await outcomes(text);
    assertEquals(others(all, ProtocolError), [], text.slice(0, 80));
  }
});

Deno.test("Client fails with APIError on every status of failure, in every call (PBC-07, PBC-08)", async () => {
  const envelope =
    '{"type":"error","status":"Known","result":{"message":"no"}}';
  const table: readonly (readonly [string, string, number, string])[] = [
    ["500 Broken", envelope, 500, "Broken no"],
    ["503", envelope, 503, "Known no"],
    ["301 Moved", "", 301, "Moved SyntaxError - Unexpected end of JSON input"],
    ["400 Bad", "<p>", 400, `Bad SyntaxError - Unexpected token '<', "<p>"`],
    ["400 Bad", "[]", 400, "Bad TypeError - the answer is no object"],
    ["400 Bad", "{}", 400, "Bad TypeError - the answer has no result.message"],
  ];
  for (const [status, body, code, expected] of table) {
    const text = answer(body).replace("200 OK", status);

    const all = await outcomes(text);

    assertEquals(others(all, APIError), [], status);
    for (const [name, error] of all as [string, APIError][]) {
      assertEquals(error.code, code, name);
      assertStringIncludes(`${error.status} ${error.message}`, expected, name);
      assertEquals(Object.keys(error.body).length > 0, error.message === "no");
    }
  }
});

Deno.test("Client fails with ProtocolError on results of other kinds (PBC-05, PBC-06)", async () => {
  const results = [
    undefined,
    null,
    7,
    "text",
    [],
    [7],
    {},
    [{}],
    { id: 7, changed: 7, healthy: 7, info: 7, version: 7 },
    { a: null },
  ];
  for (const result of results) {
    const body = JSON.stringify({ type: "sync", change: 7, result });

    const all = await outcomes(answer(body));

    const failures = all.filter(([, outcome]) => outcome !== "well");
    assertEquals(others(failures, PebbleError), [], body);
    assert(failures.length > NAMES.length / 3, body);
  }
  for (const body of ["[]", "7", "{", '"', "\xff"]) {
    const all = await outcomes(answer(body));
    assertEquals(others(all, ProtocolError), [], body);
  }
});

Deno.test("Client reads no result in either form (PBC-05, OBS-06)", async () => {
  for (const body of ['{"type":"sync"}', '{"type":"sync","result":null}']) {
    await using server = new RawServer((peer) => peer.answerAll(answer(body)));
    using client = new Client(server.socketPath);

    await client.addLayer("a", {});
    await client.replaceIdentities({});
    assertEquals(await client.getServices(), []);
    assertEquals(await client.getChanges(), []);
    assertEquals(await client.getIdentities(), {});
  }
});

Deno.test("Client reads warnings where there are some (PBC-14, PBC-15)", async () => {
  const warning = {
    message: "disk is full",
    "first-added": "2026-01-02T03:04:05.5Z",
    "last-added": "2026-01-03T03:04:05Z",
    "last-shown": "",
    "expire-after": "672h0m0s",
    "repeat-after": "24h0m0s",
  };
  const shown = { ...warning, "last-shown": "2026-01-04T03:04:05Z" };
  const results = [[warning, shown], 2];
  await using server = new RawServer(async (peer, index) => {
    await peer.until("\r\n\r\n");
    const result = results[index];
    await peer.write(answer(JSON.stringify({ type: "sync", result })));
  });
  using client = new Client(server.socketPath);

  const [first, second] = await client.getWarnings({ select: "all" });
  const count = await client.ackWarnings(first?.lastAdded ?? "");

  assertEquals([first?.lastShown, second?.lastShown?.getTime()], [
    null,
    Date.UTC(2026, 0, 4, 3, 4, 5),
  ]);
  assertEquals([first?.firstAddedText, first?.expireAfter], [
    warning["first-added"],
    "672h0m0s",
  ]);
  assertEquals([`${first}`, count], ["Warning(disk is full)", 2]);
  const [get = "", post = ""] = server.peers.map(({ received }) => received);
  assertStringIncludes(get, "GET /v1/warnings?select=all ");
  assertStringIncludes(
    post,
    '{"action":"okay","timestamp":"2026-01-03T03:04:05.000Z"}',
  );
});

Deno.test("Client fails when the daemon is killed, and reaches the next one (PBC-11, PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const big = `${daemon.folder}/big`;
  await Deno.writeFile(big, new Uint8Array());
  await Deno.truncate(big, 1024 ** 3);
  const endless = async function* () {
    for (;;) yield await Promise.resolve(new Uint8Array(65_536));
  };
  // It ends when the daemon does, as that ends its input.
  const process = await client.exec(["cat"]);
  const [{ id = "" } = {}] = await client.getChanges();
  const waits: Readonly<Record<string, () => Promise<unknown>>> = {
    waitChange: () => client.waitChange(id, { timeoutMs: null }),
    waitNotices: () => client.waitNotices(600_000, { types: ["custom"] }),
    followLogs: () => Array.fromAsync(client.followLogs()),
    pull: () => client.pull(big),
    push: () => client.push(`${daemon.folder}/new`, endless()),
    exec: () => process.wait(),
  };

  const running = Object.entries(waits).map(async ([name, wait]) =>
    [name, await wait().catch((error: unknown) => error)] as const
  );
  // Meanwhile all of them are on their way.
  for (let i = 0; i < 10; i++) await client.getSystemInfo();
  await daemon.stop("SIGKILL");
  const all = await Promise.all(running);
  await daemon.start();

  assertEquals(others(all, ConnectionError), []);
  assert((await client.getSystemInfo()).version !== "");
  assertEquals(
    (await client.listFiles(daemon.folder)).map(({ name }) => name)
      .includes("new"),
    false,
  );
});

Deno.test("Client waits on when the daemon is stopped in order, or fails (PBC-11, PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const waiting = client.waitNotices(600_000, { types: ["custom"] })
    .catch((error: unknown) => error);
  const logs = Array.fromAsync(client.followLogs())
    .catch((error: unknown) => error);
  for (let i = 0; i < 10; i++) await client.getSystemInfo();

  await daemon.stop("SIGTERM");
  const outcomes = await Promise.all([waiting, logs]);

  for (const outcome of outcomes) {
    const fine = outcome instanceof PebbleError ||
      (Array.isArray(outcome) && outcome.length === 0);
    assert(fine, `${outcome}`);
  }
});

Deno.test("Client gives up on a daemon that hangs, and goes on when it does (PBC-12)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 200 });
  await client.getSystemInfo();

  Deno.kill(daemon.pid, "SIGSTOP");
  await until(() => threadStates(daemon.pid), (states) => /^T+$/.test(states));
  const errors = await Promise.all([
    assertRejects(() => client.getPlan(), TimeoutError),
    assertRejects(() => client.exec(["true"]), TimeoutError),
    assertRejects(
      () => client.waitChange("1", { timeoutMs: 300 }),
      TimeoutError,
    ),
  ]);
  Deno.kill(daemon.pid, "SIGCONT");

  assertEquals(errors.map(({ message }) => message), [
    "Pebble did not answer within 200 ms",
    "Pebble did not answer within 200 ms",
    "timed out waiting for change 1 (0.3 seconds)",
  ]);
  const [stdout] = await (await client.exec(["echo", "on"])).waitOutput();
  assertEquals(stdout, "on\n");
});

/** A letter for each thread of a process: `T` is one that is stopped. */
async function threadStates(pid: number): Promise<string> {
  let states = "";
  for await (const { name } of Deno.readDir(`/proc/${pid}/task`)) {
    const stat = await Deno.readTextFile(`/proc/${pid}/task/${name}/stat`);
    states += stat.charAt(stat.lastIndexOf(")") + 2);
  }
  return states;
}

/** Bytes written as characters of the same number. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Plays a daemon that runs commands, with these bytes on their `stdio`. */
function execServer(
  stdio: string,
  change: Readonly<Record<string, unknown>>,
): RawServer {
  const started = { type: "async", change: "7", result: { "task-id": "8" } };
  const ended = {
    type: "sync",
    result: {
      id: "7",
      kind: "exec",
      summary: "Execute",
      status: "Done",
      ready: true,
      "spawn-time": "2026-01-02T03:04:05Z",
      ...change,
    },
  };
  return new RawServer(async (peer: Peer) => {
    while (await peer.until("\r\n\r\n")) {
      const [, path = ""] = peer.received.split(" ");
      peer.received = "";
      if (path === "/v1/exec") {
        await peer.write(answer(JSON.stringify(started)));
      } else if (path.endsWith("control")) await peer.write(ACCEPT);
      else if (path.endsWith("stderr")) await peer.write(bytes(ACCEPT + END));
      else if (path.endsWith("stdio")) {
        await peer.write(bytes(ACCEPT + stdio));
        if (!stdio.endsWith(END)) return;
      } else await peer.write(answer(JSON.stringify(ended)));
    }
  });
}

Deno.test("Client.exec() never takes output that was cut short for all of it (PBE-15, PBE-17, PBE-25)", async () => {
  const table: readonly (readonly [string, new () => Error, string])[] = [
    ["", ConnectionError, "unexpected end of file"],
    ["\x82\x02a", ConnectionError, "unexpected end of file"],
    ["\x82\x02ab", ConnectionError, "unexpected end of file"],
    ["\x82\x02ab\x88\x00", ConnectionError, "the other side closed it"],
    ["garbage", ProtocolError, "Cannot read WebSocket of Pebble"],
  ];
  for (const [stdio, error, message] of table) {
    await using server = execServer(stdio, {});
    using client = new Client(server.socketPath);
    const process = await client.exec(["a"]);
    await assertRejects(() => process.waitOutput(), error, message, stdio);
    await assertRejects(() => process.waitOutput(), PebbleError);
    const other = await client.exec(["a"]);
    await assertRejects(() => other.wait(), error, message, stdio);
  }
});

Deno.test("Client.exec() misses no output that comes with the handshake (PBE-10)", async () => {
  await using server = execServer(`\x82\x05early${END}`, { tasks: DONE });
  using client = new Client(server.socketPath);

  for (let round = 0; round < 20; round++) {
    const process = await client.exec(["a"]);
    assertEquals(await process.waitOutput(), ["early", ""]);
  }
});

Deno.test("Client.exec() ignores commands that it doesn't know (PBE-12)", async () => {
  const stdio = '\x82\x01a\x81\x02{}\x81\x02no\x81\x0f{"command":"x"}' +
    `\x82\x01b${END}`;
  await using server = execServer(stdio, { tasks: DONE });
  using client = new Client(server.socketPath);

  const process = await client.exec(["a"]);

  assertEquals(await process.waitOutput(), ["ab", ""]);
});

Deno.test("Client.exec() calls an exit code that is missing -1 (PBE-26)", async () => {
  await using server = execServer(END, {});
  using client = new Client(server.socketPath);

  const process = await client.exec(["a"]);

  await assertRejects(
    () => process.wait(),
    PebbleError,
    "non-zero exit code -1 executing 'a'",
  );
});

Deno.test("Client.exec() tells why it could not connect, from the change if that knows (PBE-11)", async () => {
  const refusing = (change: Readonly<Record<string, unknown>>) => {
    const started = { type: "async", change: "7", result: { "task-id": "8" } };
    const ended = {
      id: "7",
      kind: "exec",
      summary: "Execute",
      status: "Error",
      ready: true,
      "spawn-time": "2026-01-02T03:04:05Z",
      ...change,
    };
    return new RawServer(async (peer: Peer) => {
      while (await peer.until("\r\n\r\n")) {
        const [, path = ""] = peer.received.split(" ");
        peer.received = "";
        if (path === "/v1/exec") {
          await peer.write(answer(JSON.stringify(started)));
        } else if (path.endsWith("control")) await peer.write(ACCEPT);
        else if (path.endsWith("wait?timeout=4.000s")) {
          await peer.write(answer(JSON.stringify({ result: ended })));
        } else await peer.write("HTTP/1.1 404 Not Found\r\n\r\n");
      }
    });
  };
  await using failed = refusing({ err: "it broke" });
  await using well = refusing({});
  using first = new Client(failed.socketPath);
  using second = new Client(well.socketPath);

  await assertRejects(() => first.exec(["a"]), PebbleError, "it broke");
  await assertRejects(
    () => second.exec(["a"]),
    ConnectionError,
    "unexpected error connecting to websockets: Invalid status code: 404",
  );
});
