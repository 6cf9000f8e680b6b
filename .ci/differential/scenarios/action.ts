import type { Step } from "../charm/steps.ts";
import { type Dispatch, hook, type Scenario } from "../scenario.ts";

function action(
  params: Readonly<Record<string, unknown>>,
  ...steps: readonly Step[]
): Dispatch {
  return {
    event: { kind: "action", name: "backup", id: "12", params },
    on: { backup_action: steps },
  };
}

/** Scenarios of actions. */
export const ACTION: readonly Scenario[] = [
  {
    name:
      "an action reads parameters, logs and sets results (ACT-01 to ACT-08)",
    dispatches: [
      action(
        { path: "/var", depth: 3, deep: { list: [1, "x", null, true] } },
        ["params"],
        ["action-id"],
        ["action-log", "-starting é\nnow"],
        ["results", {
          size: "12",
          where: { host: "h", path: { full: "/a=b" } },
        }],
        ["results", { "dotted.key": "d", size: "13" }],
        ["unit-status", "active", "backed up"],
      ),
    ],
  },
  {
    name: "results of each plain type (ACT-03)",
    dispatches: [
      action({}, ["params"], ["results", {
        int: 3,
        text: "t",
        empty: "",
        nothing: {},
      }], ["results", {}]),
      action({}, ["results", {
        yes: true,
        no: false,
        none: null,
        list: [1, "a"],
        float: 1.5,
      }]),
    ],
  },
  {
    name: "an action that marks itself as failed goes on (ACT-08)",
    dispatches: [
      action({}, ["fail", "-no backup"], ["results", { tried: "yes" }], [
        "write",
        "db",
        "unit",
        { a: "kept" },
      ]),
      action({}, ["fail"]),
    ],
  },
  {
    name: "keys of results that are refused (ACT-04 to ACT-06)",
    dispatches: [
      action(
        {},
        ["try", "results", { Upper: "x" }],
        ["try", "results", { "-a": "x" }],
        ["try", "results", { "a_b": "x" }],
        ["try", "results", { a: { "B": "x" } }],
        ["try", "results", { "a.b": "x", a: { b: "y" } }],
        ["try", "results", { stdout: "x" }],
        ["try", "results", { good: "x", deep: { stderr: "y" } }],
        ["results", { a1: "x", "b-2": "y" }],
      ),
    ],
  },
  {
    name: "an action can't be deferred, and brings what was (ACT-10, EVT-04)",
    dispatches: [
      hook("config-changed", ["state-set", "a", 1], ["defer"]),
      {
        ...action({}),
        on: {
          config_changed: [["state-get", "a"], ["defer"]],
          backup_action: [["try", "defer"], ["state-set", "a", 2]],
          collect_unit_status: [["add-status", "active", "collected"]],
        },
      },
      hook("config-changed", ["state-get", "a"]),
    ],
  },
  {
    name: "an error in an action tells who runs it (ACT-11, LOG-12)",
    dispatches: [
      {
        ...action({}, ["results", { kept: "yes" }], ["write", "db", "unit", {
          a: "lost",
        }], ["throw", "oh"]),
        code: 1,
      },
    ],
  },
  {
    name:
      "parameters that are wrong throw, or fail the action (ACT-09, DSP-30)",
    dispatches: [
      action({ path: "/x", depth: 3 }, ["load-params", "fail"]),
      action(
        { depth: 11 },
        ["try", "load-params", "throw"],
        ["results", { kept: "yes" }],
        ["load-params", "fail"],
        ["results", { reached: "no" }],
      ),
    ],
  },
  {
    name: "an action that nobody observes (ACT-01)",
    dispatches: [
      {
        event: { kind: "action", name: "do-nothing", id: "13", params: {} },
        on: {
          backup_action: [["params"]],
          collect_unit_status: [["add-status", "active"]],
        },
      },
    ],
  },
  {
    name: "each observer of an action has its parameters (ACT-01)",
    dispatches: [
      {
        event: {
          kind: "action",
          name: "backup",
          id: "14",
          params: { path: "/x" },
        },
        on: { backup_action: [["params"], ["results", { charm: "1" }]] },
        first: { backup_action: [["params"], ["results", { first: "1" }]] },
        second: { backup_action: [["results", { second: "1" }]] },
      },
    ],
  },
  {
    name: "a hook command of an action is refused (ERR-05)",
    dispatches: [
      {
        ...action(
          {},
          ["try", "results", { a: "1" }],
          ["try", "action-log", "x"],
          ["try", "fail", "y"],
          ["try", "reboot"],
        ),
        failing: {
          "action-set": { stderr: "connection is shut down" },
          "action-log": { stderr: "connection is shut down" },
          "action-fail": { stderr: "connection is shut down" },
        },
      },
      {
        ...action({}, ["params"]),
        failing: { "action-get": { stderr: "connection is shut down" } },
        code: 1,
      },
    ],
  },
];
