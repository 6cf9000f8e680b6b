import { assertEquals } from "@std/assert";
import { makeFolder, MemoryOutput } from "../_testing.ts";
import { startLocalRun } from "./local_run.ts";

const CHARMCRAFT = `type: charm
name: store
summary: Writes to its storage.
description: For tests.
base: ubuntu@24.04
platforms: {amd64: , arm64: }
storage:
  made: {type: filesystem, location: /srv/made}
  given: {type: filesystem, location: /srv/given}
resources:
  notes: {type: file, filename: notes.txt, description: What to read.}
`;

Deno.test("startLocalRun() lets a compiled charm use its storage, and no other folder", async () => {
  await using folder = await makeFolder({
    "charm/charmcraft.yaml": CHARMCRAFT,
    "charm/deno.json": "{}",
    "charm/src/charm.ts":
      `const location = Deno.env.get("JUJU_STORAGE_LOCATION");
if (location) {
  Deno.writeTextFileSync(location + "/owner", "store/0");
  try {
    Deno.writeTextFileSync(Deno.env.get("CHARM_DIR") + "/../outside", "");
    Deno.exit(1);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
}
`,
    "given/was-there": "",
  });
  await using run = await startLocalRun({
    source: folder.at("charm"),
    storages: { given: { path: folder.at("given") } },
    output: new MemoryOutput(),
  });

  await run.application.settle();

  const [unit] = run.application.units;
  const made = unit?.state.storages.get("made/0")?.location ?? "";
  assertEquals(unit?.status.failed, null);
  assertEquals(await Deno.readTextFile(`${made}/owner`), "store/0");
  assertEquals(await Deno.readTextFile(folder.at("given/owner")), "store/0");
});

Deno.test("startLocalRun() lets a compiled charm read its resources", async () => {
  await using folder = await makeFolder({
    "charm/charmcraft.yaml": CHARMCRAFT,
    "charm/deno.json": "{}",
    "charm/src/charm.ts":
      `if (Deno.env.get("JUJU_DISPATCH_PATH") === "hooks/start") {
  const get = new Deno.Command("resource-get", { args: ["notes"] });
  const path = new TextDecoder().decode(get.outputSync().stdout).trim();
  const text = Deno.readTextFileSync(path);
  new Deno.Command("status-set", { args: ["active", text] }).outputSync();
}
`,
    "notes.txt": "All is well",
  });
  await using run = await startLocalRun({
    source: folder.at("charm"),
    resources: { notes: folder.at("notes.txt") },
    output: new MemoryOutput(),
  });

  await run.application.settle();

  assertEquals(run.unit.status.failed, null);
  assertEquals(run.unit.status.unit.message, "All is well");
});
