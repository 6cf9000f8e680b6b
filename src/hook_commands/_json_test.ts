import { assertEquals } from "@std/assert";
import { changedJson, randomJson, randomNumbers } from "./_random_json.ts";
import { RecordingRunner } from "./_recording_runner.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import {
  actionGet,
  appStatusGet,
  configGet,
  credentialGet,
  goalState,
  type HookCommandRunner,
  isLeader,
  networkGet,
  openedPorts,
  relationApp,
  relationGet,
  relationIds,
  relationList,
  relationModelGet,
  secretGet,
  secretIds,
  secretInfoGet,
  stateGet,
  statusGet,
  storageGet,
  storageList,
} from "./mod.ts";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isSafeInteger(value);
const flag: Check = (value) => typeof value === "boolean";
const time: Check = (value) =>
  value instanceof Date && !Number.isNaN(value.getTime());
const scalar: Check = (value) =>
  ["string", "number", "boolean"].includes(typeof value);
const orNull = (check: Check): Check => (value) =>
  value === null || check(value);
const list = (check: Check): Check => (value) =>
  Array.isArray(value) && value.every(check);
const map = (check: Check): Check => (value) =>
  isMap(value) && Object.values(value).every(check);
const shape = (fields: Readonly<Record<string, Check>>): Check => (value) =>
  isMap(value) &&
  Object.keys(value).sort().join() === Object.keys(fields).sort().join() &&
  Object.entries(fields).every(([name, check]) => check(value[name]));

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const status = { status: text, message: text, statusData: map(() => true) };
const goal = shape({ status: text, since: orNull(time) });

interface Parser {
  readonly command: string;
  readonly run: (runner: HookCommandRunner) => unknown;
  readonly check: Check;
  /** What Juju could print, from which random changes start. */
  readonly sample: unknown;
}

const PARSERS: readonly Parser[] = [
  {
    command: "action-get",
    run: (runner) => actionGet(undefined, runner),
    check: map(() => true),
    sample: { a: { b: [1] } },
  },
  {
    command: "config-get",
    run: (runner) => configGet(undefined, runner),
    check: map(scalar),
    sample: { a: "x", b: 1.5, c: true },
  },
  {
    command: "config-get",
    run: (runner) => configGet("key", runner),
    check: orNull(scalar),
    sample: "x",
  },
  {
    command: "credential-get",
    run: credentialGet,
    check: shape({
      type: text,
      name: text,
      region: orNull(text),
      endpoint: orNull(text),
      identityEndpoint: orNull(text),
      storageEndpoint: orNull(text),
      credential: orNull(
        shape({ authType: text, attributes: map(text), redacted: list(text) }),
      ),
      caCertificates: list(text),
      skipTlsVerify: flag,
      isControllerCloud: flag,
    }),
    sample: {
      type: "lxd",
      name: "l",
      region: "r",
      credential: { "auth-type": "c", attrs: { k: "v" }, redacted: ["p"] },
      cacertificates: ["PEM"],
      "skip-tls-verify": true,
      "is-controller-cloud": false,
    },
  },
  {
    command: "goal-state",
    run: goalState,
    check: shape({ units: map(goal), relations: map(map(goal)) }),
    sample: {
      units: { "a/0": { status: "active", since: "2026-01-02 03:04:05Z" } },
      relations: { web: { b: { status: "joined", since: "" } } },
    },
  },
  { command: "is-leader", run: isLeader, check: flag, sample: true },
  {
    command: "network-get",
    run: (runner) => networkGet("db", {}, runner),
    check: shape({
      bindAddresses: list(shape({
        macAddress: text,
        interfaceName: text,
        addresses: list(shape({ hostname: text, value: text, cidr: text })),
      })),
      egressSubnets: list(text),
      ingressAddresses: list(text),
    }),
    sample: {
      "bind-addresses": [{
        "mac-address": "",
        "interface-name": "eth0",
        addresses: [{ hostname: "", value: "10.0.0.7", cidr: "" }],
      }],
      "egress-subnets": ["10.0.0.7/32"],
      "ingress-addresses": ["10.0.0.7"],
    },
  },
  {
    command: "opened-ports",
    run: (runner) => openedPorts({}, runner),
    check: list(shape({
      protocol: text,
      port: orNull(count),
      toPort: orNull(count),
      endpoints: orNull(list(text)),
    })),
    sample: ["icmp", "80/tcp", "80-90/udp (a,b)"],
  },
  {
    command: "relation-get",
    run: (runner) => relationGet({ id: 1 }, runner),
    check: map(text),
    sample: { a: "1" },
  },
  {
    command: "relation-get",
    run: (runner) => relationGet({ id: 1, key: "a" }, runner),
    check: orNull(text),
    sample: "1",
  },
  {
    command: "relation-ids",
    run: (runner) => relationIds("db", runner),
    check: list(shape({ endpoint: text, id: count })),
    sample: ["db:1", "db:2"],
  },
  {
    command: "relation-list",
    run: (runner) => relationList({ id: 1 }, runner),
    check: list(text),
    sample: ["pg/0"],
  },
  {
    command: "relation-list",
    run: (runner) => relationApp({ id: 1 }, runner),
    check: text,
    sample: "pg",
  },
  {
    command: "relation-model-get",
    run: (runner) => relationModelGet({ id: 1 }, runner),
    check: text,
    sample: { uuid: "0c4d" },
  },
  {
    command: "secret-get",
    run: (runner) => secretGet({ id: "x" }, runner),
    check: map(text),
    sample: { password: "x" },
  },
  {
    command: "secret-ids",
    run: secretIds,
    check: list(text),
    sample: ["d1s3"],
  },
  {
    command: "secret-info-get",
    run: (runner) => secretInfoGet({ id: "x" }, runner),
    check: shape({
      id: text,
      revision: count,
      label: orNull(text),
      description: orNull(text),
      expiry: orNull(time),
      rotation: orNull(text),
      rotates: orNull(time),
    }),
    sample: {
      d1s3: {
        revision: 1,
        label: "a",
        rotation: "daily",
        expiry: "2026-01-02T03:04:05Z",
      },
    },
  },
  {
    command: "state-get",
    run: (runner) => stateGet(undefined, runner),
    check: map(text),
    sample: { a: "1" },
  },
  {
    command: "state-get",
    run: (runner) => stateGet("a", runner),
    check: text,
    sample: "1",
  },
  {
    command: "status-get",
    run: statusGet,
    check: shape(status),
    sample: { status: "active", message: "", "status-data": {} },
  },
  {
    command: "status-get",
    run: appStatusGet,
    check: shape({ ...status, units: map(shape(status)) }),
    sample: {
      "application-status": {
        status: "active",
        message: "",
        "status-data": {},
        units: {
          "a/0": { status: "active", message: "", "status-data": null },
        },
      },
    },
  },
  {
    command: "storage-get",
    run: (runner) => storageGet("data/0", runner),
    check: shape({ kind: text, location: text }),
    sample: { kind: "block", location: "/dev/sdb" },
  },
  {
    command: "storage-list",
    run: (runner) => storageList("data", runner),
    check: list(text),
    sample: ["data/0"],
  },
];

function assertReadsOrRefuses(parser: Parser, stdout: string): boolean {
  let value: unknown;
  try {
    value = parser.run(new RecordingRunner(stdout));
  } catch (error) {
    if (!(error instanceof HookCommandOutputError)) throw error;
    assertEquals(error.command, parser.command);
    assertEquals(Deno.inspect(error).includes("hunter2"), false, stdout);
    return false;
  }
  assertEquals(parser.check(value), true, `${parser.command}: ${stdout}`);
  return true;
}

Deno.test("Each parser reads what Juju prints", () => {
  for (const parser of PARSERS) {
    const stdout = `${JSON.stringify(parser.sample)}\n`;

    assertEquals(assertReadsOrRefuses(parser, stdout), true, parser.command);
  }
});

Deno.test("Each parser reads random JSON with the right types or refuses it, without showing it (ERR-11)", () => {
  const random = randomNumbers(20_260_102);
  for (const parser of PARSERS) {
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      const value = round % 2 === 0
        ? randomJson(random)
        : changedJson(parser.sample, random);
      if (!assertReadsOrRefuses(parser, JSON.stringify(value))) refused++;
    }
    assertEquals(refused > 20, true, `${parser.command} refused ${refused}`);
  }
});

Deno.test("Each parser refuses what is not JSON, without showing it (ERR-11)", () => {
  for (const parser of PARSERS) {
    for (const stdout of ["", "hunter2", '{"a":"hunter2"', "[1,]", "True\n"]) {
      assertEquals(assertReadsOrRefuses(parser, stdout), false, stdout);
    }
  }
});
