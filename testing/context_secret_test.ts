import * as ops from "@charmkit/ops";
import {
  type ContextOptions,
  Relation,
  Secret,
  State,
  UncaughtCharmError,
} from "@charmkit/ops/testing";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

const CHARMCRAFT = { name: "web", provides: { site: "http" } } as const;
type Charm = ops.CharmBase<typeof CHARMCRAFT>;

async function run<T>(
  state: State,
  use: (charm: Charm) => T,
  options: ContextOptions = {},
) {
  let result: T | undefined;
  const { out } = await runBody(CHARMCRAFT, (charm) => {
    result = use(charm);
  }, { state, ...options });
  return { result: result!, out };
}

Deno.test("a secret is found by its id in each form, and by its label (CTX-87)", async () => {
  const secret = new Secret({ key: "value" }, { label: "mine" });
  const bare = secret.id.replace("secret:", "");
  const state = new State({ secrets: [secret] });
  const { result, out } = await run(state, ({ model }) =>
    [
      model.getSecret({ id: secret.id }),
      model.getSecret({ id: bare }),
      model.getSecret({ id: `secret://${model.uuid}/${bare}` }),
      model.getSecret({ label: "mine" }),
      model.getSecret({ id: secret.id, label: "new" }),
    ].map((found) => found.getContent()["key"]));

  assertEquals(result, Array(5).fill("value"));
  assertEquals(out.secrets[0]?.label, "new");
  await assertRejects(
    () => run(state, ({ model }) => model.getSecret({ label: "other" })),
    UncaughtCharmError,
    "SecretNotFoundError",
  );
});

Deno.test("secrets need Juju 3.0.2 (CTX-87)", async () => {
  const secret = new Secret({ key: "value" });
  await assertRejects(
    () =>
      run(
        new State({ secrets: [secret] }),
        ({ model }) => model.getSecret({ id: secret.id }),
        { jujuVersion: "3.0.1", skipConsistencyChecks: true },
      ),
    UncaughtCharmError,
  );
});

Deno.test("content is the tracked one, the latest by peek, and tracked then by refresh (CTX-88)", async () => {
  const secret = new Secret({ key: "old" }, { latestContent: { key: "new" } });
  const state = new State({ secrets: [secret] });
  const keyOf = (content: Record<string, string>) => content["key"];

  const read = await run(state, ({ model }) => {
    const found = model.getSecret({ id: secret.id });
    return [found.getContent(), found.peekContent()].map(keyOf);
  });
  const refreshed = await run(
    state,
    ({ model }) =>
      keyOf(model.getSecret({ id: secret.id }).getContent({ refresh: true })),
  );

  assertEquals(read.result, ["old", "new"]);
  assertEquals(read.out.secrets, [secret]);
  assertEquals(refreshed.result, "new");
  assertEquals(refreshed.out.secrets[0]?.trackedContent, { key: "new" });
});

Deno.test("a secret of a charm's own is in the state (CTX-89)", async () => {
  const { out } = await run(new State({ leader: true }), ({ app, unit }) => {
    app.addSecret({ key: "of the app" }, { label: "a", description: "d" });
    unit.addSecret({ key: "of the unit" }, { rotate: "daily" });
  });

  const [app, unit] = out.secrets;
  assertEquals(
    [app?.owner, app?.label, app?.description, app?.trackedContent],
    ["app", "a", "d", { key: "of the app" }],
  );
  assertEquals(
    [unit?.owner, unit?.rotate, unit?.latestContent],
    ["unit", "daily", { key: "of the unit" }],
  );
  assertEquals(/^secret:[0-9a-v]{20}$/.test(app?.id ?? ""), true);
});

Deno.test("new content is a new revision, which the owner tracks when it refreshes (CTX-89, QRK-24)", async () => {
  const secret = new Secret({ key: "old" }, { owner: "unit", label: "x" });
  const ctx = contextOf(CHARMCRAFT, (charm, event) => {
    const found = charm.model.getSecret({ label: "x" });
    if (event instanceof ops.StartEvent) {
      found.setContent({ key: "new" });
      found.setInfo({ description: "d" });
    }
    charm.unit.setWorkloadVersion(
      `${found.getInfo().revision} ${found.getContent()["key"]}`,
    );
  });

  const set = await ctx.run(
    ctx.on.start(),
    new State({ secrets: [secret] }),
  );
  const next = await ctx.run(ctx.on.updateStatus(), set);

  const after = set.getSecret({ id: secret.id });
  assertEquals(
    [after.trackedContent, after.latestContent, after.description],
    [{ key: "old" }, { key: "new" }, "d"],
  );
  assertEquals(next.workloadVersion, "2 old");
});

Deno.test("latest content alone does not raise the number of the revision (STT-74, QRK-17)", async () => {
  const secret = new Secret({ key: "old" }, {
    latestContent: { key: "new" },
    owner: "unit",
    label: "x",
  });

  const { result } = await run(
    new State({ secrets: [secret] }),
    ({ model }) => model.getSecret({ label: "x" }).getInfo().revision,
  );

  assertEquals(result, 1);
});

Deno.test("only the owner manages a secret, for the application the leader (CTX-89)", async () => {
  const foreign = new Secret({ key: "value" });
  const own = new Secret({ key: "value" }, { owner: "app", label: "x" });
  const state = new State({ secrets: [foreign, own] });

  await assertRejects(
    () =>
      run(state, ({ model }) => {
        model.getSecret({ id: foreign.id }).setContent({ key: "mine" });
      }),
    UncaughtCharmError,
  );
  await assertRejects(
    () =>
      run(state, ({ model }) => {
        model.getSecret({ label: "x" }).setContent({ key: "mine" });
      }),
    UncaughtCharmError,
    "leader",
  );
});

Deno.test("grants are kept by relation; what was never granted can be revoked (CTX-89, QRK-06)", async () => {
  const relation = new Relation("site", { id: 4, remoteAppName: "cdn" });
  const secret = new Secret({ key: "value" }, { owner: "app", label: "x" });
  const state = new State({
    relations: [relation],
    secrets: [secret],
    leader: true,
  });
  const [site] = ["site"] as const;

  const granted = await run(state, ({ model, relations }) => {
    model.getSecret({ label: "x" }).grant(relations.get(site)[0]!);
  });
  const revoked = await run(granted.out, ({ model, relations }) => {
    model.getSecret({ label: "x" }).revoke(relations.get(site)[0]!);
  });
  const never = await run(state, ({ model, relations }) => {
    model.getSecret({ label: "x" }).revoke(relations.get(site)[0]!);
  });

  assertEquals(granted.out.secrets[0]?.remoteGrants, { 4: ["cdn"] });
  assertEquals(revoked.out.secrets[0]?.remoteGrants, {});
  assertEquals(never.out.secrets, [secret]);
});

Deno.test("a secret that is removed leaves the state, one that may not be stays (CTX-89, QRK-19)", async () => {
  const own = new Secret({ key: "value" }, { owner: "unit", label: "x" });
  const foreign = new Secret({ key: "value" });
  const state = new State({ secrets: [own, foreign] });

  const { out } = await run(state, ({ model }) => {
    model.getSecret({ label: "x" }).removeAllRevisions();
    assertThrows(() => model.getSecret({ id: "secret:" + "z".repeat(20) }));
  });

  assertEquals(out.secrets, [foreign]);
});
