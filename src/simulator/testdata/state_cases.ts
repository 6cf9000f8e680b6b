import { type HookToolCases, JUJU_3, JUJU_4 } from "./hook_tool_case.ts";

const RULE =
  "must start and end with lowercase alphanumeric, and contain only lowercase alphanumeric and hyphens";

/** Cases of charm state, of actions, and of what only some versions have. */
export const STATE_CASES: readonly HookToolCases[] = [
  {
    name: "charm state that is empty",
    cases: [
      ["JHT-27", "state-get", "{}\n"],
      ["JHT-27", "state-get --format yaml", "{}\n"],
      ["JHT-27", "state-get --format json", "null\n"],
      ["JHT-27", "state-get k", ""],
      ["JHT-27", "state-get k --format json", '""\n'],
      ["JHT-27", "state-get --strict k", "", '1 "k" not found'],
      ["JHT-28", "state-set", ""],
      ["JHT-28", "state-set a=1 b=", ""],
      ["JHT-28", "state-set a", "", '2 expected "key=value", got "a"'],
      [
        "JLM-04",
        ["state-set", `${"k".repeat(257)}=v`],
        "",
        "1 max allowed key length (256): 257 not valid",
      ],
      [
        "JLM-04",
        ["state-set", `k=${"v".repeat(65_537)}`],
        "",
        "1 max allowed value length (65536): 65537 not valid",
      ],
      ["JHT-29", "state-delete", ""],
      ["JHT-29", "state-delete k", ""],
      ["JHT-29", "state-delete a b", "", '2 unrecognized args: ["b"]'],
    ],
  },
  {
    name: "charm state",
    world: { charmState: { a: "1", gone: "x" } },
    before: [["state-set", "b=", " c = two words "], "state-delete gone"],
    cases: [
      [
        "JHT-27",
        "state-get --format json",
        '{"a":"1","b":"","c":"two words"}\n',
      ],
      ["JHT-27", "state-get -", 'a: "1"\nb: ""\nc: two words\n'],
      ["JHT-27", "state-get a", "1\n"],
      ["JHT-28", "state-get b --strict --format json", '""\n'],
    ],
  },
  {
    name: "no action",
    cases: [
      ["JHT-34", "action-get", "", "1 not running an action"],
      ["JHT-35", "action-set a=1", "", "1 not running an action"],
      ["JHT-36", "action-fail", "", "1 not running an action"],
      ["JHT-37", "action-log x", "", "1 not running an action"],
    ],
  },
  {
    name: "an action",
    event: {
      kind: "action",
      name: "backup",
      id: "12",
      params: { where: { bucket: "b" }, size: 3, deep: true },
    },
    cases: [
      [
        "JHT-34",
        "action-get --format json",
        '{"deep":true,"size":3,"where":{"bucket":"b"}}\n',
      ],
      ["JHT-34", "action-get size", "3\n"],
      ["JHT-34", "action-get deep", "True\n"],
      ["JHT-34", "action-get where.bucket", "b\n"],
      ["JHT-34", "action-get where", "bucket: b\n"],
      ["JHT-34", "action-get where.nope", ""],
      ["JHT-34", "action-get where.nope --format json", "null\n"],
      ["JHT-35", "action-set a=1 b.c=2", ""],
      [
        "JHT-35",
        "action-set a",
        "",
        '2 argument "a" must be of the form key...=value',
      ],
      ["JHT-35", "action-set A=1", "", `2 key "A" ${RULE}`],
      ["JHT-35", "action-set =1", "", `2 key "" ${RULE}`],
      ["JHT-35", "action-set a-=1", "", `2 key "a-" ${RULE}`],
      [
        "JHT-35",
        "action-set stdout=1",
        "",
        '2 cannot set reserved action key "stdout"',
      ],
      [
        "JHT-35",
        "action-set a.stderr-encoding=1",
        "",
        '2 cannot set reserved action key "stderr-encoding"',
      ],
      ["JHT-36", "action-fail", ""],
      ["JHT-36", ["action-fail", "no space left"], ""],
      ["JHT-36", "action-fail a b", "", '2 unrecognized args: ["b"]'],
      ["JHT-37", "action-log", "", "2 no message specified"],
      ["JHT-37", "action-log half way", ""],
      [
        "JHT-33",
        "juju-reboot",
        "",
        "1 juju-reboot is not supported when running an action.",
      ],
    ],
  },
  {
    name: "an action without parameters",
    event: { kind: "action", name: "ping", id: "1", params: {} },
    cases: [["JHT-34", "action-get", "{}\n"]],
  },
  {
    name: "commands that Juju 4 has no more",
    versions: [JUJU_4],
    cases: [
      ["JHT-00.20", "leader-get", "", "127"],
      ["JHT-00.20", "leader-set a=1", "", "127"],
      ["JHT-00.20", "payload-unregister a b", "", "127"],
      ["JHT-00.20", "pod-spec-get", "", "127"],
    ],
  },
  {
    name: "leader settings",
    versions: [JUJU_3],
    world: { leaderSettings: { a: "1" } },
    cases: [
      ["JHT-38", "leader-get", 'a: "1"\n'],
      ["JHT-38", "leader-get a", "1\n"],
      ["JHT-38", "leader-get - --format json", '{"a":"1"}\n'],
      ["JHT-38", "leader-get nope --format json", "null\n"],
      ["JHT-38", "leader-get a=b", "", '2 invalid key "a=b"'],
      ["JHT-38", "leader-set b=2", ""],
      ["JHT-38", "leader-set b", "", '2 expected "key=value", got "b"'],
    ],
  },
  {
    name: "leader settings that were set",
    versions: [JUJU_3],
    world: { leaderSettings: { a: "1" } },
    before: ["leader-get", "leader-set a= b=2"],
    cases: [["JHT-38", "leader-get", 'b: "2"\n']],
  },
  {
    name: "leader settings for others",
    versions: [JUJU_3],
    world: { leader: false, leaderSettings: { a: "1" } },
    cases: [
      ["JHT-38", "leader-get a", "1\n"],
      [
        "JHT-38",
        "leader-set b=2",
        "",
        "1 cannot write leadership settings: cannot write settings: not the leader",
      ],
    ],
  },
  {
    name: "payloads and specs",
    versions: [JUJU_3],
    before: ["payload-register docker monitoring abc tag"],
    cases: [
      ["JHT-39", "payload-register docker monitoring x", ""],
      ["JHT-39", "payload-register docker", "", "2 missing required arguments"],
      [
        "JHT-39",
        "payload-register docker nope x",
        "",
        '1 payload "nope" not found in metadata.yaml',
      ],
      [
        "JHT-39",
        "payload-register kvm monitoring x",
        "",
        '1 incorrect type "kvm" for payload "monitoring", expected "docker"',
      ],
      ["JHT-39", "payload-status-set monitoring abc stopped", ""],
      [
        "JHT-39",
        "payload-status-set monitoring",
        "",
        "2 missing required arguments",
      ],
      [
        "JHT-39",
        "payload-status-set monitoring abc odd",
        "",
        '1 status "odd" not supported; expected one of ["running", "starting", "stopped", "stopping"]',
      ],
      ["JHT-39", "payload-unregister monitoring abc", ""],
      [
        "JHT-39",
        "payload-unregister monitoring",
        "",
        "2 missing required arguments",
      ],
      ["JHT-40", "k8s-raw-set", "", undefined, "a: 1\n"],
      ["JHT-40", "k8s-raw-get", ""],
    ],
  },
  {
    name: "metrics outside of their hook",
    versions: ["3.6.10"],
    cases: [
      ["EVT-25", "add-metric", "", "2 no metrics specified"],
      [
        "EVT-25",
        "add-metric a=1",
        "",
        "1 cannot record metric: metrics not allowed in this context",
      ],
    ],
  },
  {
    name: "collect-metrics",
    versions: ["3.6.10"],
    event: { kind: "collect-metrics" },
    cases: [
      ["EVT-25", "add-metric users=4 --labels kind=all", ""],
      [
        "EVT-25",
        "add-metric users",
        "",
        '2 invalid metrics: expected "key=value", got "users"',
      ],
      ["EVT-25", "juju-log x", ""],
      [
        "EVT-25",
        "config-get",
        "",
        "1 not implemented for restricted context not implemented",
      ],
    ],
  },
];
