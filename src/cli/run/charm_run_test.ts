import {
  assert,
  assertEquals,
  assertObjectMatch,
  assertRejects,
} from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { makeFolder, MemoryOutput } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import { ShellCharm } from "./_test_charm.ts";
import { runCharm } from "./charm_run.ts";
import { readScript } from "./script.ts";
import type { Step } from "./steps.ts";
import { parseRelate } from "./targets.ts";

const GUESTBOOK = fromFileUrl(new URL("testdata/guestbook", import.meta.url));
const CONFIG = fromFileUrl(new URL("../../../deno.json", import.meta.url));

/** The guest book, whose dispatch runs its source with this Deno. */
async function makeGuestbook(): Promise<ShellCharm> {
  const cache = Deno.env.get("DENO_DIR");
  const { HOME = "" } = Deno.env.toObject();
  const files: Record<string, string> = {};
  for (const name of ["metadata.yaml", "config.yaml", "actions.yaml"]) {
    files[name] = await Deno.readTextFile(join(GUESTBOOK, name));
  }
  const deno = [
    Deno.execPath(),
    "run",
    "--allow-all",
    "--no-check",
    "--no-lock",
    "--config",
    CONFIG,
    join(GUESTBOOK, "charm.ts"),
  ];
  return await ShellCharm.make(
    `export HOME='${HOME}' NO_COLOR=1
${cache === undefined ? "" : `export DENO_DIR='${cache}'`}
exec ${deno.map((word) => `'${word}'`).join(" ")}`,
    files,
  );
}

Deno.test("runCharm() takes a charm with relation, peers and secrets through a script", async () => {
  await using charm = await makeGuestbook();
  await using folder = await makeFolder();
  const output = new MemoryOutput();
  const report = folder.at("report.html");

  const code = await runCharm({
    source: charm.dir,
    units: 2,
    json: true,
    report,
    storages: { pages: { count: 1 } },
    relate: [parseRelate(`db:postgresql=${join(GUESTBOOK, "database.yaml")}`)],
    steps: readScript(join(GUESTBOOK, "tour.script")),
  }, output);

  const entries = output.lines.map((line) => JSON.parse(line));
  const failed = entries.filter(({ type, ok }) => type === "expected" && !ok);
  assertEquals(failed, []);
  assertEquals(code, 0);
  assertObjectMatch(entries.at(-1), {
    type: "summary",
    exitCode: 0,
    units: [
      { name: "guestbook/0", status: "waiting", leader: false },
      { name: "guestbook/1", status: "waiting", leader: true },
    ],
  });
  // Who watches peers is told, and only the new leader hears that it leads.
  const events = entries.filter(({ type }) => type === "event-started")
    .map(({ unitName, event }) => `${unitName} ${event}`);
  assert(events.includes("guestbook/1 cluster-relation-joined"));
  assertEquals(
    events.filter((text) => text.endsWith("leader-elected")),
    ["guestbook/0 leader-elected", "guestbook/1 leader-elected"],
  );
  const page = await Deno.readTextFile(report);
  const all = page + output.lines.join("\n") + output.notes.join("\n");
  assert(page.includes("the password is &lt;redacted&gt;"));
  for (const secret of ["correct horse battery", "staple", "guestbook-user"]) {
    assertEquals(all.includes(secret), false, secret);
  }
});

const DB = {
  "metadata.yaml": `name: shell
summary: A charm in bash.
description: For tests.
requires:
  db: {interface: pg}
`,
};

Deno.test("runCharm() reads a databag file again when it changes", async () => {
  await using charm = await ShellCharm.make(
    `case $JUJU_HOOK_NAME in
    db-relation-changed) status-set active "$(relation-get --app a db 2>/dev/null || relation-get -r $JUJU_RELATION_ID --app a pg)";;
    esac; exit 0`,
    DB,
  );
  await using folder = await makeFolder({ "pg.yaml": "app: {a: one}" });
  const output = new MemoryOutput();
  const seen = {
    two: Promise.withResolvers<void>(),
    wrong: Promise.withResolvers<void>(),
  };
  output.line = (text) => {
    output.lines.push(text);
    if (text.includes("active: two")) seen.two.resolve();
    if (text.includes("stays as it was")) seen.wrong.resolve();
  };
  const file = folder.at("pg.yaml");
  async function* lines() {
    yield "expect status active one";
    await Deno.writeTextFile(file, "app: {a: [1]}");
    await seen.wrong.promise;
    await Deno.writeTextFile(file, "app: {a: two}");
    await seen.two.promise;
    yield "wait status active two";
  }

  const code = await runCharm({
    source: charm.dir,
    relate: [parseRelate(`db:pg=${file}`)],
    lines: lines(),
  }, output);

  assertEquals(code, 0);
  assert(
    output.lines.some((line) =>
      line.includes("pg.yaml:1:7: app.a: expected text, got a list")
    ),
    output.lines.join("\n"),
  );
});

Deno.test("runCharm() fails when an expectation is not met", async () => {
  await using charm = await ShellCharm.make("exit 0");
  const output = new MemoryOutput();

  const code = await runCharm({
    source: charm.dir,
    steps: [{ kind: "expect", what: "status", words: ["active"] }],
  }, output);

  assertEquals(code, 1);
  assert(
    output.lines.includes(
      "  expected shell/0 status active: it is unknown",
    ),
  );
});

Deno.test("runCharm() looks at all open ports, in any order", async () => {
  await using charm = await ShellCharm.make(
    "case $JUJU_HOOK_NAME in start) open-port 443 && open-port 53/udp;; esac",
  );
  const output = new MemoryOutput();

  const code = await runCharm({
    source: charm.dir,
    steps: ["53/udp 443/tcp", "443/tcp", "none"].map((words): Step => ({
      kind: "expect",
      what: "ports",
      words: words.split(" "),
    })),
  }, output);

  assertEquals(code, 1);
  assertEquals(output.lines.filter((line) => line.includes("expected")), [
    "  as expected: shell/0 ports 53/udp 443/tcp",
    "  expected shell/0 ports 443/tcp: found 443/tcp 53/udp",
    "  expected shell/0 ports none: found 443/tcp 53/udp",
  ]);
});

Deno.test("runCharm() looks at services of Pebble, simulated or real", async () => {
  const service = { override: "replace", command: "sleep 60" };
  const services = { on: { ...service, startup: "enabled" }, off: service };
  const layer = {
    action: "add",
    combine: true,
    label: "web",
    format: "yaml",
    layer: JSON.stringify({ services }),
  };
  for (const simulatePebble of [true, false]) {
    await using charm = await ShellCharm.make(
      `[[ $JUJU_HOOK_NAME == web-pebble-ready ]] || exit 0
      ask() {
        curl -sf --unix-socket /charm/containers/web/pebble.socket \\
          "http://localhost/v1/$1" -d "$2"
      }
      ask layers '${JSON.stringify(layer)}'
      ask services '{"action": "replan"}'`,
      {
        "metadata.yaml":
          "name: shell\nsummary: s\ndescription: d\ncontainers: {web: {}}\n",
      },
    );
    const output = new MemoryOutput();

    const code = await runCharm({
      source: charm.dir,
      simulatePebble,
      lines: ReadableStream.from([
        "wait service web:on active",
        "expect shell/0 service web:off inactive",
        "expect service web:other none",
        "expect service web:off active",
        "expect service db:off active",
      ]),
    }, output);

    assertEquals(code, 1);
    assertEquals(output.lines.filter((line) => line.includes("expected")), [
      "  as expected: shell/0 service web:on active",
      "  as expected: shell/0 service web:off inactive",
      "  as expected: shell/0 service web:other none",
      "  expected shell/0 service web:off active: it is inactive",
    ]);
    assertEquals(
      output.lines.concat(output.notes).filter((line) => line.includes('"db"')),
      ['Cannot look into container "db": the charm has none'],
    );
  }
});

Deno.test("runCharm() fails a hook that takes too long, with what it started", async () => {
  await using charm = await ShellCharm.make(
    `[[ $JUJU_HOOK_NAME == start ]] || exit 0
    sleep 600 & echo $! > ${"$CHARM_DIR"}/../../../child; wait`,
  );
  const output = new MemoryOutput();

  const code = await runCharm({ source: charm.dir, timeoutMs: 300 }, output);

  assertEquals(code, 1);
  assert(
    output.lines.some((line) => line.includes("failed: killed after 0.3 s")),
  );
  assert(
    output.lines.includes(
      "The unit is in error: start waits for a retry; the run ends",
    ),
  );
});

Deno.test("runCharm() writes the report of a run that was ended", async () => {
  await using charm = await ShellCharm.make("exec sleep 600");
  await using folder = await makeFolder();
  const abort = new AbortController();
  const output = new MemoryOutput();
  output.line = (text) => {
    if (text === "install") abort.abort();
  };

  await assertRejects(
    () =>
      runCharm(
        { source: charm.dir, report: folder.at("r.html") },
        output,
        abort.signal,
      ),
    DOMException,
  );

  const page = await Deno.readTextFile(folder.at("r.html"));
  assert(page.includes("exit code 130"));
  assert(page.includes("did not end"));
});

Deno.test("runCharm() refuses a report that can't be written before it runs", async () => {
  await using charm = await ShellCharm.make("exit 0");

  await assertRejects(
    () =>
      runCharm(
        { source: charm.dir, report: "/nowhere/r.html" },
        new MemoryOutput(),
      ),
    CliError,
    'Cannot write the report to "/nowhere/r.html"',
  );
});

Deno.test("runCharm() runs update-status from time to time (JEV-23)", async () => {
  await using charm = await ShellCharm.make("exit 0");
  const output = new MemoryOutput();
  const second = Promise.withResolvers<void>();
  let count = 0;
  output.line = (text) => {
    if (text === "update-status" && ++count === 2) second.resolve();
  };
  async function* lines() {
    await second.promise;
    yield "quit";
  }

  await runCharm(
    { source: charm.dir, updateStatusMs: 5, lines: lines() },
    output,
  );

  assert(count >= 2);
});
