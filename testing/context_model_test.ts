import * as ops from "@charmkit/ops";
import {
  Address,
  BindAddress,
  CloudCredential,
  CloudSpec,
  type ContextOptions,
  ICMPPort,
  Model,
  Network,
  Relation,
  Resource,
  Secret,
  State,
  StateLookupError,
  Storage,
  SubordinateRelation,
  TCPPort,
  UDPPort,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  requires: { db: "sql" },
  provides: { logs: { interface: "logs", scope: "container" } },
  storage: { data: { type: "filesystem", multiple: { range: "0-" } } },
  resources: { theme: { type: "file", filename: "theme.zip" } },
  "extra-bindings": { admin: {} },
  config: {
    options: {
      port: { type: "int", default: 0 },
      title: { type: "string" },
      debug: { type: "boolean", default: false },
    },
  },
} as const;
type Charm = ops.CharmBase<typeof CHARMCRAFT>;

async function run<T>(
  state: State,
  use: (charm: Charm) => T,
  options: ContextOptions = {},
) {
  let result: T | undefined;
  const { out, ctx } = await runBody(CHARMCRAFT, (charm) => {
    result = use(charm);
  }, { state, ...options });
  return { result: result!, out, ctx };
}

Deno.test("config has what is set, then defaults, and no others (CTX-72)", async () => {
  const { result } = await run(
    new State({ config: { title: "Hello" } }),
    ({ config }) => [...config].sort(),
  );
  const { result: none } = await run(
    new State(),
    ({ config }) => config.get("title"),
  );

  assertEquals(result, [["debug", false], ["port", 0], ["title", "Hello"]]);
  assertEquals(none, undefined);
});

Deno.test("config without options can be read (QRK-13)", async () => {
  const { out } = await runBody({ name: "web", config: {} }, (charm) => {
    charm.unit.setWorkloadVersion(`${[...charm.config].length}`);
  }, { state: new State() });

  assertEquals(out.workloadVersion, "0");
});

Deno.test("only the leader has to do with the application's status (CTX-73)", async () => {
  await assertRejects(
    () => run(new State(), ({ app }) => app.status),
    UncaughtCharmError,
    "leader",
  );
  const { result } = await run(
    new State({ leader: true, appStatus: new ops.ActiveStatus("a") }),
    ({ app, unit }) => [app.status, unit.isLeader()],
  );

  assertEquals(result, [new ops.ActiveStatus("a"), true]);
});

Deno.test("a charm reads the status of the state, and cannot set any other kind (CTX-74)", async () => {
  const { result } = await run(
    new State({ unitStatus: new ops.BlockedStatus("b") }),
    ({ unit }) => unit.status,
  );

  assertEquals(result, new ops.BlockedStatus("b"));
  await assertRejects(
    () =>
      run(new State(), ({ unit }) => {
        unit.status = new ops.UnknownStatus();
      }),
    UncaughtCharmError,
    "InvalidStatusError",
  );
});

Deno.test("the worst collected status is set, none if there is none (CTX-75)", async () => {
  class CollectingCharm extends ops.CharmBase {
    constructor(framework: ops.Framework) {
      super(framework);
      this.observe(this.on.collectUnitStatus, this.onCollect);
    }
    onCollect(event: ops.CollectStatusEvent): void {
      event.addStatus(new ops.ActiveStatus());
      event.addStatus(new ops.BlockedStatus("No"));
    }
  }
  const { Context } = await import("@charmkit/ops/testing");
  const ctx = new Context(CollectingCharm, { name: "web" });

  const out = await ctx.run(ctx.on.start(), new State());
  const again = await ctx.run(ctx.on.collectUnitStatus(), new State());

  assertEquals(out.unitStatus, new ops.BlockedStatus("No"));
  assertEquals(out.appStatus, new ops.UnknownStatus());
  assertEquals(again, out);
  assertEquals(
    ctx.emittedEvents.map(({ handle }) => handle.kind),
    ["start"],
  );
});

Deno.test("relations and their units are those of the state, in Juju's order (CTX-76)", async () => {
  const two = new Relation("db", { id: 9, remoteUnitsData: { 3: {}, 1: {} } });
  const one = new Relation("db", { id: 4, remoteAppName: "pg" });
  const { result } = await run(
    new State({ relations: [two, one] }),
    ({ relations }) =>
      relations.get("db").map(({ id, units }) => [
        id,
        [...units].map(({ name }) => name).sort(),
      ]),
  );

  assertEquals(result, [
    [4, ["pg/0"]],
    [9, ["remote/1", "remote/3"]],
  ]);
});

Deno.test("databags are read and written as Juju allows (CTX-77)", async () => {
  const relation = new Relation("db", {
    localAppData: { old: "1" },
    localUnitData: { gone: "1" },
    remoteAppData: { host: "10.0.0.1" },
    remoteUnitsData: { 0: { port: "80" } },
  });
  const { out, result } = await run(
    new State({ relations: [relation], leader: true }),
    (charm) => {
      const { data, app, units } = charm.relations.get("db")[0]!;
      data.get(charm.unit).update({ a: "b", gone: "" });
      data.get(charm.app).set("new", "2");
      assertThrows(
        () => data.get(app!).set("host", "me"),
        ops.RelationDataAccessError,
      );
      return [data.get(app!).get("host"), data.get([...units][0]!).get("port")];
    },
  );

  assertEquals(result, ["10.0.0.1", "80"]);
  const after = out.getRelation(relation);
  assertEquals(after.localUnitData, { a: "b" });
  assertEquals(after.localAppData, { old: "1", new: "2" });
  assertEquals(after.remoteAppData, relation.remoteAppData);
});

Deno.test("a broken relation is not listed, and can be read (CTX-79)", async () => {
  const relation = new Relation("db", { remoteAppData: { host: "h" } });
  const ctx = contextOf(CHARMCRAFT, (charm, event) => {
    const { relation } = event as ops.RelationBrokenEvent;
    charm.unit.setWorkloadVersion(
      `${charm.relations.get("db").length} ${relation.active} ${
        relation.data.get(relation.app!).get("host")
      }`,
    );
  });

  const out = await ctx.run(
    ctx.on.relationBroken(relation),
    new State({ relations: [relation] }),
  );

  assertEquals(out.workloadVersion, "0 false h");
});

Deno.test("the model of a remote application is known since Juju 3.6.2 (CTX-80)", async () => {
  const relations = [
    new Relation("db", { id: 1 }),
    new Relation("db", { id: 2, remoteModelUuid: "there" }),
  ];
  const state = new State({ relations });
  const read = ({ relations }: Charm) =>
    relations.get("db").map(({ remoteModel }) => remoteModel.uuid);

  const { result } = await run(state, read);

  assertEquals(result, [state.model.uuid, "there"]);
  await assertRejects(() => run(state, read, { jujuVersion: "3.6.1" }));
});

Deno.test("bindings have the addresses of the state, or the usual ones (CTX-81)", async () => {
  const network = new Network("db", {
    bindAddresses: [
      new BindAddress([new Address("10.0.0.7")], {
        interfaceName: "eth0",
        macAddress: "00:11:22:33:44:55",
      }),
    ],
    ingressAddresses: ["10.0.0.8"],
    egressSubnets: ["10.0.0.0/24"],
  });
  const { result } = await run(
    new State({ networks: [network] }),
    ({ model }) =>
      ["db", "admin", "juju-info"].map((name) => {
        const { network } = model.getBinding(name)!;
        return [
          `${network.bindAddress}`,
          `${network.ingressAddress}`,
          network.egressSubnets.map(String),
        ];
      }),
  );

  const usual = ["192.0.2.0", "192.0.2.0", ["192.0.2.0/24"]];
  assertEquals(result, [
    ["10.0.0.7", "10.0.0.8", ["10.0.0.0/24"]],
    usual,
    usual,
  ]);
});

Deno.test("ports are those of the state, and what the charm made of them (CTX-82, QRK-01, QRK-02)", async () => {
  const state = new State({
    openedPorts: [new UDPPort(53), new ops.Port("tcp", 80), new ICMPPort()],
  });
  const { out, result } = await run(state, ({ unit }) => {
    const before = unit.openedPorts().map(String).sort();
    unit.closePort("udp", 53);
    unit.closePort("tcp", 9999);
    unit.openPort("tcp", 8080);
    return before;
  });

  assertEquals(result.length, 3);
  assertEquals(out.openedPorts, [
    new TCPPort(80),
    new ICMPPort(),
    new TCPPort(8080),
  ]);
});

Deno.test("planned units are those of the state (CTX-83)", async () => {
  const { result } = await run(
    new State({ plannedUnits: 5 }),
    ({ app }) => app.plannedUnits(),
  );

  assertEquals(result, 5);
});

Deno.test("storages are folders of the context, made when the charm asks where (CTX-84)", async () => {
  const storage = new Storage("data", { index: 3 });
  using ctx = contextOf(CHARMCRAFT, (charm, event) => {
    if (event instanceof ops.UpdateStatusEvent) return;
    const [instance] = charm.storages.get("data");
    Deno.writeTextFileSync(`${instance!.location}/a.txt`, "a");
  });
  const state = new State({ storages: [storage] });

  await ctx.run(ctx.on.storageAttached(storage), state);

  const root = storage.getFilesystem(ctx);
  assertEquals(await Deno.readTextFile(`${root}/a.txt`), "a");
  await ctx.run(ctx.on.updateStatus(), state);
  assertEquals(await Deno.readTextFile(`${root}/a.txt`), "a");
});

Deno.test("resources have the path of the state (CTX-85)", async () => {
  const resource = new Resource({ name: "theme", path: "/no/such/file" });
  const { result } = await run(
    new State({ resources: [resource] }),
    ({ resources }) => resources.fetch("theme"),
  );

  assertEquals(`${result}`, "/no/such/file");
  const error = await assertRejects(
    () => run(new State(), ({ resources }) => resources.fetch("theme")),
    UncaughtCharmError,
    "new Resource({",
  );
  assert(error.cause instanceof StateLookupError);
});

Deno.test("the cloud is shown to charms that are trusted (CTX-86)", async () => {
  const cloudSpec = new CloudSpec("lxd", {
    endpoint: "https://10.0.0.1",
    credential: new CloudCredential({ authType: "certificate" }),
  });
  const state = new State({ model: new Model({ type: "lxd", cloudSpec }) });
  const read = ({ model }: Charm) => model.getCloudSpec().endpoint;

  const { result } = await run(state, read, { appTrusted: true });

  assertEquals(result, "https://10.0.0.1");
  await assertRejects(() => run(state, read), UncaughtCharmError, "ModelError");
  await assertRejects(
    () =>
      run(new State({ model: new Model({ type: "lxd" }) }), read, {
        appTrusted: true,
      }),
    UncaughtCharmError,
  );
});

Deno.test("subordinate relations have the principal's unit (CTX-76)", async () => {
  const relation = new SubordinateRelation("logs", { remoteUnitId: 4 });
  const { result } = await run(
    new State({ relations: [relation] }),
    ({ relations }) =>
      [...relations.get("logs")[0]!.units].map(({ name }) => name),
  );

  assertEquals(result, ["remote/4"]);
});

Deno.test("a secret that is new in a state is kept as it was when nobody touches it (STT-74)", async () => {
  const secret = new Secret({ key: "value" }, { owner: "app", label: "x" });
  const state = new State({ secrets: [secret], leader: true });

  const { out } = await run(state, ({ model }) => {
    model.getSecret({ label: "x" }).getContent();
  });

  assert(out.secrets[0] === secret);
});
