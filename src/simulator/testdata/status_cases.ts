import type { HookToolCases } from "./hook_tool_case.ts";

const SETTABLE = "expected one of [maintenance blocked waiting active]";

/** Cases of statuses, of the workload's version and of the log. */
export const STATUS_CASES: readonly HookToolCases[] = [
  {
    name: "statuses",
    cases: [
      ["JHT-03", "status-set active", ""],
      ["JHT-03", ["status-set", "blocked", "two\nlines"], ""],
      ["JHT-03", "status-set --application waiting soon", ""],
      [
        "JHT-03",
        "status-set error",
        "",
        `2 invalid status "error", ${SETTABLE}`,
      ],
      [
        "JHT-03",
        "status-set unknown",
        "",
        `2 invalid status "unknown", ${SETTABLE}`,
      ],
      [
        "JHT-03",
        "status-set terminated",
        "",
        `2 invalid status "terminated", ${SETTABLE}`,
      ],
      [
        "JHT-03",
        "status-set",
        "",
        "2 invalid args, require <status> [message]",
      ],
      [
        "JHT-03",
        "status-set active a extra",
        "",
        '2 unrecognized args: ["extra"]',
      ],
      [
        "JHT-03",
        "status-set active --format json",
        "",
        "2 option provided but not defined: --format",
      ],
      ["JHT-04", "status-get", "waiting\n"],
      ["JHT-04", "status-get --format yaml", "status: waiting\n"],
      ["JHT-04", "status-get --format json", '{"status":"waiting"}\n'],
      [
        "JHT-04",
        "status-get --include-data --format=json",
        '{"message":"waiting for machine","status":"waiting","status-data":{}}\n',
      ],
      [
        "JHT-04",
        "status-get --include-data",
        "message: waiting for machine\nstatus: waiting\nstatus-data: {}\n",
      ],
      ["JHT-04", "status-get --application", "unknown\n"],
      [
        "JHT-04",
        "status-get --application --format json",
        '{"application-status":{"status":"unknown","units":{"app/0":{"status":"waiting"}}}}\n',
      ],
      ["JHT-04", "status-get extra", "", '2 unrecognized args: ["extra"]'],
      ["JHT-05", "application-version-set 1.2", ""],
      ["JHT-05", ["application-version-set", ""], ""],
      ["JHT-05", "application-version-set", "", "2 no version specified"],
      [
        "JHT-05",
        "application-version-set a b",
        "",
        '2 unrecognized args: ["b"]',
      ],
    ],
  },
  {
    name: "a status that was read and set",
    before: ["status-get", "status-set blocked"],
    cases: [["JHT-04", "status-get", "waiting\n"]],
  },
  {
    name: "a status that was set and read",
    before: ["status-set --application active ready"],
    cases: [
      ["JHT-04", "status-get --application", "active\n"],
      [
        "JHT-04",
        "status-get --application --include-data --format json",
        '{"application-status":{"message":"ready","status":"active","status-data":{},' +
        '"units":{"app/0":{"message":"waiting for machine","status":"waiting","status-data":{}}}}}\n',
      ],
    ],
  },
  {
    name: "log and reboot",
    cases: [
      ["JHT-32", "juju-log", "", "2 no message specified"],
      ["JHT-32", ["juju-log", ""], ""],
      ["JHT-32", "juju-log --log-level DEBUG -- -x y", ""],
      ["JHT-32", "juju-log -l warn two words", ""],
      ["JHT-32", "juju-log --debug x", ""],
      ["JHT-32", "juju-log -l nonsense x", ""],
      [
        "JHT-00.2",
        "juju-log --format json x",
        "",
        '0 --format flag deprecated for command "juju-log"',
      ],
      ["JHT-33", "juju-reboot", ""],
      ["JHT-33", "juju-reboot now", "", '2 unrecognized args: ["now"]'],
    ],
  },
];
