import { hook, relationHook, type Scenario } from "../scenario.ts";
import { SECRETS } from "../world.ts";

const follower = { leader: false } as const;
const DENIED = { stderr: "permission denied" } as const;

/** Scenarios of hook commands that fail. */
export const ERRORS: readonly Scenario[] = [
  {
    name: "relation-get says that a relation is gone (ERR-04)",
    dispatches: [
      {
        ...hook(
          "update-status",
          ["read", "db", "mysql/0"],
          ["read", "db", "remote"],
          ["read", "db", "unit"],
        ),
        failing: {
          "relation-get": {
            code: 2,
            stderr: 'invalid value "1" for option -r: relation not found',
          },
        },
      },
      {
        ...hook("update-status", ["read", "db", "mysql/0"]),
        failing: { "relation-get": { stderr: "relation 1 not found" } },
      },
      {
        ...hook("update-status", ["try", "read", "db", "mysql/0"]),
        failing: { "relation-get": { stderr: "relation db not found" } },
      },
      {
        ...hook("update-status", ["try", "read", "db", "mysql/0"], [
          "try",
          "read",
          "db",
          "app",
        ], ["try", "read", "cluster", "app"]),
        failing: { "relation-get": DENIED },
      },
    ],
  },
  {
    name: "permission denied on a follower's own application (ERR-04, ERR-06)",
    world: follower,
    dispatches: [
      {
        ...hook("update-status", ["try", "read", "cluster", "app"], [
          "try",
          "read",
          "db",
          "remote",
        ], ["try", "read", "db", "mysql/0"]),
        failing: { "relation-get": DENIED },
      },
    ],
  },
  {
    name: "relation-set is refused (ERR-04, ERR-07)",
    dispatches: [
      {
        ...hook("update-status", ["try", "write", "db", "unit", { a: "1" }], [
          "try",
          "write",
          "db",
          "app",
          { a: "1" },
        ], ["read", "db", "unit", "a"]),
        failing: { "relation-set": DENIED },
      },
      {
        ...hook("update-status", ["try", "write", "db", "unit", { a: "1" }], [
          "try",
          "write",
          "db",
          "app",
          { a: "1" },
        ]),
        failing: {
          "relation-set": { stderr: "cannot write relation settings" },
        },
      },
      {
        ...hook("update-status", ["try", "write", "db", "unit", { a: "1" }]),
        failing: { "relation-set": { stderr: "relation not found" } },
      },
    ],
  },
  {
    name: "relation-list and relation-ids fail (REL-08, ERR-04)",
    dispatches: [
      {
        ...relationHook(
          "changed",
          "db:1",
          { unit: "mysql/0" },
          ["event-relation"],
          ["try", "read", "event", "mysql/0"],
          ["read", "event", "unit"],
        ),
        failing: { "relation-list": { code: 2, stderr: "relation not found" } },
      },
      {
        ...hook("update-status", ["try", "relation", "db"], [
          "try",
          "relations",
          "db",
        ]),
        failing: { "relation-ids": { stderr: "connection is shut down" } },
      },
      {
        ...hook("update-status", ["try", "relation", "db"]),
        failing: { "relation-list": { stderr: "connection is shut down" } },
      },
    ],
  },
  {
    name: "secrets that are not there, or not for this unit (ERR-05, ERR-07)",
    dispatches: [
      hook(
        "update-status",
        ["try", "get-secret", "a", { id: "secret:d0000000000000000009" }],
        ["try", "get-secret", "b", { id: `secret:${SECRETS.hidden}` }],
        ["try", "get-secret", "c", { label: "none such" }],
        ["try", "get-secret", "d", {}],
        ["try", "get-secret", "e", { id: "secret:not-an-id" }],
        ["get-secret", "f", { id: `secret:${SECRETS.other}` }],
        ["try", "info", "f"],
        ["try", "set-content", "f", { password: "mine" }],
        ["try", "grant", "f", "db"],
      ),
    ],
  },
  {
    name: "the application's secrets on a follower (SEC-23)",
    world: follower,
    dispatches: [
      hook(
        "update-status",
        ["try", "add-secret", "n", "app", { password: "x" }],
        ["get-secret", "a", { id: SECRETS.app }],
        ["try", "set-content", "a", { password: "x" }],
        ["try", "set-info", "a", { label: "x" }],
        ["try", "grant", "a", "db"],
        ["try", "revoke", "a", "db"],
        ["try", "remove-revision", "a", 1],
        ["try", "remove-secret", "a"],
        ["add-secret", "u", "unit", { password: "x" }],
      ),
    ],
  },
  {
    name: "any other command that fails is a model error (ERR-05)",
    dispatches: [
      {
        ...hook(
          "update-status",
          ["try", "config"],
          ["try", "leader"],
          ["try", "unit-status", "active"],
          ["try", "read-unit-status"],
          ["try", "version", "1"],
          ["try", "planned-units"],
          ["try", "storages", "data"],
          ["try", "request-storage", "data", 1],
          ["try", "opened-ports"],
          ["try", "set-ports", 80],
          ["try", "open-port", "tcp", 80],
          ["try", "network", "db"],
          ["try", "resource", "blob"],
        ),
        failing: Object.fromEntries(
          [
            "config-get",
            "status-set",
            "status-get",
            "application-version-set",
            "goal-state",
            "storage-list",
            "storage-add",
            "opened-ports",
            "open-port",
            "network-get",
            "resource-get",
          ].map((name) => [name, { stderr: "connection is shut down" }]),
        ),
      },
    ],
  },
  {
    name: "nobody can tell who leads (UNI-01)",
    dispatches: [
      {
        ...hook("update-status", ["try", "leader"], [
          "try",
          "read",
          "db",
          "app",
        ]),
        before: (state) => {
          state.leader = null;
        },
        code: 1,
      },
    ],
  },
  {
    name: "a failure that nobody expects ends the dispatch (DSP-29, LOG-11)",
    dispatches: [
      {
        ...hook("update-status", ["write", "db", "unit", { a: "1" }], [
          "resource",
          "blob",
        ]),
        before: (state) => state.resources.clear(),
        code: 1,
      },
    ],
  },
  {
    name: "answers that are no JSON, or of another shape (ERR-11)",
    dispatches: [
      {
        ...hook("update-status", ["try", "config"], ["try", "planned-units"], [
          "try",
          "network",
          "db",
        ]),
        failing: {
          "config-get": { code: 0, stdout: "{" },
          "goal-state": {
            code: 0,
            stdout: '{"units": {"app/0": {"status": "x"}}}',
          },
          "network-get": { code: 0, stdout: "[]" },
        },
      },
    ],
  },
  {
    name: "a hook command that this Juju does not have (ERR-09)",
    world: { jujuVersion: "2.9.50" },
    dispatches: [
      hook("update-status", ["try", "get-secret", "a", { label: "x" }], [
        "try",
        "add-secret",
        "b",
        "unit",
        { password: "x" },
      ]),
    ],
  },
];
