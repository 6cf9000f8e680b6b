import {
  ActiveStatus,
  type CollectStatusEvent,
  ErrorStatus,
  MaintenanceStatus,
  ModelError,
  UnknownStatus,
} from "@charmkit/ops";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CloudSpec } from "../state/cloud_spec.ts";
import { Harness } from "./harness.ts";
import { HarnessError } from "./harness_error.ts";
import {
  RecordingCharm,
  recordingHarness,
} from "./testdata/recording_charm.ts";

Deno.test("Harness.updateConfig() sets, and then unsets (HRN-25)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  await harness.updateConfig({ name: "shop", port: 80, ratio: 2 });
  const set = charm.config.toObject();
  await harness.updateConfig({ debug: true }, { unset: ["name", "port"] });

  assertEquals(set, { name: "shop", port: 80, ratio: 2, debug: false });
  assertEquals(charm.config.toObject(), {
    name: "web",
    ratio: 2,
    debug: true,
  });
  assertEquals(charm.events, ["config-changed", "config-changed"]);
});

Deno.test("Harness.updateConfig() is an event also without a change (HRN-25)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();

  await harness.updateConfig();
  await harness.updateConfig({ name: null as never });

  assertEquals(charm.events, ["config-changed", "config-changed"]);
  assertEquals(charm.config.get("name"), "web");
});

Deno.test("Harness.updateConfig() refuses values of another type (HRN-25, QRK-09)", async () => {
  using harness = recordingHarness();
  const update = (values: Record<string, unknown>) =>
    harness.updateConfig(values as { name: string });

  for (
    const [values, text] of [
      [{ debug: 42 }, 'option "debug" to 42: its type is "boolean"'],
      [{ port: true }, 'option "port" to true: its type is "int"'],
      [{ port: 42.5 }, 'option "port" to 42.5: its type is "int"'],
      [{ ratio: NaN }, 'option "ratio" to null: its type is "float"'],
      [{ name: 1 }, 'option "name" to 1: its type is "string"'],
      [{ token: 1 }, 'option "token" to 1: its type is "secret"'],
    ] as const
  ) {
    await assertRejects(() => update(values), HarnessError, text);
  }
  await assertRejects(
    () => update({ nmae: "shop" }),
    TypeError,
    'Cannot use option "nmae": the metadata declares "name", "port", "ratio", "debug", "token"',
  );
  assertEquals(harness.model.config.toObject(), { name: "web", debug: false });
});

Deno.test("new Harness() refuses a default of a type that is none (HRN-25)", () => {
  const option = { type: "text" as never, default: "x" };

  assertThrows(
    () =>
      new Harness(RecordingCharm as never, {
        name: "web",
        config: { options: { name: option } },
      }),
    HarnessError,
    'Cannot use option "name": it has type "text"; Juju knows "string", "secret", "boolean", "int", "float"',
  );
});

Deno.test("Harness takes an option without a type as text, as Juju does (HRN-25)", async () => {
  const charmcraft = {
    name: "web",
    config: { options: { name: { default: "web" } } },
  };
  using harness = new Harness(RecordingCharm as never, charmcraft);

  await harness.updateConfig({ name: "shop" });

  assertEquals(harness.model.config.get("name"), "shop");
});

Deno.test("Harness.model.config can't be written (HRN-26)", () => {
  using harness = recordingHarness();
  const { config } = harness.model;

  assertThrows(
    () => Object.assign(config, { name: "shop" }),
    TypeError,
  );
});

Deno.test("Harness.setLeader() tells a leader each time, and nobody else (HRN-27)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  assert(!charm.unit.isLeader());

  await harness.setLeader(true);
  await harness.setLeader(true);
  assert(charm.unit.isLeader());
  await harness.setLeader(false);

  assertEquals(charm.events, ["leader-elected", "leader-elected"]);
  assert(!charm.unit.isLeader());
});

Deno.test("Harness.setModelInfo() says what the model is called, before begin() (HRN-28)", async () => {
  using harness = recordingHarness();
  assertEquals(harness.model.name, "");
  assert(/^[\da-f]{8}-[\da-f]{4}-4/.test(harness.model.uuid));

  harness.setModelName("prod");
  harness.setModelUuid("fab1a8f3-0000-4000-8000-000000000000");
  const named = [harness.model.name, harness.model.uuid];
  harness.setModelInfo({ name: "test" });
  await harness.begin();

  assertEquals(named, ["prod", "fab1a8f3-0000-4000-8000-000000000000"]);
  assertEquals(harness.model.name, "test");
  assertThrows(
    () => harness.setModelName("prod"),
    HarnessError,
    'Cannot set what the model is called: the charm is made already; do it before "begin"',
  );
});

Deno.test("Harness.setPlannedUnits() says how many units are to be (HRN-29)", async () => {
  using harness = recordingHarness();
  const { app } = await harness.begin();
  assertEquals(app.plannedUnits(), 1);
  const id = await harness.addRelation("cluster", "web");
  await harness.addRelationUnit(id, "web/1");
  assertEquals(app.plannedUnits(), 2);

  harness.setPlannedUnits(5);
  assertEquals(app.plannedUnits(), 5);
  harness.resetPlannedUnits();

  assertEquals(app.plannedUnits(), 2);
  assertThrows(
    () => harness.setPlannedUnits(-1),
    TypeError,
    "Cannot plan -1 units: it must be a whole number from 0 on",
  );
});

Deno.test("Harness.getWorkloadVersion() is what the charm set (HRN-30)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  assertEquals(harness.getWorkloadVersion(), null);

  charm.unit.setWorkloadVersion("1.2.3");

  assertEquals(harness.getWorkloadVersion(), "1.2.3");
});

Deno.test("Harness.rebootCount counts reboots (HRN-30)", async () => {
  using harness = recordingHarness({ substrate: "machine" });
  const charm = await harness.begin();
  charm.react = () => charm.unit.reboot();

  await harness.updateConfig();
  await harness.updateConfig();

  assertEquals(harness.rebootCount, 2);
});

Deno.test("Harness.evaluateStatus() sets the worst status that was collected (HRN-31)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) => {
    const status = event as CollectStatusEvent;
    status.addStatus(new ActiveStatus());
    status.addStatus(new MaintenanceStatus(event.handle.kind));
  };

  await harness.evaluateStatus();
  assertEquals(charm.take(), ["collect-unit-status"]);
  await harness.setLeader(false);
  harness.disableHooks();
  await harness.setLeader(true);
  await harness.evaluateStatus();

  assertEquals(charm.take(), ["collect-app-status", "collect-unit-status"]);
  assertEquals(
    charm.unit.status,
    new MaintenanceStatus("collect_unit_status"),
  );
  assertEquals(charm.app.status, new MaintenanceStatus("collect_app_status"));
});

Deno.test("Harness.evaluateStatus() knows nothing of statuses that were collected before (HRN-31)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) =>
    (event as CollectStatusEvent).addStatus(new MaintenanceStatus(""));
  await harness.evaluateStatus();
  charm.react = (event) =>
    (event as CollectStatusEvent).addStatus(new ActiveStatus());

  await harness.evaluateStatus();

  assertEquals(charm.unit.status, new ActiveStatus());
});

Deno.test("Harness has statuses refused that a charm can't set (HRN-32)", async () => {
  using harness = recordingHarness();
  const { unit } = await harness.begin();

  for (const status of [new ErrorStatus(), new UnknownStatus()]) {
    assertThrows(() => unit.status = status, ModelError);
  }
});

Deno.test("Harness.setCloudSpec() sets the cloud (HRN-32)", () => {
  using harness = recordingHarness();
  assertThrows(() => harness.model.getCloudSpec(), ModelError, "permission");

  harness.setCloudSpec(new CloudSpec("lxd", { name: "home" }));

  assertEquals(harness.model.getCloudSpec().name, "home");
});
