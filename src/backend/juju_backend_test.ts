import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "../hook_commands/_recording_runner.ts";
import { JujuBackend } from "./juju_backend.ts";
import { readJujuContext } from "./juju_context.ts";

const CONTEXT = readJujuContext(
  new Map([["JUJU_UNIT_NAME", "db/0"], ["JUJU_CHARM_DIR", "/no-such-folder"]]),
);
const STATUS = '{"status":"active","message":"","status-data":{}}';
const ID = "secret:d1s3kj9f7ul8o3ftu3v0";

interface Case {
  readonly call: (backend: JujuBackend) => unknown;
  readonly argv: string;
  readonly stdout?: string;
  readonly result?: unknown;
}

const CASES: readonly Case[] = [
  { call: (b) => b.actionFail(), argv: "action-fail" },
  { call: (b) => b.actionFail("m"), argv: "action-fail -- m" },
  {
    call: (b) => b.actionGet(),
    argv: "action-get --format=json",
    stdout: '{"a":1}',
    result: { a: 1 },
  },
  { call: (b) => b.actionLog("m"), argv: "action-log -- m" },
  { call: (b) => b.actionSet({ "a.b": "c" }), argv: "action-set a.b=c" },
  {
    call: (b) => b.addMetric({ a: 1 }, { labels: { b: "c" } }),
    argv: "add-metric --labels b=c a=1",
  },
  {
    call: (b) => b.applicationVersionSet("1"),
    argv: "application-version-set -- 1",
  },
  { call: (b) => b.closePort({ port: 80 }), argv: "close-port 80" },
  {
    call: (b) => b.configGet(),
    argv: "config-get --format=json",
    stdout: '{"a":1}',
    result: { a: 1 },
  },
  {
    call: (b) => b.credentialGet().type,
    argv: "credential-get --format=json",
    stdout: '{"type":"lxd","name":"l"}',
    result: "lxd",
  },
  {
    call: (b) => b.goalState(),
    argv: "goal-state --format=json",
    stdout: "{}",
    result: { units: {}, relations: {} },
  },
  {
    call: (b) => b.isLeader(),
    argv: "is-leader --format=json",
    stdout: "true",
    result: true,
  },
  {
    call: (b) => b.jujuLog("m", { level: "DEBUG" }),
    argv: "juju-log --log-level DEBUG -- m",
  },
  { call: (b) => b.jujuReboot(), argv: "juju-reboot" },
  { call: (b) => b.jujuReboot({ now: true }), argv: "juju-reboot --now" },
  {
    call: (b) => b.networkGet("db", { relationId: 1 }).egressSubnets,
    argv: "network-get --format=json -r 1 db",
    stdout: "{}",
    result: [],
  },
  {
    call: (b) => b.openPort({ port: 80, protocol: "udp" }),
    argv: "open-port 80/udp",
  },
  {
    call: (b) => b.openedPorts(),
    argv: "opened-ports --format=json",
    stdout: "[]",
    result: [],
  },
  {
    call: (b) => b.relationGet({ endpoint: "db", id: 1 }, "pg", { app: true }),
    argv: "relation-get --format=json -r db:1 --app - pg",
    stdout: "{}",
    result: {},
  },
  {
    call: (b) => b.relationGet({ id: 1 }, "pg/0"),
    argv: "relation-get --format=json -r 1 - pg/0",
    stdout: "{}",
    result: {},
  },
  {
    call: (b) => b.relationIds("db"),
    argv: "relation-ids db --format=json",
    stdout: '["db:10","db:2"]',
    result: [10, 2],
  },
  {
    call: (b) => b.relationList({ id: 1 }),
    argv: "relation-list --format=json -r 1",
    stdout: '["pg/0"]',
    result: ["pg/0"],
  },
  {
    call: (b) => b.relationApp({ endpoint: "db", id: 1 }),
    argv: "relation-list --format=json --app -r db:1",
    stdout: '"pg"',
    result: "pg",
  },
  {
    call: (b) => b.relationModelGet({ id: 1 }),
    argv: "relation-model-get --format=json -r 1",
    stdout: '{"uuid":"u"}',
    result: "u",
  },
  {
    call: (b) => b.relationSet({ endpoint: "db", id: 1 }, { a: "b" }),
    argv: "relation-set -r db:1 --file /private/data.json",
  },
  {
    call: (b) => b.relationSet({ id: 1 }, { a: "b" }, { app: true }),
    argv: "relation-set -r 1 --app --file /private/data.json",
  },
  {
    call: (b) => b.resourceGet("r"),
    argv: "resource-get r",
    stdout: "/r",
    result: "/r",
  },
  {
    call: (b) => b.secretAdd({ key: "v" }, { owner: "unit", label: "l" }),
    argv: "secret-add --label l --owner unit key#file=/private/key",
    stdout: `${ID}\n`,
    result: ID,
  },
  {
    call: (b) => b.secretGet({ id: ID, peek: true }),
    argv: `secret-get --format=json ${ID} --peek`,
    stdout: '{"key":"v"}',
    result: { key: "v" },
  },
  {
    call: (b) => b.secretGrant(ID, 1, { unit: "pg/0" }),
    argv: `secret-grant --relation 1 --unit pg/0 ${ID}`,
  },
  {
    call: (b) => b.secretIds(),
    argv: "secret-ids --format=json",
    stdout: "null",
    result: [],
  },
  {
    call: (b) => b.secretInfoGet({ label: "l" }).revision,
    argv: "secret-info-get --format=json --label l",
    stdout: '{"d1s3":{"revision":3}}',
    result: 3,
  },
  {
    call: (b) => b.secretRemove(ID, { revision: 3 }),
    argv: `secret-remove ${ID} --revision 3`,
  },
  {
    call: (b) => b.secretRevoke(ID, { relationId: 1 }),
    argv: `secret-revoke --relation 1 ${ID}`,
  },
  {
    call: (b) => b.secretSet(ID, { content: { key: "v" } }),
    argv: `secret-set --owner application ${ID} key#file=/private/key`,
  },
  {
    call: (b) => b.statusGet().status,
    argv: "status-get --include-data --format=json --application=false",
    stdout: STATUS,
    result: "active",
  },
  {
    call: (b) => b.appStatusGet().status,
    argv: "status-get --include-data --format=json --application=true",
    stdout: `{"application-status":${STATUS}}`,
    result: "active",
  },
  {
    call: (b) => b.statusSet("blocked", "m"),
    argv: "status-set --application=false blocked -- m",
  },
  {
    call: (b) => b.statusSet("active", "", { app: true }),
    argv: "status-set --application=true active -- ",
  },
  { call: (b) => b.storageAdd({ data: 2 }), argv: "storage-add data=2" },
  {
    call: (b) => b.storageGet("data/0").location,
    argv: "storage-get --format=json -s data/0",
    stdout: '{"kind":"block","location":"/dev/sdb"}',
    result: "/dev/sdb",
  },
  {
    call: (b) => b.storageList("data"),
    argv: "storage-list --format=json data",
    stdout: "[]",
    result: [],
  },
];

Deno.test("JujuBackend runs one hook command for each method (HKC)", () => {
  for (const { call, argv, stdout, result } of CASES) {
    const runner = new RecordingRunner(stdout);
    using backend = new JujuBackend(CONTEXT, { runner });

    assertEquals(call(backend), result, argv);
    assertEquals(runner.argv.join(" "), argv);
  }
});

Deno.test("JujuBackend has a case for each hook command it can run", () => {
  const methods = Object.getOwnPropertyNames(JujuBackend.prototype)
    .filter((name) =>
      !["constructor", "hookCommandCount", "hookCommands", "pebble"]
        .includes(name)
    );

  const untested = methods.filter((method) =>
    !CASES.some(({ call }) => call.toString().includes(`.${method}(`))
  );

  assertEquals(untested, []);
});

Deno.test("JujuBackend.hookCommandCount counts hook commands", () => {
  using backend = new JujuBackend(CONTEXT, { runner: new RecordingRunner() });

  backend.statusSet("active", "");
  backend.jujuLog("m");

  assertEquals(backend.hookCommandCount, 2);
});

Deno.test("JujuBackend.jujuLog() sends a long message in pieces, and no empty one (LOG-04, LOG-05)", () => {
  const runner = new RecordingRunner();
  using backend = new JujuBackend(CONTEXT, { runner });

  backend.jujuLog("");
  backend.jujuLog("a".repeat(131_072), { level: "ERROR" });

  assertEquals(
    runner.commands.map(({ argv }) => [argv[2], argv[4]?.length]),
    [["ERROR", 64], ["ERROR", 131_071], ["ERROR", 1]],
  );
});

Deno.test("JujuBackend.pebble() gives one client for each container (JEN-33)", () => {
  using backend = new JujuBackend(CONTEXT, { runner: new RecordingRunner() });

  const web = backend.pebble("web");

  assertStrictEquals(backend.pebble("web"), web);
  assertEquals(backend.pebble("db") === web, false);
});

Deno.test("JujuBackend closes its clients (JEN-33)", () => {
  const backend = new JujuBackend(CONTEXT, { runner: new RecordingRunner() });
  const web = backend.pebble("web");

  backend[Symbol.dispose]();

  assertEquals(backend.pebble("web") === web, false);
  backend[Symbol.dispose]();
});

Deno.test("JujuBackend.relationSet() refuses the databag of another", () => {
  const runner = new RecordingRunner(() => "");
  const backend = new JujuBackend(CONTEXT, { runner });

  for (
    const options of [{ of: "web/0" }, { of: "web", app: true }, { of: "db" }]
  ) {
    assertThrows(
      () => backend.relationSet({ id: 1 }, { a: "1" }, options),
      TypeError,
      `Cannot write the databag of "${options.of}": a charm writes only those of "db/0" and "db"`,
    );
  }
  backend.relationSet({ id: 1 }, { a: "1" }, { of: "db/0" });

  assertEquals(runner.commands.length, 1);
});
