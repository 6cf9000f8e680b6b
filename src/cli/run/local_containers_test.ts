import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { Client } from "../../pebble/client.ts";
import { CliError } from "../cli_error.ts";
import { eventNames, logLines, ShellCharm } from "./_test_charm.ts";
import { findPebble } from "./pebble_daemon.ts";
import { makeRealPlace, makeSocketPlace } from "./socket_place.ts";

const KUBERNETES = {
  "metadata.yaml": `name: shell
summary: A charm in bash.
description: For tests.
containers:
  web: {}
  side-car: {}
`,
  "manifest.yaml":
    "bases: [{name: ubuntu, channel: '24.04', architectures: [amd64]}]",
};

Deno.test("LocalUnit tells of each container's Pebble (JEV-03, JEV-15, JEN-33)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == *-pebble-ready ]] || exit 0
    [[ -S /charm/containers/$JUJU_WORKLOAD_NAME/pebble.socket ]] && echo $JUJU_WORKLOAD_NAME`,
    KUBERNETES,
  );
  await using run = await charm.start();

  await run.unit.settle();

  assertEquals(logLines(run.unit.entries).sort(), [
    "DEBUG side-car",
    "DEBUG web",
  ]);
  const names = eventNames(run.unit.entries);
  assertEquals(names.filter((name) => !name.includes("pebble")), [
    "install",
    "leader-elected",
    "config-changed",
    "start",
  ]);
  assert(names.indexOf("web-pebble-ready") > names.indexOf("leader-elected"));
});

Deno.test("LocalUnit tells of a Pebble that was started anew (JEV-15)", async () => {
  await using charm = await ShellCharm.make("exit 0", KUBERNETES);
  await using run = await charm.start();
  await run.unit.settle();
  const before = eventNames(run.unit.entries).length;

  await run.unit.restartContainer("web");

  assertEquals(eventNames(run.unit.entries).slice(before), [
    "web-pebble-ready",
  ]);
});

Deno.test("LocalUnit drops a failed pebble-ready, and offers it again (JDP-09)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == web-pebble-ready && ! -e tried ]] || exit 0
    touch tried
    exit 1`,
    KUBERNETES,
  );
  await using run = await charm.start();

  await run.unit.settle();
  const { failed } = run.unit.status;
  await run.unit.retry();

  assertEquals(failed, null);
  const names = eventNames(run.unit.entries);
  assertEquals(names.includes("web-pebble-ready!"), true);
  assertEquals(names.at(-1), "web-pebble-ready");
});

Deno.test("LocalUnit tells of custom notices (JEV-16)", async () => {
  const told = Promise.withResolvers<void>();
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == *-custom-notice ]] || exit 0
    echo $JUJU_WORKLOAD_NAME $JUJU_NOTICE_TYPE $JUJU_NOTICE_KEY`,
    KUBERNETES,
  );
  await using run = await charm.start({
    onEntry: (entry) => {
      if (entry.type === "event-ended" && entry.event.includes("notice")) {
        told.resolve();
      }
    },
  });
  await run.unit.settle();

  using client = new Client(join(run.folder, "containers/web/pebble.socket"));
  await client.notify("custom", "example.com/x");
  await told.promise;

  assertEquals(
    logLines(run.unit.entries),
    ["DEBUG web custom example.com/x"],
  );
});

Deno.test("LocalUnit tells of checks that fail and recover (JEV-16, JEN-19)", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_PEBBLE_CHECK_NAME ]] || exit 0
    echo $JUJU_HOOK_NAME $JUJU_PEBBLE_CHECK_NAME`,
    KUBERNETES,
  );
  const ended = Promise.withResolvers<void>();
  await using run = await charm.start({
    onEntry: async (entry) => {
      if (entry.type !== "event-ended") return;
      if (entry.event.endsWith("-recovered")) ended.resolve();
      if (entry.event.endsWith("-failed")) await Deno.writeTextFile(flag, "");
    },
  });
  const flag = join(charm.dir, "flag");
  await run.unit.settle();
  using client = new Client(join(run.folder, "containers/web/pebble.socket"));

  await client.addLayer("checks", {
    checks: {
      up: {
        override: "replace",
        period: "20ms",
        threshold: 1,
        exec: { command: `test -e ${flag}` },
      },
    },
  });
  await client.replanServices();
  await ended.promise;

  assertEquals(logLines(run.unit.entries), [
    "DEBUG web-pebble-check-failed up",
    "DEBUG web-pebble-check-recovered up",
  ]);
});

Deno.test("LocalUnit has a simulated Pebble where there is no real one", async () => {
  await using charm = await ShellCharm.make(
    // Earlier events may come before any Pebble is there, as with Juju.
    "[[ $JUJU_HOOK_NAME != web-pebble-ready || -S /charm/containers/web/pebble.socket ]]",
    KUBERNETES,
  );
  const notes: string[] = [];
  await using run = await charm.start({
    simulatePebble: true,
    onEntry: (entry) => {
      if (entry.type === "note") notes.push(entry.message);
    },
  });
  await run.unit.settle();
  using client = new Client(join(run.folder, "containers/web/pebble.socket"));
  await client.addLayer("base", {
    services: {
      web: { override: "replace", command: "/bin/web", startup: "enabled" },
    },
  });
  await client.push("/etc/made", "content", { makeDirs: true });

  await client.replanServices();
  const before = await client.getServices();
  using file = await client.pull("/etc/made");
  await run.unit.restartContainer("web");
  const after = await client.getServices();

  assert(
    notes.includes(
      "Container web: simulated Pebble, whose services run nothing",
    ),
  );
  assertEquals(run.unit.status.failed, null);
  assertEquals(before.map(({ current }) => current), ["active"]);
  assertEquals(await file.text(), "content");
  assertEquals(after, []);
  assertEquals(eventNames(run.unit.entries).at(-1), "web-pebble-ready");
});

Deno.test("LocalRun ends the Pebbles and their services", async () => {
  await using charm = await ShellCharm.make("exit 0", KUBERNETES);
  const run = await charm.start();
  await run.unit.settle();
  const file = join(charm.dir, "pid");
  using client = new Client(join(run.folder, "containers/web/pebble.socket"));
  await client.addLayer("sleeper", {
    services: {
      sleeper: {
        override: "replace",
        command: `bash -c 'echo $$ > ${file}; exec sleep 600'`,
        startup: "enabled",
      },
    },
  });
  await client.replanServices();
  const pid = Number(await Deno.readTextFile(file));

  await run[Symbol.asyncDispose]();

  const gone = await Deno.stat(`/proc/${pid}`).catch(() => null);
  assertEquals([gone, await Deno.stat(run.folder).catch(() => null)], [
    null,
    null,
  ]);
});

Deno.test("LocalRun gives variables to workloads, and none of its own (JEN-33)", async () => {
  await using charm = await ShellCharm.make("exit 0", KUBERNETES);
  await using run = await charm.start({ env: { COLOUR: "green" } });
  await run.unit.settle();
  using client = new Client(join(run.folder, "containers/web/pebble.socket"));

  const process = await client.exec(["bash", "-c", "env"]);
  const [stdout] = await process.waitOutput();

  assert(stdout.includes("COLOUR=green\n"));
  assert(stdout.includes("JUJU_CONTAINER_NAME=web\n"));
  assert(!stdout.includes("JUJU_UNIT_NAME"));
});

Deno.test("makeSocketPlace() lets two runs have containers of one name", async () => {
  const folders = await Promise.all([Deno.makeTempDir(), Deno.makeTempDir()]);
  try {
    await using first = await makeSocketPlace(folders[0] ?? "", ["web"]);
    await using second = await makeSocketPlace(folders[1] ?? "", ["web"]);

    assertEquals(
      first.socketPath("web") === second.socketPath("web"),
      false,
    );
    for (const place of [first, second]) {
      await Deno.writeTextFile(place.socketPath("web"), place.description);
      const [program = "", ...args] = [
        ...place.prefix,
        "cat",
        "/charm/containers/web/pebble.socket",
      ];
      const { stdout } = await new Deno.Command(program, { args }).output();
      assertEquals(new TextDecoder().decode(stdout), place.description);
    }
  } finally {
    for (const folder of folders) {
      await Deno.remove(folder, { recursive: true });
    }
  }
});

Deno.test("makeRealPlace() takes only what is free, and removes what it made", async () => {
  const folder = await Deno.makeTempDir();
  const root = join(folder, "charm/containers");
  const place = await makeRealPlace(["web"], root);

  const error = await assertRejects(
    () => makeRealPlace(["other", "web"], root),
    CliError,
    `Cannot put Pebble sockets to ${root}`,
  );
  const there = [...Deno.readDirSync(root)].map(({ name }) => name);
  await place[Symbol.asyncDispose]();

  assertEquals(error.hint?.startsWith("Another run may use"), true);
  assertEquals(there, ["web"]);
  assertEquals([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
});

Deno.test("findPebble() finds the Pebble that this machine has", async () => {
  const path = await findPebble();

  assert(path !== null && path.startsWith("/"));
});

Deno.test("LocalUnit tells what a charm asks of each Pebble, simulated or real", async () => {
  for (const simulatePebble of [true, false]) {
    await using charm = await ShellCharm.make(
      `[[ $JUJU_HOOK_NAME == web-pebble-ready ]] || exit 0
      curl -s --unix-socket /charm/containers/web/pebble.socket \\
        http://localhost/v1/services
      juju-log "the daemon writes its log meanwhile"`,
      {
        "metadata.yaml":
          "name: shell\nsummary: s\ndescription: d\ncontainers: {web: {}}\n",
        "manifest.yaml":
          "bases: [{name: ubuntu, channel: '24.04', architectures: [amd64]}]",
      },
    );
    await using run = await charm.start({ simulatePebble });

    await run.unit.settle();

    const calls = run.unit.entries.flatMap((entry) =>
      entry.type === "pebble"
        ? [`${entry.container} ${entry.request} ${entry.code}`]
        : []
    );
    assertEquals(calls, ["web GET /v1/services 200"]);
  }
});
