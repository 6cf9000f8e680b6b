// `deno task demo`: the httpbin example from its source to a workload that
// answers. Exits with code 0 only if all went as it says.
import { fileURLToPath } from "node:url";
import { makeWorkload, type Workload } from "./demo/workload.ts";
import { setUp } from "./toolchain.ts";
import { toolchainEnv } from "./toolchain/read.ts";

const EXAMPLE = fileURLToPath(new URL("../examples/httpbin", import.meta.url));

function step(title: string): void {
  console.log(`\n== ${title}`);
}

/** Says what was found; ends the demo if it is not what it should be. */
function expect(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Error(
      `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
    );
  }
  console.log(`   ${what}: ${JSON.stringify(found)}`);
}

/** Asks the workload, which may need a moment to listen. */
async function expectAnswer({ url }: Workload): Promise<void> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      const response = await fetch(`${url}/get?charm=httpbin`);
      const { args } = await response.json();
      expect("GET /get?charm=httpbin", [response.status, args], [
        200,
        { charm: "httpbin" },
      ]);
      return;
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function checkByJuju(
  charm: string,
  parser: string | undefined,
): Promise<void> {
  if (parser === undefined) {
    console.log("   Juju's parser is not here, so this is skipped");
    return;
  }
  const { success, stdout, stderr } = await new Deno.Command(parser, {
    args: [charm],
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  if (!success) throw new Error(`Juju refuses the charm: ${text.trim()}`);
  const { name, containers, options, bases } = JSON.parse(text);
  expect("Juju's parser reads", { name, containers, options, bases }, {
    name: "httpbin",
    containers: ["httpbin"],
    options: ["log-level"],
    bases,
  });
}

async function demo(): Promise<void> {
  step("Toolchain");
  const { toolchain } = await setUp();
  for (const [name, value] of Object.entries(toolchainEnv(toolchain))) {
    if (!Deno.env.has(name)) Deno.env.set(name, value);
  }
  // Only now: the command line needs packages that are fetched at first use.
  const { packCharm } = await import("../src/cli/pack.ts");
  const { machineArchitecture } = await import("../src/cli/platforms.ts");
  const { processOutput } = await import("../src/cli/output.ts");
  const { startLocalRun } = await import("../src/cli/run/local_run.ts");
  const { TimelinePrinter } = await import("../src/cli/run/printer.ts");
  const { summarizeRun } = await import("../src/cli/run/run_summary.ts");
  const { Client } = await import("../src/pebble/client.ts");
  const folder = await Deno.makeTempDir({ prefix: "charmkit-demo-" });
  try {
    step("Compile and pack examples/httpbin");
    const start = performance.now();
    const { charms: [charm] } = await packCharm(
      { dir: EXAMPLE, outputDir: folder, platforms: [machineArchitecture()] },
      processOutput(),
    );
    if (charm === undefined) throw new Error("Nothing was packed");
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const megabytes = (charm.sizeBytes / 1e6).toFixed(1);
    console.log(`   ${charm.path}: ${megabytes} MB in ${seconds} s`);

    step("Check it as Juju does");
    await checkByJuju(charm.path, toolchain.charmParser);

    step("Deploy it on this machine");
    const workload = await makeWorkload(folder, toolchain);
    console.log(`   The workload is ${workload.description}`);
    const printer = new TimelinePrinter({
      line: console.log,
      color: Deno.stdout.isTerminal() && !Deno.noColor,
    });
    await using run = await startLocalRun({
      source: charm.path,
      env: { PATH: `${workload.bin}:${Deno.env.get("PATH")}` },
      onEntry: (entry) => printer.print(entry),
    });
    const { unit } = run;
    await unit.settle();
    const events = unit.entries.flatMap((entry) =>
      entry.type === "event-ended" ? [entry.event] : []
    );
    expect("Events", events.toSorted(), [
      "config-changed",
      "httpbin-pebble-ready",
      "install",
      "leader-elected",
      "start",
    ]);
    expect("Unit", unit.status.unit, { status: "active", message: "" });

    step("Ask the workload");
    await expectAnswer(workload);

    step("Set log-level to debug");
    await unit.setConfig({ "log-level": "debug" });
    expect("Unit", unit.status.unit, { status: "active", message: "" });
    using pebble = new Client(
      `${run.folder}/containers/httpbin/pebble.socket`,
    );
    const plan = await pebble.getPlan();
    expect(
      "Environment of the service",
      plan.services["httpbin"]?.environment,
      { GUNICORN_CMD_ARGS: "--log-level debug" },
    );
    await expectAnswer(workload);

    step("Set log-level to nonsense");
    await unit.setConfig({ "log-level": "nonsense" });
    expect("Unit", unit.status.unit.status, "blocked");
    await expectAnswer(workload);

    step("Set log-level to info again");
    await unit.setConfig({ "log-level": "info" });
    expect("Unit", unit.status.unit, { status: "active", message: "" });
    await expectAnswer(workload);

    step("Final statuses");
    printer.summary(summarizeRun(run.application));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  try {
    await demo();
    console.log("\nAll went as described.");
  } catch (error) {
    console.error(error instanceof Error ? `\n${error.stack}` : error);
    console.error("\nThe demo failed.");
    Deno.exit(1);
  }
}
