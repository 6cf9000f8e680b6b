import { assert, assertEquals, assertMatch } from "@std/assert";
import { shell, world } from "./_test_world.ts";
import { HOOK_TOOL_NAMES, hookToolNames } from "./hook_tool.ts";
import { jujuRelease } from "./juju_release.ts";

Deno.test("HOOK_TOOL_NAMES has each command of both versions (JHT-00.20)", () => {
  assertEquals(HOOK_TOOL_NAMES.length, 38);
});

Deno.test("hookToolNames() has what a version has (JHT-00.20)", () => {
  const counts = ["2.9.49", "3.6.1", "3.6.10", "3.6.28", "4.0-beta2", "4.0.14"]
    .map((version) => hookToolNames(jujuRelease(version)).length);

  // Without secrets; without relation-model-get; with add-metric; and so on.
  assertEquals(counts, [41, 49, 50, 49, 38, 38]);
});

Deno.test("runHookTool() puts an error behind a warning, on one line (JHT-00.2)", () => {
  const run = shell(world({ substrate: "kubernetes" }));

  assertEquals(
    run("open-port 80-90 --format json").stderr,
    '--format flag deprecated for command "open-port"' +
      "ERROR port ranges are not supported for k8s applications, please specify a single port\n",
  );
  assertEquals(
    run("open-port 80/x --format json").stderr,
    'ERROR invalid protocol "x", expected "tcp", "udp", or "icmp"\n',
  );
});

Deno.test("runHookTool() shows help and runs nothing (JHT-00.7)", () => {
  const run = shell();

  const { code, stdout } = run("status-set --help active");

  assertEquals(code, 0);
  assertMatch(stdout, /^Usage: status-set /);
  assertEquals(run.context.state.unitStatus.status, "waiting");
});

Deno.test("runHookTool() writes the file of --output itself (JHT-00.8)", () => {
  const files: Record<string, string> = {};
  const run = shell(world(), undefined, files);

  assertEquals(run("config-get title -o out").stdout, "");
  assertEquals(files["/charm/out"], "My <Site> & more\n");
});

Deno.test("runHookTool() asks for stdin before it does anything (JHT-00.13)", () => {
  const run = shell();

  assert(run("relation-set -r 1 --file -").needsStdin);
  const done = run("relation-set -r 1 --file -", '{"a": " b ", "n": "5"}');

  assertEquals(done.code, 0);
  assertEquals(
    run("relation-get -r 1 a app/0 --format json").stdout,
    '" b "\n',
  );
});

Deno.test("runHookTool() trims KEY=VALUE, and arguments win over the file (JHT-00.15, JHT-00.16)", () => {
  const run = shell(world(), undefined, { "/charm/f": "a: ' x '\nb: y\n" });

  run(["relation-set", "-r", "1", "--file", "f", " a = 1 ", ""]);

  assertEquals(run("relation-get -r 1 a app/0").stdout, "1\n");
  assertEquals(run("relation-get -r 1 b app/0").stdout, "y\n");
});

Deno.test("runHookTool() prefixes a log line in a relation hook (JHT-32)", () => {
  const state = world();
  const lines: string[] = [];
  state.observer = { onLog: (e) => lines.push(`${e.level} ${e.message}`) };
  const run = shell(state, {
    kind: "relation-created",
    endpoint: "db",
    relationId: 1,
  });

  run("juju-log -l warn two words");
  run("juju-log --log-level nonsense x");

  assertEquals(lines, [
    "WARNING db:1: two words",
    'WARNING Specified log level of "nonsense" is not valid',
    "INFO db:1: x",
  ]);
});

Deno.test("runHookTool() takes a relation hook's own targets by default (JHT-12)", () => {
  const state = world();
  const joined = shell(state, {
    kind: "relation-joined",
    endpoint: "db",
    relationId: 1,
    remoteUnit: "mysql/0",
  });
  const changed = shell(state, {
    kind: "relation-changed",
    endpoint: "db",
    relationId: 1,
  });

  assertEquals(joined("relation-get host").stdout, "10.0.0.1\n");
  assertEquals(joined("relation-get --app version").stdout, "8\n");
  assertEquals(changed("relation-get").stdout, 'version: "8"\n');
});
