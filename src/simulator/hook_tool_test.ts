import { assert, assertEquals, assertMatch } from "@std/assert";
import { shell, world } from "./_test_world.ts";
import type { HookEvent } from "./hook_event.ts";
import { HOOK_TOOL_NAMES } from "./hook_tool.ts";

type Line = readonly string[] | string;
type Case = readonly [line: Line, stdout: string, stderr?: string];

/** Runs each line in a fresh context; an expected error begins with its code. */
function check(name: string, cases: readonly Case[], event?: HookEvent): void {
  for (const [line, stdout, error = ""] of cases) {
    const shown = typeof line === "string" ? line : line.join(" ");
    Deno.test(`runHookTool() answers "${shown}" as Juju does (${name})`, () => {
      const result = shell(world(), event)(line);

      const code = error === "" ? 0 : Number(error[0]);
      const stderr = error === "" ? "" : `ERROR ${error.slice(2)}\n`;
      assertEquals(
        [result.code, result.stdout, result.stderr],
        [code, stdout, stderr],
      );
    });
  }
}

check("JHT-00, JHT-01", [
  ["config-get title", "My <Site> & more\n"],
  [
    "config-get title --format json",
    '"My \\u003cSite\\u003e \\u0026 more"\n',
  ],
  ["config-get count", "1e+06\n"],
  ["config-get count --format=yaml", "1e+06\n"],
  ["config-get --format=json count", "1000000\n"],
  ["config-get ratio", "45\n"],
  ["config-get debug", "False\n"],
  ["config-get debug --format yaml", "false\n"],
  ["config-get empty", ""],
  ["config-get unset", ""],
  ["config-get unset --format json", "null\n"],
  ["config-get nonsense --format json", "null\n"],
  [
    "config-get --format json",
    '{"count":1000000,"debug":false,"empty":"","ratio":45,' +
    '"title":"My \\u003cSite\\u003e \\u0026 more"}\n',
  ],
  [
    ["config-get", ""],
    'count: 1e+06\ndebug: false\nempty: ""\nratio: 45\ntitle: My <Site> & more\n',
  ],
  [
    "config-get -a --format yaml",
    'count: 1e+06\ndebug: false\nempty: ""\nratio: 45\ntitle: My <Site> & more\nunset: null\n',
  ],
  [
    "config-get --all title",
    "",
    '2 cannot use argument --all together with key "title"',
  ],
  ["config-get --bogus", "", "2 option provided but not defined: --bogus"],
  ["config-get -format", "", "2 option provided but not defined: -f"],
  ["config-get --format", "", "2 option needs an argument: --format"],
  [
    "config-get --format xml",
    "",
    '2 invalid value "xml" for option --format: unknown format "xml"',
  ],
  ["config-get a b c", "", '2 unrecognized args: ["b" "c"]'],
  ["is-leader", "True\n"],
  ["is-leader --format=json", "true\n"],
  ["no-such-tool", "", "1 bad request: unknown command: no-such-tool"],
]);

check("JHT-03 to JHT-06", [
  ["status-set active", ""],
  ["status-set --application=False active -- -dash", ""],
  [
    "status-set active --dash",
    "",
    "2 option provided but not defined: --dash",
  ],
  [
    "status-set error",
    "",
    '2 invalid status "error", expected one of [maintenance blocked waiting active]',
  ],
  ["status-set", "", "2 invalid args, require <status> [message]"],
  ["status-set active a extra", "", '2 unrecognized args: ["extra"]'],
  [
    "status-set --application=maybe active",
    "",
    '2 invalid value "maybe" for option --application: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  ["status-get", "waiting\n"],
  ["status-get --format json", '{"status":"waiting"}\n'],
  [
    "status-get --include-data --format=json --application=false",
    '{"message":"waiting for machine","status":"waiting","status-data":{}}\n',
  ],
  ["status-get --application", "unknown\n"],
  [
    "status-get --application --format json",
    '{"application-status":{"status":"unknown","units":{"app/0":{"status":"waiting"}}}}\n',
  ],
  ["application-version-set 1.2", ""],
  [["application-version-set", ""], ""],
  ["application-version-set", "", "2 no version specified"],
  ["unit-get private-address", "127.0.0.1\n"],
  ["unit-get", "", "2 no setting specified"],
  ["unit-get foo", "", '2 unknown setting "foo"'],
]);

check("JHT-07", [
  ["network-get db --bind-address", "127.0.0.1\n"],
  ["network-get db --ingress-address --format json", '"127.0.0.1"\n'],
  [
    "network-get db --format json",
    '{"bind-addresses":[{"addresses":[{"cidr":"127.0.0.0/8","hostname":"","value":"127.0.0.1"}],' +
    '"interface-name":"lo","mac-address":""}],"egress-subnets":["127.0.0.1/32"],"ingress-addresses":["127.0.0.1"]}\n',
  ],
  ["network-get admin --egress-subnets", "127.0.0.1/32\n"],
  [
    "network-get nope",
    "",
    '1 no network config found for binding "nope"',
  ],
  ["network-get", "", "2 no arguments specified"],
  ["network-get --bind-address", "", "2 no binding name specified"],
]);

check("JHT-08, JHT-09", [
  ["open-port 80", ""],
  ["open-port 0/tcp", ""],
  ["open-port 8080-8088/UDP --endpoints db", ""],
  ["open-port icmp", ""],
  ["opened-ports --format json", "[]\n"],
  ["open-port", "", "2 no port or range specified"],
  [
    "open-port 80/foo",
    "",
    '2 invalid protocol "foo", expected "tcp", "udp", or "icmp"',
  ],
  [
    "open-port 99999",
    "",
    "2 port range bounds must be between 0 and 65535, got 99999-99999",
  ],
  ["open-port 90-80", "", "2 invalid port range 90-80/tcp"],
  [
    "open-port abc",
    "",
    '2 invalid port "abc": strconv.Atoi: parsing "abc": invalid syntax',
  ],
]);

check("JHT-10 to JHT-14", [
  ["relation-ids db", "db:1\n"],
  ["relation-ids db --format json", '["db:1"]\n'],
  ["relation-ids nope --format json", "[]\n"],
  ["relation-ids", "", "2 no endpoint name specified"],
  ["relation-list -r 1", "mysql/0\nmysql/10\nmysql/2\n"],
  ["relation-list -r anything:1 --app", "mysql\n"],
  ["relation-list -r1 --format json --app", '"mysql"\n'],
  ["relation-list", "", "2 no relation id specified"],
  [
    "relation-list -r=1",
    "",
    '2 invalid value "=1" for option -r: invalid relation id',
  ],
  [
    "relation-list -r 9",
    "",
    '2 invalid value "9" for option -r: relation not found',
  ],
  ["relation-get -r 1 - mysql/0", "host: 10.0.0.1\n"],
  ["relation-get -r 1 host mysql/0 --format json", '"10.0.0.1"\n'],
  ["relation-get -r 1 nope mysql/0", ""],
  ["relation-get -r 1 --app - mysql/0", 'version: "8"\n'],
  ["relation-get -r 1 - mysql/10 --format yaml", "{}\n"],
  ["relation-get -r 1", "", "2 no unit or application specified"],
  [
    "relation-get -r 1 - mysql",
    "",
    '2 expected unit name, got application name "mysql"',
  ],
  [
    ["relation-get", "-r", "1", "-", "bad name"],
    "",
    '2 invalid unit name "bad name"',
  ],
  ["relation-set -r 1 a=b", ""],
  ["relation-set a=b", "", "2 no relation id specified"],
  ["relation-set -r 1 c", "", '2 expected "key=value", got "c"'],
  ["relation-set -r 1 =b", "", '2 expected "key=value", got "=b"'],
  [
    "relation-set -r 1 a=1 a=2",
    "",
    '2 key "a" specified more than once',
  ],
  [
    "relation-set -r 1 --file /x",
    "",
    "1 open /x: no such file or directory",
  ],
  [
    "relation-model-get -r 1",
    "uuid: 11111111-2222-4333-8444-555555555555\n",
  ],
]);

check("JHT-15 to JHT-18", [
  ["storage-add data", ""],
  ["storage-add", "", "2 storage add requires a storage directive"],
  [
    "storage-add data=1G",
    "",
    '2 only count can be specified for "data"',
  ],
  ["storage-list --format json", "[]\n"],
  ["storage-get", "", "2 no storage instance specified"],
  [
    "storage-get -s bad",
    "",
    '2 invalid value "bad" for option -s: invalid storage ID "bad"',
  ],
  ["resource-get", "", "2 missing required resource name"],
]);

check("JHT-19 to JHT-26", [
  ["secret-add", "", "2 missing secret value or filename"],
  ["secret-add foo", "", '2 key value "foo" not valid'],
  ["secret-add foo=", "", '2 key value "foo=" not valid'],
  ["secret-add ab=x", "", '2 key "ab" not valid'],
  ["secret-add --rotate x foo=b", "", '2 rotate policy "x" not valid'],
  ["secret-add --owner x foo=b", "", '2 secret owner "x" not valid'],
  [
    "secret-add --expire zzz foo=b",
    "",
    '2 expire time or duration "zzz" not valid',
  ],
  [
    "secret-add --expire -1h foo=b",
    "",
    '2 negative expire duration "-1h" not valid',
  ],
  [
    "secret-add foo#file=/nope",
    "",
    '2 reading content for secret key "foo": open /nope: no such file or directory',
  ],
  ["secret-get", "", "2 require either a secret URI or label"],
  ["secret-get bad", "", '2 secret URI "bad" not valid'],
  ["secret-get http:abc", "", '2 secret URI scheme "http" not valid'],
  [
    "secret-get --peek --refresh --label x",
    "",
    "2 specify one of --peek or --refresh but not both",
  ],
  [
    "secret-get 9m4e2mr0ui3e8a215n4g",
    "",
    '1 secret "9m4e2mr0ui3e8a215n4g" not found',
  ],
  ["secret-info-get", "", "2 require either a secret URI or label"],
  [
    "secret-info-get 9m4e2mr0ui3e8a215n4g --label x",
    "",
    "2 specify either a secret URI or label but not both",
  ],
  ["secret-ids --format json", "null\n"],
  ["secret-set", "", "2 missing secret URI"],
  ["secret-grant", "", "2 missing secret URI"],
  [
    "secret-grant 9m4e2mr0ui3e8a215n4g",
    "",
    "2 no relation id specified",
  ],
  [
    "secret-revoke 9m4e2mr0ui3e8a215n4g",
    "",
    "2 missing relation or application or unit",
  ],
  ["secret-remove 9m4e2mr0ui3e8a215n4g", ""],
]);

check("JHT-27 to JHT-33", [
  ["state-get", "{}\n"],
  ["state-get --format json", "null\n"],
  ["state-get k --format json", '""\n'],
  ["state-get --strict k", "", '1 "k" not found'],
  ["state-set", ""],
  ["state-delete", ""],
  ["juju-log", "", "2 no message specified"],
  ["juju-log --log-level DEBUG -- -x y", ""],
  ["action-get", "", "1 not running an action"],
  ["action-fail", "", "1 not running an action"],
  [
    "credential-get",
    "",
    "1 cannot access cloud credentials: permission denied",
  ],
]);

const action: HookEvent = {
  kind: "action",
  name: "backup",
  id: "12",
  params: { where: { bucket: "b" }, size: 3 },
};
check("JHT-34 to JHT-37", [
  ["action-get --format json", '{"size":3,"where":{"bucket":"b"}}\n'],
  ["action-get where.bucket", "b\n"],
  ["action-get where.nope --format json", "null\n"],
  ["action-set a", "", '2 argument "a" must be of the form key...=value'],
  [
    "action-set A=1",
    "",
    '2 key "A" must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric and hyphens',
  ],
  [
    "action-set a.stdout=1",
    "",
    '2 cannot set reserved action key "stdout"',
  ],
  ["action-fail a b", "", '2 unrecognized args: ["b"]'],
  [
    "juju-reboot",
    "",
    "1 juju-reboot is not supported when running an action.",
  ],
], action);

Deno.test("HOOK_TOOL_NAMES has each command of both versions (JHT-00.20)", () => {
  assertEquals(HOOK_TOOL_NAMES.length, 38);
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
