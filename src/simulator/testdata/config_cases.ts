import type { HookToolCases } from "./hook_tool_case.ts";

const ALL_YAML = 'count: 1e+06\ndebug: false\nempty: ""\nratio: 45\n' +
  "title: My <Site> & more\n";

/** Cases of the flags that all commands share, of config and of leadership. */
export const CONFIG_CASES: readonly HookToolCases[] = [
  {
    name: "flags and output",
    cases: [
      ["JHT-00.4", "config-get --format json title", /^"My .*more"\n$/],
      ["JHT-00.4", "config-get title --format=json", /^"My .*more"\n$/],
      ["JHT-00.4", "relation-list -r1 --app", "mysql\n"],
      [
        "JHT-00.4",
        "config-get -format",
        "",
        "2 option provided but not defined: -f",
      ],
      ["JHT-00.4", "status-set --application=true active", ""],
      [
        "JHT-00.4",
        "status-set --application=maybe active",
        "",
        '2 invalid value "maybe" for option --application: strconv.ParseBool: parsing "maybe": invalid syntax',
      ],
      ["JHT-00.4", ["juju-log", "--", "--debug"], ""],
      [
        "JHT-00.5",
        "status-set active --dash",
        "",
        "2 option provided but not defined: --dash",
      ],
      ["JHT-00.5", "status-set active -- --dash", ""],
      [
        "JHT-00.6",
        "config-get --bogus",
        "",
        "2 option provided but not defined: --bogus",
      ],
      [
        "JHT-00.6",
        "config-get --format",
        "",
        "2 option needs an argument: --format",
      ],
      [
        "JHT-00.6",
        "config-get --format xml",
        "",
        '2 invalid value "xml" for option --format: unknown format "xml"',
      ],
      ["JHT-00.6", "config-get a b c", "", '2 unrecognized args: ["b" "c"]'],
      [
        "JHT-00.6",
        ["is-leader", 'say "x"'],
        "",
        '2 unrecognized args: ["say \\"x\\""]',
      ],
      ["JHT-00.7", "config-get --help", /^Usage: config-get /],
      ["JHT-00.7", "status-set -h nonsense", /^Usage: status-set /],
      [
        "JHT-00.17",
        "relation-list -r x --bogus",
        "",
        '2 invalid value "x" for option -r: invalid relation id',
      ],
      ["JHT-00.20", "add-metric a=1", "", "127"],
      ["JHT-00.20", "no-such-tool", "", "127"],
    ],
  },
  {
    name: "config-get",
    cases: [
      ["JHT-01", "config-get title", "My <Site> & more\n"],
      [
        "JHT-00.11",
        "config-get title --format json",
        '"My \\u003cSite\\u003e \\u0026 more"\n',
      ],
      ["JHT-00.12", "config-get count", "1e+06\n"],
      ["JHT-00.12", "config-get count --format=yaml", "1e+06\n"],
      ["JHT-00.12", "config-get --format=json count", "1000000\n"],
      ["JHT-00.12", "config-get ratio", "45\n"],
      ["JHT-00.9", "config-get debug", "False\n"],
      ["JHT-00.10", "config-get debug --format yaml", "false\n"],
      ["JHT-00.11", "config-get debug --format json", "false\n"],
      ["JHT-00.9", "config-get empty", ""],
      ["JHT-00.11", "config-get empty --format json", '""\n'],
      ["JHT-01", "config-get unset", ""],
      ["JHT-01", "config-get unset --format yaml", ""],
      ["JHT-01", "config-get unset --format json", "null\n"],
      ["JHT-01", "config-get nonsense", ""],
      ["JHT-01", "config-get nonsense --format json", "null\n"],
      ["JHT-01", "config-get", ALL_YAML],
      ["JHT-01", ["config-get", ""], ALL_YAML],
      ["JHT-01", "config-get -a --format yaml", `${ALL_YAML}unset: null\n`],
      [
        "JHT-01",
        "config-get --format json",
        '{"count":1000000,"debug":false,"empty":"","ratio":45,' +
        '"title":"My \\u003cSite\\u003e \\u0026 more"}\n',
      ],
      [
        "JHT-01",
        "config-get --all --format json",
        /^\{"count":1000000,.*,"unset":null\}\n$/,
      ],
      [
        "JHT-01",
        "config-get --all title",
        "",
        '2 cannot use argument --all together with key "title"',
      ],
    ],
  },
  {
    name: "config-get of what somebody set",
    world: { config: { title: "yes", unset: "two\nlines", ratio: 1.5 } },
    cases: [
      ["JHT-00.10", "config-get title --format yaml", '"yes"\n'],
      ["JHT-00.9", "config-get title", "yes\n"],
      ["JHT-00.9", "config-get unset", "two\nlines\n"],
      ["JHT-00.12", "config-get ratio", "1.5\n"],
    ],
  },
  {
    name: "is-leader of a leader",
    cases: [
      ["JHT-02", "is-leader", "True\n"],
      ["JHT-02", "is-leader --format json", "true\n"],
      ["JHT-02", "is-leader --format yaml", "true\n"],
    ],
  },
  {
    name: "what others than the leader may not do",
    world: { leader: false },
    cases: [
      ["JHT-02", "is-leader", "False\n"],
      [
        "JHT-03",
        "status-set --application active",
        "",
        "1 this unit is not the leader",
      ],
      [
        "JHT-04",
        "status-get --application",
        "",
        "1 finding application status: this unit is not the leader",
      ],
      [
        "JHT-13",
        "relation-set -r 1 --app a=1",
        "",
        "1 cannot write relation settings",
      ],
      ["JHT-13", "relation-set -r 1 a=1", ""],
      ["JHT-12", "relation-get -r 1 --app - app", "", "1 permission denied"],
      ["JHT-12", "relation-get -r 2 --app - app", "{}\n"],
      ["JHT-19", "secret-add foo=bar", "", "1 this unit is not the leader"],
      [
        "JHT-19",
        "secret-add --owner unit foo=bar",
        /^secret:[0-9a-v]{20}\n$/,
      ],
    ],
  },
  {
    name: "leadership that nobody can tell",
    world: { leader: null },
    cases: [[
      "JHT-02",
      "is-leader",
      "",
      "1 leadership status unknown: leadership is not known",
    ]],
  },
];
