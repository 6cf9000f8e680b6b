import {
  ActiveStatus,
  BlockedStatus,
  MaintenanceStatus,
  WaitingStatus,
} from "@charmkit/ops";
import { Change, ChangeError } from "@charmkit/ops/pebble";
import {
  CheckInfo,
  Container,
  Mount,
  PeerRelation,
  State,
  TCPPort,
} from "@charmkit/ops/testing";
import { assertEquals, assertMatch } from "@std/assert";
import {
  APP_DATA,
  NATS,
  newContext,
  peersWith,
  report,
  restarts,
  stateWith,
  TICKET,
} from "./_testing.ts";
import { CONFIG_PATH } from "./nats.ts";

Deno.test("ClusterCharm as the first unit writes the first generation, and then follows it", async () => {
  using ctx = newContext();
  const peers = new PeerRelation("cluster");

  const led = await ctx.run(
    ctx.on.leaderElected(),
    stateWith(peers, { leader: true }).with({ plannedUnits: 1 }),
  );
  const out = await ctx.run(ctx.on.pebbleReady(NATS), led);

  assertEquals(
    led.unitStatus,
    new WaitingStatus("Waiting for the leader's configuration"),
  );
  assertEquals(led.getRelation(peers).localAppData, {
    ...APP_DATA,
    generation: "1",
    members: '{"cluster/0":"10.0.0.1"}',
  });
  assertEquals(
    out.getRelation(peers).localUnitData,
    { ...peers.localUnitData, ...report(0, { generation: "1" }) },
  );
  assertEquals(out.getContainer("nats").serviceStatuses, { nats: "active" });
  assertEquals([out.unitStatus, out.appStatus], [
    new ActiveStatus(),
    new ActiveStatus(),
  ]);
});

Deno.test("ClusterCharm writes what the server reads from what the leader wants", async () => {
  using ctx = newContext();
  const peers = peersWith(null);

  await ctx.run(ctx.on.relationChanged(peers), stateWith(peers));

  const folder = ctx.containerRoot("nats");
  const config = await Deno.readTextFile(`${folder}${CONFIG_PATH}`);
  assertEquals(config.match(/nats-route:[^"]*/g), [
    "nats-route://10.0.0.2:6222",
    "nats-route://10.0.0.3:6222",
  ]);
});

Deno.test("ClusterCharm has the server read a new generation again, once", async () => {
  using folder = new ConfigFolder();
  using ctx = newContext();
  const first = await ctx.run(
    ctx.on.updateStatus(),
    stateWith(peersWith(null), { container: folder.container }),
  );
  const container = first.getContainer("nats");
  const signals: string[][] = [];

  for (const generation of ["3", "4"]) {
    const peers = peersWith(null, { generation });
    const state = stateWith(peers, { container });
    await using manager = ctx.manager(ctx.on.updateStatus(), state);
    manager.charm.getContainer("nats").sendSignal = (signal, ...names) => {
      signals.push([String(signal), ...names]);
      return Promise.resolve();
    };
    const out = await manager.run();
    assertEquals(out.getRelation(peers).localUnitData["generation"], "4");
  }

  assertEquals(signals, [["SIGHUP", "nats"]]);
});

Deno.test("ClusterCharm writes nothing where nothing is new", async () => {
  using folder = new ConfigFolder();
  using ctx = newContext({ idempotence: true, stableDatabags: true });
  const peers = peersWith(null);

  const out = await ctx.run(
    ctx.on.updateStatus(),
    stateWith(peers, { leader: true, container: folder.container }),
  );

  assertEquals(out.getRelation(peers), peers);
});

Deno.test("ClusterCharm keeps the last option of use, and says what is wrong", async () => {
  using ctx = newContext();
  const peers = peersWith(null);
  const state = stateWith(peers, { leader: true });

  const out = await ctx.run(
    ctx.on.configChanged(),
    state.with({ config: { "max-payload": 3 } }),
  );

  assertEquals(out.getRelation(peers).localAppData["max-payload"], "1048576");
  assertEquals(out.appStatus.name, "blocked");
  assertMatch(out.appStatus.message, /^Invalid config: "max-payload": /);
  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("ClusterCharm restarts when its turn has come, and the leader passes it on", async () => {
  using ctx = newContext();
  const peers = peersWith(TICKET);

  const out = await ctx.run(
    ctx.on.relationChanged(peers, { remoteUnit: null }),
    stateWith(peers, { leader: true }),
  );

  const { localAppData, localUnitData } = out.getRelation(peers);
  assertEquals(localUnitData["restart"], '{"ticket":1,"problem":null}');
  assertEquals(JSON.parse(localAppData["ticket"] ?? "").turn, "cluster/1");
  assertEquals(
    out.appStatus,
    new MaintenanceStatus(
      "Rolling restart running: 1/3 restarted, now cluster/1",
    ),
  );
});

Deno.test("ClusterCharm restarts once for a ticket", async () => {
  using ctx = newContext();
  const peers = peersWith(TICKET, { restart: '{"ticket":1,"problem":null}' });

  await ctx.run(ctx.on.updateStatus(), stateWith(peers));

  assertEquals(restarts(ctx), 0);
});

Deno.test("ClusterCharm as the leader waits with its own turn until that is written", async () => {
  using ctx = newContext();
  const answered = report(2, { restart: '{"ticket":1,"problem":null}' });
  const ticket = { ...TICKET, turn: "cluster/2", waiting: ["cluster/0"] };
  const peers = peersWith(ticket)
    .with({ peersData: { 1: report(1), 2: answered } });

  const out = await ctx.run(
    ctx.on.relationChanged(peers, { remoteUnit: 2 }),
    stateWith(peers, { leader: true }),
  );

  const { localAppData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? "").turn, "cluster/0");
  assertEquals(restarts(ctx), 0);
});

Deno.test("ClusterCharm as a new leader takes no unit for gone that it has not met", async () => {
  using ctx = newContext();
  const ticket = { ...TICKET, turn: "cluster/2", waiting: ["cluster/1"] };
  const peers = peersWith(ticket).with({ peersData: {} });

  const out = await ctx.run(
    ctx.on.leaderElected(),
    stateWith(peers, { leader: true }),
  );

  const { localAppData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? ""), ticket);
  assertEquals(localAppData["members"], APP_DATA.members);
});

Deno.test("ClusterCharm does without a unit that has left", async () => {
  using ctx = newContext();
  const peers = peersWith({
    ...TICKET,
    turn: "cluster/2",
    waiting: ["cluster/1"],
  });
  const state = stateWith(peers, { leader: true });

  const out = await ctx.run(
    ctx.on.relationDeparted(peers, { remoteUnit: 2 }),
    state.with({ plannedUnits: 2 }),
  );

  const { localAppData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? "").turn, "cluster/1");
  assertEquals(Object.keys(JSON.parse(localAppData["members"] ?? "")), [
    "cluster/0",
    "cluster/1",
  ]);
  assertEquals(localAppData["generation"], "5");
});

Deno.test("ClusterCharm takes no turn while it is being removed", async () => {
  using ctx = newContext();
  const peers = peersWith(TICKET);

  const out = await ctx.run(
    ctx.on.relationDeparted(peers, {
      remoteUnit: 1,
      departingUnit: "cluster/0",
    }),
    stateWith(peers),
  );

  assertEquals(out.getRelation(peers).localUnitData, peers.localUnitData);
  assertEquals(restarts(ctx), 0);
});

Deno.test("ClusterCharm ends the ticket when its server does not start", async () => {
  using ctx = newContext();
  const running = await ctx.run(
    ctx.on.updateStatus(),
    stateWith(peersWith(null)),
  );
  const peers = peersWith(TICKET);
  const event = ctx.on.relationChanged(peers, { remoteUnit: null });
  const container = running.getContainer("nats");
  const state = stateWith(peers, { leader: true, container });
  await using manager = ctx.manager(event, state);
  manager.charm.getContainer("nats").restart = () => {
    throw new ChangeError("cannot start service", change());
  };

  const out = await manager.run();

  const why = "NATS does not start";
  const { localAppData, localUnitData } = out.getRelation(peers);
  assertEquals(
    localUnitData["restart"],
    JSON.stringify({ ticket: 1, problem: why }),
  );
  assertEquals(JSON.parse(localAppData["ticket"] ?? "").state, "failed");
  assertEquals(
    out.appStatus,
    new BlockedStatus(
      `Rolling restart failed: 0/3 restarted; cluster/0: ${why}`,
    ),
  );
});

Deno.test("ClusterCharm keeps its turn while Pebble does not answer", async () => {
  using ctx = newContext();
  const peers = peersWith(TICKET);
  const away = new Container("nats");

  const out = await ctx.run(
    ctx.on.relationChanged(peers, { remoteUnit: null }),
    stateWith(peers, { leader: true, container: away }),
  );

  const { localAppData, localUnitData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? ""), TICKET);
  assertEquals([localUnitData["ready"], localUnitData["restart"]], [
    "false",
    "null",
  ]);
  assertEquals(out.unitStatus, new WaitingStatus("Waiting for Pebble"));
});

Deno.test("ClusterCharm is not ready while the check fails", async () => {
  using ctx = newContext();
  const peers = peersWith(null);
  const running = await ctx.run(ctx.on.updateStatus(), stateWith(peers));
  const check = new CheckInfo("ready", {
    level: "ready",
    status: "down",
    failures: 3,
  });
  const container = running.getContainer("nats").with({ checkInfos: [check] });
  const failing = running.with({ leader: true, containers: [container] });

  const out = await ctx.run(
    ctx.on.pebbleCheckFailed(container, check),
    failing,
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for NATS to serve"));
  assertEquals(out.appStatus, new WaitingStatus("2/3 ready"));
});

Deno.test("ClusterCharm as the leader gives a unit that it does not understand no turn further", async () => {
  using ctx = newContext();
  const peers = peersWith({ ...TICKET, turn: "cluster/1" })
    .with({ peersData: { 1: { restart: "[7]" }, 2: report(2) } });

  const out = await ctx.run(
    ctx.on.relationChanged(peers, { remoteUnit: 1 }),
    stateWith(peers, { leader: true }),
  );

  const { localAppData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? "").turn, "cluster/1");
});

Deno.test("ClusterCharm opens the port for clients when it is installed", async () => {
  using ctx = newContext();

  const out = await ctx.run(ctx.on.install(), new State());

  assertEquals(out.openedPorts, [new TCPPort(4222)]);
});

/** A folder that keeps the server's configuration from one run to the next. */
class ConfigFolder implements Disposable {
  readonly #source: string = Deno.makeTempDirSync();
  /** The container that has it. */
  readonly container: Container<"nats"> = NATS.with({
    mounts: {
      config: new Mount({ location: "/etc/nats", source: this.#source }),
    },
  });

  [Symbol.dispose](): void {
    Deno.removeSync(this.#source, { recursive: true });
  }
}

function change(): Change {
  return Change.fromDict({
    id: "1",
    kind: "restart",
    summary: "Restart service",
    status: "Error",
    ready: true,
    "spawn-time": "2026-01-01T00:00:00Z",
  });
}
