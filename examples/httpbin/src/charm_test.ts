import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import { Container, Context, State } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { HttpbinCharm } from "./charm.ts";
import { charmcraft } from "./charmcraft.ts";

const READY = new Container("httpbin", { canConnect: true });

Deno.test("HttpbinCharm runs httpbin and is active once Pebble is ready", async () => {
  const ctx = new Context(HttpbinCharm, charmcraft);

  const out = await ctx.run(
    ctx.on.pebbleReady(READY),
    new State({ containers: [READY] }),
  );

  assertEquals(out.unitStatus, new ActiveStatus());
  const { plan, serviceStatuses } = out.getContainer("httpbin");
  assertEquals(serviceStatuses, { httpbin: "active" });
  assertEquals(plan.services["httpbin"]?.environment, {
    GUNICORN_CMD_ARGS: "--log-level info",
  });
});

Deno.test("HttpbinCharm gives a new log level to the workload", async () => {
  const ctx = new Context(HttpbinCharm, charmcraft);
  const running = await ctx.run(
    ctx.on.pebbleReady(READY),
    new State({ containers: [READY] }),
  );

  const out = await ctx.run(
    ctx.on.configChanged(),
    running.with({ config: { "log-level": "debug" } }),
  );

  assertEquals(out.unitStatus, new ActiveStatus());
  const { plan, serviceStatuses } = out.getContainer("httpbin");
  assertEquals(serviceStatuses, { httpbin: "active" });
  assertEquals(plan.services["httpbin"]?.environment, {
    GUNICORN_CMD_ARGS: "--log-level debug",
  });
});

Deno.test("HttpbinCharm is blocked by a log level that gunicorn lacks", async () => {
  const ctx = new Context(HttpbinCharm, charmcraft);

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ config: { "log-level": "loud" }, containers: [READY] }),
  );

  assertEquals(
    out.unitStatus,
    new BlockedStatus(
      'Invalid log-level "loud"; choose one of info, debug, warning, error, critical',
    ),
  );
  assertEquals(out.getContainer("httpbin").layers, {});
});

Deno.test("HttpbinCharm waits while Pebble cannot be reached", async () => {
  const ctx = new Context(HttpbinCharm, charmcraft);
  const container = new Container("httpbin", { canConnect: false });

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ containers: [container] }),
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for Pebble"));
});
