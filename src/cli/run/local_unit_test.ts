// Long, as it is one list: what a unit lives through, event by event.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { CliError } from "../cli_error.ts";
import { eventNames, logLines, MACHINE, ShellCharm } from "./_test_charm.ts";

const INSTALLED = ["install", "leader-elected", "config-changed", "start"];

Deno.test("LocalUnit.settle() installs a charm on a machine (JEV-02)", async () => {
  await using charm = await ShellCharm.make("exit 0", {
    "metadata.yaml": `${MACHINE}
peers:
  cluster: {interface: cluster}
storage:
  data: {type: filesystem}
`,
  });
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(eventNames(run.unit.entries), [
    "data-storage-attached",
    "install",
    "cluster-relation-created",
    "leader-elected",
    "config-changed",
    "start",
  ]);
  assertEquals(run.unit.status.unit, { status: "unknown", message: "" });
});

Deno.test("LocalUnit leaves leader-elected out for a unit that does not lead (JEV-02)", async () => {
  await using charm = await ShellCharm.make("is-leader");
  await using run = await charm.start({ leader: null });

  await run.unit.settle();

  assertEquals(
    eventNames(run.unit.entries),
    ["install", "config-changed", "start"],
  );
  assertEquals(logLines(run.unit.entries)[0], "DEBUG False");
});

Deno.test("LocalUnit gives a dispatch Juju's environment and nothing else (JEN-01, JEN-02, JEN-31)", async () => {
  // Bash itself adds PWD, SHLVL and _.
  await using charm = await ShellCharm.make(
    "tr '\\0' '\\n' < /proc/$$/environ > environment; pwd > folder; cat > input",
  );
  await using run = await charm.start();

  await run.unit.settle();

  const charmDir = join(run.folder, "agents/unit/charm");
  const read = (name: string) => Deno.readTextFile(join(charmDir, name));
  const names = (await read("environment")).trim().split("\n")
    .map((line) => line.split("=", 1)[0]);
  assertEquals(
    names.sort().filter((name) => !name?.startsWith("JUJU_")),
    [
      "APT_LISTCHANGES_FRONTEND",
      "CHARM_DIR",
      "CLOUD_API_VERSION",
      "DEBIAN_FRONTEND",
      "LANG",
      "PATH",
      "TERM",
    ],
  );
  assertEquals((await read("folder")).trim(), charmDir);
  assertEquals(await read("input"), "");
});

Deno.test("LocalUnit keeps nothing of a failed hook, and retries it (JDP-06, JDP-08, JFL-02)", async () => {
  await using charm = await ShellCharm.make(
    `case $JUJU_HOOK_NAME in
    config-changed)
      state-set tried=yes
      status-set blocked tried
      [[ $(config-get fail) == True ]] && exit 7;;
    esac
    exit 0`,
    {
      "config.yaml": "options: {fail: {type: boolean, default: true}}",
    },
  );
  await using run = await charm.start();
  const { unit } = run;

  await unit.settle();
  const failed = unit.status;
  const kept = unit.state.charmState.size;
  await unit.setConfig({ fail: false });
  const still = unit.status.failed;
  await unit.retry();

  assertEquals(failed.failed, "config-changed");
  assertEquals(failed.unit, {
    status: "error",
    message: 'hook failed: "config-changed"',
  });
  assertEquals([kept, still], [0, "config-changed"]);
  assertEquals(eventNames(unit.entries), [
    "install",
    "leader-elected",
    "config-changed!",
    "config-changed",
    "start",
  ]);
  assertEquals(unit.status.unit, { status: "blocked", message: "tried" });
  assertEquals(unit.state.charmState.get("tried"), "yes");
});

Deno.test("LocalUnit.skip() leaves the failed hook out (JDP-08)", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_HOOK_NAME != install ]]",
  );
  await using run = await charm.start();

  await run.unit.settle();
  await run.unit.skip();

  assertEquals(eventNames(run.unit.entries), [
    "install!",
    "leader-elected",
    "config-changed",
    "start",
  ]);
});

Deno.test("LocalUnit runs a killed hook again, without what it wrote (JDP-07)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == start ]] || exit 0
    state-set one=1
    state-set two=2`,
  );
  let kills = 0;
  await using run = await charm.start({
    onHookCommand: (index, name) => {
      if (index !== 2 || name !== "state-set" || kills++ > 0) return;
      const pid = run.unit.dispatchPid;
      if (pid !== null) Deno.kill(pid, "SIGKILL");
    },
  });

  await run.unit.settle();

  const names = eventNames(run.unit.entries);
  assertEquals(names.slice(-2), ["start!", "start"]);
  assertEquals(run.unit.status.failed, null);
  assertEquals([...run.unit.state.charmState], [["one", "1"], ["two", "2"]]);
});

Deno.test("LocalUnit gives up on a hook that is killed again and again", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_HOOK_NAME == start ]] && kill -9 $$; exit 0",
  );
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(run.unit.status.failed, "start");
  assertEquals(
    eventNames(run.unit.entries).filter((name) => name === "start!").length,
    3,
  );
});

Deno.test("LocalUnit fails a hook whose flush is refused (JDP-10, JFL-07)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == start ]] || exit 0
    relation-set -r 0 --app a=b && is-leader`,
    {
      "metadata.yaml": `${MACHINE}
peers:
  cluster: {interface: cluster}
`,
    },
  );
  await using run = await charm.start({
    onHookCommand: (_, name) => {
      if (name === "is-leader") run.unit.state.leader = false;
    },
  });

  await run.unit.settle();

  const end = run.unit.entries.findLast((e) => e.type === "event-ended");
  assertMatch(
    end?.type === "event-ended" ? end.error ?? "" : "",
    /^committing requested changes: .* is not the leader$/,
  );
  assertEquals(run.unit.status.failed, "start");
});

Deno.test("LocalUnit logs what a dispatch prints (JEN-31, JLM-08)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == install ]] || exit 0
    echo one; echo two >&2; printf 'no end'
    printf '%5000s\\n' x >&2`,
  );
  await using run = await charm.start();

  await run.unit.settle();

  const lines = logLines(run.unit.entries);
  assertEquals(lines.filter((line) => line.startsWith("DEBUG")), [
    "DEBUG one",
    "DEBUG no end",
  ]);
  assertEquals(
    lines.filter((line) => line.startsWith("WARNING")).map((l) => l.length - 8),
    [3, 4096, 904],
  );
});

Deno.test("LocalUnit does not wait for what outlives dispatch (JEN-31)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == install ]] || exit 0
    sleep 60 & echo $! > pid; echo done`,
  );
  await using run = await charm.start();

  await run.unit.settle();

  const pid = Number(
    await Deno.readTextFile(join(run.folder, "agents/unit/charm/pid")),
  );
  assertEquals(logLines(run.unit.entries), ["DEBUG done"]);
  Deno.kill(pid, "SIGKILL");
});

Deno.test("LocalUnit runs hooks/<hook> where there is no dispatch (JDP-02, JDP-04)", async () => {
  await using charm = await ShellCharm.make("");
  await Deno.remove(join(charm.dir, "dispatch"));
  await Deno.mkdir(join(charm.dir, "hooks"));
  await charm.write("hooks/start", "#!/bin/bash\nstatus-set active", 0o755);
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(eventNames(run.unit.entries), INSTALLED);
  assertEquals(run.unit.status.unit.status, "active");
});

Deno.test("LocalUnit fails where dispatch can't be run (JDP-03)", async () => {
  await using charm = await ShellCharm.make("exit 0");
  await Deno.chmod(join(charm.dir, "dispatch"), 0o644);
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(run.unit.status.failed, "install");
});

Deno.test("LocalUnit runs the same hook again after a reboot at once (JHT-33)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == config-changed && ! -e rebooted ]] || exit 0
    state-set lost=1
    touch rebooted
    juju-reboot --now
    sleep 60`,
  );
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(
    eventNames(run.unit.entries).slice(2, 4),
    ["config-changed!", "config-changed"],
  );
  assertEquals(run.unit.state.charmState.size, 0);
});

Deno.test("LocalUnit attaches storage that the charm asks for (JHT-15, JEV-22)", async () => {
  await using charm = await ShellCharm.make(
    `case $JUJU_HOOK_NAME in
    start) storage-add data=2;;
    data-storage-attached) echo $JUJU_STORAGE_ID $(storage-get kind); ls -d $(storage-get location) > /dev/null || exit 1;;
    esac`,
    {
      "metadata.yaml": `${MACHINE}
storage:
  data: {type: filesystem, multiple: {range: 0-}}
`,
    },
  );
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(logLines(run.unit.entries), [
    "DEBUG data/0 filesystem",
    "DEBUG data/1 filesystem",
  ]);
  assertEquals(run.unit.status.failed, null);
});

const ACTIONS = `backup:
  params:
    where: {type: string, default: here}
    count: {type: integer}
  required: [count]
broken: {}
`;

Deno.test("LocalUnit.runAction() gives results, defaults filled in (JDP-12)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_ACTION_NAME ]] || exit 0
    echo printed
    action-log working
    action-set where=$(action-get where) deep.count=$(action-get count)
    state-set ran=yes`,
    { "actions.yaml": ACTIONS },
  );
  await using run = await charm.start();
  await run.unit.settle();

  const outcome = await run.unit.runAction("backup", { count: 3 });

  assertEquals(outcome, {
    action: "backup",
    status: "completed",
    message: "",
    results: {
      where: "here",
      deep: { count: "3" },
      "return-code": 0,
      stdout: "printed\n",
    },
    log: ["working"],
  });
  assertEquals(run.unit.state.charmState.get("ran"), "yes");
});

Deno.test("LocalUnit.runAction() keeps results but no writes of a failure (JDP-13)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_ACTION_NAME ]] || exit 0
    action-set got=this
    action-fail "not today"
    state-set ran=yes
    exit $(action-get count)`,
    { "actions.yaml": ACTIONS },
  );
  await using run = await charm.start();
  await run.unit.settle();

  const marked = await run.unit.runAction("backup", { count: 0 });
  const kept = run.unit.state.charmState.get("ran");
  run.unit.state.charmState.clear();
  const exited = await run.unit.runAction("backup", { count: 5 });

  assertEquals([marked.status, marked.message], ["failed", "not today"]);
  assertEquals(kept, "yes");
  assertEquals([exited.status, exited.message], ["failed", "exit status 5"]);
  assertEquals(exited.results["got"], "this");
  assertEquals(run.unit.state.charmState.size, 0);
  assertEquals(run.unit.status.failed, null);
});

Deno.test("LocalUnit.runAction() refuses wrong parameters without a run (JDP-12)", async () => {
  await using charm = await ShellCharm.make("exit 0", {
    "actions.yaml": ACTIONS,
  });
  await using run = await charm.start();
  await run.unit.settle();
  const before = eventNames(run.unit.entries).length;

  const missing = await run.unit.runAction("backup");
  const wrong = await run.unit.runAction("backup", { count: "many" });

  assertEquals([missing.status, wrong.status], ["error", "error"]);
  assertMatch(missing.message, /"count" property is missing and required/);
  assertMatch(wrong.message, /\.count : must be of type integer/);
  assertEquals(eventNames(run.unit.entries).length, before);
});

Deno.test("LocalUnit.runAction() runs while the unit is in error (JDP-15)", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_HOOK_NAME != start ]]",
    { "actions.yaml": ACTIONS },
  );
  await using run = await charm.start();
  await run.unit.settle();

  const { status } = await run.unit.runAction("broken");

  assertEquals(status, "completed");
  assertEquals(run.unit.status.failed, "start");
});

Deno.test("LocalUnit refuses what the charm has not", async () => {
  await using charm = await ShellCharm.make("exit 0", {
    "config.yaml": "options: {port: {type: int}}",
  });
  await using run = await charm.start();
  await run.unit.settle();

  await assertRejects(
    () => run.unit.setConfig({ nope: 1 }),
    CliError,
    'Cannot set option "nope": the charm has none',
  );
  await assertRejects(
    () => run.unit.setConfig({ port: "high" }),
    CliError,
    "it is of type int",
  );
  await assertRejects(() => run.unit.runAction("nope"), CliError, "has none");
  await assertRejects(
    () => run.unit.dispatch("nope"),
    TypeError,
    "no such hook",
  );
});

Deno.test("LocalUnit hides the content of secrets from its timeline", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_HOOK_NAME == start ]] && secret-add password=hush pin#base64=aHVzaA==; exit 0",
  );
  await using run = await charm.start();

  await run.unit.settle();

  const command = run.unit.entries.find((e) => e.type === "hook-command");
  assertEquals(command?.type === "hook-command" ? command.args : [], [
    "password=<redacted>",
    "pin#base64=<redacted>",
  ]);
});

Deno.test("LocalRun leaves nothing behind, also in the middle of a hook", async () => {
  await using charm = await ShellCharm.make("is-leader; sleep 60");
  const reached = Promise.withResolvers<void>();
  const run = await charm.start({ onHookCommand: () => reached.resolve() });
  const settled = run.unit.settle();
  await reached.promise;

  await run[Symbol.asyncDispose]();
  await settled;

  assertEquals(await Deno.stat(run.folder).catch(() => null), null);
  assert(!eventNames(run.unit.entries).includes("install"));
});
