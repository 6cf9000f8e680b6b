import * as ops from "@charmkit/ops";
import {
  Context,
  InconsistentScenarioError,
  State,
} from "@charmkit/ops/testing";
import { assertEquals, assertRejects } from "@std/assert";

const CHARMCRAFT = {
  name: "web",
  actions: {
    backup: {
      params: {
        target: { type: "string" },
        level: { type: "integer", maximum: 9, default: 3 },
        where: {
          type: "object",
          properties: { host: { type: "string", default: "a" }, port: {} },
        },
      },
      required: ["target"],
    },
  },
} as const satisfies ops.Charmcraft;

type BackupParams = ops.ActionParams<typeof CHARMCRAFT, "backup">;

class WebCharm extends ops.CharmBase<typeof CHARMCRAFT> {
  seen: BackupParams | null = null;

  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["backup"].action, this.#onBackup);
  }

  #onBackup(event: ops.ActionEvent<BackupParams>): void {
    this.seen = event.params;
  }
}

async function seenWith(
  params: Parameters<Context<typeof CHARMCRAFT>["on"]["action"]>[1],
): Promise<BackupParams | null> {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  await using manager = ctx.manager(
    ctx.on.action("backup", params),
    new State(),
  );
  await manager.run();
  return manager.charm.seen;
}

Deno.test("Context.run() fills in the defaults of an action as Juju does, also inside of maps (JDP-12)", async () => {
  assertEquals(await seenWith({ target: "s3" }), {
    target: "s3",
    level: 3,
    where: { host: "a" },
  });
  assertEquals(
    await seenWith({ target: "s3", level: 5, where: { host: "b" } }),
    { target: "s3", level: 5, where: { host: "b" } },
  );
});

Deno.test("Context.run() leaves the event of an action as it was given", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT);
  const event = ctx.on.action("backup", { target: "s3" });

  await ctx.run(event, new State());

  assertEquals(event.action, { name: "backup", params: { target: "s3" } });
});

Deno.test("Context.run() refuses parameters that Juju refuses", async () => {
  await assertRejects(
    () => seenWith({ target: "s3", level: 99 }),
    InconsistentScenarioError,
    'parameter "level" of the action "backup" must be lower than 9',
  );
  await assertRejects(
    () => seenWith({ level: 1 }),
    InconsistentScenarioError,
    'is run without the parameter "target", which is required',
  );
});

Deno.test("Context.run() fills in defaults without consistency checks too", async () => {
  const ctx = new Context(WebCharm, CHARMCRAFT, {
    skipConsistencyChecks: true,
  });
  await using manager = ctx.manager(ctx.on.action("backup"), new State());

  await manager.run();

  assertEquals(manager.charm.seen?.level, 3);
});
