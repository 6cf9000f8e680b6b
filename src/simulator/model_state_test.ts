import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { charmcraft, shell } from "./_test_world.ts";
import { ModelState } from "./model_state.ts";
import { encodeSecretValue } from "./secret_state.ts";

const network = {
  bindAddresses: [],
  egressSubnets: [],
  ingressAddresses: ["10.0.0.7"],
};

Deno.test("ModelState is as just deployed when nothing is given", () => {
  const state = new ModelState({ charmcraft });

  assertEquals(state.unit, "app/0");
  assertEquals(state.jujuVersion, "3.6.28");
  assertEquals(state.substrate, "machine");
  assertEquals(state.machineId, "0");
  assertEquals(state.unitStatus.message, "waiting for machine");
  assertEquals(state.appStatus.status, "unknown");
  assertEquals(state.leader, true);
  assertEquals(state.openedPorts.isEmpty, true);
});

Deno.test("ModelState keeps all of its seed, to be read back", () => {
  const status = { status: "active", message: "up", data: {} };
  const state = new ModelState({
    charmcraft,
    app: "mine",
    unitNumber: 4,
    leader: null,
    jujuVersion: "4.0.14",
    modelName: "prod",
    substrate: "kubernetes",
    config: { count: 3 },
    networks: { db: network },
    defaultNetwork: null,
    publicAddress: null,
    resources: { blob: "/blob" },
    charmState: { a: "1" },
    leaderSettings: { b: "2" },
    plannedUnits: 5,
    trusted: false,
    unitStatus: status,
    appStatus: status,
    workloadVersion: "1.2",
    availabilityZone: "zone-1",
    principalUnit: "db/0",
    storages: [{ id: "data/3", kind: "block", location: "/dev/sdb" }],
    openedPorts: [{ span: { protocol: "tcp", from: 80, to: 80 } }],
    secrets: [{
      id: "9m4e2mr0ui3e8a215n4g",
      owner: "unit",
      revisions: new Map([[1, { key: encodeSecretValue("x") }]]),
      readers: new Map([["mysql/0", 1]]),
    }],
  });

  assertEquals(state.unit, "mine/4");
  assertEquals(state.leader, null);
  assertEquals(state.release.version, "4.0.14");
  assertEquals([state.modelName, state.machineId], ["prod", ""]);
  assertEquals(state.configValues().get("count"), 3);
  assertStrictEquals(state.networks.get("db"), network);
  assertEquals([state.defaultNetwork, state.publicAddress], [null, null]);
  assertEquals(Object.fromEntries(state.resources), { blob: "/blob" });
  assertEquals(Object.fromEntries(state.charmState), { a: "1" });
  assertEquals(state.leaderSettings, { b: "2" });
  assertEquals([state.plannedUnits, state.trusted], [5, false]);
  assertStrictEquals(state.unitStatus, status);
  assertStrictEquals(state.appStatus, status);
  assertEquals(state.workloadVersion, "1.2");
  assertEquals([state.availabilityZone, state.principalUnit], [
    "zone-1",
    "db/0",
  ]);
  assertEquals(state.storages.get("data/3")?.location, "/dev/sdb");
  assertEquals(state.openedPorts.list().length, 1);
  const secret = state.secrets.get("9m4e2mr0ui3e8a215n4g");
  assertEquals(secret?.readers.get("mysql/0"), 1);
});

Deno.test("ModelState.addRelation() knows the side, scope and limit from the metadata", () => {
  const state = new ModelState({
    charmcraft: {
      name: "app",
      provides: {
        host: { interface: "juju-info", scope: "container", limit: 1 },
        web: "http",
      },
      peers: { cluster: { interface: "cluster" } },
    },
    relations: [
      { endpoint: "host", remoteApp: "principal" },
      { endpoint: "cluster", id: 7, remoteApp: "ignored" },
    ],
  });

  const web = state.addRelation({ endpoint: "web" });
  const [host, cluster] = [...state.relations.values()];

  assertEquals([host?.scope, host?.limit, host?.id], ["container", 1, 0]);
  assertEquals([cluster?.role, cluster?.remoteApp], ["peers", "app"]);
  assertEquals([web.scope, web.limit, web.id], ["global", null, 8]);
  assertThrows(
    () => state.addRelation({ endpoint: "nope" }),
    TypeError,
    'Cannot add a relation: the charm has no endpoint "nope"',
  );
});

Deno.test("ModelState.addRelation() puts addresses into a databag that is not given (JFL-09)", () => {
  const bagOf = (jujuVersion: string) => {
    const state = new ModelState({ charmcraft, jujuVersion });
    return state.addRelation({ endpoint: "db" }).localUnitData;
  };

  assertEquals(Object.keys(bagOf("3.6.28")), [
    "egress-subnets",
    "ingress-address",
    "private-address",
  ]);
  assertEquals(Object.keys(bagOf("4.0.14")), [
    "egress-subnets",
    "ingress-address",
  ]);
});

Deno.test("ModelState shares databags, and a run replaces only those that it changes", () => {
  const localUnitData = Object.freeze({ a: "1" });
  const localAppData = Object.freeze({ b: "2" });
  const remote = Object.freeze({ host: "10.0.0.1" });
  const state = new ModelState({
    charmcraft,
    relations: [{
      endpoint: "db",
      id: 1,
      remoteApp: "mysql",
      localUnitData,
      localAppData,
      units: { "mysql/0": remote },
    }],
  });
  const run = shell(state);
  run("relation-set -r 1 a=2");
  run("relation-set -r 1 --app b=3");
  run("relation-set -r 1 --app b=2");
  run("relation-get -r 1 - mysql/0");

  run.context.flush();
  const relation = state.relations.get(1);

  assertEquals(relation?.localUnitData, { a: "2" });
  // What is equal in the end is the same, and nobody hears of it (JFL-10).
  assertStrictEquals(relation?.localAppData, localAppData);
  assertStrictEquals(relation?.units.get("mysql/0"), remote);
  assertEquals(localUnitData, { a: "1" });
});
