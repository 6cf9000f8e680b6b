import { Address, BindAddress, Network, Relation } from "@charmkit/ops/testing";
import { assertEquals } from "@std/assert";
import { z } from "zod";
import {
  MODEL,
  newContext,
  READY,
  runningState,
  STATE,
} from "./_test_context.ts";

const PROMETHEUS = new Relation("metrics-endpoint", {
  remoteAppName: "prometheus",
  localUnitData: {},
});
const RELATED = STATE.with({ relations: [PROMETHEUS] });

/** What Prometheus makes of the databag of an application. */
const AppData = z.object({
  scrape_metadata: z.record(z.string(), z.string()),
  scrape_jobs: z.array(z.object({
    metrics_path: z.string(),
    static_configs: z.array(z.object({ targets: z.array(z.string()) })),
  })),
  alert_rules: z.object({
    groups: z.array(z.object({
      name: z.string(),
      rules: z.array(z.object({
        alert: z.string(),
        expr: z.string(),
        for: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
      })),
    })),
  }),
});

function appData(state: typeof STATE): z.infer<typeof AppData> {
  const { localAppData } = state.getRelation(PROMETHEUS);
  return AppData.strict().parse(
    Object.fromEntries(
      Object.entries(localAppData).map((
        [key, text],
      ) => [key, JSON.parse(text)]),
    ),
  );
}

Deno.test("PodinfoCharm tells Prometheus what to scrape, as leader", async () => {
  const ctx = newContext();

  const out = await ctx.run(
    ctx.on.relationCreated(PROMETHEUS),
    RELATED.with({ leader: true }),
  );

  const { scrape_metadata, scrape_jobs } = appData(out);
  assertEquals(scrape_metadata, {
    model: "web",
    model_uuid: MODEL.uuid,
    application: "podinfo",
    unit: "podinfo/0",
    charm_name: "podinfo",
  });
  assertEquals(scrape_jobs, [{
    metrics_path: "/metrics",
    static_configs: [{ targets: ["*:9898"] }],
  }]);
  assertEquals(out.getRelation(PROMETHEUS).localUnitData, {
    prometheus_scrape_unit_name: "podinfo/0",
    prometheus_scrape_unit_address: "192.0.2.0",
  });
});

Deno.test("PodinfoCharm has alert rules that look at its own application only", async () => {
  const ctx = newContext();

  const out = await ctx.run(
    ctx.on.relationCreated(PROMETHEUS),
    RELATED.with({ leader: true }),
  );

  const [group] = appData(out).alert_rules.groups;
  assertEquals(group?.name, "web_8e3ba2f9_podinfo_podinfo_alerts");
  assertEquals(group?.rules.map(({ alert }) => alert), [
    "PodinfoUnitDown",
    "PodinfoRequestsFail",
  ]);
  for (const { expr, labels } of group?.rules ?? []) {
    const own = `juju_model="web", juju_model_uuid="${MODEL.uuid}", ` +
      'juju_application="podinfo"}';
    assertEquals(expr.includes(own), true, expr);
    assertEquals(labels["juju_application"], "podinfo");
  }
});

Deno.test("PodinfoCharm tells only where it is, as a unit that does not lead, until it does", async () => {
  const ctx = newContext();

  const follower = await ctx.run(ctx.on.relationCreated(PROMETHEUS), RELATED);
  const leader = await ctx.run(
    ctx.on.leaderElected(),
    follower.with({ leader: true }),
  );

  const { localAppData, localUnitData } = follower.getRelation(PROMETHEUS);
  assertEquals(localAppData, {});
  assertEquals(localUnitData["prometheus_scrape_unit_name"], "podinfo/0");
  assertEquals(appData(leader).scrape_metadata["unit"], "podinfo/0");
});

Deno.test("PodinfoCharm tells of another port, and listens there", async () => {
  const ctx = newContext();
  const running = await runningState(ctx, RELATED.with({ leader: true }));

  const out = await ctx.run(
    ctx.on.configChanged(),
    running.with({ config: { port: 8080 } }),
  );

  assertEquals(appData(out).scrape_jobs[0]?.static_configs, [
    { targets: ["*:8080"] },
  ]);
  const { services, checks } = out.getContainer("podinfo").plan;
  assertEquals(
    services["podinfo"]?.command,
    "/home/app/podinfo --port=8080",
  );
  assertEquals(checks["ready"]?.http, { url: "http://localhost:8080/readyz" });
});

Deno.test("PodinfoCharm tells of another address after its pod was moved", async () => {
  const ctx = newContext();
  const running = await runningState(ctx, RELATED);
  const network = new Network("metrics-endpoint", {
    bindAddresses: [new BindAddress([new Address("10.1.7.7")])],
  });

  const out = await runningState(
    ctx,
    running.with({ containers: [READY], networks: [network] }),
  );

  const { localUnitData } = out.getRelation(PROMETHEUS);
  assertEquals(localUnitData["prometheus_scrape_unit_address"], "10.1.7.7");
});
