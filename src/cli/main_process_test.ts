import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { TextWriter, Uint8ArrayReader, ZipReader } from "@zip.js/zip.js";
import { makeFolder, type TestFolder, TINY_CHARM } from "./_testing.ts";
import { machineArchitecture } from "./platforms.ts";

const MAIN = fromFileUrl(new URL("./main.ts", import.meta.url));

/** A charm, and a stand-in for Deno that only compiles, by this script. */
function makeCharm(compile: string): Promise<TestFolder> {
  return makeFolder({
    "charm/charmcraft.yaml": TINY_CHARM,
    "charm/src/charm.ts": "",
    deno: `#!/bin/sh
if [ "$1" = --version ]; then echo "deno 2.7.0"; fi
if [ "$1" != compile ]; then exit; fi
for arg; do case "$arg" in --output=*) output="\${arg#--output=}";; esac; done
${compile}
`,
  });
}

async function charmkit(
  folder: TestFolder,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Deno.ChildProcess> {
  await Deno.chmod(folder.at("deno"), 0o755);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", MAIN, ...args],
    cwd: folder.at("charm"),
    env: { CHARMKIT_COMPILE_DENO: folder.at("deno"), NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(child: Deno.ChildProcess) {
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("charmkit pack takes its time from SOURCE_DATE_EPOCH, and tells JSON on stdout", async () => {
  await using folder = await makeCharm('head -c 64 /proc/self/exe > "$output"');
  const label = machineArchitecture();
  const to = ["--output-dir", "dist", "--platform", label];
  const args = ["pack", ".", ...to, "--json"];
  const env = {
    SOURCE_DATE_EPOCH: "1770000000",
    CHARMCRAFT_IMAGE_INFO: '{"build": 7}',
  };

  const { code, out, err } = await ended(await charmkit(folder, args, env));

  assertEquals([code, err], [0, ""]);
  const { charms: [{ path }] } = JSON.parse(out);
  assertEquals(path, folder.at(`charm/dist/tiny_${label}.charm`));
  const zip = new ZipReader(new Uint8ArrayReader(await Deno.readFile(path)), {
    useWebWorkers: false,
  });
  const entries = await zip.getEntries();
  const manifest = entries.find(({ filename }) => filename === "manifest.yaml");
  if (!manifest || manifest.directory) throw new Error("No manifest.yaml");
  const text = await manifest.getData(new TextWriter());
  await zip.close();
  assertStringIncludes(text, "started-at: '2026-02-02T02:40:00.000Z'");
  assertStringIncludes(text, "image-info:\n  build: 7\n");
});

Deno.test("charmkit pack refuses a SOURCE_DATE_EPOCH that is no number", async () => {
  await using folder = await makeCharm("exit 1");
  const env = { SOURCE_DATE_EPOCH: "yesterday" };

  const { code, out, err } = await ended(
    await charmkit(folder, ["pack"], env),
  );

  assertEquals([code, out], [1, ""]);
  assertStringIncludes(err, 'error: Cannot use SOURCE_DATE_EPOCH "yesterday"');
});

Deno.test("charmkit compile leaves nothing and exits with 130 when it gets SIGINT", async () => {
  await using folder = await makeCharm(
    'echo half > "$output"; mkdir "$(dirname "$0")/started"; exec sleep 60',
  );
  const watcher = Deno.watchFs(folder.path, { recursive: false });

  const child = await charmkit(folder, ["compile", "-o", "dist/dispatch"]);
  for await (const { paths } of watcher) {
    if (paths.includes(folder.at("started"))) break;
  }
  child.kill("SIGINT");

  const { code, err } = await ended(child);
  assertEquals([code, err], [130, "Interrupted\n"]);
  const names = Array.from(
    Deno.readDirSync(folder.at("charm")),
    ({ name }) => name,
  );
  assertEquals(names.toSorted(), ["charmcraft.yaml", "src"]);
});

Deno.test("charmkit check writes plain lines into a pipe, and exits with 1", async () => {
  await using folder = await makeFolder({
    "charm/charmcraft.yaml": TINY_CHARM.replace("8080", "no"),
    "charm/src/charm.ts": "",
    deno: "",
  });

  const { code, out, err } = await ended(
    await charmkit(folder, ["check"], { NO_COLOR: "" }),
  );

  assertEquals([code, err], [1, ""]);
  // deno-lint-ignore no-control-regex
  assertEquals(/\x1b/.test(out), false);
  assertStringIncludes(out, "charmcraft.yaml:19:16: error: plain no is false");
});

Deno.test("charmkit tells in one line that nothing more can be written", async () => {
  for (const args of ["--help", "schema", "schema --json", "check --json"]) {
    const script = 'exec "$0" run --quiet --allow-all "$@" >/dev/full';

    const child = new Deno.Command("sh", {
      args: ["-c", script, Deno.execPath(), MAIN, ...args.split(" ")],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();

    const { code, err } = await ended(child);
    assertEquals([args, code], [args, 1]);
    assertEquals(
      err.split("\n").filter((line) => line.startsWith("error: Cannot write")),
      ["error: Cannot write to stdout: No space left on device (os error 28)"],
      args,
    );
  }
});
