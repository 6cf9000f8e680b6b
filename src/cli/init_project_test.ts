// Makes a project of each profile and does with it all that its author would, in
// a folder that knows nothing of this checkout but what `init` writes.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import { makeFolder, MemoryOutput } from "./_testing.ts";
import { initCharm } from "./init.ts";
import { machineArchitecture } from "./platforms.ts";
import { findPebble } from "./run/pebble_daemon.ts";
import type { Profile } from "./templates/mod.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const PARSER = Deno.env.get("CHARMKIT_CHARM_PARSER") ??
  join(ROOT, ".toolchain/bin/charm-parser");
const COMPILER = Deno.env.get("CHARMKIT_COMPILE_DENO") ?? Deno.execPath();

/** A project, and what runs programs in it. */
interface Project extends AsyncDisposable {
  readonly dir: string;
  /** Runs a program, and gives what it prints; it has to succeed. */
  exec(program: string, ...args: string[]): Promise<string>;
  /** Runs Deno, as its author would. */
  deno(...args: string[]): Promise<string>;
}

async function makeProject(
  profile: Profile,
  env: Readonly<Record<string, string>> = {},
): Promise<Project> {
  const folder = await makeFolder();
  const dir = folder.at("hello-db-k8s");
  await initCharm({ dir, profile, deno: Deno.execPath() }, new MemoryOutput());
  const exec = async (program: string, ...args: string[]) => {
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args,
      cwd: dir,
      env: { NO_COLOR: "1", INIT_CWD: "", ...env },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    const text = decoder.decode(stdout);
    if (success) return text;
    const command = [program, ...args].join(" ");
    throw new Error(`${command}\n${text}\n${decoder.decode(stderr)}`);
  };
  return {
    dir,
    exec,
    deno: (...args) => exec(Deno.execPath(), ...args),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** What CI of the project checks, then the program and the charm. */
async function checkAndPack(project: Project): Promise<unknown> {
  await project.deno("task", "ok");
  assertStringIncludes(await project.deno("task", "types"), "up to date");
  // Another Deno lays out the files as this one does.
  await project.exec(COMPILER, "fmt", "--check");
  await project.deno("task", "compile");
  const { mode } = await Deno.stat(join(project.dir, "dist/dispatch"));
  assertEquals((mode ?? 0) & 0o777, 0o755);
  await project.deno("task", "pack");
  const name = `hello-db-k8s_${machineArchitecture()}.charm`;
  return JSON.parse(await project.exec(PARSER, `dist/${name}`));
}

/** The last lines of a run: how the unit is. */
function summaryOf(run: string): string[] {
  return run.trimEnd().split("\n").slice(-3).map((line) =>
    line.replace(/\s+/g, " ")
  );
}

Deno.test("charmkit init makes a Kubernetes charm that checks, packs and runs as made (PKG-83, PKG-86)", async () => {
  await using project = await makeProject("kubernetes");

  const parsed = await checkAndPack(project);
  const hasPebble = await findPebble() !== null;
  const run = await project.deno(
    ...["task", "run", ...hasPebble ? [] : ["--simulate-pebble"]],
    ...["--config", "log-level=loud", "--config", "log-level=debug"],
    ...["--action", "restart", "--event", "update-status"],
  );

  const { name, containers } = parsed as Record<string, unknown>;
  assertEquals([name, containers], ["hello-db-k8s", ["hello-db"]]);
  assertStringIncludes(run, 'status blocked: Invalid log-level "loud"');
  assertMatch(run, /restarted: +hello-db/);
  assertEquals(
    summaryOf(run),
    ["unit active", "application unknown", "version 0.1.0"],
  );
});

Deno.test("charmkit init makes a machine charm that checks, packs and runs as made (PKG-84, PKG-86)", async () => {
  await using project = await makeProject("machine");

  const parsed = await checkAndPack(project);
  const run = await project.deno(
    ...["task", "run", "--config", "interval=0", "--config", "interval=1"],
    ...["--action", "restart", "--event", "update-status", "--event", "stop"],
  );

  const { name, containers } = parsed as Record<string, unknown>;
  assertEquals([name, containers ?? []], ["hello-db-k8s", []]);
  assertStringIncludes(run, "status blocked: Invalid interval 0");
  assertMatch(run, /restarted: +hello-db/);
  assertEquals(summaryOf(run).slice(1), [
    "application unknown",
    "version 0.1.0",
  ]);
  assertMatch(
    run,
    /\nstop\n.*\n +status waiting: Waiting for hello-db to run\n/,
  );
});

Deno.test("integration test of a new project deploys its charm with juju, and removes the model", async () => {
  const label = machineArchitecture();
  for (const profile of ["kubernetes", "machine"] as const) {
    // Stands for juju: keeps what it is asked, and says that all is well.
    await using tools = await makeFolder({
      juju: `#!/bin/sh
echo "$*" >> "$0.log"
case "$1" in status)
  echo '{"applications":
    {"hello-db-k8s": {"application-status": {"current": "active"}}}}' ;;
esac
`,
    });
    await Deno.chmod(tools.at("juju"), 0o755);
    const PATH = `${tools.path}:${Deno.env.get("PATH")}`;
    await using project = await makeProject(profile, { PATH });
    const charm = join(project.dir, "dist", `hello-db-k8s_${label}.charm`);
    await Deno.mkdir(dirname(charm));
    await Deno.writeTextFile(charm, "");

    await project.deno("task", "integration");

    const log = (await Deno.readTextFile(tools.at("juju.log"))).trim();
    const calls = log.replaceAll(/test-[0-9a-f]{8}/g, "MODEL").split("\n");
    assertEquals(calls.map((call) => call.split(" ")[0]), [
      "add-model",
      "deploy",
      "wait-for",
      "status",
      "destroy-model",
    ]);
    const resource = profile === "kubernetes"
      ? " --resource hello-db-image=docker.io/library/ubuntu:24.04"
      : "";
    const [, deploy = ""] = calls;
    assertEquals(
      deploy.replace(/ \S*\/dist\//, " dist/"),
      `deploy -m MODEL dist/hello-db-k8s_${label}.charm hello-db-k8s${resource}`,
    );
  }
});
