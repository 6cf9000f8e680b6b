import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { type FixtureOptions, makeFixture } from "../_model_fixture.ts";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import {
  ModelError,
  RelationNotFoundError,
  SecretNotFoundError,
} from "./errors.ts";
import { translateErrors } from "./_translate_errors.ts";

const IS_LEADER = "is-leader --format=json";
const CHARMCRAFT = {
  name: "app",
  requires: { db: "pg" },
  peers: { cluster: { interface: "app-peer" } },
};

/** What becomes of a command that fails. */
function translated(
  argv: string,
  stderr: string,
  options: FixtureOptions & { readonly leader?: boolean } = {},
) {
  const { leader, ...rest } = options;
  const fixture = makeFixture({
    charmcraft: CHARMCRAFT,
    ...(leader === undefined ? {} : { script: { [IS_LEADER]: `${leader}` } }),
    ...rest,
  });
  const failure = new HookCommandError({
    argv: argv.split(" "),
    code: 1,
    stderr,
  });
  const error = assertThrows(
    () =>
      translateErrors(fixture.context, "Cannot try", () => {
        throw failure;
      }),
    ModelError,
  );
  assertStrictEquals(error.cause, failure);
  const events = fixture.log.of("TRACE").map((text) => JSON.parse(text));
  return { error, events, calls: fixture.runner.calls };
}

const DENIED = "ERROR permission denied\n";
const GONE = "ERROR relation 7 not found\n";

/** argv, stderr, whether this unit leads (if it is asked), whether the relation is gone. */
const ERR_04: readonly (readonly [
  string,
  string,
  boolean | undefined,
  boolean,
])[] = [
  [
    "relation-ids db --format=json",
    "ERROR relation not found\n",
    undefined,
    true,
  ],
  ["relation-list --format=json -r db:7", GONE, undefined, true],
  ["relation-list --format=json --app -r db:7", GONE, undefined, true],
  ["relation-get --format=json -r db:7 - pg/0", GONE, undefined, true],
  [
    "relation-get --format=json -r db:7 - pg/0",
    "ERROR Relation 7 NOT found",
    undefined,
    true,
  ],
  ["relation-set -r db:7 --file x", GONE, undefined, true],
  ["relation-model-get --format=json -r db:7", GONE, undefined, true],
  ["network-get --format=json -r 7 db", GONE, undefined, true],
  ["config-get --format=json", GONE, undefined, false],
  ["secret-grant --relation 7 x", "ERROR relation 7 is gone", undefined, false],
  [
    "relation-get --format=json -r db:7 - pg/0",
    "ERROR no such relation",
    undefined,
    false,
  ],
  ["relation-get --format=json -r db:7 - pg/0", DENIED, undefined, true],
  ["relation-list --format=json -r db:7", DENIED, undefined, true],
  ["relation-get --format=json -r db:7 --app - pg", DENIED, undefined, true],
  ["relation-get --format=json -r db:7 --app - app", DENIED, true, true],
  ["relation-get --format=json -r db:7 --app - app", DENIED, false, false],
  [
    "relation-get --format=json -r cluster:3 --app - app",
    DENIED,
    undefined,
    true,
  ],
  ["relation-set -r db:7 --file x", DENIED, undefined, true],
  ["relation-set -r db:7 --app --file x", DENIED, true, true],
  ["relation-set -r db:7 --app --file x", DENIED, false, false],
  ["relation-set -r db:7 --app --file x", GONE, undefined, true],
  ["status-set --application=false active --", DENIED, undefined, false],
];

for (const [argv, stderr, leader, gone] of ERR_04) {
  const as = leader === undefined ? "" : leader ? " as leader" : " as follower";
  Deno.test(`translateErrors() takes "${stderr.trim()}" of ${argv}${as} for ${gone ? "a relation that is gone" : "a failure"} (ERR-04)`, () => {
    const { error, events, calls } = translated(argv, stderr, { leader });

    assertEquals(error instanceof RelationNotFoundError, gone);
    assertEquals(calls, leader === undefined ? [] : [IS_LEADER]);
    if (gone) assertEquals(events, []);
  });
}

const ERR_05: readonly (readonly [string, string, boolean])[] = [
  ["secret-get --format=json x", 'ERROR secret "x" not found\n', true],
  ["secret-info-get --format=json x", "ERROR Not Found\n", true],
  ["secret-remove x", "ERROR secret not found\n", true],
  ["secret-get --format=json x", DENIED, false],
  ["status-get --format=json", "ERROR not found\n", false],
];

for (const [argv, stderr, missing] of ERR_05) {
  Deno.test(`translateErrors() takes "${stderr.trim()}" of ${argv} for ${missing ? "a secret that is not there" : "a failure"} (ERR-05)`, () => {
    const { error } = translated(argv, stderr);

    assertEquals(error instanceof SecretNotFoundError, missing);
  });
}

const REFUSALS: readonly string[] = [
  "ERROR permission denied",
  "ERROR Access Denied",
  "ERROR this unit is not the leader",
  "ERROR cannot write relation settings",
];

for (const stderr of REFUSALS) {
  Deno.test(`translateErrors() writes a security event of "${stderr}" (ERR-07, LOG-16)`, () => {
    const { events } = translated(
      "status-set --application=true active",
      `${stderr}\n`,
    );

    assertEquals(events.length, 1);
    const { level, event, description } = events[0];
    assertEquals([level, event, description], [
      "CRITICAL",
      "authz_fail:status-set",
      `Hook command 'status-set' (leadership unknown) failed with code 1: '${stderr}'. `,
    ]);
  });
}

Deno.test("translateErrors() writes no security event of another failure (ERR-07)", () => {
  assertEquals(translated("open-port 80", "ERROR conflict\n").events, []);
});

for (const [leader, as] of [[true, " (as leader)"], [false, ""]] as const) {
  Deno.test(`translateErrors() tells a leadership that is known: ${leader} (LOG-16)`, () => {
    const { context, log, model } = makeFixture({
      script: { [IS_LEADER]: `${leader}` },
    });
    model.unit.isLeader();

    assertThrows(() =>
      translateErrors(context, "Cannot try", () => {
        throw new HookCommandError({
          argv: ["secret-get"],
          code: 1,
          stderr: DENIED,
        });
      })
    );

    assertEquals(
      JSON.parse(log.of("TRACE")[0]!).description,
      `Hook command 'secret-get'${as} failed with code 1: 'ERROR permission denied'. `,
    );
  });
}

Deno.test("translateErrors() passes on what is no failure of a hook command", () => {
  const { context } = makeFixture();
  const error = new RangeError("mine");

  const thrown = assertThrows(() =>
    translateErrors(context, "Cannot try", () => {
      throw error;
    })
  );

  assertStrictEquals(thrown, error);
});

Deno.test("translateErrors() gives what is returned", () => {
  assertEquals(
    translateErrors(makeFixture().context, "Cannot try", () => 7),
    7,
  );
});

/** The environment, what is running, and what the message says of it. */
const WHERE: readonly (readonly [
  Readonly<Record<string, string>>,
  { readonly event: string; readonly deferred: boolean } | null,
  string,
])[] = [
  [{ JUJU_HOOK_NAME: "install" }, null, ""],
  [
    { JUJU_HOOK_NAME: "install" },
    { event: "__init__", deferred: false },
    " in the charm's constructor",
  ],
  [
    { JUJU_HOOK_NAME: "config-changed" },
    { event: "config_changed", deferred: false },
    ' in the "config-changed" hook',
  ],
  [
    { JUJU_HOOK_NAME: "update-status" },
    { event: "config_changed", deferred: true },
    ' in the "update-status" hook, handling the deferred "config-changed" event',
  ],
  [
    { JUJU_HOOK_NAME: "update-status" },
    { event: "database_ready", deferred: false },
    ' in the "update-status" hook, handling the "database-ready" event',
  ],
  [
    { JUJU_ACTION_NAME: "do-it" },
    { event: "do_it_action", deferred: false },
    ' in the "do-it" action',
  ],
];

for (const [env, running, place] of WHERE) {
  Deno.test(`translateErrors() says what ran: "${place}" (ERR-08)`, () => {
    const { context } = makeFixture({ env });
    const fail = () =>
      translateErrors(context, "Cannot try", () => {
        throw new HookCommandError({
          argv: ["config-get"],
          code: 2,
          stderr: "ERROR no\n",
        });
      });

    const error = assertThrows(
      () => running === null ? fail() : context.whileRunningSync(running, fail),
      ModelError,
    );

    assertEquals(error.message, `Cannot try${place}: ERROR no`);
  });
}

Deno.test("translateErrors() tells command and code of a failure without a text", () => {
  const { error } = translated("open-port 80", "");

  assertEquals(error.message, "Cannot try: open-port exited with code 1");
  assertInstanceOf(error.cause, HookCommandError);
});

Deno.test("translateErrors() still passes on the failure when leadership cannot be told (ERR-06)", () => {
  const { error } = translated("relation-set -r db:7 --app --file x", DENIED, {
    script: { [IS_LEADER]: { stderr: "ERROR leadership unknown\n" } },
  });

  assertEquals(error.message, "Cannot try: ERROR permission denied");
});
