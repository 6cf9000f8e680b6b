import { hook, type Scenario } from "../scenario.ts";

/** Scenarios of observers, custom events and stored state. */
export const FRAMEWORK: readonly Scenario[] = [
  {
    name: "observers get an event in the order in which they observe (FRW-13)",
    dispatches: [
      {
        event: { kind: "start" },
        on: { start: [["unit-status", "active", "last"]] },
        first: { start: [["unit-status", "active", "first"]] },
        second: { start: [["unit-status", "active", "second"]] },
      },
    ],
  },
  {
    name: "an error in one observer leaves out the next ones (DSP-29)",
    dispatches: [
      {
        event: { kind: "start" },
        on: { start: [["unit-status", "active", "not reached"]] },
        first: { start: [["unit-status", "waiting", "first"], ["defer"]] },
        second: { start: [["throw", "oh"]] },
        code: 1,
      },
      {
        event: { kind: "start" },
        on: { start: [["unit-status", "active"]] },
        first: { start: [] },
        second: { start: [] },
      },
    ],
  },
  {
    name:
      "custom events are delivered at once, deferred and unique by value (FRW-22, FRW-16)",
    dispatches: [
      {
        event: { kind: "config-changed" },
        on: {
          config_changed: [
            ["emit", { a: [1, "x", null] }],
            ["emit", 2],
            ["unit-status", "active", "after"],
          ],
          ready: [["event-value"], ["unit-status", "waiting", "in"], ["defer"]],
        },
      },
      {
        event: { kind: "config-changed" },
        on: {
          config_changed: [["emit", 2], ["emit", { a: [1, "x", null] }], [
            "emit",
            3,
          ]],
          ready: [["event-value"], ["defer"]],
        },
      },
      {
        event: { kind: "update-status" },
        on: { ready: [["event-value"]], update_status: [] },
      },
    ],
  },
  {
    name:
      "a custom event that its own handler emits is not entered again (FRW-17)",
    dispatches: [
      {
        event: { kind: "start" },
        on: { start: [["emit", 1]], ready: [["event-value"], ["emit", 1]] },
      },
    ],
  },
  {
    name:
      "state of the charm and its parts, of each plain type (SST-01 to SST-07)",
    dispatches: [
      hook(
        "install",
        ["state-get", "missing"],
        ["state-set", "text", "é 🎈"],
        ["state-set", "number", 1.5],
        ["state-set", "yes", true],
        ["state-set", "none", null],
        ["state-push", "list", "a"],
        ["part-state", "first", "own", 1],
        ["part-state", "second", "own", 2],
      ),
      hook(
        "start",
        ["state-get", "text"],
        ["state-get", "number"],
        ["state-get", "yes"],
        ["state-get", "none"],
        ["state-push", "list", "b"],
        ["state-get", "list"],
        ["part-state", "first", "own", 3],
        ["part-state", "second", "own", 4],
      ),
      hook("start", ["state-get", "list"], ["part-state", "first", "own", 5]),
    ],
  },
  {
    name: "observing an event twice calls the handler once (FRW-17)",
    dispatches: [
      {
        event: { kind: "start" },
        on: { start: [["state-push", "list", 1]], ready: [["event-value"]] },
        first: { start: [["emit", 1]] },
        isTwice: true,
      },
    ],
  },
  {
    name: "what a handler of pre-commit changes is kept (FRW-30)",
    dispatches: [
      {
        event: { kind: "start" },
        on: {
          start: [["leader"]],
          pre_commit: [["state-push", "list", 1], ["try", "defer"]],
        },
      },
      hook("start", ["state-get", "list"]),
    ],
  },
  {
    name: "a charm of ops is upgraded to ours, and keeps its state (SST-01)",
    upgradeAt: 2,
    dispatches: [
      hook(
        "install",
        ["state-set", "text", "é 🎈"],
        ["state-set", "number", 1.5],
        ["state-set", "whole", 3],
        ["state-set", "yes", true],
        ["state-set", "none", null],
        ["state-push", "list", "a"],
        ["part-state", "first", "own", 1],
      ),
      hook("start", ["state-push", "list", "b"], [
        "part-state",
        "first",
        "own",
        2,
      ]),
      hook(
        "upgrade-charm",
        ["state-get", "text"],
        ["state-get", "number"],
        ["state-get", "whole"],
        ["state-get", "yes"],
        ["state-get", "none"],
        ["state-get", "list"],
        ["state-push", "list", "c"],
        ["part-state", "first", "own", 3],
        ["state-set", "text", "new"],
      ),
      hook("config-changed", ["state-get", "text"], ["state-get", "list"], [
        "part-state",
        "first",
        "own",
        4,
      ]),
    ],
  },
  {
    name: "a charm of ops is upgraded to ours with deferred events (FRW-20)",
    upgradeAt: 1,
    dispatches: [
      hook("install", ["defer"], ["state-set", "a", 1]),
      {
        event: { kind: "upgrade-charm" },
        on: { install: [["state-get", "a"]], upgrade_charm: [["leader"]] },
      },
      hook("config-changed", ["state-get", "a"]),
    ],
  },
];
