import { hook, type Scenario } from "../scenario.ts";

/** Scenarios of statuses. */
export const STATUS: readonly Scenario[] = [
  {
    name:
      "collect-status of several parts: the worst one, the first of equals (STA-20, STA-21)",
    dispatches: [
      {
        event: { kind: "update-status" },
        on: {
          collect_unit_status: [["add-status", "active", "charm"]],
          collect_app_status: [["add-status", "waiting", "charm app"]],
        },
        first: {
          collect_unit_status: [["add-status", "waiting", "first"], [
            "add-status",
            "maintenance",
            "first too",
          ]],
          collect_app_status: [["add-status", "active", "first app"]],
        },
        second: {
          collect_unit_status: [["add-status", "maintenance", "second"]],
        },
      },
      {
        event: { kind: "update-status" },
        on: { collect_unit_status: [["add-status", "active"]] },
        first: { collect_unit_status: [["add-status", "blocked", "stop"]] },
        second: { collect_unit_status: [["add-status", "blocked", "too"]] },
      },
      {
        event: { kind: "update-status" },
        on: { collect_unit_status: [["leader"]], collect_app_status: [] },
      },
    ],
  },
  {
    name: "collect-status on a follower leaves the application alone (STA-20)",
    world: { leader: false },
    dispatches: [
      {
        event: { kind: "update-status" },
        on: {
          update_status: [["unit-status", "maintenance", "in between"]],
          collect_unit_status: [["add-status", "active", "ok"]],
          collect_app_status: [["add-status", "active", "not reached"]],
        },
      },
    ],
  },
  {
    name: "collected statuses that are none, or can't be set (STA-23, EVT-04)",
    dispatches: [
      {
        event: { kind: "update-status" },
        on: {
          collect_unit_status: [
            ["try", "add-status", "error", "x"],
            ["try", "add-status", "unknown"],
            ["try", "defer"],
          ],
        },
      },
      {
        event: { kind: "update-status" },
        on: {
          update_status: [["state-set", "a", 1]],
          collect_unit_status: [["throw", "oh"]],
        },
        code: 1,
      },
      hook("update-status", ["state-get", "a", 0]),
    ],
  },
  {
    name: "statuses that can't be set, and those of others (STA-04 to STA-08)",
    dispatches: [
      hook(
        "config-changed",
        ["try", "unit-status", "error", "x"],
        ["try", "unit-status", "unknown"],
        ["try", "wrong-status"],
        ["try", "app-status", "error", "x"],
        ["try", "set-other-unit-status", "app/1"],
        ["read-unit-status", "mysql/0"],
        ["read-app-status", "mysql"],
        ["unit-status", "waiting", "-dash --application=true\nnext é"],
        ["read-unit-status"],
        ["app-status", "active", ""],
        ["read-app-status"],
      ),
    ],
  },
  {
    name:
      "a status as Juju tells it, and one that nobody knows (STA-04, STA-12)",
    dispatches: [
      {
        ...hook("update-status", ["read-unit-status"], ["read-app-status"]),
        before: (state) => {
          state.unitStatus = {
            status: "error",
            message: "hook failed",
            data: {},
          };
          state.appStatus = { status: "blocked", message: "m", data: {} };
        },
      },
      {
        ...hook("update-status", ["try", "read-unit-status"]),
        before: (state) => {
          state.unitStatus = { status: "lost", message: "", data: {} };
        },
      },
    ],
  },
  {
    name: "the same status twice is one status (STA-11)",
    dispatches: [
      hook(
        "config-changed",
        ["unit-status", "active", "a"],
        ["unit-status", "active", "a"],
        ["unit-status", "waiting", "b"],
        ["unit-status", "active", "a"],
        ["version", "1"],
        ["version", "1"],
        ["version", ""],
      ),
    ],
  },
];
