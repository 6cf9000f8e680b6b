import type { PebbleCustomNoticeEvent } from "@charmkit/ops";
import {
  APIError,
  ConnectionError,
  type GetNoticesOptions,
  Layer,
} from "@charmkit/ops/pebble";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { recordingHarness } from "./testdata/recording_charm.ts";

const LAYER = {
  services: {
    web: { override: "replace", command: "nginx", startup: "enabled" },
  },
} as const;

Deno.test("Harness.setCanConnect() lets Pebble answer, or not (HRN-70)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const container = charm.getContainer("web");

  await assertRejects(
    () => container.getPlan(),
    ConnectionError,
    'did you forget "containerPebbleReady", "setCanConnect" or "beginWithInitialHooks" of Harness?',
  );
  harness.setCanConnect("web", true);
  assert(await container.canConnect());
  harness.setCanConnect(container, false);

  assert(!await container.canConnect());
  assertEquals(charm.events, []);
  assertThrows(
    () => harness.setCanConnect("wbe" as "web"),
    TypeError,
    'Cannot use container "wbe": the metadata declares "web", "sidecar"',
  );
});

Deno.test("Harness.containerPebbleReady() lets Pebble answer, and tells of it (HRN-71)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.disableHooks();

  await harness.containerPebbleReady("web");

  assertEquals(charm.events, ["web-pebble-ready"]);
  assert(await charm.getContainer("web").canConnect());
  assert(!await charm.getContainer("sidecar").canConnect());
});

Deno.test("Harness.containerPebbleReady() does nothing before begin() (HRN-71)", async () => {
  using harness = recordingHarness();

  await harness.containerPebbleReady("web");

  const { unit } = await harness.begin();
  assert(!await unit.getContainer("web").canConnect());
});

Deno.test("Harness.getContainerPebblePlan() tells the plan (HRN-72)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  assertThrows(
    () => harness.getContainerPebblePlan("web"),
    ConnectionError,
    "setCanConnect",
  );
  harness.setCanConnect("web");
  await charm.getContainer("web").addLayer("web", LAYER);

  const plan = harness.getContainerPebblePlan("web");

  assertEquals(plan.services["web"]?.command, "nginx");
  assertThrows(
    () => harness.getContainerPebblePlan("wbe" as "web"),
    TypeError,
    'Cannot use container "wbe"',
  );
});

Deno.test("Harness.getContainerPebblePlan() changes no layer (QRK-18, QRK-21)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const container = charm.getContainer("web");
  await container.addLayer("a", LAYER);
  await container.addLayer("b", {
    services: { web: { override: "merge", command: "nginx -g" } },
  });

  const plans = [1, 2].map(() => harness.getContainerPebblePlan("web"));

  assertEquals(plans.map(({ services }) => services["web"]?.command), [
    "nginx -g",
    "nginx -g",
  ]);
  assertEquals(plans[0]?.toDict(), plans[1]?.toDict());
});

Deno.test("Harness.getFilesystemRoot() is the container's root for both sides (HRN-73, HRN-85)", async () => {
  using harness = recordingHarness();
  const root = harness.getFilesystemRoot("web");
  Deno.mkdirSync(`${root}/etc`);
  Deno.writeTextFileSync(`${root}/etc/motd`, "Hello");
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const container = charm.getContainer("web");

  using motd = await container.pull("/etc/motd");
  await container.push("/etc/new/file", "made", { makeDirs: true });
  await container.removePath("/etc/motd");

  assertEquals(await motd.text(), "Hello");
  assertEquals(Deno.readTextFileSync(`${root}/etc/new/file`), "made");
  assertThrows(() => Deno.statSync(`${root}/etc/motd`), Deno.errors.NotFound);
  assertEquals(harness.getFilesystemRoot(container), root);
});

Deno.test("Harness.getFilesystemRoot() has what was there before it was asked for (HRN-73)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  await charm.getContainer("web").push("/etc/app.conf", "x", {
    makeDirs: true,
    permissions: 0o600,
  });

  const root = harness.getFilesystemRoot("web");

  assertEquals(Deno.readTextFileSync(`${root}/etc/app.conf`), "x");
  assertEquals(Deno.statSync(`${root}/etc/app.conf`).mode! & 0o777, 0o600);
});

Deno.test("Harness.pebbleNotify() records a notice, and tells of it (HRN-74)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  harness.disableHooks();
  const seen: unknown[] = [];
  charm.react = async (event) => {
    const { notice } = event as PebbleCustomNoticeEvent;
    const { occurrences, lastData } = await notice.load();
    seen.push(notice.key, occurrences, lastData);
  };

  const ids = [
    await harness.pebbleNotify("web", "example.com/done", {
      data: { run: "1" },
    }),
    await harness.pebbleNotify("web", "example.com/done"),
  ];

  assertEquals(charm.events, [
    "web-pebble-custom-notice",
    "web-pebble-custom-notice",
  ]);
  assertEquals(ids[0], ids[1]);
  assertEquals(seen, [
    "example.com/done",
    1,
    { run: "1" },
    "example.com/done",
    2,
    {},
  ]);
});

Deno.test("Harness.pebbleNotify() tells nothing of what is not repeated yet (HRN-74, HRN-95)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const notify = (data: Record<string, string>) =>
    harness.pebbleNotify("web", "example.com/done", {
      data,
      repeatAfterMs: 3_600_000,
    });

  const id = await notify({ run: "1" });
  await notify({ run: "2" });

  assertEquals(charm.events, ["web-pebble-custom-notice"]);
  const notice = await charm.getContainer("web").getNotice(id);
  assertEquals([notice.occurrences, notice.lastData], [2, { run: "2" }]);
});

Deno.test("Harness.pebbleNotify() refuses keys as Pebble does (HRN-74)", async () => {
  using harness = recordingHarness();

  await assertRejects(
    () => harness.pebbleNotify("web", "done"),
    APIError,
    'invalid key "done"',
  );
});

Deno.test("Harness has a Layer, a map and YAML taken as layers, and nothing else (HRN-80)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const container = charm.getContainer("web");

  await container.addLayer("a", new Layer(LAYER));
  await container.addLayer("b", LAYER, { combine: true });
  await container.addLayer(
    "c",
    "services:\n  more: {override: replace, command: sleep 1}\n",
  );

  assertEquals(
    Object.keys(harness.getContainerPebblePlan("web").services),
    ["web", "more"],
  );
  await assertRejects(
    () => container.addLayer("d", 7 as never),
    TypeError,
  );
  await assertRejects(
    () => container.addLayer(7 as never, LAYER),
    TypeError,
  );
});

Deno.test("Harness lists services by name, skips unknown ones, and takes no bare string (HRN-80)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const { pebble } = charm.getContainer("web");
  await pebble.addLayer("web", {
    services: {
      b: { override: "replace", command: "b" },
      a: { override: "replace", command: "a" },
    },
  });

  const all = await pebble.getServices();
  const some = await pebble.getServices(["b", "c"]);

  assertEquals(all.map(({ name }) => name), ["a", "b"]);
  assertEquals(some.map(({ name }) => name), ["b"]);
  await assertRejects(() => pebble.getServices("ab"), TypeError);
});

Deno.test("Harness gives changes that are done (HRN-81)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const { pebble } = charm.getContainer("web");
  await pebble.addLayer("web", {
    services: {
      a: { override: "replace", command: "a" },
      b: { override: "replace", command: "b" },
    },
  });

  const change = await pebble.getChange(
    await pebble.startServices(["a", "b"]),
  );

  assertEquals(
    [change.kind, change.status, change.ready, change.summary],
    ["start", "Done", true, 'Start service "a" and 1 more'],
  );
});

Deno.test("Harness refuses signals to what does not run, and unknown ones (HRN-82)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const container = charm.getContainer("web");
  await container.addLayer("web", LAYER);

  await assertRejects(() => container.sendSignal("SIGHUP"), TypeError);
  await assertRejects(() => container.sendSignal("SIGHUP", "web"), APIError);
  await container.start("web");
  await assertRejects(() => container.sendSignal("SIGNO", "web"), APIError);
  await container.sendSignal(1, "web");
});

Deno.test("Harness keeps notices, and filters them as Pebble does (HRN-95)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const { pebble } = charm.getContainer("web");
  const id = await pebble.notify("custom", "example.com/a");
  await harness.pebbleNotify("web", "7", { type: "change-update" });
  await pebble.notify("custom", "example.com/b");
  await pebble.notify("custom", "example.com/a");

  const first = await pebble.getNotice(id);
  const keys = async (options?: GetNoticesOptions) =>
    (await pebble.getNotices(options)).map(({ key }) => key);

  assertEquals(
    [first.occurrences, first.userId, first.expireAfterMs],
    [2, 0, 7 * 86_400_000],
  );
  assertEquals(await keys(), ["7", "example.com/b", "example.com/a"]);
  assertEquals(await keys({ types: ["custom"], keys: ["example.com/b"] }), [
    "example.com/b",
  ]);
  assertEquals(await keys({ userId: 1000 }), ["7"]);
  for (
    const [refused, code] of [
      [() => pebble.getNotices({ users: "all", userId: 0 }), 400],
      [() => pebble.getNotice("99"), 404],
    ] as const
  ) {
    const error = await assertRejects(refused, APIError);
    assertEquals(error.code, code);
  }
});

Deno.test("Harness has changes listed and waited for, as Pebble does (HRN-96)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  harness.setCanConnect("web");
  const { pebble } = charm.getContainer("web");
  await pebble.addLayer("web", LAYER);

  const id = await pebble.autostartServices();

  const [change] = await pebble.getChanges({ select: "ready" });
  assertEquals(change?.id, id);
  assertEquals((await pebble.waitChange(id)).status, "Done");
});
