import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  commandsOf,
  logOf,
  onStart,
  OWN_SIGTERM,
  Rig,
  STATE,
} from "./testdata/charm_rig.ts";

const LATER =
  'async later(): Promise<void> { await null; throw new RangeError("late"); }';

for (
  const code of [
    "void this.later();",
    "this.unit.isLeader(); Promise.reject(new RangeError('late'));",
  ]
) {
  Deno.test(`main() keeps nothing when "${code}" is the last that a handler does (DSP-52)`, async () => {
    using rig = new Rig(onStart(code, LATER));

    const outcome = await rig.dispatch("hooks/start");

    assertEquals([outcome.code, outcome.stderr], [1, ""]);
    const [, text] = logOf(outcome).find(([level]) => level === "ERROR")!;
    assertStringIncludes(text, "RangeError: late\n");
    assertStringIncludes(text, "\nNothing waited for it; it came during ");
    assertEquals(rig.state(STATE), null);
  });
}

Deno.test("main() names the handler that waits while an error comes that nobody waits for (DSP-52)", async () => {
  using rig = new Rig(onStart(
    "void this.later(); await new Promise((done) => setTimeout(done, 60_000));",
    LATER,
  ));

  const outcome = await rig.dispatch("hooks/start");

  const [, text] = logOf(outcome).find(([level]) => level === "ERROR")!;
  assertStringIncludes(
    text,
    "\nNothing waited for it; it came during TestCharm.#onStart.",
  );
});

Deno.test("main() waits for a call of Pebble that a handler did not wait for, warns, and fails with it", async () => {
  using rig = new Rig(`
class TestCharm extends ops.CharmBase {
  readonly state = this.storedState({ runs: 0 });
  constructor(framework: ops.Framework) {
    super(framework);
    this.state.runs++;
    this.observe(this.on.start, this.#onStart);
  }
  #onStart(): void {
    void this.getContainer("web").push("/etc/web.conf", "debug");
  }
}
await ops.main(TestCharm, { name: "app", containers: { web: {} } });
`);

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [1, ""]);
  const log = logOf(outcome);
  assertEquals(log.find(([level]) => level === "WARNING"), [
    "WARNING",
    'TestCharm.#onStart did not wait for Pebble of container "web": push(); it is waited for now: write "await" before the call',
  ]);
  const [, text] = log.find(([level]) => level === "ERROR")!;
  assertStringIncludes(text, "/charm/containers/web/pebble.socket");
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() ends when a handler waits for what never comes, names it, and keeps nothing", async () => {
  using rig = new Rig(
    onStart('this.log.info("before"); await new Promise(() => {});'),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.signal], [1, null]);
  assertStringIncludes(outcome.stderr, "promise never resolved");
  const text = logOf(outcome).map(([, text]) => text).join("\n");
  assertStringIncludes(text, "before\n");
  assertStringIncludes(
    text,
    "TestCharm.#onStart has been waiting in start for 2 s.",
  );
  assertEquals(rig.state(STATE), null);
});

Deno.test("main() lets a handler wait long for what comes, and sends its log without delay", async () => {
  using rig = new Rig(
    onStart(
      `await new Promise((done) => setTimeout(done, 2_500));
      this.log.info("after");
      this.config.get("port");
      this.log.debug("last");`,
    ),
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [0, ""]);
  const calls = outcome.calls.map(([command, , , , text]) => text ?? command);
  assertEquals(calls.slice(2), [
    "after",
    "config-get",
    "last",
    `Initializing SQLite local storage: ${rig.stateFile}.`,
  ]);
  assertEquals(rig.state(STATE), { runs: 1 });
});

Deno.test("main() sends the log and ends by SIGTERM when it comes while a handler waits, and keeps nothing (JDP-07)", async () => {
  using rig = new Rig(
    onStart(
      `this.log.info("waiting");
      await Deno.lstat(".");
      this.config.get("port");
      this.log.debug("more");
      await new Promise(() => {});`,
    ),
    { "config-get": `kill -TERM "$PPID"; echo '{}'` },
  );

  const outcome = await rig.dispatch("hooks/start");

  assertEquals([outcome.code, outcome.stderr], [143, ""]);
  assertEquals(outcome.signal, OWN_SIGTERM);
  assertEquals(logOf(outcome).slice(-2), [["INFO", "waiting"], [
    "DEBUG",
    "more",
  ]]);
  assertEquals(commandsOf(outcome), ["config-get --format=json"]);
  assertEquals(rig.state(STATE), null);
});
