import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { stateGet } from "../hook_commands/state.ts";
import { ModelError } from "./errors.ts";

Deno.test("Model asks nothing of Juju when it is made (MOD-01)", () => {
  const { model, runner } = makeFixture();

  assertEquals([model.name, model.uuid], ["model", "model-uuid"]);
  assertEquals(`${model.jujuVersion}`, "3.6.2");
  assertEquals([model.unit.name, model.app.name], ["app/0", "app"]);
  assertEquals([`${model.unit}`, `${model.app}`], [
    'Unit("app/0")',
    'Application("app")',
  ]);
  assertEquals(runner.calls, []);
});

Deno.test("Model has one object for each unit and application (MOD-02)", () => {
  const { model } = makeFixture();

  assertStrictEquals(model.getUnit("pg/1"), model.getUnit("pg/1"));
  assertStrictEquals(model.getApp("pg"), model.getUnit("pg/1").app);
  assertStrictEquals(model.getUnit("app/0"), model.unit);
  assertStrictEquals(model.getApp("app"), model.app);
  assertEquals([model.getUnit("pg/1").isOwn, model.unit.isOwn], [false, true]);
  assertEquals([model.getApp("pg").isOwn, model.app.isOwn], [false, true]);
});

Deno.test("Model takes name, UUID and version from the context (MOD-03, VER-07)", () => {
  const { model, backend, runner } = makeFixture({
    env: {
      JUJU_MODEL_NAME: "prod",
      JUJU_MODEL_UUID: "0c4d",
      JUJU_VERSION: "4.0-beta2",
    },
  });

  assertEquals([model.name, model.uuid], ["prod", "0c4d"]);
  assertStrictEquals(model.jujuVersion, backend.context.version);
  assertEquals(`${model.jujuVersion}`, "4.0-beta2");
  assertEquals(runner.calls, []);
});

Deno.test("Model.hookCommands runs and counts what the model has no words for", () => {
  const { model, backend, runner } = makeFixture({
    script: { "state-get --format=json tried": '"yes"' },
  });

  assertEquals(stateGet("tried", {}, model.hookCommands), "yes");
  assertEquals(runner.calls, ["state-get --format=json tried"]);
  assertEquals(backend.hookCommandCount, 1);
});

const CLOUD = {
  type: "lxd",
  name: "localhost",
  region: "",
  "identity-endpoint": "",
  credential: {
    "auth-type": "certificate",
    attrs: { "client-cert": "PEM" },
    redacted: ["client-key"],
  },
  cacertificates: ["CA"],
  "is-controller-cloud": true,
};

Deno.test("Model.getCloudSpec() reads the cloud, anew each time (MOD-05, MOD-06)", () => {
  const argv = "credential-get --format=json";
  const { model, runner } = makeFixture({
    script: {
      [argv]: [JSON.stringify(CLOUD), '{"type":"ec2","name":"aws"}'],
    },
  });

  assertEquals(model.getCloudSpec(), {
    type: "lxd",
    name: "localhost",
    region: null,
    endpoint: null,
    identityEndpoint: null,
    storageEndpoint: null,
    credential: {
      authType: "certificate",
      attributes: { "client-cert": "PEM" },
      redacted: ["client-key"],
    },
    caCertificates: ["CA"],
    skipTlsVerify: false,
    isControllerCloud: true,
  });
  const { type, name, credential, caCertificates } = model.getCloudSpec();
  assertEquals([type, name, credential, caCertificates], [
    "ec2",
    "aws",
    null,
    [],
  ]);
  assertEquals(runner.calls, [argv, argv]);
});

Deno.test("Model.getCloudSpec() passes on that there is no trust (MOD-05)", () => {
  const stderr = "ERROR cannot access cloud credentials: permission denied\n";
  const { model } = makeFixture({
    script: { "credential-get --format=json": { stderr } },
  });

  assertThrows(
    () => model.getCloudSpec(),
    ModelError,
    "Cannot read the cloud's credential: ERROR cannot access cloud credentials",
  );
});

Deno.test("Model reads once in a dispatch what it keeps (MOD-04)", () => {
  const { model, runner } = makeFixture({
    charmcraft: {
      name: "app",
      requires: { db: "pg" },
      storage: { data: { type: "filesystem" } },
      resources: { schema: { type: "file", filename: "s.sql" } },
    },
    script: {
      "config-get --format=json": '{"a":1}',
      "relation-ids db --format=json": '["db:1"]',
      "relation-list --format=json -r db:1": '["pg/0"]',
      "relation-get --format=json -r db:1 - pg/0": '{"k":"v"}',
      "relation-model-get --format=json -r db:1": '{"uuid":"0c4d"}',
      "storage-list --format=json data": '["data/0"]',
      "storage-get --format=json -s data/0": '{"kind":"block","location":"/d"}',
      "resource-get schema": "/s.sql",
      "network-get --format=json db": "{}",
      "status-get --include-data --format=json --application=false":
        '{"status":"active","message":"","status-data":{}}',
    },
  });

  const counts = [1, 2].map(() => {
    const relation = model.getRelation("db")!;
    assertEquals(model.config.get("a"), 1);
    assertEquals(relation.data.get(model.getUnit("pg/0")).get("k"), "v");
    assertEquals(relation.remoteModel.uuid, "0c4d");
    assertEquals(model.storages.get("data")[0]?.location, "/d");
    assertEquals(model.resources.fetch("schema"), "/s.sql");
    assertEquals(model.getBinding("db").network.interfaces, []);
    assertEquals(model.unit.status.name, "active");
    return runner.calls.length;
  });

  assertEquals(counts[0], counts[1]);
});

Deno.test("Application.plannedUnits() counts the units that stay, anew each time (UNI-02)", () => {
  const answer = (units: Record<string, string>) =>
    JSON.stringify({
      units: Object.fromEntries(
        Object.entries(units).map(([name, status]) => [name, {
          status,
          since: "2026-11-23 03:04:05Z",
        }]),
      ),
      relations: {},
    });
  const { model: { app }, runner } = makeFixture({
    script: {
      "goal-state --format=json": [
        answer({ "app/0": "active", "app/1": "dying", "app/2": "waiting" }),
        answer({ "app/0": "dying" }),
      ],
    },
  });

  assertEquals([app.plannedUnits(), app.plannedUnits()], [2, 0]);
  assertEquals(runner.calls.length, 2);
});

Deno.test("Application.plannedUnits() is for the own application only (UNI-02)", () => {
  const { model } = makeFixture();

  assertThrows(
    () => model.getApp("pg").plannedUnits(),
    ModelError,
    'Cannot count the planned units of "pg"',
  );
});

Deno.test("Unit.setWorkloadVersion() sends a version once (UNI-03)", () => {
  const first = "application-version-set -- 1.2";
  const second = "application-version-set -- -beta";
  const { model: { unit }, runner } = makeFixture({
    script: { [first]: "", [second]: "" },
  });

  for (const version of ["1.2", "1.2", "-beta", "1.2"]) {
    unit.setWorkloadVersion(version);
  }

  assertEquals(runner.calls, [first, second, first]);
});

Deno.test("Unit.setWorkloadVersion() refuses what is not text, and another unit (UNI-03)", () => {
  const { model, runner } = makeFixture();

  assertThrows(
    () => model.unit.setWorkloadVersion(1 as unknown as string),
    TypeError,
    "got a number",
  );
  assertThrows(
    () => model.getUnit("app/1").setWorkloadVersion("1"),
    ModelError,
    'Cannot set the workload version of unit "app/1"',
  );
  assertEquals(runner.calls, []);
});

Deno.test("Unit gives its containers by the names of the metadata (UNI-06)", () => {
  const { model: { unit }, runner } = makeFixture({
    charmcraft: { name: "app", containers: { web: {}, db: {} } },
  });

  assertEquals(unit.containers.keys(), ["web", "db"]);
  assertEquals([...unit.containers].map(({ name }) => name), ["web", "db"]);
  assertStrictEquals(unit.getContainer("web"), unit.getContainer("web"));
  assertEquals([unit.containers.has("web"), unit.containers.has("x")], [
    true,
    false,
  ]);
  assertThrows(
    () => unit.getContainer("x"),
    ModelError,
    'Cannot get container "x": the metadata declares "web", "db"',
  );
  assertThrows(
    () => unit.getContainer("constructor"),
    ModelError,
    'Cannot get container "constructor"',
  );
  assertEquals(runner.calls, []);
});

Deno.test("Unit gives no containers of another unit (UNI-06)", () => {
  const { model } = makeFixture({
    charmcraft: { name: "app", containers: { web: {} } },
  });

  assertThrows(
    () => model.getUnit("app/1").getContainer("web"),
    ModelError,
    'Cannot reach the containers of unit "app/1"',
  );
});

Deno.test("Unit says so when the metadata declares no containers", () => {
  const { model } = makeFixture();

  assertThrows(
    () => model.unit.getContainer("web"),
    ModelError,
    'Cannot get container "web": the metadata declares none',
  );
});
