import { hook, relationHook, type Scenario } from "../scenario.ts";

/** Scenarios of deferred events. */
export const DEFER: readonly Scenario[] = [
  {
    name:
      "a deferred event comes again until it is not deferred (FRW-20, DSP-43)",
    dispatches: [
      hook("install", ["state-set", "n", 1], ["defer"]),
      {
        ...hook("start", ["state-set", "n", 3]),
        on: {
          install: [["state-get", "n"], ["defer"]],
          start: [["state-set", "n", 3]],
        },
      },
      {
        ...hook("update-status"),
        on: { install: [["state-get", "n"]], update_status: [] },
      },
      hook("update-status", ["state-get", "n"]),
    ],
  },
  {
    name:
      "the same event again, while it is deferred, is a duplicate (FRW-16, FRW-17)",
    dispatches: [
      hook("config-changed", ["defer"]),
      hook("config-changed", ["defer"], ["state-push", "list", 1]),
      hook("config-changed", ["state-push", "list", 2]),
      hook("config-changed", ["state-get", "list"]),
    ],
  },
  {
    name: "relation events differ by unit and relation (FRW-17)",
    dispatches: [
      relationHook("joined", "db:1", { unit: "mysql/0" }, ["event-relation"], [
        "defer",
      ]),
      relationHook("joined", "db:1", { unit: "mysql/1" }, ["event-relation"], [
        "defer",
      ]),
      relationHook("joined", "db:1", { unit: "mysql/0" }, ["event-relation"], [
        "defer",
      ]),
      {
        ...hook("update-status"),
        on: {
          db_relation_joined: [["event-relation"], [
            "read",
            "event",
            "event.unit",
          ]],
        },
      },
    ],
  },
  {
    name:
      "a deferred relation event after its relation is gone (EVT-15, REL-05)",
    dispatches: [
      relationHook("changed", "db:1", { unit: "mysql/0" }, ["defer"]),
      {
        event: { kind: "update-status" },
        on: {
          db_relation_changed: [
            ["event-relation"],
            ["owners", "event"],
            ["try", "read", "event", "event.app"],
            ["try", "read", "event", "event.unit"],
            ["read", "event", "unit"],
            ["read", "event", "app"],
            ["defer"],
          ],
        },
        before: (state) => void state.relations.delete(1),
      },
      {
        event: { kind: "update-status" },
        on: {
          db_relation_changed: [["try", "write", "event", "unit", { a: "1" }]],
        },
      },
    ],
  },
  {
    name: "a deferred departed event of a unit that is gone (REL-16, EVT-16)",
    dispatches: [
      {
        ...relationHook("departed", "db:1", { unit: "mysql/1" }, [
          "event-relation",
        ], ["defer"]),
        before: (state) => state.relations.get(1)?.removeUnit("mysql/1"),
      },
      {
        event: { kind: "update-status" },
        on: {
          db_relation_departed: [
            ["event-relation"],
            ["owners", "event"],
            ["try", "read", "event", "event.unit"],
          ],
        },
      },
    ],
  },
  {
    name: "a deferred broken event, with its relation gone (EVT-17)",
    dispatches: [
      {
        ...relationHook("broken", "db:1", {}, ["event-relation"], ["defer"]),
        before: (state) => {
          state.relations.get(1)!.broken = true;
        },
      },
      {
        event: { kind: "update-status" },
        on: {
          db_relation_broken: [["event-relation"], ["relation", "db"], [
            "owners",
            "event",
          ]],
        },
        before: (state) => void state.relations.delete(1),
      },
    ],
  },
  {
    name: "only the observer that deferred gets the event again (FRW-21)",
    dispatches: [
      {
        event: { kind: "config-changed" },
        on: { config_changed: [["unit-status", "waiting", "charm"]] },
        first: { config_changed: [["defer"]] },
        second: { config_changed: [["unit-status", "active"]] },
      },
      {
        event: { kind: "start" },
        on: { config_changed: [], start: [["leader"]] },
        first: { config_changed: [["defer"]], start: [] },
        second: { config_changed: [], start: [["defer"]] },
      },
      {
        event: { kind: "update-status" },
        on: { config_changed: [] },
        first: { config_changed: [] },
        second: { config_changed: [], start: [] },
      },
    ],
  },
  {
    name: "a failing dispatch brings deferred events again (DSP-31, STS-05)",
    dispatches: [
      hook("install", ["defer"]),
      {
        event: { kind: "start" },
        on: { install: [["state-set", "a", 1]], start: [["throw", "oh"]] },
        code: 1,
      },
      {
        event: { kind: "start" },
        on: {
          install: [["state-get", "a", 0]],
          start: [["state-get", "a", 0]],
        },
      },
    ],
  },
  {
    name: "an error while a deferred event is delivered again (DSP-29)",
    dispatches: [
      hook("install", ["defer"]),
      {
        event: { kind: "start" },
        on: { install: [["throw", "oh"]], start: [["unit-status", "active"]] },
        code: 1,
      },
      { event: { kind: "start" }, on: { install: [], start: [["leader"]] } },
    ],
  },
  {
    name: "a deferred event that the charm observes no more (FRW-21)",
    dispatches: [
      hook("config-changed", ["defer"]),
      { event: { kind: "update-status" }, on: { update_status: [["leader"]] } },
      hook("config-changed", ["leader"]),
    ],
  },
  {
    name: "a deferred event of a charm whose handler observes nothing (FRW-21)",
    dispatches: [
      hook("config-changed", ["defer"]),
      { event: { kind: "update-status" } },
      hook("config-changed", ["leader"]),
    ],
  },
  {
    name: "a deferred event of a part that is not made any more (FRW-03)",
    dispatches: [
      {
        event: { kind: "config-changed" },
        first: { config_changed: [["defer"]] },
        second: { config_changed: [["defer"]] },
      },
      {
        event: { kind: "update-status" },
        first: { config_changed: [["unit-status", "active"]] },
        parts: ["first"],
      },
      {
        event: { kind: "update-status" },
        second: { config_changed: [["unit-status", "active"]] },
      },
    ],
  },
  {
    name:
      "events of several kinds come again in the order in which they were deferred (FRW-20)",
    dispatches: [
      hook("install", ["defer"]),
      hook("start", ["defer"]),
      {
        event: { kind: "config-changed" },
        on: {
          config_changed: [["defer"]],
          start: [["defer"]],
          install: [["emit", "i"]],
          ready: [["defer"]],
        },
      },
      {
        event: { kind: "update-status" },
        on: {
          ready: [["event-value"]],
          start: [],
          config_changed: [],
          install: [],
          update_status: [],
        },
      },
    ],
  },
];
