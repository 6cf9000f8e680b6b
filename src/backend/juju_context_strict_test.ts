import { assertEquals, assertThrows } from "@std/assert";
import { JujuContextError } from "./juju_context.ts";
import { readJujuContextStrict } from "./juju_context_strict.ts";

const BASE = {
  JUJU_DISPATCH_PATH: "hooks/install",
  JUJU_HOOK_NAME: "install",
  JUJU_MODEL_NAME: "prod",
  JUJU_MODEL_UUID: "0c4d",
  JUJU_UNIT_NAME: "db/0",
  JUJU_VERSION: "3.6.14",
};

function environment(extra: Readonly<Record<string, string>>) {
  return new Map(Object.entries({ ...BASE, ...extra }));
}

function assertDemands(
  hook: Readonly<Record<string, string>>,
  names: readonly string[],
) {
  const full = environment({
    ...hook,
    ...Object.fromEntries(
      names.map((name) => [name, /_ID$/.test(name) ? "x/1" : ""]),
    ),
  });
  if (full.has("JUJU_RELATION_ID")) full.set("JUJU_RELATION_ID", "db:1");
  readJujuContextStrict(full);
  for (const name of names) {
    const env = new Map(full);
    env.delete(name);
    assertThrows(
      () => readJujuContextStrict(env),
      JujuContextError,
      `${name} is not set`,
    );
  }
}

Deno.test("readJujuContextStrict() names the first variable that is missing (ENV-07, ENV-08)", () => {
  const names = Object.keys(BASE);
  for (const [index, name] of names.entries()) {
    const env = new Map(Object.entries(BASE).slice(0, index));

    assertThrows(
      () => readJujuContextStrict(env),
      JujuContextError,
      `${name} is not set`,
    );
  }
});

Deno.test("readJujuContextStrict() needs nothing more for plain hooks (ENV-09)", () => {
  const hooks = [
    "install",
    "start",
    "stop",
    "remove",
    "config-changed",
    "update-status",
    "upgrade-charm",
    "leader-elected",
  ];
  for (const hook of hooks) {
    const context = readJujuContextStrict(
      environment({ JUJU_HOOK_NAME: hook }),
    );

    assertEquals(context.hookName, hook);
  }
});

Deno.test("readJujuContextStrict() demands what a kind of hook has (ENV-10, ENV-12 to ENV-14)", () => {
  const relation = ["JUJU_RELATION", "JUJU_RELATION_ID", "JUJU_REMOTE_APP"];
  const cases: ReadonlyArray<[string, readonly string[]]> = [
    ["secret-changed", ["JUJU_SECRET_ID"]],
    ["secret-rotate", ["JUJU_SECRET_ID"]],
    ["secret-remove", ["JUJU_SECRET_ID", "JUJU_SECRET_REVISION"]],
    ["secret-expired", ["JUJU_SECRET_ID", "JUJU_SECRET_REVISION"]],
    ["web-pebble-ready", ["JUJU_WORKLOAD_NAME"]],
    ["web-pebble-custom-notice", [
      "JUJU_WORKLOAD_NAME",
      "JUJU_NOTICE_ID",
      "JUJU_NOTICE_KEY",
      "JUJU_NOTICE_TYPE",
    ]],
    ["web-pebble-check-failed", [
      "JUJU_WORKLOAD_NAME",
      "JUJU_PEBBLE_CHECK_NAME",
    ]],
    ["web-pebble-check-recovered", [
      "JUJU_WORKLOAD_NAME",
      "JUJU_PEBBLE_CHECK_NAME",
    ]],
    ["data-storage-attached", ["JUJU_STORAGE_ID"]],
    ["data-storage-detaching", ["JUJU_STORAGE_ID"]],
    ["db-relation-created", relation],
    ["db-relation-broken", relation],
    ["db-relation-joined", [...relation, "JUJU_REMOTE_UNIT"]],
    ["db-relation-changed", [...relation, "JUJU_REMOTE_UNIT"]],
    ["db-relation-departed", [
      ...relation,
      "JUJU_REMOTE_UNIT",
      "JUJU_DEPARTING_UNIT",
    ]],
  ];
  for (const [hook, names] of cases) {
    assertDemands({ JUJU_HOOK_NAME: hook }, names);
  }
});

Deno.test("readJujuContextStrict() demands name and id of an action (ENV-11)", () => {
  assertDemands(
    { JUJU_HOOK_NAME: "", JUJU_DISPATCH_PATH: "actions/backup" },
    ["JUJU_ACTION_NAME", "JUJU_ACTION_UUID"],
  );
});

Deno.test("readJujuContextStrict() takes an empty remote unit as there (ENV-14)", () => {
  const context = readJujuContextStrict(environment({
    JUJU_HOOK_NAME: "db-relation-changed",
    JUJU_RELATION: "db",
    JUJU_RELATION_ID: "db:1",
    JUJU_REMOTE_APP: "pg",
    JUJU_REMOTE_UNIT: "",
  }));

  assertEquals(context.remoteUnitName, null);
});
