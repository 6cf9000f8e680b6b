import { hook, relationHook, type Scenario } from "../scenario.ts";

const follower = { leader: false } as const;

/** Scenarios of relations and who may do what with them. */
export const RELATION: readonly Scenario[] = [
  {
    name: "a relation from created to broken (REL-16, EVT-13 to EVT-17)",
    dispatches: [
      relationHook("created", "db:1", {}, ["event-relation"], [
        "write",
        "event",
        "app",
        { database: "shop" },
      ], ["read", "event", "remote"]),
      relationHook(
        "joined",
        "db:1",
        { unit: "mysql/0" },
        ["event-relation"],
        ["read", "event", "event.unit"],
        ["write", "event", "unit", { ready: "true" }],
      ),
      relationHook("changed", "db:1", { unit: "mysql/0" }, [
        "read",
        "event",
        "event.unit",
        "host",
      ], ["has", "event", "event.unit", "nothing"]),
      relationHook(
        "changed",
        "db:1",
        {},
        ["event-relation"],
        ["read", "event", "event.app"],
      ),
      {
        ...relationHook(
          "departed",
          "db:1",
          { unit: "mysql/1" },
          ["event-relation"],
          ["owners", "event"],
          ["read", "event", "event.unit"],
        ),
        before: (state) => state.relations.get(1)?.removeUnit("mysql/1"),
      },
      {
        ...relationHook(
          "broken",
          "db:1",
          {},
          ["event-relation"],
          ["relations", "db"],
          ["relation", "db"],
          ["relation", "db:1"],
          ["owners", "event"],
          ["read", "event", "event.app"],
          ["read", "event", "unit"],
          ["write", "event", "unit", { ready: "false" }],
        ),
        before: (state) => {
          const relation = state.relations.get(1)!;
          relation.removeUnit("mysql/0");
          relation.dying = true;
          relation.broken = true;
        },
      },
      {
        ...hook(
          "update-status",
          ["relation", "db"],
          ["relations", "db"],
          ["relation", "db:1"],
          ["owners", "db:1"],
          ["read", "db:1", "unit"],
          ["read", "db:1", "app"],
          ["try", "read", "db:1", "mysql"],
        ),
        before: (state) => void state.relations.delete(1),
      },
    ],
  },
  {
    name: "the last remote unit departs with a whole relation (REL-16, JEN-14)",
    dispatches: [
      {
        ...relationHook(
          "departed",
          "web:2",
          { unit: "proxy/0", departing: "app/0" },
          ["event-relation"],
          ["owners", "event"],
          ["read", "event", "event.unit"],
          ["write", "event", "unit", { bye: "1" }],
        ),
        before: (state) => {
          state.relations.get(2)!.dying = true;
          state.relations.get(2)!.removeUnit("proxy/0");
        },
      },
    ],
  },
  {
    name: "a provider answers each of two relations (REL-02, REL-03)",
    dispatches: [
      {
        ...relationHook(
          "changed",
          "web:7",
          { unit: "other/3" },
          ["relations", "web"],
          ["try", "relation", "web"],
          ["relation", "web:2"],
          ["read", "event", "event.unit"],
          ["write", "web:2", "app", { to: "proxy" }],
          ["write", "event", "app", { to: "other" }],
          ["try", "read", "web:2", "other/3"],
        ),
        before: (state) => {
          state.addRelation({
            endpoint: "web",
            id: 7,
            remoteApp: "other",
            units: { "other/3": { want: "page" } },
          });
        },
      },
    ],
  },
  {
    name: "a peer relation on the leader (REL-09, REL-10)",
    dispatches: [
      relationHook("created", "cluster:3", {}, ["event-relation"], [
        "read",
        "event",
        "app",
      ]),
      relationHook(
        "joined",
        "cluster:3",
        { unit: "app/1" },
        ["event-relation"],
        ["read", "event", "event.unit"],
        ["write", "event", "app", { token: "u", size: "2" }],
        ["read", "event", "app"],
        ["read", "event", "remote"],
      ),
      {
        ...relationHook(
          "departed",
          "cluster:3",
          { unit: "app/1" },
          ["event-relation"],
          ["owners", "event"],
          ["try", "read", "event", "event.unit"],
          ["erase", "event", "app", "size"],
        ),
        before: (state) => state.relations.get(3)?.removeUnit("app/1"),
      },
    ],
  },
  {
    name: "a peer relation on a follower (REL-30, REL-33)",
    world: follower,
    dispatches: [
      relationHook(
        "changed",
        "cluster:3",
        {},
        ["event-relation"],
        ["read", "event", "app"],
        ["has", "event", "app", "token"],
        ["try", "write", "event", "app", { token: "no" }],
        ["write", "event", "unit", { port: "80" }],
        ["read", "event", "unit"],
      ),
    ],
  },
  {
    name:
      "a relation without units, told by the environment or by Juju (REL-09)",
    dispatches: [
      {
        ...relationHook("created", "db:1", {}, ["event-relation"], [
          "read",
          "event",
          "remote",
        ]),
        before: (state) => {
          state.relations.get(1)!.units.clear();
        },
      },
      hook("update-status", ["relation", "db"], ["read", "db", "remote"]),
    ],
  },
  {
    name:
      "an endpoint without relations, and one that nobody declared (REL-01)",
    dispatches: [
      hook(
        "update-status",
        ["relation", "cache"],
        ["relations", "cache"],
        ["relation", "cache:5"],
        ["owners", "cache:5"],
        ["read", "cache:5", "unit"],
        ["try", "relations", "nowhere"],
        ["try", "relation", "nowhere"],
        ["try", "read", "cache:5", "unit", "a"],
        ["try", "write", "cache:5", "unit", { a: "1" }],
      ),
    ],
  },
  {
    name: "an id of another endpoint (REL-05)",
    dispatches: [
      hook("update-status", ["relation", "web:1"], ["owners", "web:1"]),
    ],
  },
  {
    name: "a remote model is told by Juju 3.6.2 and later (REL-12)",
    dispatches: [
      relationHook("changed", "db:1", { unit: "mysql/0" }, [
        "remote-model",
        "event",
      ], ["remote-model", "event"]),
    ],
  },
  {
    name: "a remote model where Juju does not tell (REL-13, ERR-09)",
    world: { jujuVersion: "3.5.1" },
    dispatches: [
      relationHook("changed", "db:1", { unit: "mysql/0" }, [
        "try",
        "remote-model",
        "event",
      ]),
    ],
  },
  {
    name: "addresses of a relation, and of one that is gone (NET-02, NET-03)",
    dispatches: [
      relationHook("changed", "db:1", { unit: "mysql/0" }, [
        "network",
        "event",
      ]),
      {
        ...relationHook("broken", "db:1", {}, ["network", "event"]),
        before: (state) => {
          state.relations.get(1)!.broken = true;
        },
      },
    ],
  },
];
