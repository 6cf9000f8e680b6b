import * as ops from "@charmkit/ops";
import {
  Context,
  ContextSetupError,
  MetadataNotFoundError,
  State,
} from "@charmkit/ops/testing";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contextOf, runBody } from "./testdata/body_charm.ts";

class WebCharm extends ops.CharmBase {}

async function withFolder(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const UNIFIED = `
type: charm
name: web
summary: Web
description: A web server
config: { options: { port: { type: int, default: 80 } } }
`;

Deno.test("Context.load() takes charmcraft.yaml (CTX-02)", async () => {
  await withFolder({ "charmcraft.yaml": UNIFIED }, async (folder) => {
    const ctx = await Context.load(WebCharm, new URL(`file://${folder}/`));

    assertEquals(ctx.charmcraft.name, "web");
    assertEquals(ctx.charmcraft.config?.options?.["port"]?.default, 80);
    const out = await ctx.run(
      ctx.on.start(),
      new State({ config: { port: 8080 } }),
    );
    assertEquals(out.config, { port: 8080 });
  });
});

Deno.test("Context.load() takes metadata.yaml, config.yaml and actions.yaml when charmcraft.yaml is not whole (CTX-02)", async () => {
  const files = {
    "charmcraft.yaml": "type: charm\nname: other\n",
    "metadata.yaml": "name: web\n",
    "config.yaml": "options: { port: { type: int } }\n",
    "actions.yaml": "backup: {}\n",
  };
  await withFolder(files, async (folder) => {
    const { charmcraft } = await Context.load(WebCharm, folder);

    assertEquals(charmcraft.name, "web");
    assertEquals(Object.keys(charmcraft.config?.options ?? {}), ["port"]);
    assertEquals(Object.keys(charmcraft.actions ?? {}), ["backup"]);
  });
});

Deno.test("Context.load() says where it has looked (CTX-02)", async () => {
  await withFolder({}, async (folder) => {
    const error = await assertRejects(
      () => Context.load(WebCharm, folder),
      ContextSetupError,
      "pass the metadata to new Context()",
    );

    assertEquals(error.cause instanceof MetadataNotFoundError, true);
  });
});

Deno.test("Context.load() refuses files that are not YAML (CTX-02)", async () => {
  for (const name of ["charmcraft.yaml", "metadata.yaml"]) {
    await withFolder({ [name]: "a: [" }, async (folder) => {
      await assertRejects(
        () => Context.load(WebCharm, folder),
        ContextSetupError,
        folder,
      );
    });
  }
});

Deno.test("Context.load() refuses extensions, which charmcraft expands (CTX-06)", async () => {
  const text = `${UNIFIED}extensions: [express-framework]\n`;
  await withFolder({ "charmcraft.yaml": text }, async (folder) => {
    await assertRejects(
      () => Context.load(WebCharm, folder),
      ContextSetupError,
      "expand-extensions",
    );
  });
});

Deno.test("Context does not change the metadata (CTX-03)", async () => {
  const charmcraft = { name: "web", config: { options: {} }, actions: {} };
  const before = structuredClone(charmcraft);

  await runBody(charmcraft, () => {}, { state: new State() });

  assertEquals(charmcraft, before);
});

Deno.test("Context.run() fails without a name in the metadata (CTX-04)", async () => {
  const ctx = new Context(WebCharm, {} as unknown as ops.Charmcraft);

  await assertRejects(
    () => ctx.run(ctx.on.start(), new State()),
    ContextSetupError,
    "without a name",
  );
});

Deno.test("Context names the unit by application and number (CTX-05)", async () => {
  const names: string[] = [];
  const note = ({ unit }: ops.CharmBase<{ readonly name: "web" }>) =>
    names.push(unit.name);

  await runBody({ name: "web" }, note, { state: new State() });
  await runBody({ name: "web" }, note, {
    state: new State(),
    appName: "shop",
    unitId: 3,
  });

  assertEquals(names, ["web/0", "shop/3"]);
});

Deno.test("Context warns of Juju 2, and refuses what is no version (CTX-07)", async () => {
  const { ctx } = await runBody({ name: "web" }, () => {}, {
    state: new State(),
    jujuVersion: "2.9.49",
  });
  const bad = contextOf({ name: "web" }, () => {}, { jujuVersion: "3.x" });

  assertEquals(ctx.logs[0]?.level, "WARNING");
  await assertRejects(
    () => bad.run(bad.on.start(), new State()),
    SyntaxError,
    "3.x",
  );
});

Deno.test("Context removes its folder when it is closed, once or twice (CTX-08)", async () => {
  const charmcraft = {
    name: "web",
    storage: { data: { type: "filesystem" } },
  } as const;
  let root = "";
  {
    using ctx = contextOf(charmcraft, () => {});
    root = ctx.storageRoot("data/0");
    assertEquals((await Deno.stat(root)).isDirectory, true);
    ctx.close();
  }

  assertThrows(() => Deno.statSync(root), Deno.errors.NotFound);
});

Deno.test("Context keeps histories of all runs, and of actions of the last (CTX-09)", async () => {
  const charmcraft = { name: "web", actions: { backup: {}, check: {} } };
  const ctx = contextOf(charmcraft, (charm, event) => {
    charm.unit.status = new ops.ActiveStatus();
    if (!(event instanceof ops.ActionEvent)) return;
    event.log("Hello");
    if (event.handle.kind === "backup_action") event.setResults({ size: 1 });
  });

  await ctx.run(ctx.on.action("backup"), new State());
  const backup = [ctx.actionLogs, ctx.actionResults];
  await ctx.run(ctx.on.start(), new State());
  const start = [ctx.actionLogs, ctx.actionResults];
  await ctx.run(ctx.on.action("check"), new State());

  assertEquals(backup, [["Hello"], { size: "1" }]);
  assertEquals(start, backup);
  assertEquals([ctx.actionLogs, ctx.actionResults], [["Hello"], {}]);
  assertEquals(ctx.unitStatusHistory.length, 3);
  assertEquals(ctx.emittedEvents.length, 3);
});
