// Long, as it is one table: a row for each command and option.

import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  actionFail,
  actionGet,
  actionLog,
  actionSet,
  appStatusGet,
  appVersionSet,
  closePort,
  configGet,
  credentialGet,
  goalState,
  type HookCommandRunner,
  isLeader,
  jujuLog,
  jujuReboot,
  leaderGet,
  leaderSet,
  networkGet,
  openedPorts,
  openPort,
  payloadRegister,
  payloadStatusSet,
  payloadUnregister,
  relationApp,
  relationGet,
  relationIds,
  relationList,
  relationModelGet,
  relationSet,
  resourceGet,
  secretAdd,
  secretGet,
  secretGetBytes,
  secretGrant,
  secretIds,
  secretInfoGet,
  secretRemove,
  secretRevoke,
  secretSet,
  stateDelete,
  stateGet,
  stateSet,
  statusGet,
  statusSet,
  storageAdd,
  storageGet,
  storageList,
  unitGet,
} from "./mod.ts";

const ID = "secret:d1s3kj9f7ul8o3ftu3v0";
const SHORT = { payloadClass: "mon", id: "-7" };
const BYTES = new Uint8Array([0, 255]);
const EXPIRE = new Date("2026-01-02T03:04:05.678Z");
const ALL = {
  label: "-l",
  description: "",
  expire: EXPIRE,
  rotate: "quarterly",
  owner: "unit",
} as const;
const ALL_FLAGS = [
  "--label",
  "-l",
  "--description",
  "",
  "--expire",
  "2026-01-02T03:04:05.678Z",
  "--rotate",
  "quarterly",
  "--owner",
  "unit",
];
const JSON_FLAG = "--format=json";

/** The argument list, and calls that must give it. */
type Row = readonly [
  readonly string[],
  ...((runner: HookCommandRunner) => unknown)[],
];

const ROWS: readonly Row[] = [
  [["action-fail"], (r) => actionFail(undefined, r)],
  [["action-fail", "--", ""], (r) => actionFail("", r)],
  [["action-fail", "--", "--x"], (r) => actionFail("--x", r)],
  [["action-get", JSON_FLAG], (r) => actionGet(undefined, r)],
  [["action-get", JSON_FLAG, "a.b"], (r) => actionGet("a.b", r)],
  [["action-get", JSON_FLAG, "--", "-o/f"], (r) => actionGet("-o/f", r)],
  [["action-log", "--", "-1 of 2"], (r) => actionLog("-1 of 2", r)],
  [["action-log", "--", ""], (r) => actionLog("", r)],
  [["action-set"], (r) => actionSet({}, r)],
  [
    ["action-set", "a=", "b.c=-x", "b.d=x=y"],
    (r) => actionSet({ a: "", b: { c: "-x", d: "x=y" } }, r),
  ],
  [["action-set", "--", "-a=1"], (r) => actionSet({ "-a": 1 }, r)],
  [
    ["application-version-set", "--", "-1"],
    (r) => appVersionSet("-1", r),
  ],
  [["application-version-set", "--", ""], (r) => appVersionSet("", r)],
  [["close-port", "0"], (r) => closePort({ port: 0 }, r)],
  [
    ["close-port", "--endpoints", "a,b", "80-90/udp"],
    (r) =>
      closePort({
        protocol: "udp",
        port: 80,
        toPort: 90,
        endpoints: ["a", "b"],
      }, r),
  ],
  [
    ["config-get", JSON_FLAG],
    (r) => configGet(undefined, r),
    (r) => configGet("", r),
  ],
  [["config-get", JSON_FLAG, "key"], (r) => configGet("key", r)],
  [["config-get", JSON_FLAG, "--", "--all"], (r) => configGet("--all", r)],
  [["credential-get", JSON_FLAG], credentialGet],
  [["goal-state", JSON_FLAG], goalState],
  [["is-leader", JSON_FLAG], isLeader],
  [
    ["juju-log", "--log-level", "INFO", "--", "-x"],
    (r) => jujuLog("-x", {}, r),
  ],
  [
    ["juju-log", "--log-level", "TRACE", "--", ""],
    (r) => jujuLog("", { level: "TRACE" }, r),
  ],
  [
    ["juju-reboot"],
    (r) => jujuReboot({}, r),
    (r) => jujuReboot({ now: false }, r),
  ],
  [["juju-reboot", "--now"], (r) => jujuReboot({ now: true }, r)],
  [["leader-get", JSON_FLAG], (r) => leaderGet(undefined, r)],
  [["leader-get", JSON_FLAG, "a"], (r) => leaderGet("a", r)],
  [["leader-get", JSON_FLAG, "--", "-a"], (r) => leaderGet("-a", r)],
  [["leader-set", "a=x=y", "b="], (r) => leaderSet({ a: "x=y", b: "" }, r)],
  [["leader-set", "--", "-a=1"], (r) => leaderSet({ "-a": "1" }, r)],
  [["network-get", JSON_FLAG, "db"], (r) => networkGet("db", {}, r)],
  [
    ["network-get", JSON_FLAG, "-r", "0", "db"],
    (r) => networkGet("db", { relationId: 0 }, r),
  ],
  [
    ["network-get", JSON_FLAG, "-r", "7", "--", "-db"],
    (r) => networkGet("-db", { relationId: 7 }, r),
  ],
  [["open-port", "icmp"], (r) => openPort({ protocol: "icmp" }, r)],
  [["open-port", "0/tcp"], (r) => openPort({ port: 0, protocol: "tcp" }, r)],
  [
    ["open-port", "--endpoints", "web", "80"],
    (r) => openPort({ port: 80, endpoints: ["web"] }, r),
  ],
  [["opened-ports", JSON_FLAG], (r) => openedPorts({}, r)],
  [
    ["opened-ports", "--endpoints", JSON_FLAG],
    (r) => openedPorts({ endpoints: true }, r),
  ],
  [
    ["payload-register", "docker", "mon", "7"],
    (r) => payloadRegister({ ...SHORT, id: "7" }, { type: "docker" }, r),
  ],
  [
    ["payload-register", "--", "docker", "mon", "-7", "a", "b c"],
    (r) => payloadRegister(SHORT, { type: "docker", tags: ["a", "b c"] }, r),
  ],
  [
    ["payload-status-set", "--", "mon", "-7", "stopping"],
    (r) => payloadStatusSet(SHORT, "stopping", r),
  ],
  [
    ["payload-unregister", "mon", ""],
    (r) => payloadUnregister({ ...SHORT, id: "" }, r),
  ],
  [["relation-get", JSON_FLAG], (r) => relationGet({}, r)],
  [
    ["relation-get", JSON_FLAG, "-r", "0", "k"],
    (r) => relationGet({ id: 0, key: "k" }, r),
  ],
  [
    ["relation-get", JSON_FLAG, "-r", "db:7", "--app", "-", "pg"],
    (r) => relationGet({ endpoint: "db", id: 7, unit: "pg", app: true }, r),
  ],
  [
    ["relation-get", JSON_FLAG, "--", "--app", "pg/0"],
    (r) => relationGet({ key: "--app", unit: "pg/0", endpoint: "db" }, r),
  ],
  [["relation-ids", JSON_FLAG], (r) => relationIds(undefined, r)],
  [["relation-ids", "db", JSON_FLAG], (r) => relationIds("db", r)],
  [["relation-ids", JSON_FLAG, "--", "-db"], (r) => relationIds("-db", r)],
  [["relation-list", JSON_FLAG], (r) => relationList({}, r)],
  [
    ["relation-list", JSON_FLAG, "-r", "0"],
    (r) => relationList({ id: 0 }, r),
  ],
  [
    ["relation-list", JSON_FLAG, "--app", "-r", "db:7"],
    (r) => relationApp({ endpoint: "db", id: 7 }, r),
  ],
  [["relation-model-get", JSON_FLAG], (r) => relationModelGet({}, r)],
  [
    ["relation-model-get", JSON_FLAG, "-r", "db:0"],
    (r) => relationModelGet({ endpoint: "db", id: 0 }, r),
  ],
  [
    ["relation-set", "--file", "/private/data.json"],
    (r) => relationSet({ "-k": "hunter2", e: "" }, {}, r),
  ],
  [
    ["relation-set", "-r", "0", "--app", "--file", "/private/data.json"],
    (r) => relationSet({ k: "hunter2" }, { id: 0, app: true }, r),
  ],
  [["resource-get", "schema"], (r) => resourceGet("schema", r)],
  [["resource-get", "--", "-h"], (r) => resourceGet("-h", r)],
  [
    ["secret-add", "--owner", "application", "a-b#file=/private/a-b"],
    (r) => secretAdd({ "a-b": "hunter2" }, {}, r),
  ],
  [
    ["secret-add", ...ALL_FLAGS, "der#file=/private/der"],
    (r) => secretAdd({ der: BYTES }, ALL, r),
  ],
  [["secret-get", JSON_FLAG, ID], (r) => secretGet({ id: ID }, r)],
  [
    ["secret-get", JSON_FLAG, ID, "--label", "-l", "--refresh"],
    (r) => secretGet({ id: ID, label: "-l", refresh: true }, r),
  ],
  [
    ["secret-get", JSON_FLAG, "--label", "", "--peek"],
    (r) => secretGet({ label: "", peek: true }, r),
  ],
  [
    ["secret-get", JSON_FLAG, "--peek", "--", "-o/etc/x"],
    (r) => secretGet({ id: "-o/etc/x", peek: true }, r),
  ],
  [["secret-get", JSON_FLAG], (r) => secretGet({}, r)],
  [
    ["secret-get", JSON_FLAG, ID, "der#base64"],
    (r) => secretGetBytes({ id: ID, key: "der" }, r),
  ],
  [
    ["secret-get", JSON_FLAG, ID, "der#base64", "--refresh", "--peek"],
    (r) => secretGetBytes({ id: ID, key: "der", refresh: true, peek: true }, r),
  ],
  [
    ["secret-grant", "--relation", "0", ID],
    (r) => secretGrant(ID, 0, {}, r),
  ],
  [
    ["secret-grant", "--relation", "7", "--unit", "pg/0", "--", "-x"],
    (r) => secretGrant("-x", 7, { unit: "pg/0" }, r),
  ],
  [["secret-ids", JSON_FLAG], secretIds],
  [["secret-info-get", JSON_FLAG, ID], (r) => secretInfoGet({ id: ID }, r)],
  [
    ["secret-info-get", JSON_FLAG, "--label", "-l"],
    (r) => secretInfoGet({ label: "-l" }, r),
  ],
  [["secret-info-get", JSON_FLAG], (r) => secretInfoGet({}, r)],
  [["secret-remove", ID], (r) => secretRemove(ID, {}, r)],
  [
    ["secret-remove", ID, "--revision", "0"],
    (r) => secretRemove(ID, { revision: 0 }, r),
  ],
  [
    ["secret-remove", "--revision", "3", "--", "-x"],
    (r) => secretRemove("-x", { revision: 3 }, r),
  ],
  [["secret-revoke", ID], (r) => secretRevoke(ID, {}, r)],
  [
    ["secret-revoke", "--relation", "0", ID],
    (r) => secretRevoke(ID, { relationId: 0 }, r),
  ],
  [
    ["secret-revoke", "--app", "pg", "--unit", "pg/0", ID],
    (r) => secretRevoke(ID, { app: "pg", unit: "pg/0" }, r),
  ],
  [
    ["secret-set", "--owner", "application", ID],
    (r) => secretSet(ID, {}, r),
  ],
  [
    ["secret-set", ...ALL_FLAGS, ID, "key#file=/private/key"],
    (r) => secretSet(ID, { ...ALL, content: { key: "hunter2" } }, r),
  ],
  [
    ["secret-set", ...ALL_FLAGS, "--", "-x", "der#file=/private/der"],
    (r) => secretSet("-x", { ...ALL, content: { der: BYTES } }, r),
  ],
  [["state-delete", "key"], (r) => stateDelete("key", r)],
  [["state-delete", "--", "-key"], (r) => stateDelete("-key", r)],
  [["state-get", JSON_FLAG], (r) => stateGet(undefined, undefined, r)],
  [["state-get", JSON_FLAG, "key"], (r) => stateGet("key", {}, r)],
  [
    ["state-get", JSON_FLAG, "--strict", "--", "-key"],
    (r) => stateGet("-key", { strict: true }, r),
  ],
  [
    ["state-set", "--file", "/private/state.json"],
    (r) => stateSet({ "-k": "hunter2", e: "" }, r),
  ],
  [
    ["status-get", "--include-data", JSON_FLAG, "--application=false"],
    statusGet,
  ],
  [
    ["status-get", "--include-data", JSON_FLAG, "--application=true"],
    appStatusGet,
  ],
  [
    ["status-set", "--application=false", "active"],
    (r) => statusSet("active", {}, r),
  ],
  [
    ["status-set", "--application=true", "blocked", "--", "-x"],
    (r) => statusSet("blocked", { message: "-x", app: true }, r),
  ],
  [
    ["status-set", "--application=false", "waiting", "--", ""],
    (r) => statusSet("waiting", { message: "" }, r),
  ],
  [["storage-add", "data=1", "x=2"], (r) => storageAdd({ data: 1, x: 2 }, r)],
  [["storage-add", "--", "-x=1"], (r) => storageAdd({ "-x": 1 }, r)],
  [["storage-get", JSON_FLAG], (r) => storageGet(undefined, r)],
  [["storage-get", JSON_FLAG, "-s", "d/0"], (r) => storageGet("d/0", r)],
  [["storage-list", JSON_FLAG], (r) => storageList(undefined, r)],
  [["storage-list", JSON_FLAG, "data"], (r) => storageList("data", r)],
  [["storage-list", JSON_FLAG, "--", "-d"], (r) => storageList("-d", r)],
  [["unit-get", "public-address"], (r) => unitGet("public-address", r)],
];

/** JHT-00.20, without what is for charms from before sidecars. */
const COMMANDS =
  "action-fail action-get action-log action-set application-version-set close-port config-get credential-get goal-state is-leader juju-log juju-reboot leader-get leader-set network-get open-port opened-ports payload-register payload-status-set payload-unregister relation-get relation-ids relation-list relation-model-get relation-set resource-get secret-add secret-get secret-grant secret-ids secret-info-get secret-remove secret-revoke secret-set state-delete state-get state-set status-get status-set storage-add storage-get storage-list unit-get";

/** The command is all that is looked at: an answer that can't be read is fine. */
function record(call: (runner: HookCommandRunner) => unknown): RecordingRunner {
  const runner = new RecordingRunner();
  try {
    call(runner);
  } catch (error) {
    if (runner.commands.length === 0) throw error;
  }
  return runner;
}

Deno.test("Each function runs its command with these arguments (HKC table, HKC-02, HKC-04, HKC-09, JHT-00.5)", () => {
  for (const [argv, ...calls] of ROWS) {
    for (const call of calls) {
      assertEquals(record(call).argv, argv);
    }
  }
});

Deno.test("Each function keeps bulk and secret data out of arguments (LIM-11, SEC-14)", () => {
  for (const [argv, ...calls] of ROWS) {
    for (const call of calls) {
      const [command] = record(call).commands;

      assertEquals(command?.argv.join().includes("hunter2"), false, argv[0]);
    }
  }
});

Deno.test("There is a function for each command that Juju has (JHT-00.20, HKC-15)", () => {
  const commands = new Set(ROWS.map(([[command]]) => command));

  assertEquals([...commands].sort(), COMMANDS.split(" ").sort());
});
