import { assertEquals } from "@std/assert";
import { makeFolder } from "../_testing.ts";
import { ShellCharm } from "./_test_charm.ts";
import { readLines } from "./interactive.ts";

const KUBERNETES = {
  "metadata.yaml":
    "name: shell\nsummary: s\ndescription: d\ncontainers: {web: {}}\n",
  "manifest.yaml":
    "bases: [{name: ubuntu, channel: '24.04', architectures: [amd64]}]",
};

/** Prints events and notes of a charm, and then waits. */
function runScript(dir: string): string {
  return `import { startLocalRun } from "${
    import.meta.resolve("./local_run.ts")
  }";
    const run = await startLocalRun({
      source: ${JSON.stringify(dir)},
      units: 2,
      simulatePebble: true,
      onEntry: (entry) => {
        if (entry.type === "note") console.log(entry.message);
        if (entry.type === "event-ended") console.log(entry.event, entry.error);
      },
    });
    await run.application.settle();
    console.log("settled");
    setInterval(() => {}, 1000);`;
}

for (
  const [kind, name] of [
    ["is long", "long".repeat(25)],
    ["has a colon", "with:colon"],
  ] as const
) {
  Deno.test(`startLocalRun() runs units where TMPDIR ${kind}, and leaves nothing`, async () => {
    await using charm = await ShellCharm.make(
      "is-leader || exit 1\n" +
        "[[ $JUJU_HOOK_NAME != web-pebble-ready ]] || [[ -S /charm/containers/web/pebble.socket ]]",
      KUBERNETES,
    );
    await using folder = await makeFolder({ [`${name}/file`]: "" });
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-check", runScript(charm.dir)],
      cwd: import.meta.dirname ?? ".",
      env: { TMPDIR: folder.at(name) },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const lines: string[] = [];
    for await (const line of readLines(child.stdout)) {
      if (line === "settled") break;
      lines.push(line);
    }
    const place = lines.map((line) => / is (.*)\/containers$/.exec(line)?.[1])
      .find((path) => path !== undefined) ?? "";
    const { mode } = await Deno.stat(place);

    child.kill("SIGKILL");
    await child.status;

    assertEquals((mode ?? 0) & 0o777, 0o700);
    assertEquals(
      lines.filter((line) => line.startsWith("web-pebble-ready")),
      ["web-pebble-ready null", "web-pebble-ready null"],
    );
    assertEquals(lines.filter((line) => line.endsWith("exit status 1")), []);
    // What guards the folders is not done at once.
    while (await Deno.stat(place).catch(() => null) !== null);
    while ([...Deno.readDirSync(folder.at(name))].length > 1);
  });
}
