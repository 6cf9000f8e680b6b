import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { configure, ZipWriter } from "@zip.js/zip.js";
import { makeFolder, MemoryOutput, TINY_CHARM } from "../_testing.ts";
import { type CharmMember, writeCharmArchive } from "../charm_archive.ts";
import { CliError } from "../cli_error.ts";
import { MACHINE } from "./_test_charm.ts";
import { placeCharm } from "./charm_source.ts";

const output = new MemoryOutput();
const bytes = (text: string) => new TextEncoder().encode(text);

async function place(source: string, charmDir: string): Promise<string> {
  await Deno.mkdir(charmDir);
  return (await placeCharm({ source, charmDir, output })).name;
}

async function modes(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name } of Deno.readDir(folder)) {
    const { mode } = await Deno.lstat(join(folder, name));
    found[name] = ((mode ?? 0) & 0o777).toString(8);
  }
  return found;
}

Deno.test("placeCharm() unpacks a packed charm with its modes (CHA-15, CHA-17)", async () => {
  await using folder = await makeFolder();
  const members: CharmMember[] = [
    { name: "dispatch", mode: 0o755, content: bytes("#!/bin/true") },
    { name: "metadata.yaml", mode: 0o644, content: bytes(MACHINE) },
    { name: "lib/deep/file", mode: 0o600, content: bytes("x") },
  ];
  await writeCharmArchive(folder.at("a.charm"), members, {
    modified: new Date(0),
  });

  const name = await place(folder.at("a.charm"), folder.at("charm"));

  assertEquals(name, "shell");
  assertEquals(await modes(folder.at("charm")), {
    dispatch: "755",
    lib: "755",
    "metadata.yaml": "644",
    revision: "644",
  });
  assertEquals(await modes(folder.at("charm/lib/deep")), { file: "600" });
});

Deno.test("placeCharm() makes a dispatch that can't run of a zip without Unix modes (CHA-17)", async () => {
  await using folder = await makeFolder();
  await zip(folder.at("a.charm"), [
    ["metadata.yaml", MACHINE, 0],
    ["dispatch", "#!/bin/true", 0],
  ]);

  await place(folder.at("a.charm"), folder.at("charm"));

  assertEquals((await modes(folder.at("charm")))["dispatch"], "644");
});

Deno.test("placeCharm() keeps links that stay inside, and refuses others (CHA-18)", async () => {
  await using folder = await makeFolder();
  const link = 0o120777;
  const charm = (target: string) =>
    zip(folder.at(`${target.replaceAll("/", "_")}.charm`), [
      ["metadata.yaml", MACHINE, 0o100644],
      ["hooks/install", target, link],
    ]);
  for (const target of ["../dispatch", "/etc/passwd", "../../y"]) {
    await charm(target);
  }

  await place(folder.at(".._dispatch.charm"), folder.at("good"));

  assertEquals(
    await Deno.readLink(folder.at("good/hooks/install")),
    "../dispatch",
  );
  await assertRejects(
    () => place(folder.at("_etc_passwd.charm"), folder.at("absolute")),
    CliError,
    'symlink "/etc/passwd" is absolute',
  );
  await assertRejects(
    () => place(folder.at(".._.._y.charm"), folder.at("outside")),
    CliError,
    'symlink "../../y" leads out of scope',
  );
});

Deno.test("placeCharm() refuses members that lead out of the charm", async () => {
  await using folder = await makeFolder();
  await zip(folder.at("a.charm"), [["../evil", "x", 0o100644]]);

  await assertRejects(
    () => place(folder.at("a.charm"), folder.at("charm")),
    CliError,
    "Cannot unpack",
  );
  assertEquals(await Deno.stat(folder.at("evil")).catch(() => null), null);
});

Deno.test("placeCharm() refuses what is no charm", async () => {
  await using folder = await makeFolder({
    "a.charm": "no zip",
    "dist/b.txt": "",
  });

  await assertRejects(
    () => place(folder.at("nothing"), folder.at("one")),
    CliError,
    "Cannot find charm",
  );
  await assertRejects(
    () => place(folder.at("a.charm"), folder.at("two")),
    CliError,
    "Cannot unpack",
  );
  for (const [index, source] of [folder.at("dist"), "/dev/null"].entries()) {
    const { hint } = await assertRejects(
      () => place(source, folder.at(`three-${index}`)),
      CliError,
      `Cannot find a charm in "${source}"`,
    );
    assertEquals(hint?.startsWith("Name the folder of a charm"), true);
  }
});

Deno.test("placeCharm() puts what the author's charm brings along beside its program", async () => {
  await using folder = await makeFolder({
    "charm/charmcraft.yaml": TINY_CHARM,
    "charm/deno.json": '{"charmkit": {"files": ["templates/"]}}',
    "charm/src/charm.ts": "",
    "charm/templates/motd": "welcome\n",
    "charm/hooks/install": "#!/bin/sh\n",
    deno: `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; fi
if [ "$1" != compile ]; then exit; fi
for arg; do case "$arg" in --output=*) output="\${arg#--output=}";; esac; done
head -c 64 /proc/self/exe > "$output"
`,
  });
  for (const name of ["deno", "charm/hooks/install"]) {
    await Deno.chmod(folder.at(name), 0o755);
  }
  const charmDir = folder.at("unit");

  await Deno.mkdir(charmDir);
  await placeCharm({
    source: folder.at("charm"),
    charmDir,
    deno: folder.at("deno"),
    output,
  });

  assertEquals(await modes(charmDir), {
    "actions.yaml": "644",
    "config.yaml": "644",
    dispatch: "755",
    hooks: "755",
    "metadata.yaml": "644",
    revision: "644",
    templates: "755",
  });
  assertEquals(await modes(folder.at("unit/hooks")), { install: "755" });
  assertEquals(await modes(folder.at("unit/templates")), { motd: "644" });
});

async function zip(
  path: string,
  members: readonly (readonly [string, string, number])[],
): Promise<void> {
  configure({ useWebWorkers: false });
  const file = await Deno.open(path, { write: true, createNew: true });
  const writer = new ZipWriter(file.writable);
  for (const [name, text, mode] of members) {
    await writer.add(name, new Blob([text]).stream(), {
      // What a zip of another system has instead of Unix modes is 0.
      externalFileAttributes: mode * 0x10000,
      versionMadeBy: mode === 0 ? 20 : 0x314,
    });
  }
  await writer.close();
}
