import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { signalName } from "./_signals.ts";
import { Client } from "./client.ts";
import { APIError, ChangeError, TimeoutError } from "./errors.ts";

const SLEEPER = { override: "replace", command: "sleep 1000" } as const;

/** A service that writes each signal it gets. */
const TRAPPER = {
  override: "replace",
  command: `sh -c 'trap "echo got HUP" HUP; trap "echo got USR1" USR1; ` +
    `echo ready; while :; do sleep 0.01; done'`,
} as const;

async function refusal(call: () => Promise<unknown>): Promise<string> {
  const { code, message } = await assertRejects(call, APIError);
  return `${code} ${message}`;
}

Deno.test("Client starts, stops and restarts services in their order (PBS-01, PBS-06, PBS-07, PBS-09)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      web: { ...SLEEPER, requires: ["db"], after: ["db"] },
      db: { ...SLEEPER, startup: "enabled" },
      stubborn: {
        ...SLEEPER,
        command: `sh -c 'trap "" TERM; while :; do sleep 0.01; done'`,
        "kill-delay": "50ms",
      },
    },
  });
  const summary = async (id: string) => (await client.getChange(id)).summary;
  const active = async () =>
    (await client.getServices()).filter((service) => service.isRunning())
      .map(({ name }) => name);

  const auto = await client.autostartServices();
  const afterAuto = await active();
  const start = await client.startServices(new Set(["web", "stubborn"]));
  const again = await client.getChange(await client.startServices(["web"]));
  const afterStart = await active();
  const stop = await client.stopServices(["db", "stubborn"]);
  const afterStop = await active();
  const unstarted = await client.getChange(await client.stopServices(["web"]));
  const restart = await client.restartServices(["db"]);
  const afterRestart = await active();

  assertEquals(afterAuto, ["db"]);
  assertEquals(afterStart, ["db", "stubborn", "web"]);
  assertEquals(afterStop, []);
  assertEquals(afterRestart, ["db"]);
  assertStringIncludes(again.tasks.flatMap(({ log }) => log).join(), "already");
  assertEquals(unstarted.status, "Done");
  assertEquals(await Promise.all([auto, start, stop, restart].map(summary)), [
    'Autostart service "db"',
    'Start service "web" and 2 more',
    'Stop service "db" and 2 more',
    'Restart service "db"',
  ]);
  const ids = async (service: string) =>
    (await client.getChanges({ select: "all", service })).map(({ id }) => id)
      .sort();
  assertEquals(await ids("db"), [auto, restart, stop].sort());
  await client.stopServices(["db"]);
});

Deno.test("Client returns the id of a change without waiting for it (PBS-02)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const stubborn = {
    ...SLEEPER,
    command: `sh -c 'trap "" TERM; while :; do sleep 0.01; done'`,
    "kill-delay": "1s",
  };
  await client.addLayer("base", { services: { web: SLEEPER, stubborn } });
  await client.startServices(["stubborn"]);

  const start = await client.startServices(["web"], { timeoutMs: 0 });
  const started = await client.getChange(start);
  await client.waitChange(start);
  const restart = await client.restartServices(["web"], { timeoutMs: null });
  const restarted = await client.getChange(restart);
  await client.waitChange(restart);
  const late = await assertRejects(
    () => client.stopServices(["stubborn"], { timeoutMs: 20 }),
    TimeoutError,
  );

  assertEquals([started.ready, restarted.ready], [false, false]);
  assertStringIncludes(late.message, "(0.02 seconds)");
  await client.stopServices(["web"]);
});

Deno.test("Client shows why a service did not start (PBS-05, PBC-27)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      missing: { override: "replace", command: "/no/such/program" },
      chatty: {
        override: "replace",
        command: "sh -c 'for i in $(seq 30); do echo line $i; done; exit 9'",
      },
    },
  });
  const start = (name: string) =>
    assertRejects(() => client.startServices([name]), ChangeError);

  const missing = await start("missing");
  const chatty = await start("chatty");

  assertStringIncludes(
    missing.err,
    "(cannot start service: fork/exec /no/such/program: no such file",
  );
  assertEquals(
    chatty.err,
    'cannot perform the following tasks:\n- Start service "chatty" ' +
      "(service start attempt: exited quickly with code 9, will restart)",
  );
  assertStringIncludes(chatty.message, "INFO Most recent service output:");
  assertStringIncludes(chatty.message, "    (...)\n    line 11\n");
  assertEquals(chatty.change.err, chatty.err);
  await client.stopServices(["chatty", "missing"]);
});

Deno.test("Client passes on what services are refused for (PBS-04, PBS-10, PBS-11)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", { services: { b: SLEEPER, a: SLEEPER } });

  const refusals = await Promise.all([
    refusal(() => client.startServices([])),
    refusal(() => client.stopServices(["x"])),
    refusal(() => client.restartServices(["a", "x"])),
  ]);
  const names = async (given?: string[]) =>
    (await client.getServices(given)).map(({ name }) => name);

  assertEquals(refusals, [
    "400 must specify services for start action",
    '400 cannot stop services: service "x" does not exist',
    '400 cannot restart services: service "x" does not exist',
  ]);
  assertEquals(await names(), ["a", "b"]);
  assertEquals(await names([]), ["a", "b"]);
  assertEquals(await names(["b", "x"]), ["b"]);
  const [first] = await client.getServices();
  assertEquals([first?.current, first?.currentSince], ["inactive", null]);
});

Deno.test("Client takes lists of names only (PBS-03, PBS-15, PBK-08)", async () => {
  using client = new Client("/nowhere/pebble.socket");
  const services = [
    (names: never) => client.startServices(names),
    (names: never) => client.stopServices(names),
    (names: never) => client.restartServices(names),
    (names: never) => client.getServices(names),
    (names: never) => client.sendSignal(1, names),
  ];
  const table: readonly (readonly [unknown, string])[] = [
    ["web", "services must be of type Iterable[str], not string"],
    [new Uint8Array(1), "services must be of type Iterable[str], not Uint8"],
    [7, "services must be of type Iterable[str], not number"],
    [[7], "service names must be str, not number"],
  ];

  for (const call of services) {
    for (const [names, message] of table) {
      await assertRejects(() => call(names as never), TypeError, message);
    }
  }
  await assertRejects(
    () => client.startChecks("a" as never),
    TypeError,
    "checks must be of type Iterable[str], not string",
  );
  await assertRejects(
    () => client.stopChecks([null] as never),
    TypeError,
    "check names must be str, not null",
  );
  await assertRejects(
    () => client.removeIdentities([1] as never),
    TypeError,
    "identity names must be str, not number",
  );
});

Deno.test("Client.sendSignal() signals services by name and number (PBS-13, PBS-14)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", { services: { web: TRAPPER, off: SLEEPER } });
  await client.startServices(["web"]);
  const heard: string[] = [];

  for await (const { message } of client.followLogs({ n: -1 })) {
    heard.push(message);
    if (message === "ready") await client.sendSignal("SIGHUP", ["web"]);
    if (message === "got HUP") await client.sendSignal(10, ["web"]);
    if (message === "got USR1") break;
  }
  const refusals = await Promise.all([
    refusal(() => client.sendSignal("SIGHUP", [])),
    refusal(() => client.sendSignal("SIGHUP", ["off", "web"])),
    refusal(() => client.sendSignal("HUP", ["web"])),
  ]);

  assertEquals(heard, ["ready", "got HUP", "got USR1"]);
  assertEquals(refusals, [
    "400 must specify one or more services",
    '500 cannot send signal to "off": service is not running',
    '500 cannot send signal to "web": invalid signal name "HUP"',
  ]);
  await assertRejects(
    () => client.sendSignal(99, ["web"]),
    TypeError,
    "99 is not a valid Signals",
  );
  await client.stopServices(["web"]);
});

Deno.test("signalName() knows the numbers of Linux (PBS-13)", () => {
  const table: readonly (readonly [number, string])[] = [
    [1, "SIGHUP"],
    [6, "SIGABRT"],
    [9, "SIGKILL"],
    [16, "SIGSTKFLT"],
    [17, "SIGCHLD"],
    [29, "SIGIO"],
    [30, "SIGPWR"],
    [31, "SIGSYS"],
    [34, "SIGRTMIN"],
    [64, "SIGRTMAX"],
  ];

  assertEquals(
    table.map(([number]) => signalName(number)),
    table.map(([, name]) => name),
  );
  assertEquals(signalName("anything"), "anything");
});

Deno.test("Client.replanServices() starts what changed and what is enabled (PBL-22, PBL-24, PBS-08)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      changed: SLEEPER,
      enabled: { ...SLEEPER, startup: "enabled" },
      same: SLEEPER,
      stopped: SLEEPER,
    },
    checks: { a: { override: "replace", exec: { command: "true" } } },
  });
  await client.startServices(["changed", "same", "stopped"]);
  await client.stopServices(["changed", "stopped"]);
  await client.stopChecks(["a"]);
  const since = async (name: string) =>
    (await client.getServices([name]))[0]?.currentSinceText;
  const before = await since("same");

  await client.addLayer("more", {
    services: { changed: { override: "merge", environment: { A: "1" } } },
  });
  const change = await client.getChange(await client.replanServices());
  const states = (await client.getServices())
    .map(({ name, current }) => `${name} ${current}`);

  assertEquals(states, [
    "changed active",
    "enabled active",
    "same active",
    "stopped inactive",
  ]);
  assertEquals(await since("same"), before);
  assertEquals(change.kind, "replan");
  assert((await client.getChecks()).every(({ changeId }) => changeId !== null));
  await client.stopServices(["changed", "enabled", "same"]);
});
