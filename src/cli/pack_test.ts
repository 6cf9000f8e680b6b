import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, fromFileUrl } from "@std/path";
import { TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import {
  explained,
  makeFolder,
  MemoryOutput,
  type TestFolder,
  TINY_CHARM,
} from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { denoFeatures } from "./deno_tool.ts";
import { initCharm } from "./init.ts";
import { packCharm, type PackOptions } from "./pack.ts";
import { COMPILE_TARGETS, machineArchitecture } from "./platforms.ts";

const MACHINE = machineArchitecture();
const OTHER = MACHINE === "amd64" ? "arm64" : "amd64";
const PROJECT = {
  "charmcraft.yaml": TINY_CHARM,
  "deno.json": '{"charmkit": {"files": ["templates/", "bin/*"]}}',
  "src/charm.ts": 'console.log("hello");\n',
  "LICENSE": "as you like\n",
  "src/left_out.ts": "",
  "templates/motd": "welcome\n",
  "bin/backup": "#!/bin/sh\n",
};

Deno.test("packCharm() packs the program, the YAML files and what deno.json names (PKG-02, PKG-03, PKG-33)", async () => {
  await using folder = await makeFolder(PROJECT);
  await Deno.chmod(folder.at("bin/backup"), 0o700);

  const { charms: [first], leftOut } = await explained(packCharm(
    { dir: folder.path, outputDir: folder.at("a"), platforms: [MACHINE] },
    new MemoryOutput(),
  ));

  assertEquals(leftOut, []);
  if (first === undefined) throw new Error("Nothing was packed");
  assertEquals(first.path, folder.at(`a/tiny_${MACHINE}.charm`));
  assertEquals([first.platform, first.architecture], [MACHINE, MACHINE]);
  const bytes = await Deno.readFile(first.path);
  assertEquals(first.sizeBytes, bytes.length);
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
      "bin/backup 100755",
      "config.yaml 100644",
      "dispatch 100755",
      "manifest.yaml 100644",
      "metadata.yaml 100644",
      "templates/motd 100644",
    ],
  );
  assertEquals(first.files, entries.map(({ filename }) => filename));
  assertEquals(texts.get("LICENSE"), "as you like\n");
  assertEquals(texts.get("templates/motd"), "welcome\n");
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

async function hash(path: string): Promise<string> {
  const bytes = await Deno.readFile(path);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}

/** Makes a project with more files than the program. */
async function makeProject(dir: string): Promise<void> {
  await initCharm({ dir, name: "same" }, new MemoryOutput());
  await Deno.symlink("../src", `${dir}/tests/src`);
  await Deno.writeTextFile(`${dir}/script`, "");
  const config = JSON.parse(await Deno.readTextFile(`${dir}/deno.json`));
  config.charmkit.files = ["tests/unit", "script"];
  await Deno.writeTextFile(`${dir}/deno.json`, JSON.stringify(config));
}

Deno.test("charmkit pack gives the same bytes in another folder, with another umask, locale and time zone", async () => {
  await using folder = await makeFolder();
  const main = fromFileUrl(new URL("./main.ts", import.meta.url));
  const pack = async (
    name: string,
    umask: string,
    env: Readonly<Record<string, string>>,
  ) => {
    const dir = folder.at(name);
    await Deno.chmod(`${dir}/script`, umask === "077" ? 0o700 : 0o755);
    const args = [main, "pack", "--platform", MACHINE, "--output-dir", "out"];
    const { success, stderr } = await new Deno.Command("sh", {
      args: [
        ...["-c", `umask ${umask}; exec "$0" "$@"`, Deno.execPath()],
        ...["run", "--quiet", "--allow-all", ...args],
      ],
      cwd: dir,
      env,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return await hash(`${dir}/out/same_${MACHINE}.charm`);
  };

  await makeProject(folder.at("a"));
  await makeProject(folder.at("deeper/b"));
  const first = await pack("a", "022", { TZ: "UTC", LC_ALL: "C" });
  // A Deno that can't bundle puts the files' times and paths into the program.
  const { bundle } = denoFeatures(Deno.version.deno);
  const second = await pack(bundle ? "deeper/b" : "a", "077", {
    TZ: "Asia/Kathmandu",
    LC_ALL: "tr_TR.UTF-8",
  });

  assertEquals(first, second);
});

/** A stand-in for Deno, which makes programs of nothing but their header. */
async function makeCompiler(folder: TestFolder): Promise<string> {
  const path = folder.at("stand-in/deno");
  await Deno.mkdir(dirname(path));
  await Deno.writeTextFile(
    path,
    `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; fi
if [ "$1" != compile ]; then exit; fi
for arg; do
  case "$arg" in
  --output=*) output="\${arg#--output=}" ;;
  --target=x86_64-*) machine='\\076' ;;
  --target=aarch64-*) machine='\\267' ;;
  esac
done
echo "$machine" >> "$0.log"
printf '\\177ELF\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'"$machine"'\\0' > "$output"
`,
  );
  await Deno.chmod(path, 0o755);
  return path;
}

/** What of the runtimes of Deno 2.7.0 was downloaded: that of the other machine. */
async function makeDownloads(folder: TestFolder): Promise<void> {
  const release = folder.at("deno/dl/release/v2.7.0");
  await Deno.mkdir(release, { recursive: true });
  const target = COMPILE_TARGETS[OTHER];
  await Deno.writeTextFile(`${release}/denort-${target}.zip`, "");
}

/** Options of a packing that looks for runtimes in a folder of the test only. */
async function optionsFor(
  folder: TestFolder,
  platforms?: readonly string[],
): Promise<PackOptions> {
  const variable = (name: string) =>
    name === "DENO_DIR" ? folder.at("deno") : undefined;
  return {
    dir: folder.path,
    outputDir: folder.at("out"),
    platforms,
    deno: await makeCompiler(folder),
    runtimes: { variable, downloads: "http://127.0.0.1:1/" },
  };
}

const SEVERAL = {
  ...PROJECT,
  "charmcraft.yaml": TINY_CHARM.replace(
    "platforms:\n  amd64:\n  arm64:\n",
    "platforms:\n  amd64:\n  s390x:\n  arm64:\n" +
      `  again:\n    build-on: [${MACHINE}]\n    build-for: [${OTHER}]\n`,
  ),
};

/** What lies in the folder of the charms. */
function charmsIn(folder: TestFolder): string[] {
  return Array.from(Deno.readDirSync(folder.at("out")), ({ name }) => name)
    .toSorted();
}

Deno.test("packCharm() packs all platforms that it can, and compiles once for each machine (PKG-54)", async () => {
  await using folder = await makeFolder(SEVERAL);
  await makeDownloads(folder);
  const steps: string[] = [];
  const options = await optionsFor(folder);

  const { charms, leftOut } = await packCharm(
    { ...options, onStep: (text) => steps.push(text) },
    new MemoryOutput(),
  );

  assertEquals(
    charms.map(({ platform, architecture }) => `${platform} ${architecture}`),
    ["amd64 amd64", "arm64 arm64", `again ${OTHER}`],
  );
  assertEquals(leftOut.map(({ platform }) => platform), ["s390x"]);
  assertStringIncludes(leftOut[0]?.reason ?? "", "amd64 or arm64, got s390x");
  assertEquals(charmsIn(folder), [
    "tiny_again.charm",
    "tiny_amd64.charm",
    "tiny_arm64.charm",
  ]);
  const log = await Deno.readTextFile(folder.at("stand-in/deno.log"));
  assertEquals(log.trim().split("\n").length, 2);
  assertEquals(steps, [
    "Checking and bundling tiny",
    "Compiling tiny for amd64",
    "Packing amd64",
    "Compiling tiny for arm64",
    "Packing arm64",
    "Packing again",
  ]);
});

Deno.test("packCharm() leaves out other machines whose runtime is not to be had", async () => {
  await using folder = await makeFolder(SEVERAL);

  const { charms, leftOut } = await packCharm(
    await optionsFor(folder),
    new MemoryOutput(),
  );

  assertEquals(charms.map(({ platform }) => platform), [MACHINE]);
  assertEquals(
    leftOut.map(({ platform }) => platform),
    ["s390x", ...OTHER === "arm64" ? ["arm64", "again"] : ["amd64", "again"]],
  );
  const { reason = "", advice = "" } = leftOut.at(-1) ?? {};
  assertStringIncludes(reason, `the runtime of Deno 2.7.0 for ${OTHER}`);
  assertStringIncludes(advice, "Connect to the internet once");
  assertEquals(charmsIn(folder), [`tiny_${MACHINE}.charm`]);
});

Deno.test("packCharm() packs all platforms that are named, or none", async () => {
  await using folder = await makeFolder({ ...SEVERAL, "out/old": "" });
  const options = await optionsFor(folder, [MACHINE, OTHER, "again"]);

  const error = await assertRejects(
    () => packCharm(options, new MemoryOutput()),
    CliError,
    `Cannot pack platform "${OTHER}", "again": nothing was packed`,
  );

  assertEquals(error.details.length, 1);
  assertStringIncludes(error.hint ?? "", "DENORT_BIN");
  assertEquals(charmsIn(folder), ["old"]);
});

Deno.test("packCharm() says why when there is nothing that it can pack", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "charmcraft.yaml": TINY_CHARM.replace(`  ${MACHINE}:\n`, ""),
  });

  await assertRejects(
    async () => packCharm(await optionsFor(folder), new MemoryOutput()),
    CliError,
    `Cannot pack platform "${OTHER}"`,
  );
});

Deno.test("packCharm() begins nothing when deno.json names a file that is not there", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "deno.json": '{"charmkit": {"files": ["LICENCE"]}}',
  });

  const error = await assertRejects(
    async () => packCharm(await optionsFor(folder), new MemoryOutput()),
    CliError,
    "Cannot pack the files that deno.json names",
  );

  assertEquals(error.details, ['"LICENCE": there is no such file']);
  assertEquals(await Deno.stat(folder.at("out")).catch(() => null), null);
});

Deno.test("packCharm() leaves no charm when the program does not compile", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "src/charm.ts": "const a: number = true;\nconsole.log(a);\n",
    [`out/tiny_${MACHINE}.charm`]: "PK of an older charm",
  });

  await assertRejects(
    () =>
      packCharm(
        { dir: folder.path, outputDir: folder.at("out"), platforms: [MACHINE] },
        new MemoryOutput(),
      ),
    CliError,
    "type checking failed",
  );

  const names = Array.from(Deno.readDirSync(folder.at("out")), (e) => e.name);
  assertEquals(names, [`tiny_${MACHINE}.charm`]);
  assertEquals(
    await Deno.readTextFile(folder.at(`out/tiny_${MACHINE}.charm`)),
    "PK of an older charm",
  );
});

Deno.test("packCharm() refuses a platform that can't be compiled for (PKG-38)", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    "charmcraft.yaml": TINY_CHARM.replace("  arm64:\n", "  s390x:\n"),
  });
  const options = { dir: folder.path, outputDir: folder.at("out") };

  await assertRejects(
    () => packCharm({ ...options, platforms: ["s390x"] }, new MemoryOutput()),
    CliError,
    'Cannot pack platform "s390x"',
  );
  await assertRejects(
    () => packCharm({ ...options, platforms: ["riscv64"] }, new MemoryOutput()),
    CliError,
    "none of that name",
  );
});
