import { assertEquals, assertMatch } from "@std/assert";
import {
  commandsOf,
  logOf,
  onStart,
  OWN_SIGTERM,
  Rig,
  STATE,
} from "./testdata/charm_rig.ts";

Deno.test("main() runs the charm, keeps its state and ends with code 0 (DSP-33)", async () => {
  using rig = new Rig(
    onStart('this.unit.status = new ops.ActiveStatus("up");'),
  );

  const first = await rig.dispatch("hooks/start");
  const second = await rig.dispatch("hooks/start");

  assertEquals([first.code, first.stderr], [0, ""]);
  assertEquals(commandsOf(first), [
    "status-set --application=false active -- up",
  ]);
  assertEquals(logOf(first), [[
    "DEBUG",
    `ops 0.1.0 up and running.\nEmitting Juju event start.\nInitializing SQLite local storage: ${rig.stateFile}.`,
  ]]);
  assertEquals(logOf(second), [[
    "DEBUG",
    "ops 0.1.0 up and running.\nEmitting Juju event start.",
  ]]);
  assertEquals(Deno.statSync(rig.stateFile).mode! & 0o777, 0o600);
  assertEquals(rig.state(STATE), { runs: 2 });
});

Deno.test("main() reads the packed metadata when none is given (MET-01)", async () => {
  using rig = new Rig(`
class TestCharm extends ops.CharmBase {
  constructor(framework: ops.Framework) {
    super(framework);
    const { name, config, actions } = this.meta;
    this.log.warning([name, ...Object.keys(config), ...Object.keys(actions)].join());
  }
}
await ops.main(TestCharm);
`);
  const files = {
    "metadata.yaml": "name: packed",
    "config.yaml": "options: {port: {type: int}}",
    "actions.yaml": "backup: {}",
  };
  for (const [name, text] of Object.entries(files)) {
    Deno.writeTextFileSync(`${rig.charmDir}/${name}`, text);
  }

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0, outcome.stderr);
  assertEquals(logOf(outcome).filter(([level]) => level === "WARNING"), [
    ["WARNING", "packed,port,backup"],
  ]);
});

for (const path of ["hooks/future-event", "actions/future-action", ""]) {
  Deno.test(`main() ends with code 0 after the unknown path "${path}", and keeps state (DSP-05, DSP-24)`, async () => {
    using rig = new Rig(onStart(""));

    const outcome = await rig.dispatch(path);

    assertEquals([outcome.code, outcome.stderr], [0, ""]);
    assertEquals(rig.state(STATE), { runs: 1 });
  });
}

Deno.test("main() ends at once when the charm is started by its own hook command (DSP-06)", async () => {
  using rig = new Rig(onStart('throw new Error("not reached");'));

  const outcome = await rig.dispatch("hooks/start", { OPERATOR_DISPATCH: "1" });

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  assertEquals(logOf(outcome), [[
    "DEBUG",
    "ops 0.1.0 up and running.\nCharm called itself via hooks/start.",
  ]]);
  assertEquals([...Deno.readDirSync(rig.charmDir)].map(({ name }) => name), [
    "charm.ts",
  ]);
});

Deno.test("main() lets hook commands know that they run in a dispatch (DSP-06)", async () => {
  using rig = new Rig(onStart('this.config.get("port");'));
  rig.answer({
    "config-get": `echo "$OPERATOR_DISPATCH" > "$rig/guard"; echo '{}'`,
  });

  await rig.dispatch("hooks/start");

  assertEquals(Deno.readTextFileSync(`${rig.path}/guard`), "1\n");
});

Deno.test("main() sends what waits for the log when it gets SIGTERM, ends by it and keeps nothing (JDP-07)", async () => {
  using rig = new Rig(
    onStart(
      'this.log.info("waiting"); this.config.get("port"); await new Promise((done) => setTimeout(done, 60_000));',
    ),
    { "config-get": `kill -TERM "$PPID"; echo '{}'` },
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [143, ""]);
  assertEquals(outcome.signal, OWN_SIGTERM);
  assertEquals(logOf(outcome).at(-1), ["INFO", "waiting"]);
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() sends what waits for the log when the charm ends the process itself, and keeps nothing (DSP-32)", async () => {
  using rig = new Rig(
    onStart('this.log.info("leaving"); Deno.exit(3);'),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [3, ""]);
  assertEquals(logOf(outcome).at(-1), ["INFO", "leaving"]);
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() ends with code 0 when the charm reboots the machine at once, and keeps nothing (UNI-04, DSP-30, DSP-32)", async () => {
  using rig = new Rig(
    onStart(
      'this.log.info("leaving"); this.unit.reboot({ now: true }); this.unit.setWorkloadVersion("2");',
    ),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  // All of the log is there before the machine goes.
  assertEquals(outcome.calls.map(([command]) => command).at(-1), "juju-reboot");
  assertEquals(logOf(outcome).map(([level]) => level), [
    "DEBUG",
    "INFO",
    "TRACE",
  ]);
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() writes the log to stderr too while Juju debugs (LOG-08)", async () => {
  using rig = new Rig(onStart(""));

  const outcome = await rig.dispatch("hooks/start", { JUJU_DEBUG: "" });

  assertEquals(outcome.code, 0);
  assertMatch(
    outcome.stderr,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} DEBUG {4}ops 0\.1\.0 up and running\.\n/,
  );
});
