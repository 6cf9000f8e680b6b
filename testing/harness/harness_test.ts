// Long, as it is one list: each call of the facade.

import * as ops from "@charmkit/ops";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { Harness } from "./harness.ts";
import { HarnessError } from "./harness_error.ts";
import {
  CHARMCRAFT,
  RecordingCharm,
  recordingHarness,
} from "./testdata/recording_charm.ts";

Deno.test("new Harness() takes the metadata, and refuses options that are no map (HRN-01)", async () => {
  using harness = new Harness(RecordingCharm, CHARMCRAFT);
  const charm = await harness.begin();

  assertEquals(charm.meta.name, "web");
  assertEquals(charm.config.get("name"), "web");
  assertThrows(
    () =>
      new Harness(ops.CharmBase as never, {
        name: "web",
        config: "options" as never,
      }),
    TypeError,
    'Cannot use the config of the metadata: it must be a map with "options"',
  );
});

Deno.test("Harness.load() reads the metadata of a charm's folder (HRN-01)", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/metadata.yaml`, "name: shop");
    Deno.writeTextFileSync(
      `${folder}/config.yaml`,
      "options: {motto: {type: string, default: Buy}}",
    );
    class ShopCharm extends ops.CharmBase {}

    using harness = await Harness.load(ShopCharm, folder);
    const charm = await harness.begin();

    assertEquals(charm.unit.name, "shop/0");
    assertEquals(charm.config.get("motto"), "Buy");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("Harness has a folder for the charm when it asks for it", async () => {
  using harness = recordingHarness();
  using other = recordingHarness({ charmDir: "/elsewhere" });
  const [charm, elsewhere] = [await harness.begin(), await other.begin()];

  const text = Deno.readTextFileSync(`${charm.charmDir}/metadata.yaml`);

  assertEquals(JSON.parse(text).name, "web");
  assertEquals(elsewhere.charmDir, "/elsewhere");
});

Deno.test("new Harness() starts with unit 0, in maintenance, and no application status (HRN-02)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  await harness.setLeader();

  assertEquals(charm.unit.name, "web/0");
  assertEquals(charm.unit.status, new ops.MaintenanceStatus(""));
  assertEquals(charm.app.status, new ops.UnknownStatus());
});

Deno.test("Harness.model and framework are there before begin(), the charm is not (HRN-03)", async () => {
  using harness = recordingHarness();
  const { model, framework } = harness;

  assertThrows(
    () => harness.charm,
    HarnessError,
    'Cannot get the charm: the charm is not made yet; call "begin" before',
  );
  const charm = await harness.begin();

  assertStrictEquals(charm.model, model);
  assertStrictEquals(charm.framework, framework);
  assertStrictEquals(harness.charm, charm);
});

Deno.test("Harness.begin() makes the charm once, without an event (HRN-04)", async () => {
  using harness = recordingHarness();

  const charm = await harness.begin();

  assertEquals(charm.events, []);
  await assertRejects(
    () => harness.begin(),
    HarnessError,
    "Cannot begin: the charm is made already; a second one needs a Harness of its own",
  );
});

Deno.test("Harness.begin() of two of one class makes two that know nothing of each other (HRN-04)", async () => {
  using one = recordingHarness();
  using two = recordingHarness();
  const [first, second] = [await one.begin(), await two.begin()];

  await one.updateConfig({ name: "one" });

  assert(first !== second);
  assertEquals(first.events, ["config-changed"]);
  assertEquals(second.events, []);
  assertEquals(second.config.get("name"), "web");
});

Deno.test("Harness.beginWithInitialHooks() goes through what a new unit does (HRN-05)", async () => {
  using harness = recordingHarness({ random: () => 0.99 });
  await harness.addStorage("data");
  await harness.addRelation("db", "postgresql", {
    appData: { host: "10.0.0.7" },
  });
  const id = await harness.addRelation("cache", "redis");
  await harness.addRelationUnit(id, "redis/10");
  await harness.addRelationUnit(id, "redis/2");
  await harness.setLeader();

  const charm = await harness.beginWithInitialHooks();

  assertEquals(charm.events, [
    "data-storage-attached data/0",
    "install",
    "db-relation-created postgresql",
    "cache-relation-created redis",
    "cluster-relation-created web",
    "leader-elected",
    "config-changed",
    "start",
    "web-pebble-ready",
    "sidecar-pebble-ready",
    "db-relation-changed postgresql",
    "db-relation-joined postgresql/0",
    "db-relation-changed postgresql/0",
    "cache-relation-joined redis/10",
    "cache-relation-changed redis/10",
    "cache-relation-joined redis/2",
    "cache-relation-changed redis/2",
  ]);
  assert(await charm.getContainer("web").canConnect());
});

Deno.test("Harness.beginWithInitialHooks() has relations in the order that random says (HRN-05)", async () => {
  const order = async (number: number) => {
    using harness = recordingHarness({ random: () => number });
    await harness.addRelation("db", "postgresql");
    await harness.addRelation("cache", "redis");
    const charm = await harness.beginWithInitialHooks();
    return charm.events.filter((event) => event.includes("created"))
      .map((event) => event.split("-")[0]);
  };

  assertEquals(await order(0.99), ["db", "cache", "cluster"]);
  assertEquals(await order(0), ["cache", "cluster", "db"]);
});

Deno.test("Harness.beginWithInitialHooks() elects no leader where there is none (HRN-05)", async () => {
  using harness = recordingHarness();

  const charm = await harness.beginWithInitialHooks();

  assert(!charm.events.includes("leader-elected"));
});

Deno.test("Harness.beginWithInitialHooks() ends maintenance that nobody set (HRN-06)", async () => {
  using harness = recordingHarness();

  const charm = await harness.beginWithInitialHooks();

  assertEquals(charm.unit.status, new ops.UnknownStatus());
});

Deno.test("Harness.beginWithInitialHooks() leaves a status that the charm set (HRN-06)", async () => {
  class BusyCharm extends ops.CharmBase {
    constructor(framework: ops.Framework) {
      super(framework);
      this.observe(this.on.install, this.#onInstall);
    }

    #onInstall(): void {
      this.unit.status = new ops.MaintenanceStatus("");
    }
  }
  using harness = new Harness(BusyCharm, { name: "busy" });

  const charm = await harness.beginWithInitialHooks();

  assertEquals(charm.unit.status, new ops.MaintenanceStatus(""));
});

Deno.test("Harness.cleanup() removes temporary folders, and may be called twice (HRN-07)", () => {
  const harness = recordingHarness();
  const root = harness.getFilesystemRoot("web");
  assert(Deno.statSync(root).isDirectory);

  harness.cleanup();
  harness.cleanup();

  assertThrows(() => Deno.statSync(root), Deno.errors.NotFound);
});

Deno.test("Harness.disableHooks() lets changes be without events (HRN-08)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  harness.disableHooks();
  await harness.updateConfig({ name: "quiet" });
  await harness.setLeader();
  harness.enableHooks();
  await harness.updateConfig();

  assertEquals(charm.events, ["config-changed"]);
  assertEquals(charm.config.get("name"), "quiet");
  assert(charm.unit.isLeader());
});

Deno.test("Harness.hooksDisabled() leaves hooks as they were (HRN-08)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  {
    using _outer = harness.hooksDisabled();
    {
      using _inner = harness.hooksDisabled();
      await harness.updateConfig();
    }
    await harness.updateConfig();
  }
  await harness.updateConfig();

  assertEquals(charm.events, ["config-changed"]);
});

Deno.test("Harness delivers events that a test emits by hand, also while hooks are disabled (HRN-09)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = () =>
    void (charm.unit.status = new ops.ActiveStatus("By hand"));
  harness.disableHooks();

  await charm.on.updateStatus.emit();

  assertEquals(charm.events, ["update-status"]);
  assertEquals(charm.unit.status, new ops.ActiveStatus("By hand"));
});

Deno.test("Harness delivers deferred events when the framework is asked to, and each of them (HRN-09)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) => event.defer();
  await harness.updateConfig();
  await harness.updateConfig();
  assertEquals(charm.take(), ["config-changed", "config-changed"]);
  charm.react = () => {};

  await harness.setLeader();
  assertEquals(charm.take(), ["leader-elected"]);
  await harness.framework.reemit();

  assertEquals(charm.take(), ["config-changed", "config-changed"]);
});

Deno.test("Harness keeps what a handler wrote, and drops it if the handler throws (JFL-04)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const id = await harness.addRelation("db", "postgresql");
  let fails = false;
  charm.react = () => {
    const { data } = charm.relations.get("db")[0]!;
    data.get(charm.unit).set("run", String(fails));
    charm.unit.status = new ops.WaitingStatus("Wrote");
    if (fails) throw new RangeError("No luck");
  };
  await harness.updateConfig();
  fails = true;

  await assertRejects(() => harness.updateConfig(), RangeError, "No luck");

  assertEquals(harness.getRelationData(id, "web/0"), { run: "false" });
  assertEquals(charm.unit.status, new ops.WaitingStatus("Wrote"));
});

Deno.test("Harness refuses an event while another one is handled", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = async () => await Promise.resolve();

  const first = harness.updateConfig();
  await assertRejects(
    () => harness.setLeader(),
    HarnessError,
    'Cannot set the leader: "config-changed" is still being handled; write "await" before the earlier call, and let no handler call Harness',
  );
  await first;

  assertEquals(charm.events, ["config-changed"]);
});

Deno.test("Harness ends an event that the charm ends itself", async () => {
  using harness = recordingHarness({ substrate: "machine" });
  const charm = await harness.begin();
  charm.react = () => charm.unit.reboot({ now: true });

  await harness.updateConfig();
  await harness.updateConfig();

  assertEquals(harness.rebootCount, 2);
});

Deno.test("Harness keeps units and applications the same objects, and what they cached for one event", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const { unit, app } = charm;
  const id = await harness.addRelation("db", "postgresql", {
    unitData: { a: "1" },
  });
  const relation = charm.relations.get("db")[0]!;
  const remote = [...relation.units][0]!;
  const seen: unknown[] = [];
  charm.react = () => {
    const { data, units } = charm.relations.get("db")[0]!;
    seen.push(data.get(remote).get("a"), units.has(remote), data.has(app));
  };

  await harness.updateRelationData(id, "postgresql/0", { a: "2" });

  assertEquals(seen, ["2", true, true]);
  assertStrictEquals(charm.unit, unit);
  assertEquals(relation.data.get(remote).get("a"), "2");
});

Deno.test("Harness.logs has the lines of the log, and of console", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = () => {
    charm.log.warning("From the log");
    console.error("From console");
  };

  await harness.updateConfig();

  assertEquals(
    harness.logs.filter(({ level }) => level !== "DEBUG")
      .map(({ level, message }) => `${level} ${message}`),
    ["WARNING From the log", "ERROR From console"],
  );
});

Deno.test("Harness.takeHookCommands() gives the hook commands since it was last asked (HRN-33)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = () => void charm.config.get("name");
  harness.takeHookCommands();

  await harness.updateConfig();
  const names = harness.takeHookCommands().map(({ name }) => name);

  assertEquals(names, ["config-get", "juju-log"]);
  assertEquals(harness.takeHookCommands(), []);
});
