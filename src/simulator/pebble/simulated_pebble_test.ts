import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { APIError, ChangeError, TimeoutError } from "../../pebble/errors.ts";
import type { SimulatedPebbleData } from "./pebble_data.ts";
import { SimulatedPebble } from "./simulated_pebble.ts";

const SERVICE = { override: "replace", command: "web" } as const;

Deno.test("SimulatedPebble lets a service fail to start, and recover (PBS-02, PBC-27)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", { services: { web: SERVICE } });
  pebble.failStart("web", "no such file");

  const error = await assertRejects(
    () => pebble.startServices(["web"]),
    ChangeError,
  );
  const [failed] = await pebble.getServices();
  pebble.failStart("web", null);
  await pebble.startServices(["web"]);

  assertEquals(
    error.err,
    "cannot perform the following tasks:\n" +
      '- Start service "web" (cannot start service: no such file)',
  );
  assert(error.message.includes("----- Logs from task 0 -----"));
  assertEquals(failed?.current, "inactive");
  assertEquals((await pebble.getServices())[0]?.current, "active");
  pebble.setServiceStatus("web", "error");
  assertEquals((await pebble.getServices())[0]?.current, "error");
  assertThrows(() => pebble.setServiceStatus("x", "error"), Error, '"x"');
});

Deno.test("SimulatedPebble turns a check down and up again (PBK-05, PBK-06, PBK-07)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    checks: { up: { override: "replace", threshold: 2, tcp: { port: 1 } } },
  });
  const check = async () => (await pebble.getChecks())[0];
  const first = (await check())?.changeId ?? "";

  pebble.recordCheck("up", true);
  pebble.recordCheck("up", false);
  assertEquals((await check())?.status, "up");
  pebble.recordCheck("up", false);
  const down = await check();
  const ended = await pebble.getChange(first);
  pebble.recordCheck("up", true);
  const recovered = await check();

  assertEquals([down?.status, down?.failures, down?.prevChangeId], [
    "down",
    2,
    first,
  ]);
  assertEquals([ended.kind, ended.status, ended.ready], [
    "perform-check",
    "Error",
    true,
  ]);
  assertEquals(
    (await pebble.getChange(down?.changeId ?? "")).status,
    "Done",
  );
  assertEquals([recovered?.status, recovered?.successes, recovered?.failures], [
    "up",
    1,
    0,
  ]);
  await pebble.stopChecks(["up"]);
  assertThrows(() => pebble.recordCheck("up", true), Error, "stopped");
});

Deno.test("SimulatedPebble aborts the change of a check, and does not wait for it (PBC-21, OBS-10)", async () => {
  const pebble = new SimulatedPebble();
  await pebble.addLayer("base", {
    checks: { up: { override: "replace", tcp: { port: 1 } } },
  });
  const id = (await pebble.getChecks())[0]?.changeId ?? "";

  await assertRejects(
    () => pebble.waitChange(id, { timeoutMs: 1 }),
    TimeoutError,
  );
  const change = await pebble.abortChange(id);

  assertEquals([change.status, change.ready], ["Abort", false]);
});

Deno.test("SimulatedPebble is made of plain data, and read back as such", async () => {
  const modified = new Date("2026-01-02T03:04:05Z");
  const data: SimulatedPebbleData = {
    layers: {
      low: { services: { web: { ...SERVICE, startup: "enabled" } } },
      high: {
        services: { web: { override: "merge", environment: { A: "1" } } },
        checks: { up: { override: "replace", tcp: { port: 1 } } },
      },
    },
    services: { web: { current: "active" }, gone: { current: "error" } },
    checks: [
      { name: "up", status: "down", failures: 5, changeId: "77" },
      { name: "other", status: "inactive", level: "alive" },
    ],
    notices: [{
      id: "9",
      userId: null,
      type: "custom",
      key: "example.com/a",
      firstOccurred: modified,
      lastOccurred: modified,
      lastRepeated: modified,
      occurrences: 2,
    }],
    files: [
      { path: "/etc/web.conf", content: "é", permissions: 0o600, userId: 7 },
      { path: "/link", type: "symlink", target: "etc/web.conf" },
      { path: "/empty", type: "directory", lastModified: modified },
    ],
    users: [{ name: "web", uid: 7, group: "web", gid: 7 }],
    identities: { bob: { access: "admin", local: { "user-id": 1 } } },
    logs: [{ time: modified, service: "web", message: "started" }],
  };

  const pebble = new SimulatedPebble({ data });
  const first = pebble.snapshot();
  const second = new SimulatedPebble({ data: first }).snapshot();

  const [service, ...others] = await pebble.getServices();
  assertEquals([service?.name, service?.current, others], [
    "web",
    "active",
    [],
  ]);
  const change = await pebble.getChange("77");
  assertEquals([change.kind, change.status], ["recover-check", "Doing"]);
  assertEquals((await pebble.getChecks()).map(({ status }) => status), [
    "inactive",
    "down",
  ]);
  assertEquals(await pebble.getHealth(), false);
  // Nothing of a service that runs as the plan says is to be done.
  const replanned = await pebble.getChange(await pebble.replanServices());
  assertEquals(replanned.tasks.map(({ kind }) => kind), ["start"]);
  using file = await pebble.pull("/link");
  assertEquals(await file.text(), "é");
  assertEquals((await pebble.listFiles("/etc"))[0]?.user, "web");
  assertEquals((await Array.fromAsync(pebble.getLogs())).length, 1);
  assertEquals((await pebble.getNotice("9")).occurrences, 2);
  assertEquals(Object.keys(first.layers), ["low", "high"]);
  for (const key of ["layers", "services", "files", "users", "logs"] as const) {
    assertEquals<unknown>(second[key], first[key], key);
  }
  assertEquals(second.identities, data.identities);
});

Deno.test("SimulatedPebble drops notices after a week (PBN-10)", async () => {
  let now = Date.UTC(2026);
  const pebble = new SimulatedPebble({ now: () => now });
  await pebble.notify("custom", "example.com/a");

  now += 7 * 86_400_000 - 1;
  assertEquals((await pebble.getNotices()).length, 1);
  now += 1;

  assertEquals(await pebble.getNotices(), []);
});

Deno.test("SimulatedPebble repeats a notice once its time has passed (PBN-03)", async () => {
  let now = Date.UTC(2026);
  const pebble = new SimulatedPebble({ now: () => now });
  const notify = () =>
    pebble.notify("custom", "example.com/a", { repeatAfterMs: 1000 });

  const id = await notify();
  now += 999;
  await notify();
  const early = await pebble.getNotice(id);
  now += 1;
  await notify();
  const late = await pebble.getNotice(id);

  assertEquals(early.lastRepeated, new Date(Date.UTC(2026)));
  assertEquals(late.lastRepeated, new Date(now));
  assertEquals(late.occurrences, 3);
  await assertRejects(
    () => pebble.getNotices({ users: "all", userId: 1 }),
    APIError,
    'cannot use both "users" and "user-id" parameters',
  );
});
