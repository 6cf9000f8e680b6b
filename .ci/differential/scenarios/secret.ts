import { type Dispatch, hook, type Scenario } from "../scenario.ts";
import type { HookEvent } from "../../../src/simulator/hook_event.ts";
import type { Step } from "../charm/steps.ts";
import { SECRETS } from "../world.ts";

type Kind = Extract<HookEvent, { secretId: string }>["kind"];

function secretHook(
  kind: Kind,
  id: string,
  label: string,
  ...steps: readonly Step[]
): Dispatch {
  const event = kind === "secret-remove" || kind === "secret-expired"
    ? { kind, secretId: id, label, revision: 1 }
    : { kind, secretId: id, label };
  return { event, on: { [kind.replaceAll("-", "_")]: steps } };
}

const APP = { id: `secret:${SECRETS.app}` } as const;
const UNIT = { id: `secret:${SECRETS.unit}` } as const;
const OTHER = { id: `secret:${SECRETS.other}` } as const;

/** Scenarios of secrets. */
export const SECRET: readonly Scenario[] = [
  {
    name: "a secret from add to remove (SEC-13, SEC-17 to SEC-22)",
    dispatches: [
      hook(
        "install",
        ["add-secret", "s", "app", { username: "me", password: 'p \n"é🎈=' }, {
          label: "login",
          description: "For the page",
          rotate: "daily",
          expire: "2045-06-01T12:00:00+00:00",
        }],
        ["content", "s"],
        ["info", "s"],
        ["grant", "s", "db"],
        ["grant", "s", "web", "proxy/0"],
      ),
      hook(
        "config-changed",
        ["get-secret", "s", { label: "login" }],
        ["info", "s"],
        ["set-content", "s", { password: "two" }],
        ["content", "s"],
        ["peek", "s"],
        ["content", "s", true],
        ["content", "s"],
      ),
      hook(
        "update-status",
        ["get-secret", "s", { label: "login" }],
        ["set-info", "s", { description: "New", rotate: "never" }],
        ["set-content", "s", { password: "three" }],
        ["revoke", "s", "web", "proxy/0"],
        ["info", "s"],
      ),
      hook(
        "update-status",
        ["get-secret", "s", { label: "login" }],
        ["remove-revision", "s", 1],
        ["revoke", "s", "db"],
      ),
      hook("update-status", ["get-secret", "s", { label: "login" }], [
        "remove-secret",
        "s",
      ]),
      hook("update-status", ["try", "get-secret", "s", { label: "login" }]),
    ],
  },
  {
    name: "a secret of the unit, with an expiry from now on (SEC-13, SEC-15)",
    dispatches: [
      hook(
        "config-changed",
        ["add-secret", "s", "unit", { password: "x" }, {
          expireAfterMs: 3_600_000,
        }],
        ["set-content", "s", { password: "y" }],
        ["content", "s"],
        ["peek", "s"],
        ["set-info", "s", { expireAfterMs: 86_400_000, label: "mine" }],
      ),
      hook("update-status", ["get-secret", "s", { label: "mine" }]),
    ],
  },
  {
    name: "a secret that is added and removed in one hook (JHT-26)",
    dispatches: [
      hook("config-changed", ["add-secret", "s", "unit", { password: "x" }], [
        "grant",
        "s",
        "db",
      ], ["remove-secret", "s"]),
    ],
  },
  {
    name: "several updates in one hook, on Juju 3.6 (SEC-17, SEC-20)",
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", APP],
        ["set-content", "s", { password: "a" }],
        ["set-info", "s", { description: "d" }],
        ["set-info", "s", { label: "l" }],
        ["set-content", "s", { password: "b", more: "c" }],
      ),
    ],
  },
  {
    name: "several updates in one hook, on Juju 3.5 (SEC-20)",
    world: { jujuVersion: "3.5.7" },
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", APP],
        ["set-content", "s", { password: "a" }],
        ["set-info", "s", { description: "d" }],
        ["set-info", "s", { label: "l", rotate: "weekly" }],
      ),
      hook(
        "update-status",
        ["get-secret", "s", UNIT],
        ["set-info", "s", { label: "", description: "x" }],
        ["set-info", "s", { expire: "2045-06-01T12:00:00+00:00" }],
      ),
      hook("update-status", ["get-secret", "s", UNIT], ["info", "s"], [
        "content",
        "s",
        true,
      ]),
    ],
  },
  {
    name: "several updates in one hook, on a beta of Juju 3.6 (VER-06)",
    world: { jujuVersion: "3.6-beta1" },
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", APP],
        ["set-content", "s", { password: "a" }],
        ["set-info", "s", { description: "d" }],
      ),
    ],
  },
  {
    name: "content equal to what is there (SEC-17, JHT-20)",
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", APP],
        ["set-content", "s", { password: "new" }],
        ["peek", "s"],
        ["set-content", "s", { password: "new" }],
      ),
      hook("update-status", ["get-secret", "s", APP], ["set-content", "s", {
        password: "old",
      }]),
    ],
  },
  {
    name:
      "a reader tracks, peeks, refreshes and labels (SEC-02, SEC-06, SEC-07)",
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", { ...OTHER, label: "theirs" }],
        ["content", "s"],
        ["peek", "s"],
        ["content", "s"],
        ["get-secret", "t", { label: "theirs" }],
      ),
      secretHook(
        "secret-changed",
        SECRETS.other,
        "theirs",
        ["event-secret", "s"],
        ["content", "s"],
        ["peek", "s"],
        ["content", "s", true],
        ["content", "s"],
      ),
      hook("update-status", ["get-secret", "s", { label: "theirs" }], [
        "content",
        "s",
      ]),
    ],
  },
  {
    name: "secret-changed without a label, deferred (EVT-23)",
    dispatches: [
      secretHook("secret-changed", SECRETS.other, "", ["event-secret", "s"], [
        "content",
        "s",
      ], ["defer"]),
      {
        ...hook("update-status", ["leader"]),
        on: {
          secret_changed: [["event-secret", "s"], ["content", "s", true]],
          update_status: [],
        },
      },
    ],
  },
  {
    name: "secret-rotate makes a new revision, and can't be deferred (EVT-04)",
    dispatches: [
      secretHook(
        "secret-rotate",
        SECRETS.app,
        "application label",
        ["event-secret", "s"],
        ["try", "defer"],
        ["set-content", "s", { password: "rotated" }],
        ["info", "s"],
      ),
    ],
  },
  {
    name: "secret-expired removes its revision, and can't be deferred (EVT-24)",
    dispatches: [
      secretHook(
        "secret-expired",
        SECRETS.unit,
        "unit label",
        ["event-revision"],
        ["try", "defer"],
        ["event-remove-revision"],
      ),
    ],
  },
  {
    name:
      "secret-remove is deferred, then removes its revision (EVT-04, EVT-24)",
    dispatches: [
      secretHook("secret-remove", SECRETS.app, "application label", [
        "event-revision",
      ], ["defer"]),
      {
        ...hook("update-status"),
        on: {
          secret_remove: [
            ["event-secret", "s"],
            ["event-revision"],
            ["event-remove-revision"],
          ],
        },
      },
    ],
  },
  {
    name: "content that Juju would refuse (SEC-12)",
    dispatches: [
      hook(
        "config-changed",
        ["try", "add-secret", "a", "unit", {}],
        ["try", "add-secret", "a", "unit", { ab: "x" }],
        ["try", "add-secret", "a", "unit", { Password: "x" }],
        ["try", "add-secret", "a", "unit", { "pass--word": "x" }],
        ["try", "add-secret", "a", "unit", { "password-": "x" }],
        ["try", "add-secret", "a", "unit", { "1password": "x" }],
        ["add-secret", "a", "unit", { "pass-word-2": "", key: "=" }],
        ["get-secret", "s", APP],
        ["try", "set-content", "s", {}],
        ["try", "set-info", "s", {}],
      ),
    ],
  },
  {
    name: "a label is taken within a hook, and at its flush (SEC-24, JLM-02)",
    dispatches: [
      hook(
        "config-changed",
        ["add-secret", "a", "unit", { password: "x" }, { label: "one" }],
        ["try", "add-secret", "b", "unit", { password: "y" }, { label: "one" }],
      ),
      hook(
        "config-changed",
        ["add-secret", "a", "unit", { password: "x" }, { label: "one" }],
        ["write", "db", "unit", { a: "lost" }],
      ),
    ],
  },
  {
    name: "an own secret by its label alone (SEC-09, SEC-11)",
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", { label: "application label" }],
        ["set-content", "s", { password: "by label" }],
        ["grant", "s", "db"],
        ["info", "s"],
        ["content", "s", true],
      ),
    ],
  },
  {
    name: "an own secret by id and label (SEC-02, SEC-08)",
    dispatches: [
      hook(
        "config-changed",
        ["get-secret", "s", { ...UNIT, label: "new label" }],
        ["content", "s", true],
        ["info", "s"],
      ),
    ],
  },
];
