import { assertEquals, assertRejects } from "@std/assert";
import { JujuVersion } from "../backend/juju_version.ts";
import { ModelError } from "../model/errors.ts";
import { CharmMeta } from "./charm_meta.ts";
import { readCharmMetadata } from "./read_charm_metadata.ts";

/** A charm's folder with the given files. */
class CharmFolder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      Deno.writeTextFileSync(`${this.path}/${name}`, text);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

Deno.test("readCharmMetadata() joins the three files (MET-01)", async () => {
  await using folder = new CharmFolder({
    "metadata.yaml": "name: app\nrequires:\n  db: {interface: pg}\n",
    "config.yaml": "options:\n  port: {type: int, default: 8080}\n",
    "actions.yaml": "backup:\n  description: Makes a backup\n",
  });

  assertEquals(await readCharmMetadata(folder.path), {
    name: "app",
    requires: { db: { interface: "pg" } },
    config: { options: { port: { type: "int", default: 8080 } } },
    actions: { backup: { description: "Makes a backup" } },
  });
});

Deno.test("readCharmMetadata() needs no config.yaml and no actions.yaml (MET-01)", async () => {
  await using folder = new CharmFolder({ "metadata.yaml": "name: app" });

  assertEquals(await readCharmMetadata(folder.path), {
    name: "app",
    config: {},
    actions: {},
  });
});

Deno.test("readCharmMetadata() reads empty files as empty (MET-01)", async () => {
  await using folder = new CharmFolder({
    "metadata.yaml": "name: app",
    "config.yaml": "",
    "actions.yaml": "# nothing\n",
  });

  assertEquals(await readCharmMetadata(folder.path), {
    name: "app",
    config: {},
    actions: {},
  });
});

const WRONG: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  string,
])[] = [
  ["no metadata.yaml", {}, 'metadata.yaml"'],
  [
    "no name",
    { "metadata.yaml": "summary: none" },
    'metadata.yaml": it has no name',
  ],
  [
    "a list",
    { "metadata.yaml": "- name" },
    'metadata.yaml": it is not a YAML map',
  ],
  ["text", { "metadata.yaml": "name" }, 'metadata.yaml": it is not a YAML map'],
  [
    "no YAML",
    { "metadata.yaml": "name: app", "config.yaml": "{" },
    'config.yaml": it is not YAML',
  ],
];

for (const [what, files, message] of WRONG) {
  Deno.test(`readCharmMetadata() refuses a folder with ${what} (MET-01)`, async () => {
    await using folder = new CharmFolder(files);

    await assertRejects(
      () => readCharmMetadata(folder.path),
      ModelError,
      `Cannot read "${folder.path}/${message}`,
    );
  });
}

Deno.test("CharmMeta.fromCharmRoot() is the same as CharmMeta of what the files say (MET-02)", async () => {
  await using folder = new CharmFolder({
    "metadata.yaml": "name: app\nrequires:\n  db: {interface: pg}\n",
    "actions.yaml": "backup: {}\n",
  });
  const jujuVersion = JujuVersion.parse("4.0.1");

  const meta = await CharmMeta.fromCharmRoot(folder.path, { jujuVersion });

  assertEquals(
    meta,
    new CharmMeta({
      name: "app",
      requires: { db: { interface: "pg" } },
      config: {},
      actions: { backup: {} },
    }, { jujuVersion }),
  );
  assertEquals(meta.actions["backup"]?.additionalProperties, false);
});

Deno.test("readCharmMetadata() keeps text that YAML 1.1 takes for more (MET-16)", async () => {
  await using folder = new CharmFolder({
    "metadata.yaml": "name: app\nrequires:\n  y: {interface: 'on'}\n",
  });

  const { relations } = await CharmMeta.fromCharmRoot(folder.path);

  assertEquals(relations["y"]?.interfaceName, "on");
});
