import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import {
  APIError,
  ChangeError,
  ConnectionError,
  TimeoutError,
} from "./errors.ts";

const SLEEPER = {
  override: "replace",
  command: "sleep 1000",
  startup: "enabled",
} as const;

Deno.test("Client takes a daemon through a charm's life (PBC-13, PBL-01, PBS-01, PBS-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const info = await client.getSystemInfo();
  await client.addLayer("base", { services: { web: SLEEPER } });
  const id = await client.replanServices();

  assertEquals(info.version.startsWith("v1."), true);
  assertEquals(info.httpAddress, null);
  const [service] = await client.getServices(["web", "unknown"]);
  assertEquals(service?.current, "active");
  assert(service?.currentSince instanceof Date);
  const change = await client.getChange(id);
  assertEquals(change.kind, "replan");
  assertEquals(change.status, "Done");
  assertEquals(change.tasks.length, 1);
  assertEquals((await client.getPlan()).services["web"]?.command, "sleep 1000");
  assertEquals(
    (await client.getChanges({ select: "all", service: "web" })).length,
    1,
  );
  await client.sendSignal(15, ["web"]).then(() => client.stopServices(["web"]));
});

Deno.test("Client fails with ChangeError and the logs of a service that exits (PBS-02, PBS-05, PBC-27)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: { bad: { override: "replace", command: "sh -c 'echo oops'" } },
  });

  const error = await assertRejects(
    () => client.startServices(["bad"]),
    ChangeError,
  );

  assertStringIncludes(error.err, "exited quickly with code 0");
  assertStringIncludes(error.message, "----- Logs from task 0 -----");
  assertStringIncludes(error.message, "oops");
  assertEquals(error.change.ready, true);
  await client.stopServices(["bad"]);
});

Deno.test("Client passes on what the daemon refuses (PBC-07, PBC-20, PBS-04, PBN-06)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const unknown = await assertRejects(
    () => client.startServices(["nope"]),
    APIError,
  );
  const none = await assertRejects(() => client.autostartServices(), APIError);
  const change = await assertRejects(() => client.getChange("99"), APIError);

  assertEquals(
    [unknown.code, unknown.status, unknown.message],
    [
      400,
      "Bad Request",
      'cannot start services: service "nope" does not exist',
    ],
  );
  assertEquals(none.body["status-code"], 400);
  assertEquals(
    (none.body["result"] as Record<string, unknown>)["kind"],
    "no-default-services",
  );
  assertEquals(change.message, 'cannot find change with id "99"');
});

Deno.test("Client.waitChange() gives up in time, and at once for an unknown change (PBC-24, PBC-25, PBC-26)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath, { timeoutMs: 1500 });
  await client.addLayer("base", {
    services: {
      slow: {
        override: "replace",
        command: "sh -c 'trap \"\" TERM; while :; do sleep 0.1; done'",
        "kill-delay": "500ms",
      },
    },
  });
  await client.startServices(["slow"]);
  const id = await client.stopServices(["slow"], { timeoutMs: 0 });

  const error = await assertRejects(
    () => client.waitChange(id, { timeoutMs: 50 }),
    TimeoutError,
  );
  await assertRejects(
    () => client.waitChange(id, { timeoutMs: 0 }),
    TimeoutError,
  );
  const aborted = AbortSignal.timeout(20);
  const reason = await assertRejects(() =>
    client.waitChange(id, { signal: aborted })
  );
  const unknown = await assertRejects(
    () => client.waitChange("99"),
    APIError,
  );

  assertEquals(
    error.message,
    `timed out waiting for change ${id} (0.05 seconds)`,
  );
  assertEquals(reason, aborted.reason);
  assertEquals(unknown.code, 404);
  assertEquals((await client.waitChange(id)).ready, true);
});

Deno.test("Client reaches the next daemon on the same socket (PBC-10, PBC-11, PBC-35)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.getSystemInfo();

  await daemon.stop();
  const gone = await assertRejects(
    () => client.getSystemInfo(),
    ConnectionError,
  );
  await daemon.start();
  const restarted = await client.getSystemInfo();
  await daemon.stop("SIGKILL");
  const stale = await assertRejects(
    () => client.getSystemInfo(),
    ConnectionError,
  );

  assertEquals(
    gone.message,
    `Could not connect to Pebble: socket not found at '${daemon.socketPath}' (container restarted?)`,
  );
  assertInstanceOf(gone.cause, Deno.errors.NotFound);
  assert(restarted.version !== "");
  assertStringIncludes(stale.message, "Connection refused");
});

Deno.test("Client reads and controls checks (PBK-01, PBK-03, PBK-04, PBK-08, PBK-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    checks: {
      a: { override: "replace", level: "alive", exec: { command: "true" } },
      b: { override: "replace", startup: "disabled", tcp: { port: 1 } },
    },
  });

  const checks = await client.getChecks();
  const stopped = await client.stopChecks(["a", "b"]);
  const started = await client.startChecks(new Set(["b"]));
  const unknown = await assertRejects(
    () => client.startChecks(["b", "x"]),
    APIError,
  );

  assertEquals(
    checks.map(({ name, status, level, startup, threshold, hasRun }) => [
      name,
      status,
      level,
      startup,
      threshold,
      hasRun,
    ]),
    [
      ["a", "up", "alive", "enabled", 3, false],
      ["b", "inactive", "", "disabled", 3, false],
    ],
  );
  assertEquals([stopped, started], [["a"], ["b"]]);
  assertEquals(
    unknown.message,
    "cannot start checks: cannot find checks in plan: x",
  );
  assertEquals((await client.getChecks({ level: "alive" })).length, 1);
  assertEquals((await client.getChecks({ names: [] })).length, 2);
});

Deno.test("Client records and finds notices (PBN-01, PBN-03, PBN-04, PBN-07, PBN-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);

  const id = await client.notify("custom", "example.com/a", {
    data: { k: "v" },
    repeatAfterMs: 3_600_000,
  });
  const again = await client.notify("custom", "example.com/a");
  await client.notify("custom", "example.com/b+c").catch(() => {});
  const notice = await client.getNotice(id);

  assertEquals(again, id);
  assertEquals(notice.occurrences, 2);
  assertEquals(notice.lastData, {});
  assertEquals(notice.expireAfterMs, 7 * 86_400_000);
  const ids = async (options: Parameters<Client["getNotices"]>[0]) =>
    (await client.getNotices(options)).map((notice) => notice.id);
  assertEquals(await ids({ types: ["custom"] }), [id]);
  assertEquals(await ids({ types: ["custom", "zzz"], keys: ["x.y/z"] }), []);
  assertEquals(await ids({ types: ["zzz"] }), []);
  assertEquals(await ids({ userId: 0, keys: ["example.com/a"] }), [id]);
  assertEquals(await ids({ after: notice.lastRepeatedText }), []);
});

Deno.test("Client sends layers byte for byte or as YAML that stays text (PBL-02, PBL-06, PBL-08, PBL-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const words = [
    ..."off on yes no y n true null ~ 1.10 012 0o17 1e3 1_000 12:30:45".split(
      " ",
    ),
    ...["", "2026-01-01", "<<", "=", "a: b", "a #b", " x ", "- a", "a\nb\n"],
    ...["0x10", "'", '"', "\\", "\u0085", "\ufeff", "é", "😀", "\t", "a:", "!"],
    ...["*a", "&a", "%a", "@a", "`a", "|", ">", "?", "[a", "{a", "#a", ".inf"],
  ];
  const environment = Object.fromEntries(
    words.map((word, i) => [`V${i}`, word]),
  );

  await client.addLayer("words", {
    services: {
      off: { ...SLEEPER, environment, "user-id": 0, "group-id": 0 },
      "12": SLEEPER,
    },
  });
  const { services } = await client.getPlan();

  assertEquals(services["off"]?.environment, environment);
  assertEquals(services["off"]?.userId, 0);
  assertEquals(services["12"]?.command, "sleep 1000");
});
