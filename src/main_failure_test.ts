import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  commandsOf,
  logOf,
  onStart,
  Rig,
  STATE,
} from "./testdata/charm_rig.ts";

const GUARDS: readonly Readonly<Record<string, string>>[] = [{}, {
  OPERATOR_DISPATCH: "1",
}];

for (const guard of GUARDS) {
  Deno.test(`main() fails without metadata.yaml, with ${JSON.stringify(guard)} too (DSP-03)`, async () => {
    using rig = new Rig(
      "await ops.main(class TestCharm extends ops.CharmBase {});",
    );

    const outcome = await rig.dispatch("hooks/start", guard);

    assertEquals(outcome.code, 1);
    const [, text] = logOf(outcome).find(([level]) => level === "ERROR")!;
    assertStringIncludes(text, `Cannot read "${rig.charmDir}/metadata.yaml"`);
  });
}

Deno.test("main() writes an uncaught error with its stack at ERROR, keeps nothing and ends with code 1 (DSP-29, LOG-11, LOG-18)", async () => {
  using rig = new Rig(onStart(
    'this.unit.status = new ops.ActiveStatus("before"); throw new RangeError("no luck");',
  ));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [1, ""]);
  assertEquals(commandsOf(outcome), [
    "status-set --application=false active -- before",
  ]);
  const log = logOf(outcome);
  assertEquals(log.map(([level]) => level), ["DEBUG", "ERROR", "TRACE"]);
  assertMatch(
    log[1]![1],
    /^Uncaught exception while in charm code:\nRangeError: no luck\n {4}at [^]*#onStart[^]*charm\.ts:/,
  );
  const { event, description, appid } = JSON.parse(log[2]![1]);
  assertEquals([event, description, appid], [
    "sys_crash:RangeError",
    "Uncaught exception in charm code: RangeError: no luck.",
    "model-uuid-app/0",
  ]);
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() tells where a permission that is missing is named", async () => {
  const missing = 'new Deno.errors.NotCapable("Requires net access")';
  const advice = 'name it in "permissions" of the section "charmkit"';
  for (
    const [code, isTold] of [
      [`throw ${missing};`, true],
      [`throw new Error("No answer", { cause: ${missing} });`, true],
      ['throw new Error("No answer");', false],
    ] as const
  ) {
    using rig = new Rig(onStart(code));

    const outcome = await rig.dispatch("hooks/start");

    const [, text] = logOf(outcome).find(([level]) => level === "ERROR")!;
    assertEquals(text.includes(advice), isTold, code);
  }
});

for (
  const [code, name] of [
    ["throw 'text';", "string"],
    ["throw null;", "object"],
    ["throw Object.create(null);", "object"],
    ["const e = new Error('own'); e.cause = e; throw e;", "Error"],
  ]
) {
  Deno.test(`main() ends with code 1 and a record also after ${code} (LOG-11)`, async () => {
    using rig = new Rig(onStart(code!));

    const outcome = await rig.dispatch("hooks/start");

    assertEquals(outcome.code, 1);
    const levels = logOf(outcome).map(([level]) => level);
    assertEquals(levels, ["DEBUG", "ERROR", "TRACE"]);
    assertEquals(
      JSON.parse(logOf(outcome)[2]![1]).event,
      `sys_crash:${name}`,
    );
  });
}

Deno.test("main() tells who runs an action of an uncaught error (ACT-11, LOG-12)", async () => {
  using rig = new Rig(
    `
class TestCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    this.observe(this.on["do-it"]!.action, this.#onDoIt);
  }
  #onDoIt(event: ops.ActionEvent): void {
    throw new RangeError("no " + event.params.what);
  }
}
await ops.main(TestCharm, { name: "app", actions: { "do-it": {} } });
`,
    { "action-get": `echo '{"what":"luck"}'` },
  );

  const outcome = await rig.dispatch("actions/do-it", {
    JUJU_ACTION_NAME: "do-it",
    JUJU_ACTION_UUID: "7",
  });

  assertEquals(outcome.code, 1);
  assertEquals(
    outcome.stderr,
    "Uncaught RangeError in charm code: no luck\nUse `juju debug-log` to see the full traceback.\n",
  );
});

Deno.test("main() names a hook command that is missing, and ends with code 1 (ERR-09)", async () => {
  using rig = new Rig(onStart('this.config.get("port");'));
  rig.remove("config-get");

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 1);
  assertStringIncludes(
    logOf(outcome)[1]![1],
    'HookCommandNotFoundError: Cannot run hook command "config-get": no such command on PATH',
  );
});

Deno.test("main() goes on without juju-log, and writes to stderr instead (LOG-06)", async () => {
  using rig = new Rig(onStart('this.log.warning("heard");'));
  rig.remove("juju-log");

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0, outcome.stderr);
  assertStringIncludes(outcome.stderr, "DEBUG ops 0.1.0 up and running.\n");
  assertStringIncludes(outcome.stderr, "WARNING heard\n");
});

Deno.test("main() goes on when juju-log fails (LOG-06)", async () => {
  using rig = new Rig(onStart(""), { "juju-log": "exit 1" });

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0);
  assertStringIncludes(outcome.stderr, "Emitting Juju event start.");
});

for (const output of ["", "hunter2", "[1]", '{"port":{}}']) {
  Deno.test(`main() ends with code 1 when config-get prints ${JSON.stringify(output)}, which it does not show (ERR-11)`, async () => {
    using rig = new Rig(onStart('this.config.get("port");'), {
      "config-get": `echo '${output}'`,
    });

    const outcome = await rig.dispatch("hooks/start");

    assertEquals(outcome.code, 1);
    const [, [level, text]] = logOf(outcome) as [unknown, [string, string]];
    assertEquals(level, "ERROR");
    assertStringIncludes(text, "Cannot read the output of config-get");
    assertEquals(text.includes("hunter2"), false);
  });
}

Deno.test("main() shows what a hook command says when it fails (ERR-02)", async () => {
  using rig = new Rig(onStart('this.config.get("port");'), {
    "config-get": 'echo "ERROR connection lost" >&2; exit 1',
  });

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 1);
  assertMatch(
    logOf(outcome)[1]![1],
    /ModelError: Cannot read the configuration in the "start" hook: ERROR connection lost\n[^]*Caused by: HookCommandError: /,
  );
});

const LATE: Readonly<Record<string, string>> = {
  "a rejection that nobody handles":
    'Promise.reject(new RangeError("late")); await new Promise((done) => setTimeout(done, 60_000));',
  "an error in a timer":
    'setTimeout(() => { throw new RangeError("late"); }); await new Promise((done) => setTimeout(done, 60_000));',
  "a handler that is not awaited":
    "void this.later(); await new Promise((done) => setTimeout(done, 60_000));",
};

for (const [what, code] of Object.entries(LATE)) {
  Deno.test(`main() takes ${what} for an uncaught error (DSP-52)`, async () => {
    using rig = new Rig(onStart(
      code,
      'async later(): Promise<void> { await null; throw new RangeError("late"); }',
    ));

    const outcome = await rig.dispatch("hooks/start");

    assertEquals([outcome.code, outcome.stderr], [1, ""]);
    const log = logOf(outcome);
    assertEquals(log.map(([level]) => level), ["DEBUG", "ERROR", "TRACE"]);
    assertStringIncludes(
      log[1]![1],
      "Uncaught exception while in charm code:\nRangeError: late\n",
    );
    assertEquals(rig.state(STATE), null);
  });
}

const MALFORMED: readonly Readonly<Record<string, string>>[] = [
  { JUJU_VERSION: "three" },
  { JUJU_VERSION: "" },
  { JUJU_RELATION_ID: "db:x" },
];

for (const env of MALFORMED) {
  Deno.test(`main() ends with code 1 and writes to stderr for ${JSON.stringify(env)} (ENV-05, ENV-06)`, async () => {
    using rig = new Rig(onStart(""));

    const outcome = await rig.dispatch("hooks/start", env);

    assertEquals(outcome.code, 1);
    assertStringIncludes(
      outcome.stderr,
      `JujuContextError: Cannot read ${Object.keys(env)[0]}`,
    );
    assertEquals(outcome.calls, []);
  });
}

Deno.test("main() says so when the state file is no database", async () => {
  using rig = new Rig(onStart(""));
  Deno.writeTextFileSync(rig.stateFile, "garbage".repeat(100));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 1);
  assertStringIncludes(
    logOf(outcome)[1]![1],
    `FrameworkError: Cannot use the state file "${rig.stateFile}": file is not a database`,
  );
});
