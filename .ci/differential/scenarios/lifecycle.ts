import { hook, type Scenario } from "../scenario.ts";

const KINDS = [
  "install",
  "start",
  "config-changed",
  "update-status",
  "upgrade-charm",
  "leader-elected",
] as const;

/** Scenarios of a unit's life and what the model tells. */
export const LIFECYCLE: readonly Scenario[] = [
  {
    name: "a unit's life sets statuses, version and ports (DSP-40)",
    dispatches: [
      hook("install", ["unit-status", "maintenance", "Installing"]),
      hook("leader-elected", ["leader"], ["app-status", "waiting", "Alone"]),
      hook("config-changed", ["config"], ["set-ports", 80]),
      hook("start", ["unit-status", "active"], ["version", "1.0"]),
      hook("update-status", ["read-unit-status"]),
      hook("upgrade-charm", ["version", "1.1"], ["read-app-status"]),
      hook("stop", ["unit-status", "maintenance", "Stopping"]),
      hook("remove", ["set-ports"]),
    ],
  },
  {
    name: "nothing is observed (DSP-36)",
    dispatches: [
      { event: { kind: "install" } },
      { event: { kind: "update-status" } },
    ],
  },
  {
    name: "a hook that nobody knows is ignored (DSP-24)",
    dispatches: [
      hook("update-status", ["state-set", "a", 1]),
      { event: "hooks/some-new-hook", on: { update_status: [] } },
      { event: "", on: { update_status: [] } },
      hook("update-status", ["state-get", "a"]),
    ],
  },
  {
    name:
      "every hook without data can be deferred but stop and remove (EVT-04)",
    dispatches: [
      ...KINDS.map((kind) => hook(kind, ["defer"])),
      hook("stop", ["try", "defer"]),
      hook("remove", ["try", "defer"]),
    ],
  },
  {
    name: "a charm that calls itself does nothing (DSP-06)",
    dispatches: [{
      ...hook("start", ["unit-status", "active"]),
      env: { OPERATOR_DISPATCH: "1" },
    }, hook("start", ["leader"])],
  },
  {
    name:
      "an error in a handler keeps nothing but what was done at once (DSP-29)",
    dispatches: [
      hook("install", ["state-set", "a", "kept"]),
      {
        ...hook(
          "start",
          ["state-set", "a", "lost"],
          ["unit-status", "active", "stays"],
          ["write", "db:1", "unit", { a: "lost" }],
          ["open-port", "tcp", 80],
          ["throw", "oh"],
          ["unit-status", "blocked", "not reached"],
        ),
        code: 1,
      },
      hook("start", ["state-get", "a"], ["opened-ports"]),
    ],
  },
  {
    name: "an error in the constructor (DSP-21)",
    dispatches: [
      {
        ...hook("start", ["leader"]),
        init: [["read", "db:1", "app"], ["throw", "oh"]],
        code: 1,
      },
      {
        ...hook("start", ["leader"]),
        init: [["write", "db", "app", { a: "1" }]],
      },
    ],
  },
  {
    name: "a charm that exits by itself keeps no state (DSP-32)",
    dispatches: [
      hook("install", ["state-set", "a", 1]),
      hook("start", ["state-set", "a", 2], ["unit-status", "active"], [
        "exit",
        0,
      ]),
      { ...hook("start", ["state-get", "a"], ["exit", 3]), code: 3 },
    ],
  },
  {
    name: "leadership changes between hooks; a follower asks once (UNI-01)",
    world: { leader: false },
    dispatches: [
      hook(
        "config-changed",
        ["leader"],
        ["leader"],
        ["try", "read-app-status"],
        ["try", "app-status", "active"],
      ),
      {
        ...hook("leader-elected", ["leader"], ["app-status", "active", "Led"]),
        before: (state) => {
          state.leader = true;
        },
      },
    ],
  },
  {
    name: "config holds each type, and a secret as its id (CFG-01, CFG-02)",
    world: {
      config: {
        count: 3,
        ratio: 0.25,
        debug: true,
        token: "secret:d0000000000000000003",
      },
    },
    dispatches: [
      hook("config-changed", ["config"], ["config-secret", "s", "token"], [
        "content",
        "s",
      ]),
    ],
  },
  {
    name:
      "config that is wrong throws, or blocks and ends the dispatch (CFG-06, DSP-30)",
    dispatches: [
      hook("install", ["state-set", "a", "kept"], [
        "try",
        "load-config",
        "throw",
      ]),
      {
        ...hook("config-changed", ["state-set", "a", "lost"], [
          "load-config",
          "blocked",
        ], ["open-port", "tcp", 1]),
        second: { config_changed: [["write", "db", "unit", { a: "1" }]] },
      },
      {
        ...hook("config-changed", ["state-get", "a"], [
          "load-config",
          "blocked",
        ]),
        before: (state) => void state.config.set("count", 10),
      },
      {
        ...hook("config-changed", ["load-config", "throw"]),
        before: (state) => void state.config.set("count", 11),
        code: 1,
      },
    ],
  },
  {
    name:
      "what the model tells: name, resources, plans, network (NET, RES, UNI-02)",
    dispatches: [
      hook(
        "update-status",
        ["model"],
        ["resource", "blob"],
        ["resource", "blob"],
        ["try", "resource", "other"],
        ["planned-units"],
        ["network", "db"],
        ["network", "admin"],
        ["network", "db"],
        ["try", "network", "nowhere"],
        ["try", "cloud"],
        ["try", "network", "cache"],
        ["container", "workload"],
        ["try", "container", "other"],
      ),
      {
        ...hook(
          "update-status",
          ["try", "resource", "blob"],
          ["try", "network", "web"],
          ["try", "network", "cache"],
          ["cloud"],
        ),
        before: (state) => {
          state.networks.set("cache", {
            bindAddresses: [{
              macAddress: "",
              interfaceName: "eth0",
              addresses: [{
                hostname: "",
                value: "10.0.0.7",
                cidr: "10.0.0.7/24",
              }],
            }],
            ingressAddresses: [],
            egressSubnets: ["10.0.0.7/24"],
          });
          state.resources.clear();
          state.networks.set("web", {
            bindAddresses: [
              { macAddress: "", interfaceName: "eth0", addresses: [] },
              {
                macAddress: "aa",
                interfaceName: "eth1",
                addresses: [{ hostname: "h", value: "fd00::7", cidr: "" }, {
                  hostname: "",
                  value: "10.0.0.7",
                  cidr: "10.0.0.0/24",
                }],
              },
            ],
            ingressAddresses: ["example.com"],
            egressSubnets: [],
          });
          state.cloudSpec = {
            type: "lxd",
            name: "localhost",
            region: "r",
            endpoint: null,
            identityEndpoint: null,
            storageEndpoint: null,
            credential: null,
            caCertificates: [],
            skipTlsVerify: false,
            isControllerCloud: true,
          };
        },
      },
    ],
  },
];
