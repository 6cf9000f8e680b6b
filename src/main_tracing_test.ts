import { assertEquals, assertStringIncludes } from "@std/assert";
import { logOf, Rig, STATE } from "./testdata/charm_rig.ts";

/** A charm whose spans, when they end, are lines on stderr. */
function traced(handler: string, shutdown = ""): string {
  return `
class TestCharm extends ops.CharmBase {
  readonly state = this.storedState({ runs: 0 });
  constructor(framework: ops.Framework) {
    super(framework);
    this.state.runs++;
    this.observe(this.on.start, this.#onStart);
  }
  async #onStart(event: ops.StartEvent): Promise<void> {
    ${handler}
  }
}
const say = (text: string) =>
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\\n"));
const tracer: ops.Tracer = {
  startActiveSpan: (name, _options, run) =>
    run({
      spanContext: () => ({ traceId: "4bf92f3577b34da6a3ce929d0e0e4736" }),
      isRecording: () => true,
      setAttribute() {},
      addEvent() {},
      recordException() {},
      setStatus() {},
      end: () => say(name),
    }) as never,
};
await ops.main(TestCharm, { name: "app" }, {
  tracing: ({ context, charmName }) => {
    say([charmName, context.unitName].join());
    return {
      tracer,
      async shutdown() {
        await new Promise((done) => setTimeout(done));
        ${shutdown}
        say("shutdown");
      },
    };
  },
});
`;
}

Deno.test("main() sets tracing up first, traces the dispatch, and ends when the trace is sent (SPN-01, SPN-02, SPN-04)", async () => {
  using rig = new Rig(traced('this.log.info("x"); this.config.get("port");'));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0, outcome.stderr);
  assertEquals(
    outcome.stderr,
    "TestCharm,app/0\nconfig-get\nstart: TestCharm\nops.main\nshutdown\n",
  );
  assertStringIncludes(
    logOf(outcome)[0]![1],
    "Emitting Juju event start.\nStarting root trace with id='4bf92f3577b34da6a3ce929d0e0e4736'.",
  );
  assertEquals(rig.state(STATE), { runs: 1 });
});

for (
  const code of [
    'throw new RangeError("no");',
    'void (async () => { await null; throw new RangeError("no"); })(); await new Promise((done) => setTimeout(done, 200));',
    'void (async () => { await null; throw new RangeError("no"); })();',
  ]
) {
  Deno.test(`main() sends the trace after "${code}" too, and keeps nothing`, async () => {
    using rig = new Rig(traced(code));

    const outcome = await rig.dispatch("hooks/start");

    assertEquals(outcome.code, 1, outcome.stderr);
    assertEquals(outcome.stderr.trim().split("\n").at(-1), "shutdown");
    assertEquals(
      logOf(outcome).filter(([level]) => level === "ERROR").length,
      1,
    );
    assertEquals(rig.state(STATE), null);
  });
}

Deno.test("main() does not fail because a trace cannot be sent", async () => {
  using rig = new Rig(traced("", 'throw new RangeError("no collector");'));

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0, outcome.stderr);
  const [, text] = logOf(outcome).find(([level]) => level === "WARNING")!;
  assertStringIncludes(text, "Cannot send the trace\nRangeError: no collector");
  assertEquals(rig.state(STATE), { runs: 1 });
});

Deno.test("main() dispatches without a trace when tracing cannot be set up", async () => {
  using rig = new Rig(`
class TestCharm extends ops.CharmBase {
  readonly state = this.storedState({ runs: 0 });
  constructor(framework: ops.Framework) {
    super(framework);
    this.state.runs++;
  }
}
await ops.main(TestCharm, { name: "app" }, {
  tracing() {
    throw new RangeError("no endpoint");
  },
});
`);

  const outcome = await rig.dispatch("hooks/start");

  assertEquals(outcome.code, 0);
  assertStringIncludes(
    outcome.stderr,
    "Cannot set up tracing: RangeError: no endpoint",
  );
  assertEquals(rig.state(STATE), { runs: 1 });
});
