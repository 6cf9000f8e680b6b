import {
  CheckInfo,
  Container,
  type Context,
  type ContextEvent,
  type ContextOptions,
  Notice,
  PeerRelation,
  Relation,
  Secret,
  State,
  Storage,
} from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { contextOf } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { receive_ca_cert: "certs" },
  peers: { cluster: "peers" },
  containers: { "my-web": {} },
  storage: { data: { type: "filesystem" } },
  actions: { "back-up": {} },
} as const;
const NOTICE = new Notice("a.b/c", { id: "17" });
const CHECK = new CheckInfo("up", { status: "down", failures: 3 });
const CONTAINER = new Container("my-web", {
  canConnect: true,
  layers: {
    base: { checks: { up: { override: "replace", tcp: { port: 80 } } } },
  },
  notices: [NOTICE],
  checkInfos: [CHECK],
});
const RELATION = new Relation("receive_ca_cert", {
  id: 4,
  remoteAppName: "ca",
  remoteUnitsData: { 2: {}, 5: {} },
});
const PEERS = new PeerRelation("cluster", { id: 5, peersData: { 1: {} } });
const STORAGE = new Storage("data", { index: 7 });
const SECRET = new Secret({ key: "value" }, { id: "secret:abc", owner: "app" });
const STATE = new State({
  containers: [CONTAINER],
  relations: [RELATION, PEERS],
  storages: [STORAGE],
  secrets: [SECRET],
  leader: true,
});

/** The variables of Juju that the charm sees, of those that are named. */
async function variablesOf(
  event: (ctx: Context<typeof CHARMCRAFT>) => ContextEvent,
  names: readonly string[],
  options: ContextOptions = {},
): Promise<Record<string, string | undefined>> {
  const seen: Record<string, string | undefined> = {};
  const ctx = contextOf(CHARMCRAFT, () => {
    for (const name of names) seen[name] = Deno.env.get(name);
  }, options);
  await ctx.run(event(ctx), STATE);
  return seen;
}

Deno.test("the charm sees the environment of a dispatch (CTX-45, CTX-46)", async () => {
  const seen = await variablesOf((ctx) => ctx.on.updateStatus(), [
    "JUJU_VERSION",
    "JUJU_UNIT_NAME",
    "JUJU_MODEL_NAME",
    "JUJU_MODEL_UUID",
    "_",
    "JUJU_DISPATCH_PATH",
    "JUJU_HOOK_NAME",
    "JUJU_MACHINE_ID",
    "JUJU_AVAILABILITY_ZONE",
    "JUJU_CHARM_HTTP_PROXY",
  ], {
    machineId: "3",
    availabilityZone: "east",
    env: { JUJU_CHARM_HTTP_PROXY: "http://proxy" },
  });

  assertEquals(seen, {
    JUJU_VERSION: "3.6.28",
    JUJU_UNIT_NAME: "web/0",
    JUJU_MODEL_NAME: STATE.model.name,
    JUJU_MODEL_UUID: STATE.model.uuid,
    _: "./dispatch",
    JUJU_DISPATCH_PATH: "hooks/update-status",
    JUJU_HOOK_NAME: "update-status",
    JUJU_MACHINE_ID: "3",
    JUJU_AVAILABILITY_ZONE: "east",
    JUJU_CHARM_HTTP_PROXY: "http://proxy",
  });
});

Deno.test("what the charm sets in the environment is gone after the run (CTX-45)", async () => {
  const name = `CHARM_${crypto.randomUUID()}`;
  const ctx = contextOf({ name: "web" }, () => {
    Deno.env.set(name, "1");
    Deno.env.delete("PATH");
    seen.push(Deno.env.get(name), Deno.env.get("PATH"), Deno.env.has(name));
    seen.push(Deno.env.toObject()[name], Deno.env.toObject()["PATH"]);
  });
  const seen: unknown[] = [];
  const path = Deno.env.get("PATH");

  await ctx.run(ctx.on.start(), new State());

  assertEquals(seen, ["1", undefined, true, "1", undefined]);
  assertEquals(Deno.env.get(name), undefined);
  assertEquals(Deno.env.get("PATH"), path);
  assertEquals(Deno.env.get("JUJU_UNIT_NAME"), undefined);
});

const CASES: readonly [
  name: string,
  event: (ctx: Context<typeof CHARMCRAFT>) => ContextEvent,
  expected: Readonly<Record<string, string | undefined>>,
][] = [
  ["CTX-47", (ctx) => ctx.on.action("back-up", {}, { id: "9" }), {
    JUJU_DISPATCH_PATH: "actions/back-up",
    JUJU_HOOK_NAME: "",
    JUJU_ACTION_NAME: "back-up",
    JUJU_ACTION_UUID: "9",
    JUJU_ACTION_TAG: "action-9",
  }],
  ["CTX-48", (ctx) => ctx.on.relationChanged(RELATION), {
    JUJU_HOOK_NAME: "receive_ca_cert-relation-changed",
    JUJU_RELATION: "receive_ca_cert",
    JUJU_RELATION_ID: "receive_ca_cert:4",
    JUJU_REMOTE_APP: "ca",
    JUJU_REMOTE_UNIT: "ca/2",
    JUJU_DEPARTING_UNIT: undefined,
  }],
  ["CTX-48", (ctx) => ctx.on.relationCreated(RELATION), {
    JUJU_REMOTE_APP: "ca",
    JUJU_REMOTE_UNIT: "",
  }],
  ["CTX-48", (ctx) => ctx.on.relationDeparted(RELATION, { remoteUnit: 5 }), {
    JUJU_REMOTE_UNIT: "ca/5",
    JUJU_DEPARTING_UNIT: "ca/5",
  }],
  [
    "CTX-48, QRK-03",
    (ctx) =>
      ctx.on.relationDeparted(RELATION, { remoteUnit: 5, departingUnit: 0 }),
    { JUJU_REMOTE_UNIT: "ca/5", JUJU_DEPARTING_UNIT: "ca/0" },
  ],
  ["CTX-48", (ctx) => ctx.on.relationJoined(PEERS), {
    JUJU_REMOTE_APP: "web",
    JUJU_REMOTE_UNIT: "web/1",
  }],
  ["CTX-46, CTX-49", (ctx) => ctx.on.pebbleCustomNotice(CONTAINER, NOTICE), {
    JUJU_HOOK_NAME: "my-web-pebble-custom-notice",
    JUJU_WORKLOAD_NAME: "my-web",
    JUJU_NOTICE_ID: "17",
    JUJU_NOTICE_TYPE: "custom",
    JUJU_NOTICE_KEY: "a.b/c",
  }],
  ["CTX-49", (ctx) => ctx.on.pebbleCheckFailed(CONTAINER, CHECK), {
    JUJU_PEBBLE_CHECK_NAME: "up",
  }],
  ["CTX-49", (ctx) => ctx.on.storageAttached(STORAGE), {
    JUJU_STORAGE_ID: "data/7",
  }],
  ["CTX-49", (ctx) => ctx.on.secretExpired(SECRET, { revision: 0 }), {
    JUJU_SECRET_ID: "secret:abc",
    JUJU_SECRET_LABEL: "",
    JUJU_SECRET_REVISION: "0",
  }],
];

for (const [index, [id, event, expected]] of CASES.entries()) {
  Deno.test(`the environment tells of the event, case ${index} (${id})`, async () => {
    assertEquals(await variablesOf(event, Object.keys(expected)), expected);
  });
}
