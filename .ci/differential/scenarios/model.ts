import { type Dispatch, hook, type Scenario } from "../scenario.ts";
import type { Step } from "../charm/steps.ts";

const kubernetes = { substrate: "kubernetes" } as const;

function storageHook(
  kind: "storage-attached" | "storage-detaching",
  storageId: string,
  ...steps: readonly Step[]
): Dispatch {
  return {
    event: { kind, storageId },
    on: { [`data_${kind.replaceAll("-", "_")}`]: steps },
  };
}

/** Scenarios of ports, storage, Pebble, log and reboot. */
export const MODEL: readonly Scenario[] = [
  {
    name: "ports are opened, closed and set (PRT-01 to PRT-06)",
    dispatches: [
      hook(
        "config-changed",
        ["open-port", "TCP", 80],
        ["open-port", "udp", 53],
        ["open-port", "icmp"],
        ["opened-ports"],
        ["close-port", "tcp", 443],
      ),
      hook("update-status", ["set-ports", 80, ["udp", 54], 8080, 80], [
        "opened-ports",
      ], ["set-ports", 8080, 80, ["udp", 54]]),
      hook("update-status", ["close-port", "udp", 54], ["set-ports"], [
        "opened-ports",
      ]),
    ],
  },
  {
    name: "ports that Juju refuses (PRT-01, JHT-08)",
    dispatches: [
      hook(
        "config-changed",
        ["try", "open-port", "sctp", 80],
        ["try", "open-port", "tcp", 70_000],
        ["try", "open-port", "tcp"],
        ["try", "close-port", "icmp", 1],
        ["open-port", "tcp", 0],
        ["opened-ports"],
      ),
    ],
  },
  {
    name:
      "a range of ports is shown as its first, and closed whole (PRT-03, PRT-05)",
    dispatches: [
      {
        ...hook(
          "config-changed",
          ["opened-ports"],
          ["try", "set-ports", 9000],
        ),
        before: (state) => {
          state.openedPorts.open({ protocol: "tcp", from: 8000, to: 8010 }, [
            "",
          ]);
        },
      },
      hook("update-status", ["opened-ports"]),
    ],
  },
  {
    name: "icmp is refused at the flush on Kubernetes (JHT-08, JDP-10)",
    world: kubernetes,
    dispatches: [
      hook("config-changed", ["open-port", "icmp"], ["write", "db", "unit", {
        a: "1",
      }]),
      hook("config-changed", ["opened-ports"], ["read", "db", "unit", "a"]),
    ],
  },
  {
    name: "storage is attached, listed, asked for and detached (STO, DSP-27)",
    dispatches: [
      storageHook("storage-attached", "data/4", ["event-storage"], ["defer"]),
      {
        ...hook("config-changed"),
        on: {
          data_storage_attached: [["event-storage"]],
          config_changed: [
            ["storages", "data"],
            ["request-storage", "data", 2],
            ["try", "request-storage", "other", 1],
            ["try", "request-storage", "data", 0],
            ["try", "storages", "other"],
          ],
        },
        before: (state) => {
          state.storages.set("data/9", {
            id: "data/9",
            kind: "filesystem",
            location: "/srv/9",
          });
        },
      },
      storageHook("storage-attached", "data/9", ["event-storage"], [
        "storages",
        "data",
      ]),
      storageHook("storage-detaching", "data/4", ["event-storage"]),
    ],
  },
  {
    name: "a deferred storage event whose storage is gone (EVT-19)",
    dispatches: [
      storageHook("storage-attached", "data/4", ["defer"]),
      {
        event: { kind: "update-status" },
        on: { data_storage_attached: [["event-storage"]], update_status: [] },
        before: (state) => state.storages.clear(),
        code: 1,
      },
    ],
  },
  {
    name: "Pebble's events name container, notice and check (EVT-20 to EVT-22)",
    world: kubernetes,
    dispatches: [
      {
        event: { kind: "pebble-ready", container: "workload" },
        on: { workload_pebble_ready: [["workload"], ["defer"]] },
      },
      {
        event: {
          kind: "pebble-custom-notice",
          container: "workload",
          noticeId: "12",
          noticeType: "custom",
          noticeKey: "example.com/a",
        },
        on: {
          workload_pebble_ready: [["workload"]],
          workload_pebble_custom_notice: [["workload"], ["notice"], ["defer"]],
        },
      },
      {
        event: {
          kind: "pebble-check-failed",
          container: "workload",
          checkName: "up",
        },
        on: {
          workload_pebble_custom_notice: [["notice"]],
          workload_pebble_check_failed: [["check"], ["defer"]],
        },
      },
      {
        event: {
          kind: "pebble-check-recovered",
          container: "workload",
          checkName: "up",
        },
        on: {
          workload_pebble_check_failed: [["workload"], ["check"]],
          workload_pebble_check_recovered: [["check"], [
            "unit-status",
            "active",
          ]],
        },
      },
    ],
  },
  {
    name: "what is logged at WARNING and above (LOG-01, LOG-05)",
    dispatches: [
      hook(
        "update-status",
        ["log", "debug", "d"],
        ["log", "info", "i"],
        ["log", "warning", "w --dash"],
        ["log", "error", ""],
        ["log", "error", "-e é\n"],
        ["log", "critical", "c"],
      ),
    ],
  },
  {
    name: "a very long line is logged in pieces (LOG-04)",
    dispatches: [
      hook("update-status", ["log", "warning", "x".repeat(131_072)], [
        "log",
        "error",
        "y".repeat(131_071),
      ]),
    ],
  },
  {
    name: "a reboot after the hook, and one at once (UNI-04, DSP-32)",
    dispatches: [
      hook("config-changed", ["state-set", "a", 1], ["reboot"], [
        "write",
        "db",
        "unit",
        { a: "1" },
      ]),
      hook(
        "config-changed",
        ["state-set", "a", 2],
        ["write", "db", "unit", { a: "2" }],
        ["reboot", true],
        ["unit-status", "active", "not reached"],
      ),
      hook("config-changed", ["state-get", "a"], ["read", "db", "unit", "a"]),
    ],
  },
  {
    name: "collect-metrics runs without the deferred events (DSP-14, DSP-46)",
    world: { jujuVersion: "3.5.1" },
    dispatches: [
      hook("update-status", ["defer"]),
      {
        event: "hooks/collect-metrics",
        on: {
          update_status: [],
          collect_metrics: [
            ["log", "warning", "measured"],
            ["add-metrics", { users: 3, load: 0.25 }, { a: "b", c: "d e" }],
            ["try", "add-metrics", { users: -1 }, {}],
            ["try", "add-metrics", { "-": 1 }, {}],
            ["try", "add-metrics", { users: 1 }, { a: "b,c" }],
          ],
          collect_unit_status: [["add-status", "active"]],
        },
      },
      hook("start", ["leader"]),
    ],
  },
];
