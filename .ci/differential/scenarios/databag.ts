import { hook, relationHook, type Scenario } from "../scenario.ts";

const follower = { leader: false } as const;

/** Scenarios of databags and what is written into them. */
export const DATABAG: readonly Scenario[] = [
  {
    name: "what a follower may not read or write (REL-29 to REL-33)",
    world: follower,
    dispatches: [
      relationHook(
        "changed",
        "db:1",
        { unit: "mysql/0" },
        ["try", "read", "event", "app"],
        ["try", "has", "event", "app", "a"],
        ["try", "write", "event", "app", { a: "1" }],
        ["try", "erase", "event", "app", "a"],
        ["read", "event", "remote"],
        ["try", "write", "event", "remote", { a: "1" }],
        ["try", "write", "event", "mysql/0", { a: "1" }],
        ["try", "read", "event", "mysql/9"],
        ["try", "read", "event", "elsewhere"],
        ["write", "event", "unit", { a: "1" }],
      ),
    ],
  },
  {
    name: "what a leader may not write (REL-29, REL-30)",
    dispatches: [
      hook(
        "config-changed",
        ["try", "write", "db", "remote", { a: "1" }],
        ["try", "write", "db", "mysql/0", { a: "1" }],
        ["try", "write", "cluster", "app/1", { a: "1" }],
        ["write", "db", "app", { a: "1" }],
        ["read", "db", "app"],
      ),
    ],
  },
  {
    name: "a charm's constructor has the access of a handler (DSP-21, REL-33)",
    world: follower,
    dispatches: [
      {
        ...hook("start", ["leader"]),
        init: [
          ["try", "read", "db", "app"],
          ["try", "write", "db", "app", { a: "1" }],
          ["read", "db", "remote"],
          ["write", "db", "unit", { made: "early" }],
        ],
      },
    ],
  },
  {
    name:
      "only changed keys are written, none when nothing changes (REL-21 to REL-25)",
    dispatches: [
      hook("install", [
        "write",
        "db",
        "unit",
        { a: "1", b: "2", quote: `"<&>'\n\t é 🎈`, "with space": " x " },
      ]),
      hook(
        "config-changed",
        ["write", "db", "unit", { a: "1", b: "2" }],
        ["write", "db", "unit", { a: "1", b: "3", c: "" }],
        ["write", "db", "unit", {}],
        ["erase", "db", "unit", "nothing"],
        ["read", "db", "unit"],
      ),
      hook(
        "update-status",
        ["write", "db", "unit", { a: "" }],
        ["has", "db", "unit", "a"],
        ["erase", "db", "unit", "b"],
        ["read", "db", "unit"],
      ),
      hook("update-status", ["read", "db", "unit"], ["clear", "db", "unit"]),
      hook("update-status", ["read", "db", "unit"]),
    ],
  },
  {
    name: "what is not text is refused before access is (REL-25)",
    world: follower,
    dispatches: [
      hook(
        "config-changed",
        ["try", "write", "db", "unit", { a: 1 }],
        ["try", "write", "db", "unit", { a: null }],
        ["try", "write", "db", "app", { a: { b: "c" } }],
        ["try", "write", "db", "mysql/0", { a: true }],
        ["try", "write", "db", "unit", { a: "ok", b: 2 }],
        ["read", "db", "unit"],
      ),
    ],
  },
  {
    name: "writes of a hook are seen within it (REL-27, JFL-05)",
    dispatches: [
      hook(
        "config-changed",
        ["write", "db", "unit", { a: "1" }],
        ["read", "db", "unit", "a"],
        ["write", "db", "unit", { a: "2" }],
        ["write", "db", "unit", { a: "1" }],
        ["read", "db", "unit", "a"],
      ),
    ],
  },
  {
    name:
      "leadership is lost before the flush, so that nothing is kept (JFL-07)",
    dispatches: [
      {
        ...hook(
          "config-changed",
          ["write", "db", "app", { a: "1" }],
          ["write", "db", "unit", { a: "1" }],
          ["unit-status", "active"],
          ["state-set", "a", 1],
        ),
        after: (state) => {
          state.leader = false;
        },
      },
      hook("config-changed", ["read", "db", "unit", "a"], ["state-get", "a"]),
    ],
  },
  {
    name: "a write is dropped when a later command fails (JFL-02)",
    dispatches: [
      {
        ...hook(
          "config-changed",
          ["write", "db", "app", { a: "1" }],
          ["unit-status", "active"],
        ),
        failing: { "status-set": { stderr: "connection is shut down" } },
        code: 1,
      },
      hook("config-changed", ["read", "db", "app"]),
    ],
  },
  {
    name: "typed data is saved and loaded as JSON (REL-37, REL-40, REL-44)",
    dispatches: [
      relationHook(
        "changed",
        "db:1",
        { unit: "mysql/0" },
        [
          "save",
          "event",
          "app",
          { host: "h", port: 5432, yes: true, none: null },
        ],
        ["read", "event", "app"],
        ["load", "event", "app"],
      ),
      relationHook(
        "changed",
        "db:1",
        { unit: "mysql/0" },
        [
          "save",
          "event",
          "app",
          { host: "h", port: 5432 },
        ],
        ["load", "event", "remote"],
        ["try", "load", "event", "mysql/0"],
      ),
      {
        ...relationHook("changed", "db:1", {}, [
          "try",
          "load",
          "event",
          "remote",
        ]),
        before: (state) => {
          state.relations.get(1)!.remoteAppData = { count: "11" };
        },
      },
    ],
  },
  {
    name: "nested data is the same JSON with other spaces (REL-44)",
    dispatches: [
      hook("config-changed", ["save", "db", "unit", {
        list: [1, "a"],
        map: { "é": null },
      }]),
    ],
  },
];
