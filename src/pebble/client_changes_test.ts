import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { type Peer, RawServer } from "./_raw_server.ts";
import { Client } from "./client.ts";
import { APIError, ConnectionError, TimeoutError } from "./errors.ts";

const CHANGE = {
  id: "7",
  kind: "start",
  summary: "Start",
  status: "Doing",
  ready: false,
  "spawn-time": "2026-01-02T03:04:05Z",
};

/** An answer of the daemon. */
function answer(code: number, body: unknown): string {
  const text = JSON.stringify(body);
  const length = new TextEncoder().encode(text).length;
  return `HTTP/1.1 ${code} Status\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${length}\r\n\r\n${text}`;
}

function error(code: number, message: string): string {
  return answer(code, { type: "error", result: { message } });
}

/** A client of a server that gives these answers in turn, the last for ever. */
function scripted(
  answers: readonly string[],
): { readonly server: RawServer; readonly requests: string[] } {
  const requests: string[] = [];
  const left = [...answers];
  const server = new RawServer(async (peer: Peer) => {
    while (await peer.until("\r\n\r\n")) {
      requests.push(peer.received.split(" HTTP/1.1")[0] ?? "");
      peer.received = "";
      await peer.write((left.length > 1 ? left.shift() : left[0]) ?? "");
    }
  });
  return { server, requests };
}

Deno.test("new Client() checks its arguments and connects to nothing (PBC-01)", () => {
  assertThrows(
    () => new Client(7 as unknown as string),
    TypeError,
    "`socket_path` should be a string, not: number",
  );
  assertThrows(
    () => new Client("/x", { baseUrl: "localhost" }),
    TypeError,
    'Cannot use base URL "localhost"',
  );

  using client = new Client("/nowhere/pebble.socket");

  assertEquals([client.socketPath, client.baseUrl, client.timeoutMs], [
    "/nowhere/pebble.socket",
    "http://localhost",
    5000,
  ]);
});

Deno.test("Client.waitChange() asks anew until the change is ready (PBC-22, PBC-23, PBC-24)", async () => {
  const ready = { ...CHANGE, ready: true, status: "Error", err: "no" };
  const { server, requests } = scripted([
    error(504, "timed out"),
    error(504, "timed out"),
    answer(200, { type: "sync", result: ready }),
  ]);
  await using _server = server;
  using client = new Client(server.socketPath, { timeoutMs: 3000 });

  const change = await client.waitChange("7", { timeoutMs: null });
  await client.waitChange("7", { timeoutMs: 1000 });

  // What went wrong with the change is not this call's.
  assertEquals(change.err, "no");
  assertEquals(
    requests.slice(0, 3),
    Array(3).fill(
      "GET /v1/changes/7/wait?timeout=2.000s",
    ),
  );
  assertMatch(requests[3] ?? "", /timeout=(1\.000|0\.9\d\d)s$/);
});

Deno.test("Client.waitChange() never asks for a wait of zero, which is one for ever (PBC-23)", async () => {
  const { server, requests } = scripted([error(504, "timed out")]);
  await using _server = server;
  using client = new Client(server.socketPath);

  await assertRejects(
    () => client.waitChange("7", { timeoutMs: 20 }),
    TimeoutError,
    "timed out waiting for change 7 (0.02 seconds)",
  );

  assert(requests.length > 1);
  assertEquals(requests.filter((url) => url.includes("=0.000s")), []);
});

Deno.test("Client.waitChange() asks a Pebble that can't wait over and over (PBC-25)", async () => {
  const missing = error(404, "invalid API endpoint requested");
  const doing = answer(200, { type: "sync", result: CHANGE });
  const done = answer(200, {
    type: "sync",
    result: { ...CHANGE, ready: true },
  });
  const old = scripted([missing, doing, doing, done]);
  const slow = scripted([missing, doing]);
  await using _old = old.server;
  await using _slow = slow.server;
  using oldClient = new Client(old.server.socketPath);
  using slowClient = new Client(slow.server.socketPath);

  const change = await oldClient.waitChange("7", { delayMs: 1 });
  const late = await assertRejects(
    () => slowClient.waitChange("7", { timeoutMs: 30, delayMs: 1 }),
    TimeoutError,
  );
  const controller = new AbortController();
  const reason = new Error("enough");
  const waiting = slowClient.waitChange("7", {
    delayMs: 60_000,
    signal: controller.signal,
  });
  queueMicrotask(() => controller.abort(reason));
  const aborted = await assertRejects(() => waiting);

  assertEquals(change.ready, true);
  assertEquals(old.requests.slice(1), Array(3).fill("GET /v1/changes/7"));
  assertEquals(late.message, "timed out waiting for change 7 (0.03 seconds)");
  assertEquals(aborted, reason);
});

Deno.test("Client.waitChange() gives up at once if the caller does, and hangs up (PBC-22)", async () => {
  const hungUp = Promise.withResolvers<void>();
  const reason = new Error("enough");
  const controller = new AbortController();
  await using server = new RawServer(async (peer) => {
    await peer.until("\r\n\r\n");
    controller.abort(reason);
    await peer.end();
    hungUp.resolve();
  });
  using client = new Client(server.socketPath);
  const { signal } = controller;

  const error = await assertRejects(() => client.waitChange("7", { signal }));
  await hungUp.promise;
  const again = await assertRejects(() => client.waitChange("7", { signal }));

  assertEquals([error, again], [reason, reason]);
  assertEquals(server.peers.length, 1);
});

Deno.test("Client.waitChange() and service actions pass other errors on at once (PBC-24, PBS-02)", async () => {
  const { server, requests } = scripted([error(500, "broken")]);
  await using _server = server;
  using client = new Client(server.socketPath);

  const wait = await assertRejects(() => client.waitChange("7"), APIError);
  const start = await assertRejects(
    () => client.startServices(["a"]),
    APIError,
  );

  assertEquals([wait.code, start.code], [500, 500]);
  assertEquals(requests.length, 2);
});

Deno.test("Client.abortChange() and getChanges() show what goes on (PBC-19, PBC-20, PBC-21, PBE-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const process = await client.exec(["sleep", "1000"]);

  const doing = await client.getChanges();
  const id = doing[0]?.id ?? "";
  const aborted = await client.abortChange(id);
  const change = await client.waitChange(id);
  const ready = await client.getChanges({ select: "ready" });
  const error = await assertRejects(() => client.abortChange(id), APIError);
  await process.wait().catch(() => {});

  assertEquals(doing.map(({ kind, status }) => [kind, status]), [
    ["exec", "Doing"],
  ]);
  assertEquals([aborted.status, aborted.ready], ["Abort", false]);
  assertEquals(change.tasks[0]?.data["exit-code"], 137);
  assertEquals(ready.map((one) => one.id), [id]);
  assertEquals([error.code, error.message], [
    400,
    `cannot abort change ${id} with nothing pending`,
  ]);
  assertEquals(await client.getChanges({ service: "none" }), []);
});

Deno.test("Client ends every call at its signal, with its reason (PBC-11)", async () => {
  await using server = new RawServer((peer) => peer.end());
  using client = new Client(server.socketPath, { timeoutMs: 60_000 });
  const calls: readonly ((options: {
    readonly signal: AbortSignal;
  }) => Promise<unknown>)[] = [
    (options) => client.getSystemInfo(options),
    (options) => client.getWarnings(options),
    (options) => client.ackWarnings(new Date(), options),
    (options) => client.addLayer("a", {}, options),
    (options) => client.getPlan(options),
    (options) => client.getPlanText(options),
    (options) => client.getServices([], options),
    (options) => client.autostartServices(options),
    (options) => client.replanServices(options),
    (options) => client.startServices(["a"], options),
    (options) => client.stopServices(["a"], options),
    (options) => client.restartServices(["a"], options),
    (options) => client.sendSignal(1, ["a"], options),
    (options) => client.getChanges(options),
    (options) => client.getChange("1", options),
    (options) => client.waitChange("1", options),
    (options) => client.abortChange("1", options),
    (options) => client.listFiles("/a", options),
    (options) => client.makeDir("/a", options),
    (options) => client.removePath("/a", options),
    (options) => client.pull("/a", options),
    (options) => client.push("/a", "b", options),
    (options) => client.exec(["a"], options),
    (options) => client.getChecks(options),
    (options) => client.startChecks(["a"], options),
    (options) => client.stopChecks(["a"], options),
    (options) => client.refreshCheck("a", options),
    (options) => client.getHealth(options),
    (options) => client.getNotice("1", options),
    (options) => client.getNotices(options),
    (options) => client.waitNotices(60_000, options),
    (options) => client.notify("custom", "a.b/c", options),
    (options) => client.getIdentities(options),
    (options) => client.addIdentities({}, options),
    (options) => client.updateIdentities({}, options),
    (options) => client.replaceIdentities({}, options),
    (options) => client.removeIdentities(["a"], options),
    (options) => Array.fromAsync(client.getLogs(options)),
    (options) => Array.fromAsync(client.followLogs(options)),
    (options) => client.getMetrics(options),
  ];
  const moments = calls.flatMap((call) =>
    [[call, true], [call, false]] as const
  );
  for (const [call, isConnected] of moments) {
    const controller = new AbortController();
    const reason = new Error("enough");
    const before = server.peers.length;
    const running = call({ signal: controller.signal });
    if (isConnected) await server.connected(before + 1);
    controller.abort(reason);

    const error = await assertRejects(() => running);

    assertEquals(error, reason, `${call}`);
  }
});

Deno.test("Client.close() ends calls under way, and there are none after (PBC-02)", async () => {
  await using server = new RawServer((peer) => peer.end());
  const client = new Client(server.socketPath);
  const waiting = client.waitChange("1");
  await server.connected(1);

  client.close();
  client.close();

  await assertRejects(() => waiting, ConnectionError, "it was closed");
  await assertRejects(() => client.getPlan(), TypeError, "it was closed");
});
