import { assertEquals, assertMatch } from "@std/assert";
import { world } from "./_test_world.ts";
import { hookEnvironment } from "./environment.ts";
import { HookContext } from "./hook_context.ts";
import type { HookEvent } from "./hook_event.ts";

const COMMON = [
  "APT_LISTCHANGES_FRONTEND",
  "CHARM_DIR",
  "CLOUD_API_VERSION",
  "DEBIAN_FRONTEND",
  "JUJU_AGENT_SOCKET_ADDRESS",
  "JUJU_AGENT_SOCKET_NETWORK",
  "JUJU_API_ADDRESSES",
  "JUJU_AVAILABILITY_ZONE",
  "JUJU_CHARM_DIR",
  "JUJU_CHARM_FTP_PROXY",
  "JUJU_CHARM_HTTPS_PROXY",
  "JUJU_CHARM_HTTP_PROXY",
  "JUJU_CHARM_NO_PROXY",
  "JUJU_CONTEXT_ID",
  "JUJU_DISPATCH_PATH",
  "JUJU_HOOK_NAME",
  "JUJU_MACHINE_ID",
  "JUJU_MODEL_NAME",
  "JUJU_MODEL_UUID",
  "JUJU_PRINCIPAL_UNIT",
  "JUJU_UNIT_NAME",
  "JUJU_VERSION",
  "LANG",
  "PATH",
  "TERM",
];

function environment(
  event: HookEvent,
  state = world(),
): Record<string, string> {
  return hookEnvironment(new HookContext(state, event), {
    charmDir: "/charm",
    agentSocketAddress: "127.0.0.1:1",
    agentSocketNetwork: "tcp",
    path: "/tools:/bin",
  });
}

/** What an event has beside the common variables. */
function extra(event: HookEvent, state = world()): Record<string, string> {
  const all = environment(event, state);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      !COMMON.includes(name) && name !== "JUJU_SLA"
    ),
  );
}

Deno.test("hookEnvironment() has exactly what Juju sets (JEN-02)", () => {
  const three = environment({ kind: "install" });
  const four = environment(
    { kind: "install" },
    world({ jujuVersion: "4.0.14" }),
  );

  assertEquals(Object.keys(three).sort(), [...COMMON, "JUJU_SLA"].sort());
  assertEquals(
    Object.keys(four).sort(),
    [
      ...COMMON,
      "JUJU_CHARM_TRACE_CONFIG_CA_CERT",
      "JUJU_CHARM_TRACE_CONFIG_GRPC",
      "JUJU_CHARM_TRACE_CONFIG_HTTP",
    ].sort(),
  );
  assertEquals(three["PATH"], "/tools:/bin");
  assertEquals(three["TERM"], "tmux-256color");
  assertEquals(three["LANG"], "C.UTF-8");
});

Deno.test("hookEnvironment() names the hook and an unguessable context (JEN-03)", () => {
  const one = environment({ kind: "config-changed" });
  const two = environment({ kind: "config-changed" });

  assertEquals(one["JUJU_HOOK_NAME"], "config-changed");
  assertEquals(one["JUJU_DISPATCH_PATH"], "hooks/config-changed");
  assertMatch(
    one["JUJU_CONTEXT_ID"] ?? "",
    /^app\/0-config-changed-[0-9a-f]{32}$/,
  );
  assertEquals(one["JUJU_CONTEXT_ID"] === two["JUJU_CONTEXT_ID"], false);
  assertEquals(extra({ kind: "config-changed" }), {});
});

Deno.test("hookEnvironment() of an action (JEN-22)", () => {
  const event: HookEvent = {
    kind: "action",
    name: "do-backup",
    id: "12",
    params: {},
  };

  assertEquals(environment(event)["JUJU_HOOK_NAME"], "");
  assertEquals(environment(event)["JUJU_DISPATCH_PATH"], "actions/do-backup");
  assertEquals(extra(event), {
    JUJU_ACTION_NAME: "do-backup",
    JUJU_ACTION_UUID: "12",
    JUJU_ACTION_TAG: "action-12",
  });
});

Deno.test("hookEnvironment() of relation hooks (JEN-11 to JEN-15)", () => {
  const common = {
    JUJU_RELATION: "db",
    JUJU_RELATION_ID: "db:1",
    JUJU_REMOTE_APP: "mysql",
  };
  const relation = { endpoint: "db", relationId: 1 };
  const remoteUnit = "mysql/0";

  assertEquals(extra({ kind: "relation-created", ...relation }), {
    ...common,
    JUJU_REMOTE_UNIT: "",
  });
  assertEquals(extra({ kind: "relation-changed", ...relation }), {
    ...common,
    JUJU_REMOTE_UNIT: "",
  });
  assertEquals(extra({ kind: "relation-joined", ...relation, remoteUnit }), {
    ...common,
    JUJU_REMOTE_UNIT: "mysql/0",
  });
  assertEquals(
    extra({
      kind: "relation-departed",
      ...relation,
      remoteUnit,
      departingUnit: "app/0",
    }),
    {
      ...common,
      JUJU_REMOTE_UNIT: "mysql/0",
      JUJU_DEPARTING_UNIT: "app/0",
    },
  );
  assertEquals(
    extra({ kind: "relation-broken", ...relation })["JUJU_REMOTE_UNIT"],
    "",
  );
});

Deno.test("hookEnvironment() of a peer relation has the own application (JEN-24)", () => {
  const event: HookEvent = {
    kind: "relation-created",
    endpoint: "cluster",
    relationId: 2,
  };

  assertEquals(extra(event)["JUJU_REMOTE_APP"], "app");
});

Deno.test("hookEnvironment() of storage hooks (JEN-16, JEN-24)", () => {
  const state = world();
  state.storages.set("data/0", {
    id: "data/0",
    kind: "filesystem",
    location: "/srv/data",
  });

  assertEquals(
    extra({ kind: "storage-attached", storageId: "data/0" }, state),
    {
      JUJU_STORAGE_ID: "data/0",
      JUJU_STORAGE_KIND: "filesystem",
      JUJU_STORAGE_LOCATION: "/srv/data",
    },
  );
  assertEquals(
    extra({ kind: "storage-detaching", storageId: "data/1" }, state),
    {},
  );
});

Deno.test("hookEnvironment() of Pebble's hooks (JEN-17 to JEN-19)", () => {
  const container = "web";

  assertEquals(extra({ kind: "pebble-ready", container }), {
    JUJU_WORKLOAD_NAME: "web",
  });
  assertEquals(
    extra({
      kind: "pebble-custom-notice",
      container,
      noticeId: "7",
      noticeType: "custom",
      noticeKey: "example.com/x",
    }),
    {
      JUJU_WORKLOAD_NAME: "web",
      JUJU_NOTICE_ID: "7",
      JUJU_NOTICE_KEY: "example.com/x",
      JUJU_NOTICE_TYPE: "custom",
    },
  );
  assertEquals(
    extra({ kind: "pebble-check-failed", container, checkName: "up" }),
    { JUJU_WORKLOAD_NAME: "web", JUJU_PEBBLE_CHECK_NAME: "up" },
  );
});

Deno.test("hookEnvironment() of secret hooks (JEN-20, JEN-21)", () => {
  const secretId = "9m4e2mr0ui3e8a215n4g";

  assertEquals(extra({ kind: "secret-rotate", secretId, label: "" }), {
    JUJU_SECRET_ID: `secret:${secretId}`,
    JUJU_SECRET_LABEL: "",
  });
  assertEquals(
    extra({ kind: "secret-expired", secretId, label: "l", revision: 3 }),
    {
      JUJU_SECRET_ID: `secret:${secretId}`,
      JUJU_SECRET_LABEL: "l",
      JUJU_SECRET_REVISION: "3",
    },
  );
});

Deno.test("hookEnvironment() of an upgrade of the base (JEN-23)", () => {
  const environment = hookEnvironment(
    new HookContext(world(), {
      kind: "pre-series-upgrade",
      targetBase: "ubuntu@24.04",
      targetSeries: "noble",
    }),
    { charmDir: "/charm" },
  );

  assertEquals(environment["JUJU_DISPATCH_PATH"], "hooks/pre-series-upgrade");
  assertEquals(environment["JUJU_TARGET_BASE"], "ubuntu@24.04");
  assertEquals(environment["JUJU_TARGET_SERIES"], "noble");
});
