import {
  Container,
  State,
  StateLookupError,
  Storage,
} from "@charmkit/ops/testing";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { contextOf } from "./testdata/body_charm.ts";

const CHARMCRAFT = {
  name: "web",
  summary: "Web",
  containers: { web: {} },
  storage: { data: { type: "filesystem" } },
  config: { options: { port: { type: "int" } } },
} as const;

Deno.test("the charm's folder has its metadata while it runs, and is gone then (CTX-95)", async () => {
  let folder = "";
  const texts: unknown[] = [];
  using ctx = contextOf(CHARMCRAFT, async (charm) => {
    folder = charm.charmDir;
    assertEquals(Deno.env.get("JUJU_CHARM_DIR"), folder);
    for (const name of ["metadata", "config", "actions"]) {
      const text = await Deno.readTextFile(`${folder}/${name}.yaml`);
      texts.push(JSON.parse(text));
    }
  });

  await ctx.run(ctx.on.start(), new State());

  const { config, ...metadata } = CHARMCRAFT;
  assertEquals(texts, [metadata, config, {}]);
  await assertRejects(() => Deno.stat(folder), Deno.errors.NotFound);
});

Deno.test("charmRoot is the charm's folder; its metadata is put back (CTX-96)", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/metadata.yaml`, "name: mine\n");
    await Deno.writeTextFile(`${folder}/template.txt`, "Hello");
    const seen: string[] = [];
    const ctx = contextOf(CHARMCRAFT, async (charm) => {
      for (const name of ["template.txt", "metadata.yaml", "config.yaml"]) {
        seen.push(await Deno.readTextFile(`${charm.charmDir}/${name}`));
      }
      await Deno.writeTextFile(`${charm.charmDir}/stays.txt`, "");
    }, { charmRoot: folder });

    await ctx.run(ctx.on.start(), new State());

    assertEquals(seen[0], "Hello");
    assertEquals(JSON.parse(seen[1]!).name, "web");
    assertEquals(Object.keys(JSON.parse(seen[2]!)), ["options"]);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assertEquals(names, ["metadata.yaml", "stays.txt", "template.txt"]);
    assertEquals(
      await Deno.readTextFile(`${folder}/metadata.yaml`),
      "name: mine\n",
    );
    const warning = ctx.logs.find(({ level }) => level === "WARNING");
    assert(warning?.message.includes("metadata.yaml"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("charmRoot is put back also when the charm throws (CTX-37, CTX-96)", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const ctx = contextOf(CHARMCRAFT, () => {
      throw new Error("No");
    }, { charmRoot: new URL(`file://${folder}`) });

    await assertRejects(() => ctx.run(ctx.on.start(), new State()));

    assertEquals([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a test asks for the files of containers and storages before and after runs (CTX-08, STT-83)", async () => {
  const storage = new Storage("data", { index: 0 });
  const container = new Container("web", { canConnect: true });
  using ctx = contextOf(CHARMCRAFT, async (charm) => {
    await charm.getContainer("web").push("/a.txt", "a");
    const [data] = charm.storages.get("data");
    const text = await Deno.readTextFile(`${data!.location}/in.txt`);
    await Deno.writeTextFile(`${data!.location}/out.txt`, text);
  });
  const data = storage.getFilesystem(ctx);
  await Deno.writeTextFile(`${data}/in.txt`, "in");
  const empty = [...Deno.readDirSync(container.getFilesystem(ctx))];

  await ctx.run(
    ctx.on.start(),
    new State({ containers: [container], storages: [storage] }),
  );

  const root = container.getFilesystem(ctx);
  assertEquals(empty, []);
  assertEquals([...Deno.readDirSync(root)].map(({ name }) => name), ["a.txt"]);
  assertEquals(await Deno.readTextFile(`${data}/out.txt`), "in");
});

Deno.test("Context.containerRoot() refuses a container that the charm lacks", () => {
  const ctx = contextOf(CHARMCRAFT, () => {});

  assertThrows(() => ctx.containerRoot("wbe"), StateLookupError, "web");
});

Deno.test("runs that ask for no files make none (CTX-112, CTX-113)", async () => {
  const container = new Container("web", { canConnect: true });
  const storage = new Storage("data");
  const ctx = contextOf(CHARMCRAFT, async (charm) => {
    await charm.getContainer("web").push("/a.txt", "a");
    charm.storages.get("data");
    folder = Deno.env.get("JUJU_CHARM_DIR") ?? "";
  });
  let folder = "";

  await ctx.run(
    ctx.on.storageAttached(storage),
    new State({ containers: [container], storages: [storage] }),
  );

  assert(folder !== "");
  const base = folder.replace(/\/[^/]*$/, "");
  await assertRejects(() => Deno.stat(base), Deno.errors.NotFound);
});
