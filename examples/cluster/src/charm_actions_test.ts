import { MaintenanceStatus } from "@charmkit/ops";
import {
  ActionFailed,
  Container,
  type Context,
  State,
} from "@charmkit/ops/testing";
import { assertEquals, assertRejects } from "@std/assert";
import {
  type Charm,
  newContext,
  peersWith,
  restarts,
  stateWith,
  TICKET,
} from "./_testing.ts";
import type { ClusterCharm } from "./charm.ts";

Deno.test("ClusterCharm opens a ticket by its action, and restarts nothing in it", async () => {
  using ctx = newContext();
  const peers = peersWith(null);
  const action = ctx.on.action("rolling-restart", { canary: false });

  const out = await ctx.run(action, stateWith(peers, { leader: true }));

  const { localAppData, localUnitData } = out.getRelation(peers);
  assertEquals(JSON.parse(localAppData["ticket"] ?? ""), TICKET);
  assertEquals(localUnitData, peers.localUnitData);
  assertEquals(ctx.actionResults, { ticket: "1", state: "running" });
  assertEquals(
    out.appStatus,
    new MaintenanceStatus(
      "Rolling restart running: 0/3 restarted, now cluster/0",
    ),
  );
});

const OPEN = { ...TICKET, turn: "cluster/1", waiting: [], done: ["cluster/0"] };

/** Action, what is there, and what it says. */
const REFUSED = [
  [
    "rolling-restart",
    OPEN,
    "ticket 1 is running: 1/2 restarted, now cluster/1",
  ],
  ["continue-restart", OPEN, "no rolling restart is paused"],
  ["continue-restart", null, "no rolling restart is paused"],
  ["cancel-restart", null, "no rolling restart is under way"],
  [
    "cancel-restart",
    { ...TICKET, turn: null, state: "done" },
    "no rolling restart is under way",
  ],
] as const;

for (const [name, ticket, why] of REFUSED) {
  Deno.test(`ClusterCharm refuses ${name} when ${why} (${ticket?.state ?? "no ticket"})`, async () => {
    using ctx = newContext();
    const state = stateWith(peersWith(ticket), { leader: true });

    const { message } = await assertRejects(
      () => ctx.run(actionOf(ctx, name), state),
      ActionFailed,
    );

    assertEquals(message, `Cannot ${name}: ${why}`);
  });
}

for (
  const name of [
    "rolling-restart",
    "continue-restart",
    "cancel-restart",
  ] as const
) {
  Deno.test(`ClusterCharm runs ${name} on the leader alone`, async () => {
    using ctx = newContext();
    const peers = peersWith(TICKET);

    const { message, state } = await assertRejects(
      () => ctx.run(actionOf(ctx, name), stateWith(peers)),
      ActionFailed,
    );

    assertEquals(
      message,
      `Cannot ${name}: cluster/0 does not lead; run it on cluster/leader`,
    );
    assertEquals(state?.getRelation(peers).localAppData, peers.localAppData);
  });
}

Deno.test("ClusterCharm refuses an action before the peer relation is there", async () => {
  using ctx = newContext();

  const { message } = await assertRejects(
    () => ctx.run(actionOf(ctx, "cancel-restart"), new State({ leader: true })),
    ActionFailed,
  );

  assertEquals(
    message,
    "Cannot cancel-restart: the peer relation is not there yet",
  );
});

Deno.test("ClusterCharm declines its turn once the restart is cancelled", async () => {
  using ctx = newContext();
  const peers = peersWith({ ...TICKET, state: "cancelling" });
  const away = new Container("nats");

  const out = await ctx.run(
    ctx.on.relationChanged(peers, { remoteUnit: null }),
    stateWith(peers, { container: away }),
  );

  assertEquals(
    out.getRelation(peers).localUnitData["restart"],
    '{"ticket":1,"problem":"cancelled"}',
  );
  assertEquals(restarts(ctx), 0);
});

function actionOf(
  { on }: Context<Charm, ClusterCharm>,
  name: "rolling-restart" | "continue-restart" | "cancel-restart",
) {
  return name === "rolling-restart"
    ? on.action(name, { canary: false })
    : on.action(name);
}
