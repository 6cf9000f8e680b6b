// Long, as one list: what the client relies on although no reference says so,
// seen on the real daemon, and to be looked at anew when its version changes.

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type PebbleDaemon, startPebble, until } from "./_daemon.ts";
import { Transport } from "./_transport.ts";
import { WebSocketConnection } from "./_web_socket.ts";
import { Client } from "./client.ts";
import {
  APIError,
  ChangeError,
  ConnectionError,
  ExecError,
  TimeoutError,
} from "./errors.ts";

const SLEEPER = { override: "replace", command: "sleep 1000" } as const;

function transportTo({ socketPath }: PebbleDaemon): Transport {
  return new Transport(socketPath, "http://localhost", 10_000);
}

/** An address on this machine that nobody listens to. */
function freeAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `127.0.0.1:${listener.addr.port}`;
}

/** What the daemon says when it refuses. */
async function refusal(call: () => Promise<unknown>): Promise<APIError> {
  return await assertRejects(call, APIError);
}

Deno.test("Pebble is unreachable in three ways, each with its reason (OBS-01, PBC-10, PBC-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const asking = () => client.getSystemInfo();

  await daemon.stop("SIGKILL");
  const refused = await assertRejects(asking, ConnectionError);
  await Deno.remove(daemon.socketPath);
  const missing = await assertRejects(asking, ConnectionError);
  await Deno.writeTextFile(daemon.socketPath, "");
  const noSocket = await assertRejects(asking, ConnectionError);
  await Deno.remove(daemon.socketPath);

  assertInstanceOf(refused.cause, Deno.errors.ConnectionRefused);
  assertInstanceOf(missing.cause, Deno.errors.NotFound);
  assertInstanceOf(noSocket.cause, Deno.errors.ConnectionRefused);
});

Deno.test("Pebble removes its socket on SIGTERM only, and the next one takes over (OBS-02, PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const exists = async () =>
    await Deno.stat(daemon.socketPath).then(() => true, () => false);
  await client.getSystemInfo();

  await daemon.stop("SIGTERM");
  const afterTerm = await exists();
  await daemon.start();
  const get = await client.getSystemInfo();
  await daemon.stop("SIGKILL");
  const afterKill = await exists();
  await daemon.start();
  const post = await client.notify("custom", "example.com/a");

  assertEquals([afterTerm, afterKill], [false, true]);
  assert(get.version !== "" && post !== "");
});

Deno.test("Pebble has no warnings but notices (OBS-03, PBC-14, PBC-15, PBC-16)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const get = await refusal(() => client.getWarnings());
  const post = await refusal(() => client.ackWarnings(new Date()));

  assertEquals([get.code, post.code], [404, 404]);
  assertEquals(get.message, "invalid API endpoint requested");
});

Deno.test("Pebble tells an unknown path from a wrong method, not from an unknown change (OBS-04, PBC-07, PBC-09)", async () => {
  await using daemon = await startPebble();
  using transport = transportTo(daemon);
  const ask = (path: string, json?: unknown) =>
    refusal(() => transport.json({ path, json }));

  const unknown = await ask("/v1/nothing");
  const slash = await ask("/v1/system-info/");
  const method = await ask("/v1/system-info", {});
  const change = await ask("/v1/changes/99/wait");

  for (const { code, message } of [unknown, slash]) {
    assertEquals([code, message], [404, "invalid API endpoint requested"]);
  }
  assertEquals([method.code, method.message], [
    405,
    'method "POST" not allowed',
  ]);
  assertEquals([change.code, change.status], [404, "Not Found"]);
  assertEquals(
    (method.body["result"] as Record<string, unknown>)["kind"],
    undefined,
  );
});

Deno.test("Pebble takes a wait of zero for one without limit (OBS-05, PBC-23)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);
  const process = await client.exec(["cat"]);
  const [{ id = "" } = {}] = await client.getChanges();
  const wait = (timeout: string, signal?: AbortSignal) =>
    transport.json({
      path: `/v1/changes/${id}/wait`,
      query: { timeout },
      signal,
    });

  const negative = await refusal(() => wait("-1s"));
  const short = await refusal(() => wait("0.200s"));
  let over = false;
  const endless = wait("0.000s").finally(() => over = true);
  await refusal(() => wait("0.200s"));
  const overBefore = over;
  await process.stdin?.close();
  await process.wait();
  await endless;
  const ready = await Promise.all(["0.000s", "1s"].map((t) => wait(t)));

  assertEquals([negative.code, short.code], [504, 504]);
  assertEquals(short.message, "timed out waiting for change after 200ms");
  assertEquals(overBefore, false);
  assertEquals(ready.map(({ type }) => type), ["sync", "sync"]);
});

Deno.test("Pebble gives no result in two ways (OBS-06, PBC-05, PBI-03)", async () => {
  await using daemon = await startPebble();
  using transport = transportTo(daemon);
  const post = (path: string, json: unknown) => transport.json({ path, json });

  const action = await post("/v1/services", {
    action: "replan",
    services: [],
  });
  const write = await post("/v1/identities", {
    action: "replace",
    identities: { nobody: null },
  });

  assertEquals(action["result"], null);
  assertEquals("result" in write, false);
});

Deno.test("Pebble answers 200 for a file that it can't read (OBS-07)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);
  const path = `${daemon.folder}/missing`;

  const answer = await transport.send({
    path: "/v1/files",
    query: { action: "read", path },
    headers: { accept: "multipart/form-data" },
  });
  const text = await answer.text();
  const list = await refusal(() => client.listFiles(path));

  assertEquals(answer.code, 200);
  assertStringIncludes(text, '"kind":"not-found"');
  assertEquals(
    [list.code, (list.body["result"] as Record<string, unknown>)["kind"]],
    [404, "not-found"],
  );
});

Deno.test("Pebble doubles the name of a folder that is asked for with a slash (OBS-08)", async () => {
  await using daemon = await startPebble();
  using transport = transportTo(daemon);
  const { folder } = daemon;
  const list = async (path: string) => {
    const query = { action: "list", path, itself: "true" };
    const { result } = await transport.json({ path: "/v1/files", query });
    const [{ path: found, name }] = result as [{ path: string; name: string }];
    return [found, name];
  };

  const slash = await list(`${folder}/`);
  const root = await list("/");

  assertEquals(slash, [`${folder}/files`, "files"]);
  assertEquals(root, ["/", "/"]);
});

Deno.test("Pebble keeps the last ten log lines of a task (OBS-09, OBS-11, PBK-06, PBK-07)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: {
      bad: {
        override: "replace",
        period: "10ms",
        timeout: "10s",
        threshold: 14,
        exec: { command: "sh -c 'echo a; echo b; exit 3'" },
      },
    },
  });

  const [info] = await until(
    () => client.getChecks(),
    ([check]) => (check?.prevChangeId ?? null) !== null,
  );
  const before = await client.getChange(info?.prevChangeId ?? "");
  const after = await client.getChange(info?.changeId ?? "");

  const log = before.tasks[0]?.log ?? [];
  assertEquals(log.length, 10);
  assert(
    log.every((line) => /^\d{4}-\d\d-\d\dT\S+ (INFO|ERROR) /.test(line)),
    log.join("\n"),
  );
  assert(log.some((line) => line.includes("\n")));
  assertEquals([before.kind, before.status], ["perform-check", "Error"]);
  assertEquals(after.kind, "recover-check");
  const summary = '- Perform exec check "bad"';
  const errors = log.filter((line) => line.includes(" ERROR ")).length;
  assertEquals((before.err ?? "").split(summary).length - 1, errors);
});

Deno.test("Pebble's check stays up for ever if its change is aborted (OBS-10)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: { up: { override: "replace", exec: { command: "true" } } },
  });
  const [before] = await client.getChecks();
  const id = before?.changeId ?? "";
  await until(() => client.getChange(id), ({ status }) => status === "Doing");

  const change = await client.abortChange(id);
  const [after] = await client.getChecks();

  assertEquals([change.status, change.ready], ["Abort", false]);
  assertEquals(after, before);
  assertEquals(after?.status, "up");
});

Deno.test("Pebble's replan leaves what requires a changed service stopped, restart leaves it alone (OBS-12, PBS-06, PBL-23)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      web: SLEEPER,
      dep: { ...SLEEPER, requires: ["web"], after: ["web"] },
    },
  });
  const state = async () =>
    (await client.getServices()).map(({ name, current }) => [name, current]);
  await client.startServices(["dep"]);

  await client.restartServices(["web"]);
  const restarted = await state();
  await client.addLayer("more", {
    services: { web: { override: "merge", environment: { A: "1" } } },
  });
  await client.replanServices();
  const replanned = await state();

  assertEquals(restarted, [["dep", "active"], ["web", "active"]]);
  assertEquals(replanned, [["dep", "inactive"], ["web", "active"]]);
  await client.stopServices(["web"]);
});

Deno.test("Pebble's check runs on when a layer disables it (OBS-13, PBK-12)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const add = (label: string, layer: object) =>
    client.addLayer(label, { checks: { a: layer } });
  await add("base", {
    override: "replace",
    startup: "enabled",
    exec: { command: "true" },
  });
  const [first] = await client.getChecks();

  await add("changed", { override: "merge", period: "20s" });
  const [changed] = await client.getChecks();
  await add("disabled", { override: "merge", startup: "disabled" });
  const [disabled] = await client.getChecks();

  assert(first?.changeId !== changed?.changeId);
  assertEquals(disabled?.changeId, changed?.changeId);
  assertEquals([disabled?.status, disabled?.startup], ["up", "enabled"]);
});

Deno.test("Pebble fills in a threshold when it combines layers, and appends lists twice (OBS-14)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("lower", {
    services: { web: SLEEPER, db: SLEEPER },
    checks: {
      a: { override: "replace", threshold: 7, exec: { command: "true" } },
    },
  });
  const upper = {
    services: { web: { override: "merge", after: ["db"] } },
    checks: { a: { override: "merge", period: "5s" } },
  } as const;

  await client.addLayer("upper", upper);
  const before = await client.getPlan();
  await client.addLayer("upper", upper, { combine: true });
  const after = await client.getPlan();

  assertEquals(before.checks["a"]?.threshold, 7);
  assertEquals(after.checks["a"]?.threshold, 3);
  assertEquals(before.services["web"]?.after, ["db"]);
  assertEquals(after.services["web"]?.after, ["db", "db"]);
});

Deno.test("Pebble follows logs silently until there is one, of services that were started before (OBS-15, PBM-06)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 1000 });
  const pipe = `${daemon.folder}/pipe`;
  await (await client.exec(["mkfifo", pipe])).wait();
  const echo = (word: string) => ({
    override: "replace",
    command: `sh -c 'while read line < ${pipe}; do echo ${word}; done'`,
  } as const);
  await client.addLayer("base", {
    services: {
      early: echo("early"),
      late: { override: "replace", command: "sh -c 'echo late; sleep 1000'" },
    },
  });
  await client.startServices(["early"]);

  const logs = client.followLogs();
  const first = logs.next();
  // Meanwhile the daemon gets that request; it says nothing that shows it.
  await (await client.exec(["true"])).wait();
  // This takes longer than the daemon may be silent in other calls.
  await client.startServices(["late"]);
  const open = await Deno.open(pipe, { write: true });
  await open.write(new TextEncoder().encode("x\n"));
  open.close();
  const { value } = await first;
  await logs.return();

  assertEquals([value?.service, value?.message], ["early", "early"]);
  await client.stopServices(["early", "late"]);
});

Deno.test("Pebble refuses WebSockets of commands by plain answers (OBS-16, PBE-08, PBE-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);
  await client.addLayer("base", { services: { web: SLEEPER } });
  const started = await client.getChange(await client.startServices(["web"]));
  const post = async (command: string[]) => {
    const { result } = await transport.json({
      path: "/v1/exec",
      json: { command, "split-stderr": false },
    });
    return (result as { "task-id": string })["task-id"];
  };
  const open = (task: string, name: string) =>
    WebSocketConnection.open(transport, `/v1/tasks/${task}/websocket/${name}`);
  const code = async (task: string, name: string) =>
    (await assertRejects(() => open(task, name), ConnectionError)).message;

  const task = await post(["true"]);
  const unknown = await code("999", "control");
  const other = await code(started.tasks[0]?.id ?? "", "control");
  const notSplit = await code(task, "stderr");
  const control = await open(task, "control");
  const twice = await code(task, "control");
  const stdio = await open(task, "stdio");
  await Array.fromAsync(control.messages()).catch(() => []);
  stdio.close();
  const [change] = (await client.getChanges({ select: "all" }))
    .filter(({ kind }) => kind === "exec");
  await client.waitChange(change?.id ?? "");
  const over = await code(task, "control");

  assertEquals([unknown, other, notSplit, twice, over], [
    "Invalid status code: 404",
    "Invalid status code: 400",
    "Invalid status code: 404",
    "Invalid status code: 500",
    "Invalid status code: 200",
  ]);
  await client.stopServices(["web"]);
});

Deno.test("Pebble's end of a command and end of its output come in any order (OBS-17, PBE-15, PBE-16, PBE-25)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  for (let round = 0; round < 50; round++) {
    const process = await client.exec(["sh", "-c", "echo out; echo err >&2"]);
    assertEquals(await process.waitOutput(), ["out\n", "err\n"]);
  }
});

Deno.test("Pebble kills a command whose control socket breaks, not one whose is closed (OBS-18)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);
  const run = async (script: string) => {
    const { change, result } = await transport.json({
      path: "/v1/exec",
      json: { command: ["sh", "-c", script], "split-stderr": false },
    });
    const base = `/v1/tasks/${
      (result as { "task-id": string })["task-id"]
    }/websocket`;
    const control = await WebSocketConnection.open(
      transport,
      `${base}/control`,
    );
    const stdio = await WebSocketConnection.open(transport, `${base}/stdio`);
    return { id: change as string, control, stdio };
  };
  const exitCode = async (id: string) =>
    (await client.waitChange(id)).tasks[0]?.data["exit-code"];

  // Only the command itself is killed: a child would keep its output open.
  const broken = await run("exec sleep 1000");
  broken.control.close();
  const killed = await exitCode(broken.id);
  broken.stdio.close();
  const left = await run("cat; exit 5");
  await left.control.closePolitely();
  left.stdio.close();
  const ended = await exitCode(left.id);

  assertEquals(killed, 137);
  // It saw the end of its input, as its other socket closed.
  assertEquals(ended, 5);
});

Deno.test("Pebble keeps bare values of YAML as their text (OBS-19)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const bare = "1.10 012 yes 0x10 2026-01-01 1_000".split(" ");

  await client.addLayer(
    "bare",
    `services:\n  a:\n    override: replace\n    command: 5\n` +
      `    environment:\n` +
      bare.map((value, i) => `      V${i}: ${value}\n`).join("") +
      `      N: null\n      T: ~\n`,
  );
  const { services } = await client.getPlan();
  const quoted = await refusal(() =>
    client.addLayer(
      "quoted",
      `services: {b: {override: replace, command: c, user-id: "0"}}`,
    )
  );

  const { N, T, ...values } = services["a"]?.environment ?? {};
  assertEquals(Object.values(values), bare);
  assertEquals([N, T, services["a"]?.command], ["", "", "5"]);
  assertEquals(quoted.code, 400);
});

Deno.test("Pebble tries a service that exits quickly again until it is stopped (OBS-20, PBS-05, PBS-12)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      bad: {
        override: "replace",
        command: "false",
        "backoff-delay": "1h",
        "backoff-limit": "2h",
      },
    },
  });

  await assertRejects(() => client.startServices(["bad"]), ChangeError);
  const [backoff] = await client.getServices();
  await client.stopServices(["bad"]);
  const [stopped] = await client.getServices();

  assertEquals([backoff?.current, backoff?.isRunning()], ["backoff", false]);
  assertEquals(stopped?.current, "inactive");
});

Deno.test("Pebble keeps the counts of a stopped check (OBS-21, PBK-04, PBK-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: {
      a: { override: "replace", period: "1h", exec: { command: "true" } },
    },
  });
  await client.refreshCheck("a");
  // One that is stopped while it runs may be called active for ever.
  await until(() => client.getChecks(), ([check]) => check?.hasRun ?? false);

  await client.stopChecks(["a"]);
  const [stopped] = await client.getChecks();
  await client.startChecks(["a"]);
  const [started] = await client.getChecks();

  assert((stopped?.successes ?? 0) > 0);
  assertEquals([stopped?.status, stopped?.changeId], ["inactive", null]);
  assertEquals([started?.status, started?.successes, started?.failures], [
    "up",
    0,
    0,
  ]);
});

Deno.test("Pebble tells its health to everybody (OBS-22, PBK-10, PBK-11, PBC-13)", async () => {
  const address = freeAddress();
  await using daemon = await startPebble({ args: ["--http", address] });
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: {
      bad: {
        override: "replace",
        level: "alive",
        period: "10ms",
        threshold: 1,
        exec: { command: "false" },
      },
    },
  });
  await until(
    () => client.getChecks(),
    ([check]) => check?.status === "down",
  );
  const { httpAddress } = await client.getSystemInfo();

  const health = await fetch(`http://${address}/v1/health`);
  const services = await fetch(`http://${address}/v1/services`);

  assertEquals(httpAddress, address);
  assertEquals([health.status, await health.json()], [502, {
    type: "sync",
    "status-code": 502,
    status: "Bad Gateway",
    result: { healthy: false },
  }]);
  assertEquals(services.status, 401);
  await services.body?.cancel();
});

Deno.test("Pebble refuses who may only read by 401, and others' notices by 403 (OBS-23, PBI-09, PBN-08)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const { folder } = daemon;
  await client.replaceIdentities({
    reader: { access: "read", local: { "user-id": Deno.uid() ?? 0 } },
  });

  const all = await refusal(() => client.getNotices({ users: "all" }));
  const refused = await Promise.all(
    [
      () => client.getPlan(),
      () => client.listFiles(folder),
      () => client.exec(["true"]),
      () => client.addLayer("a", {}),
      () => client.replanServices(),
      () => client.sendSignal("SIGHUP", ["a"]),
      () => client.removeIdentities(["reader"]),
    ].map(refusal),
  );

  assertEquals([all.code, all.message], [
    403,
    'only admins may use the "users" filter',
  ]);
  for (const { code, message, body } of refused) {
    assertEquals([code, message], [401, "access denied"]);
    const { kind } = body["result"] as { kind?: string };
    assertEquals(kind, "login-required");
  }
  await client.getSystemInfo();
  await client.getHealth();
  await client.getChanges();
  await client.getServices();
  await client.getChecks();
  await client.getNotice(await client.notify("custom", "example.com/mine"));
  await Array.fromAsync(client.getLogs());
  await client.getMetrics();
  assertEquals(Object.keys(await client.getIdentities()), ["reader"]);
});

Deno.test("Pebble takes who gives a password for that identity, else for the user (PBM-08)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);
  // The hash of "test".
  const password =
    "$6$abcdefgh$3rj1vTLX64btReFsM4MQ22otcD40l7vbtw7qCyr0dxc4kxNmgx53xVM8gWiLYbCqTHTbXFaVFU7ZT28pnvdyu0";
  await client.addIdentities({
    scraper: { access: "metrics", basic: { password } },
  });
  const get = async (path: string, word: string) => {
    const authorization = `Basic ${btoa(`scraper:${word}`)}`;
    const request = { path, headers: { authorization } };
    return await transport.send(request)
      .then(async (answer) => (await answer.text(), answer.code), (error) => {
        assertInstanceOf(error, APIError);
        return error.code;
      });
  };

  assertEquals(await get("/v1/metrics", "test"), 200);
  assertEquals(await get("/v1/services", "test"), 401);
  assertEquals(await get("/v1/services", "wrong"), 200);
});

Deno.test("Pebble's replan with nothing to do is done at once (OBS-24, PBS-08)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const id = await client.replanServices({ timeoutMs: 0 });
  const change = await client.getChange(id);

  assertEquals([change.status, change.ready], ["Done", true]);
  assertEquals(change.summary, "Replan - no services");
  assertEquals(change.tasks, []);
});

Deno.test("Pebble tells requests about files by their media type (OBS-25)", async () => {
  await using daemon = await startPebble();
  using transport = transportTo(daemon);
  const body = new TextEncoder().encode(
    JSON.stringify({ action: "replan", services: [] }),
  );
  const post = (path: string) => transport.send({ path, body });

  const files = await refusal(() => post("/v1/files"));
  const services = await post("/v1/services");

  assertEquals([files.code, files.message], [400, 'invalid Content-Type ""']);
  assertEquals(services.code, 202);
  await services.text();
});

Deno.test("Pebble refuses services that are null in two ways (OBS-26)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const block = await refusal(() =>
    client.addLayer("a", "services:\n  x: null\n")
  );
  const flow = await refusal(() => client.addLayer("b", "services: {x: }"));

  assertStringIncludes(
    block.message,
    'service object cannot be null for service "x"',
  );
  assertEquals(flow.code, 400);
});

Deno.test("Pebble gives up a command that nobody connects to within five seconds (OBS-27, PBE-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  using transport = transportTo(daemon);

  const { change: id, result } = await transport.json({
    path: "/v1/exec",
    json: { command: ["true"] },
  });
  const doing = await client.getChange(id as string);
  const change = await client.waitChange(id as string);

  const task = (result as { "task-id": string })["task-id"];
  // It is one or the other, as the daemon gets to it.
  assert(["Do", "Doing"].includes(doing.status), doing.status);
  assertStringIncludes(
    change.err ?? "",
    `exec ${task}: timeout waiting for websocket connections: ` +
      "context deadline exceeded",
  );
});

Deno.test("Pebble forgets how a command ended when it is killed and started again (PBE-26, PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  // It ends when the daemon does, as that ends its input.
  const process = await client.exec(["cat"]);
  const [{ id = "" } = {}] = await client.getChanges();

  await daemon.stop("SIGKILL");
  await daemon.start();
  const change = await client.waitChange(id);
  const error = await assertRejects(() => process.waitOutput());

  // The new daemon knows the change, and calls it done.
  assertEquals([change.status, change.err], ["Done", null]);
  assertEquals(change.tasks[0]?.data["exit-code"], undefined);
  assertInstanceOf(error, ConnectionError);
  assert(!(error instanceof ExecError) && !(error instanceof TimeoutError));
});
