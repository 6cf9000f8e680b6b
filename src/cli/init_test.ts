import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { makeFolder, MemoryOutput } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { initCharm } from "./init.ts";
import { main } from "./main.ts";
import { LICENSE } from "./templates/license.ts";

const DENO = Deno.execPath();

async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).toSorted();
}

Deno.test("initCharm() makes a project with all of its files (PKG-82, PKG-86)", async () => {
  await using folder = await makeFolder();
  const dir = folder.at("new/hello-vm");

  const result = await initCharm(
    { dir, profile: "machine", deno: DENO },
    new MemoryOutput(),
  );

  assertEquals([result.dir, result.name], [dir, "hello-vm"]);
  assertEquals(result.files, [
    ".github/workflows/ci.yaml",
    ".gitignore",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "charmcraft.yaml",
    "deno.json",
    "icon.svg",
    "src/charm.ts",
    "src/charmcraft.ts",
    "src/hello.ts",
    "tests/integration/charm_test.ts",
    "tests/unit/charm_test.ts",
    "tests/unit/hello_test.ts",
  ]);
  for (const name of result.files) {
    assertEquals((await Deno.stat(join(dir, name))).isFile, true, name);
  }
  assertEquals(await namesIn(folder.at("new")), ["hello-vm"]);
});

Deno.test("initCharm() writes nothing if files are in the way, and names them all", async () => {
  await using folder = await makeFolder({
    "README.md": "mine",
    "src/charmcraft.ts": "",
    "tests": "a file",
    "notes.txt": "",
  });

  const error = await assertRejects(
    () => initCharm({ dir: folder.path, name: "hello" }, new MemoryOutput()),
    CliError,
    "4 files are in the way; nothing was written",
  );

  assertEquals(error.details, [
    "README.md",
    "src/charmcraft.ts",
    "tests/integration/charm_test.ts",
    "tests/unit/charm_test.ts",
  ]);
  assertEquals(await Deno.readTextFile(folder.at("README.md")), "mine");
  assertEquals(
    await namesIn(folder.path),
    ["README.md", "notes.txt", "src", "tests"],
  );
});

Deno.test("initCharm() leaves other files alone", async () => {
  await using folder = await makeFolder({
    ".git/config": "",
    "src/notes.md": "* mine",
  });

  await initCharm(
    { dir: folder.path, name: "hello", deno: DENO },
    new MemoryOutput(),
  );

  assertEquals(await namesIn(folder.at("src")), [
    "charm.ts",
    "charmcraft.ts",
    "hello.ts",
    "notes.md",
  ]);
  assertEquals(await Deno.readTextFile(folder.at("src/notes.md")), "* mine");
});

Deno.test("initCharm() leaves nothing when it is interrupted", async () => {
  await using folder = await makeFolder();

  await assertRejects(
    () =>
      initCharm(
        { dir: folder.at("hello"), deno: DENO },
        new MemoryOutput(),
        AbortSignal.abort(),
      ),
    DOMException,
  );

  assertEquals(await namesIn(folder.path), []);
});

Deno.test("initCharm() refuses a folder whose name is none for a charm", async () => {
  await using folder = await makeFolder();

  await assertRejects(
    () => initCharm({ dir: folder.at("123") }, new MemoryOutput()),
    CliError,
    "Cannot name a charm after the folder",
  );
});

Deno.test("initCharm() refuses what is no folder, and one without a name", async () => {
  await using folder = await makeFolder({ file: "" });
  const rows = [
    ["", "Cannot make a project in a folder without a name"],
    [folder.at("file"), `"${folder.at("file")}" is no folder`],
    [folder.at("file/hello"), `"${folder.at("file")}" is no folder`],
  ] as const;

  for (const [dir, message] of rows) {
    const { exitCode } = await assertRejects(
      () => initCharm({ dir, name: "hello" }, new MemoryOutput()),
      CliError,
      message,
    );
    assertEquals(exitCode, 2);
  }
});

Deno.test("charmkit init takes defaults where nobody can answer, and tells the next steps", async () => {
  await using folder = await makeFolder();
  const output = new MemoryOutput();
  const dir = folder.at("it's hello-k8s");

  const code = await main(["init", dir, "--yes", "--deno", DENO], {
    makeOutput: () => output,
  });

  assertEquals([code, output.notes], [0, []]);
  assertStringIncludes(
    output.lines[0] ?? "",
    'Made the kubernetes charm "it-s-hello-k8s"',
  );
  assertStringIncludes(
    output.lines.join("\n"),
    `  cd '${dir.replace("'", "'\\''")}'\n  deno task test`,
  );
  const yaml = await Deno.readTextFile(join(dir, "charmcraft.yaml"));
  assertStringIncludes(yaml, "\nname: it-s-hello-k8s\n");
});

Deno.test("LICENSE of a new project is the one of this package", async () => {
  const own = await Deno.readTextFile(
    new URL("../../LICENSE", import.meta.url),
  );

  assertEquals(LICENSE, own);
});
