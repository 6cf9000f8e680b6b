import { assertEquals, assertRejects } from "@std/assert";
import { dirname } from "@std/path";
import { CliError } from "../cli_error.ts";
import { ShellCharm } from "./_test_charm.ts";
import { readLines } from "./interactive.ts";

const KUBERNETES = {
  "metadata.yaml": `name: shell
summary: A charm in bash.
description: For tests.
containers: {web: {}}
resources:
  web-image: {type: oci-image}
  blob: {type: file, filename: blob.bin}
`,
  "manifest.yaml":
    "bases: [{name: ubuntu, channel: '24.04', architectures: [amd64]}]",
};

Deno.test("startLocalRun() leaves nothing behind when its process is killed", async () => {
  await using charm = await ShellCharm.make("exit 0", KUBERNETES);
  const temporary = await Deno.realPath(await Deno.makeTempDir());
  const module = import.meta.resolve("./local_run.ts");
  using watcher = Deno.watchFs(temporary, { recursive: false });
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-check",
      `import { startLocalRun } from "${module}";
      const run = await startLocalRun({ source: ${JSON.stringify(charm.dir)} });
      await run.unit.settle();
      console.log(run.folder);
      setInterval(() => {}, 1000);`,
    ],
    cwd: import.meta.dirname,
    env: { TMPDIR: temporary },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = readLines(child.stdout);
  const { value: folder = "" } = await lines.next();
  const pebble = await processOf(folder);

  child.kill("SIGKILL");
  await child.status;
  await lines.return(undefined);
  for await (const { kind, paths } of watcher) {
    if (kind === "remove" && paths.includes(folder)) break;
  }

  // Its Pebble may take a moment longer to stop.
  while (await processOf(folder) !== null);

  assertEquals(dirname(folder), temporary);
  assertEquals(pebble === null, false);
  assertEquals(await Deno.stat(folder).catch(() => null), null);
  await Deno.remove(temporary);
});

Deno.test("startLocalRun() lays resources out as Juju does (JHT-18)", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_HOOK_NAME == start ]] && cat $(resource-get blob) $(resource-get web-image); exit 0",
    KUBERNETES,
  );
  await charm.write("data", "content\n");
  await using run = await charm.start({
    resources: { blob: `${charm.dir}/data` },
  });

  await run.unit.settle();

  const lines = run.unit.entries.flatMap((entry) =>
    entry.type === "log" ? [entry.message] : []
  );
  assertEquals(lines, [
    "content",
    "registrypath: localhost/web-image",
    'username: ""',
    'password: ""',
  ]);
});

Deno.test("startLocalRun() refuses resources that it can't lay out", async () => {
  await using charm = await ShellCharm.make("exit 0", KUBERNETES);
  await charm.write("data", "content\n");
  const file = `${charm.dir}/data`;

  const missing = await assertRejects(
    () => charm.start({ resources: { blob: `${charm.dir}/none` } }),
    CliError,
    `Cannot find file "${charm.dir}/none" of resource "blob"`,
  );
  const unknown = await assertRejects(
    () => charm.start({ resources: { blub: file } }),
    CliError,
    'Cannot use resource "blub"',
  );

  assertEquals(missing.exitCode, 2);
  assertEquals(unknown.hint, "Its resources: web-image, blob");
});

/** Id of the Pebble whose folder is in this one; null if none runs. */
async function processOf(folder: string): Promise<string | null> {
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const env = await Deno.readTextFile(`/proc/${name}/environ`)
      .catch(() => "");
    if (env.includes(`PEBBLE=${folder}/`)) return name;
  }
  return null;
}
