import { ActiveStatus } from "@charmkit/ops";
import { assert, assertEquals } from "@std/assert";
import { SimulatedCluster } from "./_simulated_cluster.ts";
import { type Action, bagOf } from "./_simulated_unit.ts";
import { isOpen } from "./rolling_restart.ts";

/** More than CI takes are tried by a longer list. */
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

for (const seed of SEEDS) {
  Deno.test(`ClusterCharm restarts one unit at a time, whatever happens (seed ${seed})`, async () => {
    using cluster = new SimulatedCluster(seed, 1 + seed % 4);

    for (let step = 0; step < 250; step++) await cluster.step();
    await cluster.settle();
    if (cluster.ticket?.state === "paused") {
      await act(cluster, "continue-restart");
    }

    const id = cluster.ticket?.id ?? 0;
    assert(!isOpen(cluster.ticket), JSON.stringify(cluster.ticket));
    assertAgreed(cluster);

    // Whatever was before, another one goes well.
    const before = cluster.restarts;
    await act(cluster, "rolling-restart");

    assertRestarted(cluster, id + 1);
    assertEquals(cluster.restarts - before, cluster.units.length);
  });
}

Deno.test("ClusterCharm goes on when another unit leads in the middle", async () => {
  using cluster = await newCluster(11, 3);

  await restartUntil(cluster, 1);
  cluster.setLeader(cluster.units[2] ?? null);
  await cluster.settle();

  assertRestarted(cluster, 1);
  assertEquals(cluster.restarts, 3);
});

Deno.test("ClusterCharm goes on when the unit whose turn it is leaves", async () => {
  using cluster = await newCluster(12, 3);

  await restartUntil(cluster, 2);
  assertEquals(cluster.ticket?.turn, "cluster/2");
  cluster.removeUnit();
  await cluster.settle();

  assertEquals(cluster.ticket?.done, ["cluster/0", "cluster/1"]);
  assertRestarted(cluster, 1);
  assertAgreed(cluster);
});

Deno.test("ClusterCharm leaves a unit alone that joins in the middle", async () => {
  using cluster = await newCluster(13, 2);

  await restartUntil(cluster, 1);
  cluster.addUnit();
  await cluster.settle();

  assertEquals(cluster.ticket?.state, "done");
  assertEquals(cluster.ticket?.done, ["cluster/0", "cluster/1"]);
  assertEquals(cluster.restarts, 2);
  assertAgreed(cluster);
});

Deno.test("ClusterCharm opens no second ticket beside the first", async () => {
  using cluster = await newCluster(14, 3);

  await restartUntil(cluster, 1);
  await act(cluster, "rolling-restart");

  assertRestarted(cluster, 1);
  assertEquals(cluster.restarts, 3);
});

Deno.test("ClusterCharm pauses after the canary, and goes on with another leader", async () => {
  using cluster = await newCluster(15, 3);

  await act(cluster, "rolling-restart", true);
  const paused = cluster.ticket;
  cluster.setLeader(cluster.units[1] ?? null);
  await cluster.settle();
  await act(cluster, "continue-restart");

  assertEquals([paused?.state, paused?.done], ["paused", ["cluster/0"]]);
  assertRestarted(cluster, 1);
});

Deno.test("ClusterCharm restarts no more units once the restart is cancelled", async () => {
  using cluster = await newCluster(16, 3);

  await restartUntil(cluster, 1);
  await act(cluster, "cancel-restart");

  assertEquals(cluster.ticket?.state, "cancelled");
  assert(cluster.restarts < 3, `${cluster.restarts} units have restarted`);
  await act(cluster, "rolling-restart");
  assertRestarted(cluster, 2);
});

Deno.test("ClusterCharm waits for a unit whose container is away", async () => {
  using cluster = await newCluster(17, 3);
  const [, unit] = cluster.units;
  assert(unit !== undefined);

  cluster.toggleContainer(unit);
  await restartUntil(cluster, 1);
  await cluster.rest();
  const stuck = cluster.ticket;
  await cluster.settle();

  assertEquals([stuck?.state, stuck?.turn], ["running", "cluster/1"]);
  assertRestarted(cluster, 1);
});

/** A cluster whose units know each other. */
async function newCluster(
  seed: number,
  count: number,
): Promise<SimulatedCluster> {
  const cluster = new SimulatedCluster(seed, count);
  await cluster.settle();
  assertAgreed(cluster);
  return cluster;
}

/** Runs an action on the leader, and waits until nothing follows any more. */
async function act(
  cluster: SimulatedCluster,
  action: Action,
  canary = false,
): Promise<void> {
  await cluster.runAction(action, canary);
  await cluster.settle();
}

/** Opens a ticket, and waits until so many units have restarted for it. */
async function restartUntil(
  cluster: SimulatedCluster,
  done: number,
): Promise<void> {
  await cluster.runAction("rolling-restart");
  await cluster.rest(() => cluster.ticket?.done.length === done);
}

/** The ticket has ended, and all units have answered it. */
function assertRestarted(cluster: SimulatedCluster, id: number): void {
  const names = cluster.units.map(({ number }) => `cluster/${number}`);
  assertEquals(cluster.ticket, {
    id,
    state: "done",
    canary: false,
    turn: null,
    waiting: [],
    done: names,
    problem: null,
  });
  const answers = cluster.units.map((unit) =>
    JSON.parse(bagOf(unit)["restart"] ?? "null")
  );
  assertEquals(answers, names.map(() => ({ ticket: id, problem: null })));
}

/** All units have read what the leader wants, and say so. */
function assertAgreed(cluster: SimulatedCluster): void {
  const { units, appData } = cluster;
  const members = Object.fromEntries(
    units.map(({ number }) => [`cluster/${number}`, `10.0.0.${number + 1}`]),
  );
  assertEquals(JSON.parse(appData["members"] ?? ""), members);
  for (const unit of units) {
    const bag = bagOf(unit);
    assertEquals(bag["generation"], appData["generation"]);
    assertEquals(bag["ready"], "true");
    assertEquals(unit.state.unitStatus, new ActiveStatus());
  }
}
