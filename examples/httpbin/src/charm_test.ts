import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import {
  Container,
  Context,
  expectHookCommands,
  JUJU_VERSIONS,
  State,
} from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { HttpbinCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

const READY = new Container("httpbin", { canConnect: true });
const STATE = new State({ containers: [READY] });

/** Each run is checked for more than what a test says. */
function newContext(jujuVersion?: string): Context<typeof charmcraft> {
  return new Context(HttpbinCharm, charmcraft, {
    jujuVersion,
    checks: { idempotence: true, settledStatus: true },
  });
}

for (const jujuVersion of JUJU_VERSIONS) {
  Deno.test(`HttpbinCharm runs httpbin and is active once Pebble is ready, with Juju ${jujuVersion}`, async () => {
    const ctx = newContext(jujuVersion);

    const out = await ctx.run(ctx.on.pebbleReady(READY), STATE);

    assertEquals(out.unitStatus, new ActiveStatus());
    const { plan, serviceStatuses } = out.getContainer("httpbin");
    assertEquals(serviceStatuses, { httpbin: "active" });
    assertEquals(plan.services["httpbin"]?.environment, {
      GUNICORN_CMD_ARGS: "--log-level info",
    });
    expectHookCommands(ctx, ["config-get", "status-set active"]);
  });
}

Deno.test("HttpbinCharm gives a new log level to the workload", async () => {
  const ctx = newContext();
  const running = await ctx.run(ctx.on.pebbleReady(READY), STATE);

  const out = await ctx.run(
    ctx.on.configChanged(),
    running.with({ config: { "log-level": "debug" } }),
  );

  const { plan, serviceStatuses } = out.getContainer("httpbin");
  assertEquals(serviceStatuses, { httpbin: "active" });
  assertEquals(plan.services["httpbin"]?.environment, {
    GUNICORN_CMD_ARGS: "--log-level debug",
  });
});

Deno.test("HttpbinCharm is blocked by a log level that gunicorn lacks", async () => {
  const ctx = newContext();

  const out = await ctx.run(
    ctx.on.configChanged(),
    STATE.with({ config: { "log-level": "loud" } }),
  );

  assertEquals(
    out.unitStatus,
    new BlockedStatus(
      'Invalid log-level "loud"; choose one of info, debug, warning, error, critical',
    ),
  );
  assertEquals(out.getContainer("httpbin").layers, {});
});

Deno.test("HttpbinCharm waits until Pebble can be reached", async () => {
  const ctx = newContext();

  const waiting = await ctx.run(
    ctx.on.configChanged(),
    new State({ containers: [new Container("httpbin")] }),
  );
  const active = await ctx.run(
    ctx.on.pebbleReady(READY),
    waiting.with({ containers: [READY] }),
  );

  assertEquals(waiting.unitStatus, new WaitingStatus("Waiting for Pebble"));
  assertEquals(active.unitStatus, new ActiveStatus());
  assertEquals(ctx.unitStatusHistory.at(-1), waiting.unitStatus);
});
