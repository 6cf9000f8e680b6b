import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { explained, makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { packCharm } from "./pack.ts";
import { machineArchitecture } from "./platforms.ts";

const MACHINE = machineArchitecture();
const PROJECT = {
  "charmcraft.yaml": TINY_CHARM,
  "src/charm.ts": 'console.log("hello");\n',
  "LICENSE": "as you like\n",
  "src/left_out.ts": "",
};

Deno.test("packCharm() packs the program and the YAML files, twice the same (PKG-02, PKG-03, PKG-33)", async () => {
  await using folder = await makeFolder(PROJECT);
  const pack = (name: string) =>
    explained(packCharm(
      { dir: folder.path, outputDir: folder.at(name) },
      new MemoryOutput(),
    ));

  const first = await pack("a");
  const second = await pack("b");

  assertEquals(first.path, folder.at(`a/tiny_${MACHINE}.charm`));
  assertEquals(first.platform, MACHINE);
  const bytes = await Deno.readFile(first.path);
  assertEquals(first.sizeBytes, bytes.length);
  assertEquals(await hash(bytes), await hash(await Deno.readFile(second.path)));
  const names = Array.from(Deno.readDirSync(folder.at("a")), (e) => e.name);
  assertEquals(names, [`tiny_${MACHINE}.charm`]);

  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    useWebWorkers: false,
  });
  const entries = await reader.getEntries();
  const texts = new Map<string, string>();
  for (const entry of entries) {
    if (entry.directory || entry.filename === "dispatch") continue;
    texts.set(entry.filename, await entry.getData(new TextWriter()));
  }
  await reader.close();
  assertEquals(
    entries.map(({ filename, externalFileAttributes }) =>
      `${filename} ${(externalFileAttributes >>> 16).toString(8)}`
    ),
    [
      "LICENSE 100644",
      "actions.yaml 100644",
      "config.yaml 100644",
      "dispatch 100755",
      "manifest.yaml 100644",
      "metadata.yaml 100644",
    ],
  );
  assertEquals(first.files, entries.map(({ filename }) => filename));
  assertEquals(texts.get("LICENSE"), "as you like\n");
  assertEquals(texts.get("actions.yaml"), "restart: {}\n");
  assertEquals(
    texts.get("config.yaml"),
    "options:\n  port:\n    default: 8080\n    type: int\n",
  );
  assertStringIncludes(
    texts.get("manifest.yaml") ?? "",
    "charmcraft-started-at: '1980-01-01T00:00:00.000Z'\nbases:\n" +
      `  - name: ubuntu\n    channel: '24.04'\n    architectures:\n      - ${MACHINE}\n`,
  );
});

async function hash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

Deno.test("packCharm() leaves no charm when the program does not compile", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "src/charm.ts": "const a: number = true;\nconsole.log(a);\n",
    [`out/tiny_${MACHINE}.charm`]: "old",
  });

  await assertRejects(
    () =>
      packCharm(
        { dir: folder.path, outputDir: folder.at("out") },
        new MemoryOutput(),
      ),
    CliError,
    "type checking failed",
  );

  const names = Array.from(Deno.readDirSync(folder.at("out")), (e) => e.name);
  assertEquals(names, [`tiny_${MACHINE}.charm`]);
  assertEquals(
    await Deno.readTextFile(folder.at(`out/tiny_${MACHINE}.charm`)),
    "old",
  );
});

Deno.test("packCharm() refuses a platform that can't be compiled for (PKG-38)", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "charmcraft.yaml": TINY_CHARM.replace("  arm64:\n", "  s390x:\n"),
  });
  const options = { dir: folder.path, outputDir: folder.at("out") };

  await assertRejects(
    () => packCharm({ ...options, platform: "s390x" }, new MemoryOutput()),
    CliError,
    'Cannot pack platform "s390x"',
  );
  await assertRejects(
    () => packCharm({ ...options, platform: "riscv64" }, new MemoryOutput()),
    CliError,
    "none of that name",
  );
});
