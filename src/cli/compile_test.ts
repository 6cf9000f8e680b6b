import {
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { explained, makeFolder, MemoryOutput, TINY_CHARM } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { compileArguments, compileCharm } from "./compile.ts";
import { COMPILE_TARGETS, machineArchitecture } from "./platforms.ts";

const TARGET = COMPILE_TARGETS[machineArchitecture()];

/** A program of before, as far as it matters. */
const OLD = "\x7fELF of an older charm";

Deno.test("compileArguments() asks for no code cache, no prompt and nothing that it can leave out (PKG-40, PKG-41)", () => {
  const old = { unixNet: false, excludeUnusedNpm: false, bundle: false };
  const permissions = { read: ["."] } as const;
  const own = [
    "compile",
    "--quiet",
    "--no-prompt",
    "--no-code-cache",
    "--v8-flags=--single-threaded,--no-sparkplug",
  ];
  const target = "aarch64-unknown-linux-gnu";
  const rest = [`--target=${target}`, "--allow-read=."];

  assertEquals(
    compileArguments({ features: old }, target, permissions),
    [...own, ...rest],
  );
  assertEquals(
    compileArguments(
      { features: { ...old, excludeUnusedNpm: true } },
      target,
      permissions,
    ),
    [...own, "--exclude-unused-npm", ...rest],
  );
});

Deno.test("compileCharm() makes a program that may do what its metadata and deno.json say (PKG-42, PKG-43)", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "deno.json": `{"charmkit": {
      "entry": "main.ts",
      "permissions": { "env": ["TINY_*"], "read": ["../shared"] }
    }}`,
    "main.ts": `
      const may = (action: () => void): boolean => {
        try { action(); return true; } catch (error) {
          if (error instanceof Deno.errors.NotCapable) return false;
          throw error;
        }
      };
      console.log(JSON.stringify({
        unit: Deno.env.get("JUJU_UNIT_NAME"),
        tiny: may(() => Deno.env.get("TINY_X")),
        home: may(() => Deno.env.get("HOME")),
        own: may(() => Deno.readTextFileSync("metadata.yaml")),
        shared: may(() => Deno.readTextFileSync("../shared/x")),
        other: may(() => Deno.readTextFileSync("../other")),
      }));`,
    "unit/charm/metadata.yaml": "name: tiny\n",
    "unit/shared/x": "",
    "unit/other": "",
  });
  // As one of the folders that are made on the way is called.
  const output = folder.at("out/program");

  const result = await explained(
    compileCharm({ dir: folder.path, output }, new MemoryOutput()),
  );

  const { mode, size } = await Deno.stat(output);
  assertEquals((mode ?? 0) & 0o777, 0o755);
  assertEquals(result.path, output);
  assertEquals(result.sizeBytes, size);
  assertEquals(result.target, TARGET);
  assertEquals([result.permissions.env].flat().includes("TINY_*"), true);
  const names = Array.from(Deno.readDirSync(folder.at("out")), (e) => e.name);
  assertEquals(names, ["program"]);
  const { stdout, stderr } = await new Deno.Command(output, {
    cwd: folder.at("unit/charm"),
    clearEnv: true,
    env: {
      JUJU_UNIT_NAME: "tiny/0",
      PATH: "/nowhere",
      TMPDIR: folder.at("out"),
    },
  }).output();
  // Not a word of hook commands that are not on PATH.
  assertEquals(new TextDecoder().decode(stderr), "");
  assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
    unit: "tiny/0",
    tiny: true,
    home: false,
    own: true,
    shared: true,
    other: false,
  });
  // No code cache in the folder for temporary files (PKG-40).
  assertEquals([...Deno.readDirSync(folder.at("out"))].length, 1);
});

Deno.test("compileCharm() shows type errors as Deno does, and keeps what was there", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charm.ts": 'const port: number = "80";\nconsole.log(port);\n',
    "dispatch": OLD,
  });
  const output = folder.at("dispatch");

  const error = await assertRejects(
    () => compileCharm({ dir: folder.path, output }, new MemoryOutput()),
    CliError,
    "Cannot compile the charm: type checking failed",
  );

  assertMatch(error.details.join("\n"), /TS2322[\s\S]*charm\.ts:1:7$/);
  assertEquals(await Deno.readTextFile(output), OLD);
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  assertEquals(names.toSorted(), ["charmcraft.yaml", "dispatch", "src"]);
});

Deno.test("compileCharm() says what to do about what is missing", async () => {
  await using folder = await makeFolder({ "charmcraft.yaml": TINY_CHARM });
  const compile = (output: string) =>
    compileCharm({ dir: folder.path, output }, new MemoryOutput());

  await assertRejects(
    () => compile(folder.at("dispatch")),
    CliError,
    'Cannot find the charm\'s main module "src/charm.ts"',
  );

  await Deno.mkdir(folder.at("src"));
  await Deno.writeTextFile(folder.at("src/charm.ts"), "console.log(1);\n");
  await assertRejects(
    () => compile(folder.at("src/charm.ts")),
    CliError,
    "there is another file",
  );
  const error = await assertRejects(
    () => compile(folder.path),
    CliError,
    "it is a folder",
  );
  assertEquals(error.exitCode, 2);

  await Deno.writeTextFile(folder.at("src/charm.ts"), 'import "./none.ts";\n');
  await assertRejects(() => compile(folder.at("dispatch")), CliError);
});

Deno.test("compileCharm() refuses a runtime for another machine", async () => {
  const other = Deno.build.arch === "aarch64" ? "amd64" : "arm64";
  // Stands for a Deno whose DENORT_BIN is for this machine.
  const deno = `#!/bin/sh
case "$1" in
  --version) echo "deno 2.7.0";;
  *) for arg; do case "$arg" in
    --output=*) head -c 64 /proc/self/exe > "\${arg#--output=}";;
  esac; done;;
esac
`;
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charm.ts": "",
    deno,
  });
  await Deno.chmod(folder.at("deno"), 0o755);
  const options = { dir: folder.path, deno: folder.at("deno") };
  const output = folder.at("dispatch");

  const error = await assertRejects(
    () =>
      compileCharm(
        { ...options, output, target: COMPILE_TARGETS[other] },
        new MemoryOutput(),
      ),
    CliError,
    `Cannot compile the charm for ${COMPILE_TARGETS[other]}`,
  );

  assertStringIncludes(error.hint ?? "", "DENORT_BIN");
  const { sizeBytes } = await compileCharm(
    { ...options, output },
    new MemoryOutput(),
  );
  assertEquals(sizeBytes, 64);
});

Deno.test("compileCharm() explains a runtime that can't be had", async () => {
  const deno = `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; exit; fi
echo "error: Writing deno compile executable" >&2
echo "Caused by: Setting up base binary." >&2
exit 1
`;
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charm.ts": "",
    deno,
  });
  await Deno.chmod(folder.at("deno"), 0o755);

  const error = await assertRejects(
    () =>
      compileCharm({
        dir: folder.path,
        output: folder.at("dispatch"),
        deno: folder.at("deno"),
      }, new MemoryOutput()),
    CliError,
    "no runtime of Deno 2.7.0",
  );

  assertStringIncludes(error.hint ?? "", "DENORT_BIN");
  assertStringIncludes(error.details.join("\n"), "Setting up base binary");
});

Deno.test("compileCharm() leaves nothing when it is interrupted", async () => {
  // Tells that it is at work by a file, then waits to be ended.
  const deno = `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; exit; fi
for arg; do case "$arg" in --output=*) echo half > "\${arg#--output=}";; esac; done
mkdir "$(dirname "$0")/started"
exec sleep 60
`;
  await using folder = await makeFolder({
    "charm/charmcraft.yaml": TINY_CHARM,
    "charm/src/charm.ts": "",
    "out/dispatch": OLD,
    deno,
  });
  await Deno.chmod(folder.at("deno"), 0o755);
  const controller = new AbortController();
  const watcher = Deno.watchFs(folder.path, { recursive: false });

  const compiling = compileCharm(
    {
      dir: folder.at("charm"),
      output: folder.at("out/dispatch"),
      deno: folder.at("deno"),
    },
    new MemoryOutput(),
    controller.signal,
  );
  for await (const { paths } of watcher) {
    if (paths.includes(folder.at("started"))) break;
  }
  controller.abort();

  await assertRejects(() => compiling, DOMException);
  const names = Array.from(Deno.readDirSync(folder.at("out")), (e) => e.name);
  assertEquals(names, ["dispatch"]);
  assertEquals(await Deno.readTextFile(folder.at("out/dispatch")), OLD);
});

Deno.test("compileCharm() warns of a generated module that is out of date", async () => {
  await using folder = await makeFolder({
    "charmcraft.yaml": TINY_CHARM,
    "src/charm.ts": "",
    "src/charmcraft.ts":
      "// Generated from charmcraft.yaml by `charmkit types`; do not edit.\n",
  });
  const output = new MemoryOutput();

  await explained(
    compileCharm({ dir: folder.path, output: folder.at("dispatch") }, output),
  );

  assertEquals(output.notes.length, 1);
  assertMatch(output.notes[0] ?? "", /^warning: .*run `charmkit types`$/);
});
