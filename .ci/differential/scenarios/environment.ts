import { hook, relationHook, type Scenario } from "../scenario.ts";
import type { Step } from "../charm/steps.ts";

/** What works the same on each version of Juju. */
const COMMON: readonly Step[] = [
  ["model"],
  ["config"],
  ["read", "db", "unit"],
  ["write", "db", "unit", { a: "1" }],
  ["write", "db", "app", { b: "2" }],
  ["set-ports", 80, ["udp", 53]],
  ["version", "1"],
  ["app-status", "active", "app"],
  ["unit-status", "active", "unit"],
  ["network", "db"],
  ["storages", "data"],
];

/** Scenarios of what Juju sets, and of its versions. */
export const ENVIRONMENT: readonly Scenario[] = [
  ...["2.9.50", "3.1.8", "3.6.9", "4.0.14"].map((jujuVersion): Scenario => ({
    name: `a reconciling charm on Juju ${jujuVersion} (VER, DSP-34)`,
    world: { jujuVersion },
    dispatches: [
      hook("config-changed", ...COMMON),
      hook("config-changed", ...COMMON),
    ],
  })),
  {
    name: "no data of applications before Juju 2.7 (REL-18)",
    world: { jujuVersion: "2.6.10" },
    dispatches: [
      hook(
        "update-status",
        ["try", "read", "db", "remote"],
        ["try", "write", "db", "app", { a: "1" }],
        ["read", "db", "mysql/0"],
      ),
    ],
  },
  {
    name: "a Juju version, or ids, that make no sense (ENV-05, ENV-06)",
    dispatches: [
      {
        ...hook("start", ["leader"]),
        env: { JUJU_VERSION: "new" },
        code: 1,
      },
      {
        ...relationHook("created", "db:1", {}, ["leader"]),
        env: { JUJU_RELATION_ID: "db:one" },
        code: 1,
      },
      hook("start", ["leader"]),
    ],
  },
  {
    name:
      "an old Juju leaves the application to be told from the unit (DSP-26)",
    dispatches: [
      {
        ...relationHook("changed", "db:1", { unit: "mysql/0" }, [
          "event-relation",
        ]),
        env: { JUJU_REMOTE_APP: "" },
      },
      {
        ...relationHook("created", "db:1", {}, ["event-relation"]),
        env: { JUJU_REMOTE_APP: "" },
      },
    ],
  },
  {
    name: "a unit that is not of the application, or no unit (EVT-13, DSP-26)",
    dispatches: [
      {
        ...relationHook("changed", "db:1", { unit: "mysql/0" }, ["leader"]),
        env: { JUJU_REMOTE_APP: "other" },
        code: 1,
      },
      {
        ...relationHook("changed", "db:1", { unit: "mysql/0" }, ["leader"]),
        env: { JUJU_REMOTE_APP: "", JUJU_REMOTE_UNIT: "mysql" },
        code: 1,
      },
    ],
  },
  {
    name: "a departed event that does not say who (EVT-16)",
    dispatches: [
      {
        ...relationHook("departed", "db:1", { unit: "mysql/1" }, [
          "event-relation",
        ]),
        env: { JUJU_DEPARTING_UNIT: "" },
        before: (state) => state.relations.get(1)?.removeUnit("mysql/1"),
      },
    ],
  },
  {
    name: "a storage hook whose storage is not there (DSP-27, JEN-24)",
    dispatches: [
      {
        event: { kind: "storage-attached", storageId: "data/4" },
        on: { data_storage_attached: [["event-storage"]] },
        before: (state) => state.storages.clear(),
        code: 1,
      },
    ],
  },
  {
    name: "a workload that the metadata does not have (DSP-28)",
    world: { substrate: "kubernetes" },
    dispatches: [
      {
        event: { kind: "pebble-ready", container: "workload" },
        on: { workload_pebble_ready: [["workload"]] },
        env: { JUJU_WORKLOAD_NAME: "other" },
        code: 1,
      },
    ],
  },
  {
    name: "a hook of the old kind runs first, and may fail (DSP-08 to DSP-12)",
    dispatches: [
      {
        ...hook("start", ["unit-status", "active", "charm"]),
        scripts: {
          "hooks/start": { text: "status-set maintenance script" },
        },
      },
      {
        ...hook("stop", ["unit-status", "active", "not reached"]),
        scripts: {
          "hooks/stop": { text: "status-set maintenance script; exit 7" },
        },
        code: 7,
      },
      {
        ...hook("update-status", ["unit-status", "active", "reached"]),
        scripts: {
          "hooks/update-status": { text: "exit 7", mode: 0o644 },
        },
      },
    ],
  },
  {
    name: "names that JavaScript has for itself are names like others",
    dispatches: [
      {
        ...hook(
          "config-changed",
          ["read", "db", "mysql/0"],
          ["read", "db", "mysql/0", "toString"],
          ["has", "db", "mysql/0", "valueOf"],
          ["has", "db", "mysql/0", "__proto__"],
          ["read", "db", "mysql/0", "__proto__"],
          ["write", "db", "unit", { constructor: "c", hasOwnProperty: "h" }],
          ["state-get", "toString", "default"],
          ["state-set", "constructor", "c"],
          ["state-get", "constructor"],
        ),
        before: (state) => {
          state.relations.get(1)!.units.set("mysql/0", {
            constructor: "a",
            ["__proto__"]: "b",
          });
        },
      },
      hook(
        "config-changed",
        ["state-get", "constructor"],
        ["state-get", "hasOwnProperty", 1],
        ["read", "db", "unit"],
      ),
      {
        event: { kind: "action", name: "backup", id: "1", params: {} },
        on: {
          backup_action: [["results", { constructor: { name: "x" } }], [
            "try",
            "results",
            { constructor: { proto: { a: "y" } }, "constructor.proto.a": "z" },
          ]],
        },
      },
    ],
  },
  {
    name:
      "what is too long for an argument goes through files (LIM-11, SEC-14)",
    dispatches: [
      hook(
        "config-changed",
        ["write", "db", "unit", { big: "é".repeat(150_000) }],
        ["add-secret", "s", "unit", { big: "x".repeat(300_000) }],
        ["try", "unit-status", "active", "x".repeat(131_072)],
        ["try", "version", "x".repeat(131_072)],
        ["try", "unit-status", "active", "nul \0 within"],
      ),
    ],
  },
];
