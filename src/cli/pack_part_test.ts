import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { isMap, memberOf } from "./plain_map.ts";
import {
  explained,
  makeFolder,
  MemoryOutput,
  type TestFolder,
  TINY_CHARM,
} from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { initCharm } from "./init.ts";
import { packCharm } from "./pack.ts";
import { makePart } from "./pack_part.ts";
import { machineArchitecture } from "./platforms.ts";
import { placeCharm } from "./run/charm_source.ts";
import { PROFILES } from "./templates/mod.ts";
import { readYaml } from "./yaml_reader.ts";

const MACHINE = machineArchitecture();

/** Paths of all files in a folder, with mode and hash. */
async function filesIn(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = async (path: string, prefix: string) => {
    for await (const { name, isDirectory } of Deno.readDir(path)) {
      const file = join(path, name);
      if (isDirectory) {
        await walk(file, `${prefix}${name}/`);
        continue;
      }
      const { mode } = await Deno.stat(file);
      const bytes = await Deno.readFile(file);
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      found[prefix + name] = `${((mode ?? 0) & 0o777).toString(8)} ${
        new Uint8Array(digest).toHex()
      }`;
    }
  };
  await walk(folder, "");
  return found;
}

/** The part `charm` of a project's charmcraft.yaml. */
async function partOf(dir: string): Promise<Record<string, unknown>> {
  const text = await Deno.readTextFile(join(dir, "charmcraft.yaml"));
  const { value } = readYaml("charmcraft.yaml", text);
  const part = memberOf(memberOf(value, "parts"), "charm");
  if (!isMap(part)) throw new Error("There is no part charm");
  return part;
}

/** Stand-ins for curl and unzip, which note what they get; the Deno is ours. */
async function makeTools(folder: TestFolder): Promise<string> {
  const tools: Record<string, string> = {
    curl: `echo "curl $*" >> "$0.log"\ntouch deno.zip\n`,
    unzip: `echo "unzip $*" >> "$0.log"\ntest -f deno.zip\nmkdir -p .deno\n` +
      `ln -sf '${Deno.execPath()}' .deno/deno\n`,
  };
  for (const [name, script] of Object.entries(tools)) {
    const path = folder.at(`tools/${name}`);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, `#!/bin/sh\nset -e\n${script}`);
    await Deno.chmod(path, 0o755);
  }
  return folder.at("tools");
}

/** What Deno and its packages need of the machine's environment. */
const KEPT = [
  "HOME",
  "DENO_DIR",
  "XDG_CACHE_HOME",
  "DENORT_BIN",
  "CHARMKIT_COMPILE_DENO",
  "DENO_TLS_CA_STORE",
  "DENO_CERT",
  "NPM_CONFIG_REGISTRY",
];

/** The folders of a part, and its environment, as charmcraft has them. */
async function makeStep(folder: TestFolder, project: string) {
  const build = folder.at("parts/charm/build");
  const install = folder.at("parts/charm/install");
  for (const path of [build, install]) {
    await Deno.mkdir(path, { recursive: true });
  }
  const copied = new Deno.Command("cp", {
    args: ["-r", `${project}/.`, build],
  });
  assertEquals((await copied.output()).success, true);
  await Deno.remove(join(build, "charmcraft.yaml"));
  const env = {
    CRAFT_ARCH_BUILD_ON: MACHINE,
    CRAFT_ARCH_BUILD_FOR: MACHINE,
    CRAFT_PROJECT_DIR: project,
    CRAFT_PART_BUILD: build,
    CRAFT_PART_INSTALL: install,
  };
  return { build, install, env };
}

/** Runs a script as craft-parts does: bash reads it from its stdin. */
async function runScript(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const kept = KEPT.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const child = new Deno.Command("bash", {
    cwd,
    clearEnv: true,
    env: { ...Object.fromEntries(kept), ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const text = `set -euo pipefail\nset -x\n${script}\necho "all was run"\n`;
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(decoder.decode(stderr));
  assertStringIncludes(decoder.decode(stdout), "all was run");
}

for (const profile of PROFILES) {
  Deno.test(`parts of a new ${profile} charm give charmcraft what charmkit packs (PKG-04, PKG-05, PKG-51)`, async () => {
    await using folder = await makeFolder({ "project/secret.charm": "" });
    const project = folder.at("project");
    await initCharm(
      { dir: project, profile, name: "hello" },
      new MemoryOutput(),
    );
    const tools = await makeTools(folder);
    const { build, install, env } = await makeStep(folder, project);
    const part = await partOf(project);
    const [variables] = part["build-environment"] as Record<string, string>[];

    await runScript(String(part["override-build"]), build, {
      ...env,
      ...variables,
      PATH: `${tools}:/usr/local/bin:/usr/bin:/bin`,
    });

    // What charmcraft zips, but for the four files that it writes itself.
    const { charms: [charm] } = await explained(packCharm(
      { dir: build, outputDir: folder.at("parts/charm"), platforms: [MACHINE] },
      new MemoryOutput(),
    ));
    const charmDir = folder.at("unpacked");
    await Deno.mkdir(charmDir);
    await placeCharm({
      source: charm?.path ?? "",
      charmDir,
      output: new MemoryOutput(),
    });
    const packed = await filesIn(charmDir);
    for (const name of Object.keys(packed)) {
      if (name.endsWith(".yaml") || name === "revision") delete packed[name];
    }
    assertEquals(await filesIn(install), packed);
    assertEquals(Object.keys(packed).toSorted(), [
      "LICENSE",
      "README.md",
      "dispatch",
      "icon.svg",
    ]);
    const { plugin, source } = part;
    assertEquals([plugin, source], ["nil", "."]);
    assertEquals(part["build-packages"], ["curl", "unzip"]);
    const machine = Deno.build.arch;
    assertEquals(
      (await Deno.readTextFile(join(tools, "curl.log"))).trim(),
      "curl --fail --silent --show-error --location --output deno.zip " +
        `https://dl.deno.land/release/${variables?.["DENO_VERSION"]}/` +
        `deno-${machine}-unknown-linux-gnu.zip`,
    );
    assertEquals(
      (await Deno.readTextFile(join(tools, "unzip.log"))).trim(),
      "unzip -q -o -d .deno deno.zip",
    );
  });
}

const PROJECT = {
  "charmcraft.yaml": TINY_CHARM,
  "deno.json": '{"charmkit": {"files": ["templates/"]}}',
  "src/charm.ts": "",
  "templates/deep/motd": "welcome\n",
  "hooks/install": "#!/bin/sh\n",
  "install/templates/deep/motd": "older",
};

Deno.test("makePart() fills the folder with the program and the charm's files (PKG-54)", async () => {
  await using folder = await makeFolder({
    ...PROJECT,
    deno: `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; fi
if [ "$1" != compile ]; then exit; fi
for arg; do case "$arg" in --output=*) output="\${arg#--output=}";; esac; done
printf '\\177ELF\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\267\\0' > "$output"
`,
  });
  await Deno.chmod(folder.at("deno"), 0o755);
  await Deno.chmod(folder.at("hooks/install"), 0o755);

  const result = await makePart(
    {
      dir: folder.path,
      output: folder.at("install"),
      arch: "arm64",
      deno: folder.at("deno"),
    },
    new MemoryOutput(),
  );

  assertEquals(result, {
    path: folder.at("install"),
    architecture: "arm64",
    files: ["dispatch", "hooks/install", "templates/deep/motd"],
  });
  const files = await filesIn(result.path);
  const modes = Object.entries(files).map(([name, text]) =>
    `${name} ${text.split(" ")[0]}`
  );
  assertEquals(modes.toSorted(), [
    "dispatch 755",
    "hooks/install 755",
    "templates/deep/motd 644",
  ]);
  const motd = join(result.path, "templates/deep/motd");
  assertEquals(await Deno.readTextFile(motd), "welcome\n");
});

Deno.test("makePart() refuses an architecture that no charm can be compiled for (PKG-38)", async () => {
  await using folder = await makeFolder(PROJECT);

  await assertRejects(
    () =>
      makePart(
        { dir: folder.path, output: folder.at("x"), arch: "riscv64" },
        new MemoryOutput(),
      ),
    CliError,
    'Cannot make a part for "riscv64"',
  );
});

Deno.test("makePart() asks where to, outside charmcraft", async () => {
  await using folder = await makeFolder(PROJECT);

  const error = await assertRejects(
    () => makePart({ dir: folder.path, arch: "amd64" }, new MemoryOutput()),
    CliError,
    "Cannot make a part: it is not known where to",
  );

  assertEquals(error.exitCode, 2);
});
