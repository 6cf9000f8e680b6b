// Long, as it is one table: a row for each call.

import { encodeSecretValue } from "../secret_state.ts";
import type { SecretOptions } from "../secret_state.ts";
import type { HookToolCases } from "./hook_tool_case.ts";

const APP_OWNED = "9m4e2mr0ui3e8a215n4g";
const UNIT_OWNED = "9m4e2mr0ui3e8a215n50";
const GRANTED = "9m4e2mr0ui3e8a215n60";
const REFUSED = "9m4e2mr0ui3e8a215n70";
const UNKNOWN = "9m4e2mr0ui3e8a215n80";

const one = { password: encodeSecretValue("one") };
const two = { password: encodeSecretValue("two") };

const SECRETS: readonly SecretOptions[] = [
  {
    id: APP_OWNED,
    owner: "application",
    label: "own",
    description: "Words",
    rotate: "monthly",
    rotates: new Date("2030-02-01T00:00:00Z"),
    expire: new Date("2030-01-01T00:00:00Z"),
    revisions: new Map([[1, one], [2, two]]),
    tracked: 1,
    grants: [{ relationId: 1, unit: null }],
  },
  {
    id: UNIT_OWNED,
    owner: "unit",
    revisions: new Map([[1, one]]),
    grants: [{ relationId: 1, unit: "mysql/0" }],
  },
  {
    id: GRANTED,
    owner: null,
    consumerLabel: "theirs",
    revisions: new Map([[3, one], [4, two]]),
    tracked: 3,
  },
  { id: REFUSED, owner: null, revisions: new Map([[1, one]]), granted: false },
];

/** Cases of secrets. */
export const SECRET_CASES: readonly HookToolCases[] = [
  {
    name: "new secrets",
    cases: [
      ["JHT-19", "secret-add foo=bar", /^secret:[0-9a-v]{20}\n$/],
      [
        "JHT-19",
        "secret-add --owner unit --label l foo=bar",
        /^secret:[0-9a-v]{20}\n$/,
      ],
      ["JHT-19", "secret-add foo#base64=AA==", /^secret:/],
      ["JHT-19", "secret-add --expire 24h foo=bar", /^secret:/],
      ["JHT-19", "secret-add --expire 2030-01-01T00:00:00 foo=bar", /^secret:/],
      [
        "JHT-19",
        "secret-add --expire 2030-01-01T00:00:00+02:00 foo=bar",
        /^secret:/,
      ],
      ["JHT-19", "secret-add", "", "2 missing secret value or filename"],
      ["JHT-19", "secret-add foo", "", '2 key value "foo" not valid'],
      ["JHT-19", "secret-add foo=", "", '2 key value "foo=" not valid'],
      ["JLM-01", "secret-add ab=x", "", '2 key "ab" not valid'],
      ["JLM-01", "secret-add Abc=x", "", '2 key "Abc" not valid'],
      ["JLM-01", "secret-add abc-=x", "", '2 key "abc-" not valid'],
      ["JLM-01", "secret-add a--bc=x", "", '2 key "a--bc" not valid'],
      [
        "JHT-19",
        "secret-add --rotate x foo=b",
        "",
        '2 rotate policy "x" not valid',
      ],
      [
        "JHT-19",
        "secret-add --owner x foo=b",
        "",
        '2 secret owner "x" not valid',
      ],
      [
        "JHT-19",
        "secret-add --expire zzz foo=b",
        "",
        '2 expire time or duration "zzz" not valid',
      ],
      [
        "JHT-19",
        "secret-add --expire 1d foo=b",
        "",
        '2 expire time or duration "1d" not valid',
      ],
      [
        "JHT-19",
        "secret-add --expire -1h foo=b",
        "",
        '2 negative expire duration "-1h" not valid',
      ],
      [
        "JHT-19",
        "secret-add foo#file=/nope",
        "",
        '2 reading content for secret key "foo": open /nope: no such file or directory',
      ],
      [
        "JHT-19",
        "secret-add --file /nope",
        "",
        "2 open /nope: no such file or directory",
      ],
      ["JHT-23", "secret-ids", ""],
      ["JHT-23", "secret-ids --format json", "null\n"],
    ],
  },
  {
    name: "a secret that the run made",
    before: ["secret-add --label mine foo=bar baz=1"],
    cases: [
      ["JHT-21", "secret-get --label mine", 'baz: "1"\nfoo: bar\n'],
      [
        "JHT-21",
        "secret-get --label mine --format json",
        '{"baz":"1","foo":"bar"}\n',
      ],
      [
        "JHT-22",
        "secret-info-get --label mine --format json",
        /^\{"[0-9a-v]{20}":\{"label":"mine","owner":"application","revision":1\}\}\n$/,
      ],
      [
        "JHT-19",
        "secret-add --label mine foo=x",
        "",
        '1 secret with label "mine" already exists',
      ],
      ["JHT-23", "secret-ids", /^[0-9a-v]{20}\n$/],
    ],
  },
  {
    name: "secrets that are there",
    world: { secrets: SECRETS },
    cases: [
      [
        "JHT-23",
        "secret-ids --format json",
        `["${APP_OWNED}","${UNIT_OWNED}"]\n`,
      ],
      ["JHT-21", `secret-get secret:${APP_OWNED}`, "password: one\n"],
      ["JHT-00.19", `secret-get ${APP_OWNED}`, "password: one\n"],
      [
        "JHT-00.19",
        `secret-get secret://11111111-2222-4333-8444-555555555555/${APP_OWNED}`,
        "password: one\n",
      ],
      ["JHT-21", `secret-get ${APP_OWNED} --peek`, "password: two\n"],
      ["JHT-21", `secret-get ${APP_OWNED} --refresh`, "password: two\n"],
      ["JHT-21", `secret-get ${APP_OWNED} password`, "one\n"],
      ["JHT-21", `secret-get ${APP_OWNED} password#base64`, "b25l\n"],
      ["JHT-21", `secret-get ${APP_OWNED} password --format json`, '"one"\n'],
      [
        "JHT-21",
        `secret-get ${APP_OWNED} nope`,
        "",
        '1 secret key value "nope" not found',
      ],
      ["JHT-21", "secret-get --label own", "password: one\n"],
      ["JHT-21", "secret-get --label theirs", "password: one\n"],
      ["JHT-21", "secret-get --label theirs --peek", "password: two\n"],
      ["JHT-21", `secret-get ${REFUSED}`, "", "1 permission denied"],
      [
        "JHT-21",
        `secret-get ${UNKNOWN}`,
        "",
        `1 secret "${UNKNOWN}" not found`,
      ],
      [
        "JHT-21",
        "secret-get --label no",
        "",
        '1 secret with label "no" not found',
      ],
      ["JHT-21", "secret-get", "", "2 require either a secret URI or label"],
      ["JHT-00.19", "secret-get bad", "", '2 secret URI "bad" not valid'],
      [
        "JHT-00.19",
        "secret-get http:abc",
        "",
        '2 secret URI scheme "http" not valid',
      ],
      [
        "JHT-00.19",
        `secret-get ${APP_OWNED}/1`,
        "",
        `2 secret URI "${APP_OWNED}/1" not valid`,
      ],
      [
        "JHT-21",
        "secret-get --peek --refresh --label own",
        "",
        "2 specify one of --peek or --refresh but not both",
      ],
      [
        "JHT-21",
        "secret-get --label own --format smart",
        "",
        '2 invalid value "smart" for option --format: unknown format "smart"',
      ],
      [
        "JHT-22",
        `secret-info-get ${APP_OWNED} --format json`,
        `{"${APP_OWNED}":{"access":[{"role":"view","scope":"relation-app.db#mysql.db","target":"application-mysql"}],` +
        '"description":"Words","expiry":"2030-01-01T00:00:00Z","label":"own","owner":"application","revision":2,' +
        '"rotates":"2030-02-01T00:00:00Z","rotation":"monthly"}}\n',
      ],
      [
        "JHT-22",
        `secret-info-get ${UNIT_OWNED} --format json`,
        `{"${UNIT_OWNED}":{"access":[{"role":"view","scope":"relation-app.db#mysql.db","target":"unit-mysql-0"}],` +
        '"label":"","owner":"unit","revision":1}}\n',
      ],
      [
        "JHT-22",
        "secret-info-get --label own",
        new RegExp(`^${APP_OWNED}:\n {2}access:\n`),
      ],
      [
        "JHT-22",
        "secret-info-get",
        "",
        "2 require either a secret URI or label",
      ],
      [
        "JHT-22",
        `secret-info-get ${APP_OWNED} --label own`,
        "",
        "2 specify either a secret URI or label but not both",
      ],
      [
        "JHT-22",
        `secret-info-get ${GRANTED}`,
        "",
        `1 secret "${GRANTED}" not found`,
      ],
      ["JHT-20", "secret-set", "", "2 missing secret URI"],
      ["JHT-20", `secret-set ${APP_OWNED} foo=bar`, ""],
      ["JHT-20", `secret-set ${APP_OWNED} --label new`, ""],
      ["JHT-20", `secret-set ${APP_OWNED} --owner unit`, ""],
      [
        "JHT-20",
        `secret-set ${APP_OWNED} foo`,
        "",
        '2 key value "foo" not valid',
      ],
      // Only the flush asks whose it is.
      ["JHT-20", `secret-set ${GRANTED} foo=bar`, ""],
      ["JHT-24", "secret-grant", "", "2 missing secret URI"],
      ["JHT-24", `secret-grant ${APP_OWNED}`, "", "2 no relation id specified"],
      ["JHT-24", `secret-grant ${APP_OWNED} -r 1`, ""],
      ["JHT-24", `secret-grant ${APP_OWNED} -r 1 --unit mysql/0`, ""],
      [
        "JHT-24",
        `secret-grant ${APP_OWNED} -r 1 --unit x`,
        "",
        '2 unit "x" not valid',
      ],
      [
        "JHT-24",
        `secret-grant ${APP_OWNED} -r 1 --unit foo/0`,
        "",
        '2 cannot specify unit "foo/0" in relation to application "mysql"',
      ],
      [
        "JHT-24",
        `secret-grant ${GRANTED} -r 1`,
        "",
        `1 secret "${GRANTED}" not found`,
      ],
      [
        "JHT-24",
        `secret-grant ${UNIT_OWNED} -r 1`,
        "",
        "1 any unit level grants need to be revoked before granting access to the corresponding application",
      ],
      ["JHT-25", "secret-revoke", "", "2 missing secret URI"],
      [
        "JHT-25",
        `secret-revoke ${APP_OWNED}`,
        "",
        "2 missing relation or application or unit",
      ],
      [
        "JHT-25",
        `secret-revoke ${APP_OWNED} --app a --unit a/0`,
        "",
        "2 specify only one of application or unit",
      ],
      [
        "JHT-25",
        `secret-revoke ${APP_OWNED} -r 1 --app mysql`,
        "",
        "2 do not specify both relation and app",
      ],
      ["JHT-25", `secret-revoke ${APP_OWNED} --application mysql`, ""],
      ["JHT-26", "secret-remove", "", "2 missing secret URI"],
      ["JHT-26", `secret-remove ${APP_OWNED}`, ""],
      ["JHT-26", `secret-remove ${APP_OWNED} --revision 1`, ""],
      ["JHT-26", `secret-remove ${UNKNOWN}`, ""],
    ],
  },
  {
    name: "secrets that the run changed",
    world: { secrets: SECRETS },
    before: [
      `secret-set ${APP_OWNED} --label renamed password=three`,
      `secret-revoke ${APP_OWNED} -r 1`,
      `secret-remove ${UNIT_OWNED}`,
    ],
    cases: [
      ["JHT-21", `secret-get ${APP_OWNED}`, "password: one\n"],
      ["JHT-21", `secret-get ${APP_OWNED} --peek`, "password: three\n"],
      ["JHT-21", "secret-get --label renamed --refresh", "password: three\n"],
      ["JHT-23", "secret-ids", `${APP_OWNED}\n`],
      [
        "JFL-05",
        `secret-info-get ${APP_OWNED} --format json`,
        new RegExp(
          `^\\{"${APP_OWNED}":\\{"description":"Words",.*"label":"renamed","owner":"application","revision":2,`,
        ),
      ],
    ],
  },
  {
    name: "secrets of an application that the unit does not lead",
    world: { secrets: SECRETS, leader: false },
    cases: [
      [
        "JHT-20",
        `secret-set ${APP_OWNED} foo=bar`,
        "",
        "1 this unit is not the leader",
      ],
      [
        "JHT-24",
        `secret-grant ${APP_OWNED} -r 1`,
        "",
        "1 this unit is not the leader",
      ],
      [
        "JHT-25",
        `secret-revoke ${APP_OWNED} -r 1`,
        "",
        "1 this unit is not the leader",
      ],
      [
        "JHT-26",
        `secret-remove ${APP_OWNED}`,
        "",
        "1 this unit is not the leader",
      ],
      ["JHT-21", `secret-get ${APP_OWNED}`, "password: one\n"],
      ["JHT-20", `secret-set ${UNIT_OWNED} foo=bar`, ""],
    ],
  },
  {
    name: "revoking in a relation's hook",
    world: { secrets: SECRETS },
    event: {
      kind: "relation-changed",
      endpoint: "db",
      relationId: 1,
      remoteUnit: "mysql/0",
    },
    cases: [
      [
        "JHT-25",
        `secret-revoke ${APP_OWNED} --app mysql`,
        "",
        "2 do not specify both relation and app",
      ],
      ["JHT-25", `secret-revoke ${APP_OWNED}`, ""],
      ["JHT-24", `secret-grant ${APP_OWNED}`, ""],
    ],
  },
];
