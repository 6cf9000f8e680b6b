// Long, as it is one table: raw requests that both servers have to answer alike.

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { startPebble } from "../pebble/_daemon.ts";
import { Client } from "../pebble/client.ts";
import { APIError, ConnectionError, ExecError } from "../pebble/errors.ts";
import { SimulatedPebble } from "./pebble/simulated_pebble.ts";
import type { PebbleExecApiOptions } from "./pebble_exec_api.ts";
import { PebbleServer } from "./pebble_server.ts";

interface Served extends AsyncDisposable {
  readonly pebble: SimulatedPebble;
  readonly socketPath: string;
}

async function serve(options: PebbleExecApiOptions = {}): Promise<Served> {
  const folder = await Deno.makeTempDir({ prefix: "charmkit-pebble-" });
  const socketPath = join(folder, "pebble.socket");
  const pebble = new SimulatedPebble({ socketPath });
  const server = new PebbleServer(pebble, socketPath, options);
  return {
    pebble,
    socketPath,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Sends bytes, and gives all that comes until the server hangs up. */
async function talk(socketPath: string, text: string): Promise<string> {
  using connection = await Deno.connect({
    transport: "unix",
    path: socketPath,
  });
  const writer = connection.writable.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
  return await new Response(connection.readable).text();
}

/** A request, and what it is answered, without what differs by nature. */
async function ask(
  socketPath: string,
  folder: string,
  [method, path, body, headers = {}]: WireRequest,
): Promise<unknown> {
  const json = body === undefined ? undefined : JSON.stringify(body);
  const client = Deno.createHttpClient({
    proxy: { transport: "unix", path: socketPath },
  });
  try {
    const type = { "content-type": "application/json" };
    const response = await fetch(
      `http://localhost${path.replace("FOLDER", encodeURIComponent(folder))}`,
      {
        method,
        headers: json === undefined ? headers : { ...type, ...headers },
        ...json === undefined
          ? {}
          : { body: json.replaceAll("FOLDER", folder) },
        client,
      },
    );
    const { status, statusText } = response;
    const boundary = /boundary=(\w+)/.exec(
      response.headers.get("content-type") ?? "",
    )?.[1];
    const strip = (text: string) =>
      text.replaceAll(boundary ?? "\0", "BOUNDARY")
        .replaceAll(folder, "FOLDER")
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, "TIME");
    return {
      status,
      statusText,
      type: strip(response.headers.get("content-type") ?? ""),
      body: strip(await response.text()),
    };
  } finally {
    client.close();
  }
}

type WireRequest = readonly [
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
];

const LAYER = `
services:
  a: {override: replace, command: sleep 600, startup: enabled, environment: {B: b, A: "1"}, user-id: 0, kill-delay: 90s}
  b: {override: replace, command: sleep 600, requires: [a]}
checks:
  c: {override: replace, level: alive, startup: disabled, exec: {command: "true"}}
  d: {override: replace, startup: disabled, period: 1500ms, http: {url: "http://localhost/", headers: {X: y}}}
log-targets:
  t: {override: merge, type: loki, location: "http://localhost:1", services: [a]}
  u: {override: merge, type: loki, location: "http://localhost:1", labels: {x: y}}
`;
const ADD = { action: "add", label: "base", format: "yaml" } as const;

/** Requests whose answers are the same to the letter, in this order. */
const REQUESTS: readonly WireRequest[] = [
  ["GET", "/v1/nope"],
  ["GET", "/v1/system-info/"],
  ["DELETE", "/v1/plan"],
  ["GET", "/v1/warnings"],
  ["GET", "/v1/plan"],
  ["GET", "/v1/plan?format=yaml"],
  ["POST", "/v1/layers", { action: "x" }],
  ["POST", "/v1/layers", { action: "add" }],
  ["POST", "/v1/layers", { action: "add", label: "x", format: "json" }],
  ["POST", "/v1/services", { action: "replan" }],
  ["GET", "/v1/changes/1"],
  ["GET", "/v1/notices"],
  ["POST", "/v1/layers", { ...ADD, layer: LAYER }],
  ["POST", "/v1/layers", { ...ADD, layer: LAYER }],
  ["GET", "/v1/plan?format=yaml"],
  ["GET", "/v1/services"],
  ["GET", "/v1/services?names=b,zzz"],
  ["POST", "/v1/services", { action: "start", services: [] }],
  ["POST", "/v1/services", { action: "x", services: ["a"] }],
  ["POST", "/v1/services", { action: "replan", services: ["a"] }],
  ["POST", "/v1/services", { action: "stop", services: ["nope"] }],
  ["POST", "/v1/services", { action: "stop", services: ["a"] }],
  ["GET", "/v1/changes/2/wait?timeout=5.000s"],
  ["GET", "/v1/changes?select=x"],
  ["GET", "/v1/changes"],
  ["GET", "/v1/changes/99"],
  ["GET", "/v1/changes/99/wait"],
  ["POST", "/v1/changes/2", { action: "abort" }],
  ["POST", "/v1/signals", { signal: "SIGHUP", services: ["a"] }],
  ["POST", "/v1/signals", {}],
  ["GET", "/v1/checks"],
  ["GET", "/v1/checks?level=bad"],
  ["GET", "/v1/checks?level=ready&names=c"],
  ["POST", "/v1/checks", { action: "start", checks: [] }],
  ["POST", "/v1/checks", { action: "start", checks: ["z", "c"] }],
  ["POST", "/v1/checks", { action: "x", checks: ["c"] }],
  ["POST", "/v1/checks", { action: "stop", checks: ["c"] }],
  ["POST", "/v1/checks/refresh", { name: "c" }],
  ["POST", "/v1/checks/refresh", { name: "" }],
  ["POST", "/v1/checks/refresh", { name: "zzz" }],
  ["GET", "/v1/health"],
  ["GET", "/v1/health?level=bad"],
  ["GET", "/v1/metrics"],
  ["GET", "/v1/logs"],
  ["GET", "/v1/logs?n=-2"],
  ["GET", "/v1/logs?follow=x"],
  ["POST", "/v1/notices", {
    action: "add",
    type: "custom",
    key: "example.com/a",
    "repeat-after": "90.000s",
    data: { k: "<v>" },
  }],
  ["POST", "/v1/notices", { action: "add", type: "x", key: "example.com/a" }],
  ["POST", "/v1/notices", { action: "x" }],
  ["GET", "/v1/notices?types=custom&keys=example.com/b,example.com/a"],
  ["GET", "/v1/notices?types=zzz"],
  ["GET", "/v1/notices?users=some"],
  ["GET", "/v1/notices?users=all&user-id=0"],
  ["GET", "/v1/notices?types=custom&user-id=1"],
  ["GET", "/v1/notices/99"],
  ["POST", "/v1/identities", {
    action: "add",
    identities: {
      bob: {
        access: "read",
        local: { "user-id": 42 },
        basic: { password: "x" },
      },
    },
  }],
  ["GET", "/v1/identities"],
  ["POST", "/v1/identities", { action: "x", identities: {} }],
  ["POST", "/v1/identities", { action: "add", identities: { bob: null } }],
  ["POST", "/v1/files", { action: "x" }],
  ["POST", "/v1/files", { action: "write" }],
  ["POST", "/v1/files", {}, { "content-type": "text/plain" }],
  ["POST", "/v1/files", {}, {
    "content-type": "multipart/form-data; boundary=short",
  }],
  ["POST", "/v1/files", {
    action: "make-dirs",
    dirs: [{ path: "FOLDER/d" }, { path: "x" }, {
      path: "FOLDER/e",
      permissions: "4755",
    }],
  }],
  ["POST", "/v1/files", {
    action: "remove",
    paths: [{ path: "FOLDER/d" }, { path: "FOLDER/none" }, {
      path: "FOLDER/none",
      recursive: true,
    }],
  }],
  ["GET", "/v1/files?action=list&path=FOLDER"],
  ["GET", "/v1/files?action=list&path=/no/such"],
  ["GET", "/v1/files?action=list&path=FOLDER&itself=x"],
  ["GET", "/v1/files?action=list"],
  ["GET", "/v1/files?action=list&path=FOLDER&pattern=%5B"],
  ["GET", "/v1/files?action=read&path=/no/such"],
  ["GET", "/v1/files?action=read&path=/no/such&path=x", undefined, {
    accept: "multipart/form-data",
  }],
  ["GET", "/v1/files?action=read"],
  ["GET", "/v1/files?action=x"],
  ["POST", "/v1/exec", { command: [] }],
  ["POST", "/v1/exec", { command: ["true"], timeout: "x" }],
  ["POST", "/v1/exec", { command: ["true"], "service-context": "x" }],
  ["GET", "/v1/tasks/99/websocket/stdio"],
  ["GET", "/v1/tasks/1/websocket/stdio"],
];

Deno.test("PebbleServer answers to the letter as Pebble does (PBC-05, PBC-07, OBS-04, OBS-06, OBS-07, OBS-25)", async () => {
  await using daemon = await startPebble();
  await using served = await serve();
  const { pebble, socketPath } = served;
  pebble.files.makeDir(daemon.folder, { makeParents: true });
  pebble.handleExec(["true"], () => {});

  for (const request of REQUESTS) {
    const real = await ask(daemon.socketPath, daemon.folder, request);
    const simulated = await ask(socketPath, daemon.folder, request);

    assertEquals(simulated, real, request.slice(0, 3).map(String).join(" "));
  }
});

Deno.test("PebbleServer fails a command whose websockets don't come (PBE-09, OBS-27)", async () => {
  await using served = await serve({ connectMs: 1 });
  const { pebble, socketPath } = served;
  pebble.handleExec(["true"], () => {});
  using client = new Client(socketPath);

  const json = '{"command":["true"],"split-stderr":true}';
  const answers = await talk(
    socketPath,
    "POST /v1/exec HTTP/1.1\r\nContent-Type: application/json\r\n" +
      `Content-Length: ${json.length}\r\n\r\n${json}end\r\n\r\n`,
  );
  const [, id = ""] = /"change":"(\d+)"/.exec(answers) ?? [];
  const change = await client.waitChange(id);

  assertMatch(answers, /"task-id":"1","working-dir":"\/root"/);
  assertEquals(
    change.err,
    'cannot perform the following tasks:\n- Execute command "true" (exec 1: ' +
      "timeout waiting for websocket connections: context deadline exceeded)",
  );
  assertEquals(pebble.execHistory.length, 1);
});

Deno.test("PebbleServer answers a websocket that comes late as Pebble does (OBS-16)", async () => {
  await using served = await serve();
  const { pebble, socketPath } = served;
  pebble.handleExec(["true"], () => {});
  using client = new Client(socketPath);
  const process = await client.exec(["true"]);
  await process.wait();
  const [change] = await client.getChanges({ select: "all" });

  const taskId = change?.tasks[0]?.id;
  const upgrade = (which: string) =>
    talk(
      socketPath,
      `GET /v1/tasks/${taskId}/websocket/${which} HTTP/1.1\r\n` +
        "Sec-WebSocket-Key: x\r\n\r\nnonsense\r\n\r\n",
    );

  assertMatch(await upgrade("control"), /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
});

Deno.test("PebbleServer kills a command whose client dies (OBS-18)", async () => {
  await using served = await serve();
  const { pebble, socketPath } = served;
  const killed = Promise.withResolvers<void>();
  pebble.handleExec(["sleep"], (command) =>
    new Promise(() => {
      command.killed.addEventListener("abort", () => killed.resolve());
    }));
  const client = new Client(socketPath);
  const process = await client.exec(["sleep"]);
  const waiting = assertRejects(() => process.wait());

  client.close();
  await killed.promise;

  await waiting;
  const [change] = await pebble.getChanges({ select: "ready" });
  assertEquals(change?.tasks[0]?.data["exit-code"], 137);
});

Deno.test("PebbleServer drops what is under way when it stops", async () => {
  const served = await serve();
  using client = new Client(served.socketPath);
  served.pebble.handleExec(["sleep"], () => new Promise(() => {}));
  const process = await client.exec(["sleep"]);
  const running = process.wait();
  const waiting = client.waitNotices(60_000, { types: ["custom"] });
  const following = Array.fromAsync(client.followLogs());
  const ends = [
    assertRejects(() => running),
    assertRejects(() => waiting, ConnectionError),
    assertRejects(() => following, ConnectionError),
  ];
  // Each of them has arrived once an answer to a later request has come.
  await client.getSystemInfo();

  await served[Symbol.asyncDispose]();

  await Promise.all(ends);
  await assertRejects(() => client.getSystemInfo(), ConnectionError);
});

Deno.test("PebbleServer says by what a command without a handler is helped", async () => {
  await using served = await serve();
  using client = new Client(served.socketPath);

  const error = await assertRejects(
    () => client.exec(["nginx", "-t"]),
    APIError,
  );

  assertEquals(
    error.message,
    'cannot exec "nginx": the simulated Pebble runs no commands and has no ' +
      "handler for it; give it one with `handleExec`",
  );
});

Deno.test("PebbleServer hangs up on what is no HTTP", async () => {
  await using served = await serve();

  assertEquals(await talk(served.socketPath, "nonsense\r\n\r\n"), "");
  const many = "GET /v1/plan?format=yaml HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2);
  const answers = await talk(served.socketPath, `${many}end\r\n\r\n`);

  assertEquals(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 2);
});

Deno.test("PebbleServer runs many commands side by side (PBE-38)", async () => {
  await using served = await serve();
  const { pebble, socketPath } = served;
  pebble.handleExec(["cat"], async (command) => ({
    exitCode: 2,
    stdout: await command.text(),
  }));
  using client = new Client(socketPath);

  const outputs = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const process = await client.exec(["cat"], { stdin: `${i}` });
      const error = await assertRejects(() => process.waitOutput(), ExecError);
      return [error.exitCode, error.stdout];
    }),
  );

  assertEquals(outputs, Array.from({ length: 20 }, (_, i) => [2, `${i}`]));
});
