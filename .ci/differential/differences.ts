/** Why a difference is intended. */
export type Reason = keyof typeof REASONS;

/** A place where the two charms differ, and are meant to. */
export interface Difference {
  /** Name of the scenario. */
  readonly scenario: string;
  /** Why. */
  readonly reason: Reason;
  /** Where: number of the dispatch, then keys and indices. */
  readonly at: string;
  /** What ops comes to. */
  readonly ops: unknown;
  /** What ours comes to. */
  readonly ours: unknown;
}

/** Reasons by id. */
export const REASONS = {
  "argument-mistake":
    "A mistake in the arguments of a call is a TypeError (design, decision 12)",
  "databag-decoding":
    "A value that is not JSON is wrong only if the schema looks at it, so that Juju's own keys do no harm (REL-38)",
  "dead-relation":
    "An id that the endpoint does not have is a relation that is not active, though Juju answers for the number alone (REL-05)",
  "event-lookup":
    "What an event is about (container, parameters of an action) is looked up at first use, not before the handler: who needs it not runs no command, and may catch the failure (EVT-20, ACT-01)",
  "failed-read":
    "A read that failed is asked again; ops takes it for an empty list from then on",
  "json-text":
    "Relation data is JSON as JavaScript writes it, which reads the same; equal data in Python's spelling is not written again (REL-44)",
  "leadership":
    "Leadership is asked for only if something observes collect-app-status (design, decision 6)",
  "network-text":
    "Addresses and subnets are the text that Juju tells, so that a subnet with host bits is no error (NET-06)",
  "plain-object":
    "A stored state reads like a plain object, so that toString is there before it is set; what is set is kept under any name (SST-03)",
  "port-range":
    "A range that is open is not the port that it begins with: set-ports closes it, and it has its last port in what is read (PRT-03, PRT-05)",
  "reboot-error":
    "A juju-reboot that fails is a ModelError, as any other command (UNI-05)",
  "result-text":
    "Results have the text of JSON, null is empty; ops has the text of Python (ACT-03)",
  "senseless-answer":
    "An answer that makes no sense is a ModelError that names the command (ERR-11), and what nobody reads in it is not looked at (UNI-02)",
  "own-words":
    "What the framework itself logs has words of its own, and one line where ops has two (EVT-14, FRW-03)",
  "storage-gone":
    "A deferred event of a storage that is gone is dropped with a warning; in ops it fails every later dispatch (EVT-19)",
} as const satisfies Readonly<Record<string, string>>;

/**
 * Errors of Python's own, and what stands for them here: as ops has only
 * Python's for what is no failure of Juju (design, decision 12).
 */
export const SAME_ERRORS: Readonly<Record<string, readonly string[]>> = {
  FileNotFoundError: ["HookCommandNotFoundError"],
  JSONDecodeError: ["InvalidDataError"],
  KeyError: ["InvalidStatusError", "ModelError"],
  NameError: ["ModelError"],
  OSError: ["HookCommandArgumentError"],
  RuntimeError: ["FrameworkError", "ModelError"],
  ValueError: ["HookCommandArgumentError", "InvalidDataError", "TypeError"],
};

/** What ops says of a range of ports. */
const IGNORED =
  "WARNING Ignoring opened-ports port range: Port(protocol='tcp', port=8000, to_port=8010, endpoints=None)";

/** Every intended difference; one that does not occur any more fails too. */
export const DIFFERENCES: readonly Difference[] = [
  ...of("results of each plain type (ACT-03)", "result-text", [
    ["1.state.action.results.yes", "True", "true"],
    ["1.state.action.results.no", "False", "false"],
    ["1.state.action.results.none", "None", ""],
    ["1.state.action.results.list", "[1, 'a']", '[1,"a"]'],
  ]),
  ...of("a hook command of an action is refused (ERR-05)", "reboot-error", [
    ["0.seen.4.3.error", "Error", "ModelError"],
  ]),
  ...of("a hook command of an action is refused (ERR-05)", "event-lookup", [
    ["1.seen", [], [
      ["charm", "backup_action", "called", null],
      ["charm", "backup_action", "params", { error: "ModelError" }],
    ]],
  ]),
  ...of("relation-list and relation-ids fail (REL-08, ERR-04)", "failed-read", [
    ["1.seen.2.3", [], { error: "ModelError" }],
  ]),
  ...of("nobody can tell who leads (UNI-01)", "leadership", [
    ["0.code", 1, 0],
    [
      "0.log",
      ["ERROR Uncaught exception while in charm code:", "WARN sys_crash"],
      [],
    ],
  ]),
  ...of(
    "answers that are no JSON, or of another shape (ERR-11)",
    "senseless-answer",
    [
      ["0.seen.1.3.error", "JSONDecodeError", "ModelError"],
      ["0.seen.2.3", { error: "KeyError" }, 1],
      ["0.seen.3.3.error", "AttributeError", "ModelError"],
    ],
  ),
  ...of(
    "a range of ports is shown as its first, and closed whole (PRT-03, PRT-05)",
    "port-range",
    [
      // Juju does not close a part of a range.
      ["0.seen.2.3", { error: "ModelError" }, null],
      ["0.log", [IGNORED, IGNORED], []],
      ["0.state.ports.0.0", "8000-8010/tcp", "9000/tcp"],
      ["1.log", [IGNORED], []],
      ["1.seen.1.3.0", "8000/tcp", "9000/tcp"],
      ["1.state.ports.0.0", "8000-8010/tcp", "9000/tcp"],
    ],
  ),
  ...of(
    "a deferred storage event whose storage is gone (EVT-19)",
    "storage-gone",
    [
      ["1.code", 1, 0],
      ["1.seen", [], [["charm", "update_status", "called", null]]],
      [
        "1.log",
        ["ERROR Uncaught exception while in charm code:", "WARN sys_crash"],
        [
          "WARNING Dropping deferred event <StorageAttachedEvent via TwinCharm/on/data_storage_attached[1]>: what it is about is gone.",
        ],
      ],
      ["1.kept.notices", [
        ["TwinCharm/on/data_storage_attached", "TwinCharm", "onEvent"],
      ], []],
      ["1.kept.snapshots", ["TwinCharm/on/data_storage_attached"], []],
    ],
  ),
  ...of(
    "collect-metrics runs without the deferred events (DSP-14, DSP-46)",
    "argument-mistake",
    [
      ["1.seen.3.3.error", "ModelError", "TypeError"],
      ["1.seen.4.3.error", "ModelError", "TypeError"],
      ["1.seen.5.3.error", "ModelError", "TypeError"],
    ],
  ),
  ...of("an id of another endpoint (REL-05)", "dead-relation", [
    ["0.seen.1.3.app", "mysql", null],
    ["0.seen.1.3.units", ["mysql/0", "mysql/1"], []],
    ["0.seen.2.3", ["app", "app/0", "mysql", "mysql/0", "mysql/1"], [
      "app",
      "app/0",
    ]],
  ]),
  ...of(
    "typed data is saved and loaded as JSON (REL-37, REL-40, REL-44)",
    "databag-decoding",
    [["1.seen.3.3", { error: "JSONDecodeError" }, {}]],
  ),
  ...of(
    "nested data is the same JSON with other spaces (REL-44)",
    "json-text",
    [
      ["0.state.relations.db:1.unit.list", '[1, "a"]', '[1,"a"]'],
      ["0.state.relations.db:1.unit.map", '{"\\u00e9": null}', '{"é":null}'],
    ],
  ),
  ...of(
    "a deferred event of a part that is not made any more (FRW-03)",
    "own-words",
    [[
      "1.log.0",
      "WARNING Reference to ops.Object at path TwinCharm/Part[second] has been garbage collected between when the charm was initialised and when the event was emitted. Make sure sure you store a reference to the observer.",
      "WARNING Dropping deferred event TwinCharm/on/config_changed[1]: its observer TwinCharm/Part[second] was not made in this dispatch.",
    ]],
  ),
  ...of(
    "an old Juju leaves the application to be told from the unit (DSP-26)",
    "own-words",
    [["1.log", [
      "WARNING 'app' expected but not received, see https://bugs.launchpad.net/juju/+bug/1960934",
      "WARNING 'app_name' expected in snapshot but not found.",
    ], [
      "WARNING Juju did not tell the remote application of db_relation_created; its app is null.",
    ]]],
  ),
  ...of(
    "a workload that the metadata does not have (DSP-28)",
    "event-lookup",
    [["0.seen", [], [
      ["charm", "workload_pebble_ready", "called", null],
      ["charm", "workload_pebble_ready", "workload", { error: "ModelError" }],
    ]]],
  ),
  ...of(
    "names that JavaScript has for itself are names like others",
    "plain-object",
    [["0.seen.7.3", "default", null], ["1.seen.2.3", 1, null]],
  ),
  ...of(
    "what the model tells: name, resources, plans, network (NET, RES, UNI-02)",
    "network-text",
    [["1.seen.3.3", { error: "ValueError" }, {
      bind: "10.0.0.7",
      ingress: null,
      interfaces: [["eth0", "10.0.0.7", "10.0.0.7/24"]],
      egress: ["10.0.0.7/24"],
    }]],
  ),
];

function of(
  scenario: string,
  reason: Reason,
  places: readonly (readonly [at: string, ops: unknown, ours: unknown])[],
): Difference[] {
  return places.map(([at, ops, ours]) => ({ scenario, reason, at, ops, ours }));
}
