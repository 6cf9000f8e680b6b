import { assert, assertEquals, assertRejects } from "@std/assert";
import { startPebble } from "./_daemon.ts";
import { Client } from "./client.ts";
import { ensureLayer } from "./ensure_layer.ts";
import { APIError, ChangeError } from "./errors.ts";
import { Layer, type LayerDict } from "./layer.ts";
import { Plan } from "./plan.ts";

const WEB = {
  override: "replace",
  command: "sleep 1000",
  startup: "enabled",
  "kill-delay": "90s",
  environment: { PORT: "80" },
} as const;

/** How many replans there were. */
async function replans(client: Client): Promise<number> {
  const changes = await client.getChanges({ select: "all" });
  return changes.filter(({ kind }) => kind === "replan").length;
}

Deno.test("ensureLayer() adds and replans only if the plan changes, and tells what it did (PBL-19, PBL-21, PBL-22)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const layer: LayerDict = { services: { web: WEB } };

  const first = await ensureLayer(client, "web", layer);
  assertEquals(first?.differences.map(({ path }) => path), [
    ["services", "web"],
  ]);
  assertEquals(first?.notRunning, ["web"]);
  assertEquals((await client.getChange(first?.changeId ?? "")).kind, "replan");

  assertEquals(await ensureLayer(client, "web", layer), null);
  assertEquals(await ensureLayer(client, "web", new Layer(layer)), null);
  assertEquals(
    await ensureLayer(client, "web", new Layer(layer).toYaml()),
    null,
  );
  // The plan says so already, so there is no need for another layer.
  assertEquals(await ensureLayer(client, "other", layer), null);
  await client.addLayer("other", {});
  assertEquals(await replans(client), 1);

  const changed = {
    services: { web: { ...WEB, environment: { PORT: "81" } } },
  };
  const second = await ensureLayer(client, "web", changed);
  assertEquals(second, {
    differences: [{
      path: ["services", "web", "environment", "PORT"],
      before: "80",
      after: "81",
    }],
    notRunning: [],
    changeId: second?.changeId ?? "",
  });
  assertEquals(await ensureLayer(client, "web", changed), null);
  assertEquals(await replans(client), 2);
});

Deno.test("ensureLayer() appends to no list what is there already (OBS-14, PBL-16, PBL-18)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  await client.addLayer("base", {
    services: {
      web: { override: "replace", command: "web", after: ["db"] },
      db: { override: "replace", command: "db" },
    },
    "log-targets": {
      loki: {
        override: "replace",
        type: "loki",
        location: "http://l/",
        services: ["all", "-db"],
      },
    },
  });
  const more = (port: string): LayerDict => ({
    services: {
      web: {
        override: "merge",
        after: ["db", "cache"],
        environment: { PORT: port },
      },
    },
    checks: {
      up: { override: "merge", threshold: 7, tcp: { port: 1 } },
    },
    "log-targets": { loki: { override: "merge", services: ["-db"] } },
  });

  for (const port of ["80", "80", "81", "82", "82"]) {
    await ensureLayer(client, "more", more(port));
  }
  const plan = await client.getPlan();

  assertEquals(plan.services["web"]?.after, ["db", "cache"]);
  assertEquals(plan.services["web"]?.environment, { PORT: "82" });
  assertEquals(plan.checks["up"]?.threshold, 7);
  assertEquals(plan.logTargets["loki"]?.services, ["all", "-db"]);
  const log = {
    "log-targets": { loki: { override: "merge", services: ["db"] } },
  };
  await ensureLayer(client, "more", log as LayerDict);
  await ensureLayer(client, "more", log as LayerDict);
  assertEquals(
    (await client.getPlan()).logTargets["loki"]?.services,
    ["all", "-db", "db"],
  );
});

Deno.test("ensureLayer() replans again after a replan that failed, and starts what stopped (PBL-22)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  const flag = `${daemon.folder}/flag`;
  const command = `sh -c 'test -e ${flag} && exec sleep 1000; exit 1'`;
  const layer = { services: { web: { ...WEB, command } } };

  await assertRejects(() => ensureLayer(client, "web", layer), ChangeError);
  await client.stopServices(["web"]);
  await Deno.writeTextFile(flag, "");
  const change = await ensureLayer(client, "web", layer);

  assertEquals(change?.differences, []);
  assertEquals(change?.notRunning, ["web"]);
  assertEquals(await ensureLayer(client, "web", layer), null);
  assert((await client.getServices(["web"]))[0]?.isRunning());
});

Deno.test("ensureLayer() leaves it to Pebble to refuse a layer (PBL-20)", async () => {
  await using daemon = await startPebble();
  using client = new Client(daemon.socketPath);
  for (
    const layer of [
      { services: { web: { command: "x" } } },
      { services: { web: { override: "merge" } } },
      "bogus: {}",
      "services: {web: {after: x}}",
      "- a",
      "a: [",
    ] as const
  ) {
    await assertRejects(() => ensureLayer(client, "web", layer), APIError);
  }
  assertEquals((await client.getPlan()).equals(new Plan()), true);
  await assertRejects(
    () => ensureLayer(client, "web", { services: 7 as never }),
    TypeError,
  );
});
