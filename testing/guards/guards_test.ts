import * as ops from "@charmkit/ops";
import {
  Container,
  type ContextChecks,
  GuardError,
  MaintenanceStatus,
  PeerRelation,
  Relation,
  Secret,
  State,
} from "@charmkit/ops/testing";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { type Body, contextOf } from "../testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  containers: { web: {} },
  peers: { cluster: "peers" },
  provides: { site: "http" },
  actions: { backup: {} },
} as const;
const WEB = { override: "replace", command: "nginx" } as const;
const CLUSTER = new PeerRelation("cluster", { id: 1 });
const STATE = new State({
  leader: true,
  relations: [CLUSTER],
  containers: [new Container("web", { canConnect: true })],
});

/** What the checks find after config-changed. */
async function findings(
  checks: ContextChecks,
  body: Body<typeof CHARMCRAFT>,
  state: State = STATE,
) {
  const ctx = contextOf(CHARMCRAFT, body, { checks });
  const error = await assertRejects(
    () => ctx.run(ctx.on.configChanged(), state),
    GuardError,
  );
  return { ctx, error, problems: error.findings.map(({ problem }) => problem) };
}

async function passes(
  checks: ContextChecks,
  body: Body<typeof CHARMCRAFT>,
  state: State = STATE,
): Promise<void> {
  const ctx = contextOf(CHARMCRAFT, body, { checks });
  await ctx.run(ctx.on.configChanged(), state);
}

Deno.test("the check of idempotence names what is written again", async () => {
  let count = 0;
  const { problems, ctx, error } = await findings(
    { idempotence: true },
    async (charm) => {
      count += 1;
      charm.relations.get("cluster")[0]!.data.get(charm.unit)
        .set("runs", `${count}`);
      charm.unit.status = new ops.ActiveStatus(`Run ${count}`);
      const container = charm.getContainer("web");
      await container.addLayer("x", { services: { web: WEB } }, {
        combine: true,
      });
      await container.restart("web");
    },
  );

  assertEquals(problems.length, 1);
  assertStringIncludes(
    problems[0]!,
    'relation-set -r cluster:1 --file {"runs"',
  );
  assertStringIncludes(problems[0]!, 'web: restartServices(["web"]');
  assertStringIncludes(problems[0]!, 'runs from "1" to "2"');
  assertStringIncludes(problems[0]!, "unitStatus");
  assertEquals(ctx.unitStatusHistory.length, 1);
  assertEquals(error.state.unitStatus, new ops.ActiveStatus("Run 1"));
});

Deno.test("the check of idempotence passes what writes the same again", async () => {
  await passes({ idempotence: true, stableDatabags: true }, async (charm) => {
    charm.relations.get("cluster")[0]!.data.get(charm.unit).set("a", "b");
    charm.unit.status = new ops.ActiveStatus();
    charm.unit.setWorkloadVersion("1");
    charm.unit.openPort("tcp", 80);
    const container = charm.getContainer("web");
    await container.addLayer("x", { services: { web: WEB } }, {
      combine: true,
    });
    await container.replan();
  });
});

Deno.test("the checks leave actions alone", async () => {
  let runs = 0;
  const ctx = contextOf(CHARMCRAFT, (charm) => {
    charm.unit.setWorkloadVersion(`${++runs}`);
  }, { checks: { idempotence: true, stableDatabags: true } });

  await ctx.run(ctx.on.action("backup"), STATE);

  assertEquals(runs, 1);
});

Deno.test("the check of databags names the value that changes each time", async () => {
  const { error } = await findings({ stableDatabags: true }, (charm) => {
    const [relation] = charm.relations.get("cluster");
    relation!.data.get(charm.app).set("id", crypto.randomUUID());
    charm.unit.setWorkloadVersion(crypto.randomUUID());
  });

  assertEquals(error.findings.map(({ check }) => check), ["stableDatabags"]);
  assertStringIncludes(
    error.message,
    'relations["cluster:1"].localAppData.id from "',
  );
});

Deno.test("the check of secrets names one that is added each time, and revisions that pile up", async () => {
  const own = new Secret({ key: "value" }, { owner: "app", label: "own" });
  const { problems } = await findings({ secretRevisions: true }, (charm) => {
    charm.unit.addSecret({ key: "value" });
    charm.model.getSecret({ label: "own" })
      .setContent({ key: crypto.randomUUID() });
  }, STATE.with({ secrets: [own] }));

  assertEquals(problems.length, 2);
  assertStringIncludes(problems[0]!, '"own" gets revision 3');
  assertStringIncludes(problems[1]!, "is added once more");
});

Deno.test("the check of secrets wants a revision to be removed that nobody uses", async () => {
  const own = new Secret({ key: "value" }, { owner: "app", label: "own" });
  const state = STATE.with({ secrets: [own] });
  const checks = { secretRevisions: true };
  const lazy = contextOf(CHARMCRAFT, () => {}, { checks });
  const tidy = contextOf(CHARMCRAFT, (_charm, event) => {
    if (event instanceof ops.SecretRemoveEvent) event.removeRevision();
  }, { checks });

  await tidy.run(tidy.on.secretRemove(own, { revision: 1 }), state);
  await assertRejects(
    () => lazy.run(lazy.on.secretRemove(own, { revision: 1 }), state),
    GuardError,
    "event.removeRevision()",
  );
});

Deno.test("the check of the status wants one that becomes something", async () => {
  const { problems } = await findings({ settledStatus: true }, (charm) => {
    charm.unit.status = new MaintenanceStatus("Working");
  });

  assertEquals(problems, [
    'the unit is left with MaintenanceStatus("Working"), and has MaintenanceStatus("Working") after the next update-status',
  ]);
  await passes({ settledStatus: true }, (charm, event) => {
    charm.unit.status = event instanceof ops.UpdateStatusEvent
      ? new ops.ActiveStatus()
      : new MaintenanceStatus("Working");
  });
});

Deno.test("the check of sizes tells how near a databag or secret is to Juju's limit", async () => {
  const site = new Relation("site", { id: 7 });
  const { problems } = await findings({ sizeLimits: 0.1 }, (charm) => {
    const [relation] = charm.relations.get("site");
    relation!.data.get(charm.app).set("big", "x".repeat(2_000_000));
    charm.unit.addSecret({ key: "x".repeat(150_000) }, { label: "big" });
  }, STATE.with({ relations: [CLUSTER, site] }));

  assertEquals(problems.length, 2);
  assertStringIncludes(
    problems[0]!,
    'databag of relation "site:7" has 2000003',
  );
  assertStringIncludes(problems[1]!, 'secret "big" has 200000 bytes, 20 %');
  await passes({ sizeLimits: true }, () => {});
});

Deno.test("GuardError tells all that was found, without contents of secrets", async () => {
  const { error } = await findings(
    { idempotence: true, settledStatus: true },
    (charm) => {
      const content = { key: `content-${crypto.randomUUID()}` };
      charm.unit.addSecret(content, { label: crypto.randomUUID() });
    },
  );

  assertEquals(error.findings.map(({ check }) => check), [
    "idempotence",
    "settledStatus",
  ]);
  assert(!error.message.includes("content-"));
});
