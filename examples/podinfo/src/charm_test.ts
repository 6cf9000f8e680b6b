import { ActiveStatus, BlockedStatus, WaitingStatus } from "@charmkit/ops";
import { Container, JUJU_VERSIONS, State } from "@charmkit/ops/testing";
import { assert, assertEquals } from "@std/assert";
import {
  endpointAt,
  forwarding,
  lokiRelation,
  lokiUnits,
  MODEL,
  newContext,
  READY,
  runningState,
  STATE,
  urlAt,
} from "./_test_context.ts";

for (const jujuVersion of JUJU_VERSIONS) {
  Deno.test(`PodinfoCharm runs podinfo and checks its health, with Juju ${jujuVersion}`, async () => {
    const ctx = newContext(jujuVersion);

    const out = await runningState(ctx);

    assertEquals(out.unitStatus, new ActiveStatus());
    const { plan, serviceStatuses } = out.getContainer("podinfo");
    assertEquals(serviceStatuses, { podinfo: "active" });
    assertEquals(
      plan.services["podinfo"]?.command,
      "/home/app/podinfo --port=9898",
    );
    assertEquals(plan.checks["ready"]?.http, {
      url: "http://localhost:9898/readyz",
    });
  });
}

Deno.test("PodinfoCharm waits until Pebble can be reached", async () => {
  const ctx = newContext();

  const out = await ctx.run(
    ctx.on.configChanged(),
    new State({ containers: [new Container("podinfo")] }),
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for Pebble"));
});

Deno.test("PodinfoCharm says that its health check fails, until it passes again", async () => {
  const ctx = newContext();
  const running = await runningState(ctx);
  const healthy = running.getContainer("podinfo");
  const up = healthy.getCheckInfo("ready");
  const down = up.with({ status: "down", failures: 3 });
  const sick = healthy.with({ checkInfos: [down] });

  const failed = await ctx.run(
    ctx.on.pebbleCheckFailed(sick, down),
    running.with({ containers: [sick] }),
  );
  const warnings = ctx.logs.filter(({ level }) => level === "WARNING");
  const recovered = await ctx.run(
    ctx.on.pebbleCheckRecovered(healthy, up),
    failed.with({ containers: [healthy] }),
  );

  assertEquals(
    failed.unitStatus,
    new WaitingStatus('Waiting for podinfo: health check "ready" fails'),
  );
  assertEquals(
    warnings.map(({ message }) => message),
    ['Health check "ready" fails'],
  );
  assertEquals(recovered.unitStatus, new ActiveStatus());
});

Deno.test("PodinfoCharm tells how the check is now, also if its event comes late", async () => {
  const ctx = newContext();
  const running = await runningState(ctx);
  const healthy = running.getContainer("podinfo");
  const up = healthy.getCheckInfo("ready");

  const out = await ctx.run(ctx.on.pebbleCheckFailed(healthy, up), running);

  assertEquals(out.unitStatus, new ActiveStatus());
});

Deno.test("PodinfoCharm waits for a podinfo that somebody stopped", async () => {
  const ctx = newContext();
  const running = await runningState(ctx);
  const stopped = running.getContainer("podinfo").with({
    serviceStatuses: { podinfo: "inactive" },
  });

  const out = await ctx.run(
    ctx.on.updateStatus(),
    running.with({ containers: [stopped] }),
  );

  assertEquals(out.unitStatus, new WaitingStatus("Waiting for podinfo to run"));
});

for (const port of [0, 65536]) {
  Deno.test(`PodinfoCharm is blocked by port ${port}, and goes on as it was`, async () => {
    const ctx = newContext();
    const loki = lokiRelation({ 0: endpointAt("10.1.0.1") });
    const running = await runningState(ctx, STATE.with({ relations: [loki] }));
    const moved = loki.with({
      remoteUnitsData: lokiUnits({ 0: endpointAt("10.1.0.2") }),
    });

    const out = await ctx.run(
      ctx.on.configChanged(),
      running.with({ config: { port } }),
    );
    const after = await ctx.run(
      ctx.on.relationChanged(moved),
      out.with({ relations: [moved] }),
    );

    assert(out.unitStatus instanceof BlockedStatus);
    assert(out.unitStatus.message.startsWith('Invalid config: "port": '));
    const { plan, serviceStatuses } = out.getContainer("podinfo");
    assertEquals(plan, running.getContainer("podinfo").plan);
    assertEquals(serviceStatuses, { podinfo: "active" });
    assertEquals(forwarding(after.getContainer("podinfo").plan), {
      [urlAt("10.1.0.1")]: ["-all"],
      [urlAt("10.1.0.2")]: ["all"],
    });
  });
}

Deno.test("PodinfoCharm sets all up again after the container was replaced", async () => {
  const ctx = newContext();
  const loki = lokiRelation({ 0: endpointAt("10.1.0.1") });
  const running = await runningState(ctx, STATE.with({ relations: [loki] }));

  const out = await ctx.run(
    ctx.on.pebbleReady(READY),
    running.with({ containers: [READY], model: MODEL }),
  );

  assertEquals(
    out.getContainer("podinfo").plan,
    running.getContainer("podinfo").plan,
  );
  assertEquals(out.unitStatus, new ActiveStatus("Logs go to loki/0"));
});
