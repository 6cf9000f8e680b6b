// Long, as it is one table: the shape of what each hook command prints.

/**
 * What the hook commands print and how it is to be read, said a second time and
 * in another way than by the readers themselves: a check of them.
 *
 * Long, as it is one table.
 */

import {
  actionGet,
  appStatusGet,
  configGet,
  credentialGet,
  goalState,
  type HookCommandRunner,
  isLeader,
  leaderGet,
  networkGet,
  openedPorts,
  relationApp,
  relationGet,
  relationIds,
  relationList,
  relationModelGet,
  secretGet,
  secretGetBytes,
  secretIds,
  secretInfoGet,
  stateGet,
  statusGet,
  storageGet,
  storageList,
} from "./mod.ts";

/** The answer of a {@linkcode Spec} to what must be refused. */
export const REFUSED: unique symbol = Symbol("refused");

/** What a value of JSON is to be read as, or that it must be refused. */
export type Spec = (json: unknown) => unknown;

/** A reader, and what is expected of it. */
export interface OutputSpec {
  /** Name of the command. */
  readonly command: string;
  /** The reader. */
  readonly run: (runner: HookCommandRunner) => unknown;
  /** What it is to give. */
  readonly spec: Spec;
  /** What Juju could print, from which random changes start. */
  readonly sample: unknown;
}

const text: Spec = (json) => typeof json === "string" ? json : REFUSED;
const flag: Spec = (json) => typeof json === "boolean" ? json : REFUSED;
const scalar: Spec = (json) =>
  ["string", "number", "boolean"].includes(typeof json) ? json : REFUSED;
const revision: Spec = (json) =>
  [0, 1, 7].includes(Number(json)) &&
    typeof json === "number"
    ? json
    : REFUSED;
const any: Spec = (json) => json;

/** Another value for what is not there. */
function absent(value: unknown, spec: Spec): Spec {
  return (json) => json === undefined || json === null ? value : spec(json);
}

/** Another value for what is not there, or is empty. */
function empty(value: unknown, spec: Spec): Spec {
  return (json) => json === "" ? value : absent(value, spec)(json);
}

/** What each of the texts that random JSON has is to be read as. */
function table(values: Readonly<Record<string, unknown>>): Spec {
  return (json) =>
    typeof json === "string" && Object.hasOwn(values, json)
      ? values[json]
      : REFUSED;
}

function list(spec: Spec): Spec {
  return absent([], (json) => {
    if (!Array.isArray(json)) return REFUSED;
    const items = json.map(spec);
    return items.includes(REFUSED) ? REFUSED : items;
  });
}

function map(spec: Spec): Spec {
  return absent({}, (json) => {
    if (typeof json !== "object" || Array.isArray(json)) return REFUSED;
    const entries = Object.entries(json!).map(([key, value]) =>
      [key, spec(value)] as const
    );
    return entries.some(([, value]) => value === REFUSED)
      ? REFUSED
      : Object.fromEntries(entries);
  });
}

/** Members of a map: name in the answer, name in the JSON, how it is read. */
function shape(
  fields: Readonly<Record<string, readonly [string, Spec]>>,
): Spec {
  return (json) => {
    const given = map(any)(json);
    if (given === REFUSED) return REFUSED;
    const entries = Object.entries(fields).map(([name, [key, spec]]) =>
      [name, spec(Object.getOwnPropertyDescriptor(given, key)?.value)] as const
    );
    return entries.some(([, value]) => value === REFUSED)
      ? REFUSED
      : Object.fromEntries(entries);
  };
}

const time = empty(
  null,
  table({
    "2026-11-05 15:29:12Z": new Date(1_793_892_552_000),
    "2026-01-02T03:04:05.75+01:00": new Date(1_767_319_445_750),
  }),
);
const optional = empty(null, text);
const status = {
  status: ["status", text],
  message: ["message", text],
  statusData: ["status-data", map(any)],
} as const;
const goal = shape({ status: ["status", text], since: ["since", time] });
const address: Spec = (json) => {
  const read = shape({
    hostname: ["hostname", absent("", text)],
    value: ["value", absent(null, text)],
    cidr: ["cidr", absent("", text)],
  })(json);
  if (read === REFUSED) return REFUSED;
  const known = read as Record<string, unknown>;
  if (known["value"] !== null) return known;
  const old = shape({ value: ["address", absent("", text)] })(json);
  return old === REFUSED ? REFUSED : { ...known, ...(old as object) };
};

const none = { port: null, toPort: null, endpoints: null };
const PORTS = {
  icmp: { ...none, protocol: "icmp" },
  hunter2: { ...none, protocol: "hunter2" },
  "80/tcp": { ...none, protocol: "tcp", port: 80 },
  "8080-8088/udp": { ...none, protocol: "udp", port: 8080, toPort: 8088 },
  "81 (a, b)": { ...none, protocol: "tcp", port: 81, endpoints: ["a", "b"] },
};

const ID = "d1s3kj9f7ul8o3ftu3v0";

/** Every reader of JSON in this folder. */
export const OUTPUT_SPECS: readonly OutputSpec[] = [
  {
    command: "action-get",
    run: (runner) => actionGet(undefined, runner),
    spec: map(any),
    sample: { a: { b: [1] } },
  },
  {
    command: "action-get",
    run: (runner) => actionGet("a.b", runner),
    spec: any,
    sample: [1, "x"],
  },
  {
    command: "config-get",
    run: (runner) => configGet(undefined, runner),
    spec: (json) => {
      const options = map(absent(null, scalar))(json);
      return options === REFUSED ? REFUSED : Object.fromEntries(
        Object.entries(options as object).filter(([, value]) => value !== null),
      );
    },
    sample: { a: "x", b: 1.5, c: true, d: null },
  },
  {
    command: "config-get",
    run: (runner) => configGet("key", runner),
    spec: absent(null, scalar),
    sample: "x",
  },
  {
    command: "credential-get",
    run: credentialGet,
    spec: shape({
      type: ["type", text],
      name: ["name", text],
      region: ["region", optional],
      endpoint: ["endpoint", optional],
      identityEndpoint: ["identity-endpoint", optional],
      storageEndpoint: ["storage-endpoint", optional],
      credential: [
        "credential",
        absent(
          null,
          shape({
            authType: ["auth-type", text],
            attributes: ["attrs", map(text)],
            redacted: ["redacted", list(text)],
          }),
        ),
      ],
      caCertificates: ["cacertificates", list(text)],
      skipTlsVerify: ["skip-tls-verify", absent(false, flag)],
      isControllerCloud: ["is-controller-cloud", absent(false, flag)],
    }),
    sample: {
      type: "lxd",
      name: "l",
      region: "r",
      endpoint: "e",
      "identity-endpoint": "i",
      "storage-endpoint": "s",
      credential: { "auth-type": "c", attrs: { k: "v" }, redacted: ["p"] },
      cacertificates: ["PEM"],
      "skip-tls-verify": true,
      "is-controller-cloud": false,
    },
  },
  {
    command: "goal-state",
    run: goalState,
    spec: shape({
      units: ["units", map(goal)],
      relations: ["relations", map(map(goal))],
    }),
    sample: {
      units: { "a/0": { status: "active", since: "2026-11-05 15:29:12Z" } },
      relations: { web: { b: { status: "joined", since: "" } } },
    },
  },
  { command: "is-leader", run: isLeader, spec: flag, sample: true },
  {
    command: "leader-get",
    run: (runner) => leaderGet(undefined, runner),
    spec: map(text),
    sample: { a: "1" },
  },
  {
    command: "leader-get",
    run: (runner) => leaderGet("a", runner),
    spec: absent(null, text),
    sample: "1",
  },
  {
    command: "network-get",
    run: (runner) => networkGet("db", {}, runner),
    spec: shape({
      bindAddresses: [
        "bind-addresses",
        list(shape({
          macAddress: ["mac-address", absent("", text)],
          interfaceName: ["interface-name", absent("", text)],
          addresses: ["addresses", list(address)],
        })),
      ],
      egressSubnets: ["egress-subnets", list(text)],
      ingressAddresses: ["ingress-addresses", list(text)],
    }),
    sample: {
      "bind-addresses": [{
        "mac-address": "",
        "interface-name": "eth0",
        addresses: [
          { hostname: "", value: "10.0.0.7", cidr: "10.0.0.0/24" },
          { address: "10.0.0.8" },
        ],
      }],
      "egress-subnets": ["10.0.0.7/32"],
      "ingress-addresses": ["10.0.0.7"],
    },
  },
  {
    command: "opened-ports",
    run: (runner) => openedPorts({}, runner),
    spec: list(table(PORTS)),
    sample: ["icmp", "80/tcp", "81 (a, b)"],
  },
  {
    command: "relation-get",
    run: (runner) => relationGet({ id: 1 }, runner),
    spec: map(text),
    sample: { a: "1" },
  },
  {
    command: "relation-get",
    run: (runner) => relationGet({ id: 1, key: "a" }, runner),
    spec: absent(null, text),
    sample: "1",
  },
  {
    command: "relation-ids",
    run: (runner) => relationIds("db", runner),
    spec: list(table({
      "db:7": { endpoint: "db", id: 7 },
      "db:0": { endpoint: "db", id: 0 },
    })),
    sample: ["db:0", "db:7"],
  },
  {
    command: "relation-list",
    run: (runner) => relationList({ id: 1 }, runner),
    spec: list(text),
    sample: ["pg/0"],
  },
  {
    command: "relation-list",
    run: (runner) => relationApp({ id: 1 }, runner),
    spec: text,
    sample: "pg",
  },
  {
    command: "relation-model-get",
    run: (runner) => relationModelGet({ id: 1 }, runner),
    spec: (json) => {
      const model = shape({ uuid: ["uuid", text] })(json);
      return model === REFUSED ? REFUSED : (model as { uuid: string }).uuid;
    },
    sample: { uuid: "0c4d" },
  },
  {
    command: "secret-get",
    run: (runner) => secretGet({ id: ID }, runner),
    spec: map(text),
    sample: { password: "x" },
  },
  {
    command: "secret-get",
    run: (runner) => [...secretGetBytes({ id: ID, key: "der" }, runner)],
    spec: table({
      "": [],
      "aHVudGVyMg==": [104, 117, 110, 116, 101, 114, 50],
      "AP+A": [0, 255, 128],
    }),
    sample: "AP+A",
  },
  {
    command: "secret-ids",
    run: secretIds,
    spec: list(text),
    sample: [ID],
  },
  {
    command: "secret-info-get",
    run: (runner) => secretInfoGet({ id: ID }, runner),
    spec: (json) => {
      const read = map(shape({
        revision: ["revision", revision],
        label: ["label", optional],
        description: ["description", optional],
        expiry: ["expiry", time],
        rotation: ["rotation", optional],
        rotates: ["rotates", time],
        owner: ["owner", optional],
        access: [
          "access",
          list(shape({
            target: ["target", text],
            scope: ["scope", text],
            role: ["role", text],
          })),
        ],
      }))(json);
      if (read === REFUSED) return REFUSED;
      const [entry, ...others] = Object.entries(read as object);
      return entry === undefined || others.length > 0
        ? REFUSED
        : { id: entry[0], ...entry[1] };
    },
    sample: {
      [ID]: {
        revision: 1,
        label: "a",
        description: "",
        rotation: "daily",
        expiry: "2026-01-02T03:04:05.75+01:00",
        rotates: "",
        owner: "unit",
        access: [{ target: "application-db", scope: "r", role: "view" }],
      },
    },
  },
  {
    command: "state-get",
    run: (runner) => stateGet(undefined, undefined, runner),
    spec: map(text),
    sample: { a: "1" },
  },
  {
    command: "state-get",
    run: (runner) => stateGet("a", {}, runner),
    spec: absent("", text),
    sample: "1",
  },
  {
    command: "status-get",
    run: statusGet,
    spec: shape(status),
    sample: { status: "active", message: "", "status-data": {} },
  },
  {
    command: "status-get",
    run: appStatusGet,
    spec: (json) => {
      const read = shape({
        app: [
          "application-status",
          shape({ ...status, units: ["units", map(shape(status))] }),
        ],
      })(json);
      return read === REFUSED ? REFUSED : (read as { app: unknown }).app;
    },
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
    spec: shape({ kind: ["kind", text], location: ["location", text] }),
    sample: { kind: "block", location: "/dev/sdb" },
  },
  {
    command: "storage-list",
    run: (runner) => storageList("data", runner),
    spec: list(table({ "data/3": "data/3", "data/0": "data/0" })),
    sample: ["data/0"],
  },
];
