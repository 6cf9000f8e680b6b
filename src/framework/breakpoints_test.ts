import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { LogLines, runDispatch } from "../_model_fixture.ts";
import { CharmBase } from "../charm/charm_base.ts";
import { Breakpoints } from "./breakpoints.ts";
import type { Framework } from "./framework.ts";

function warningsOf(
  wanted: readonly string[],
  run: (breakpoints: Breakpoints) => void,
): string[] {
  const log = new LogLines();
  run(new Breakpoints(new Set(wanted), log.logger));
  return log.of("WARNING");
}

const STOPPING = "Stopping at a breakpoint";

for (
  const name of ["all", "hook", "", "A", "a_b", "-a", "a-", "a\n", 7, null]
) {
  Deno.test(`Breakpoints.stopAt() refuses the name ${JSON.stringify(name)}, also when nothing is debugged (FRW-34)`, () => {
    assertThrows(
      () => warningsOf([], (points) => points.stopAt(name as string)),
      TypeError,
      "Cannot set a breakpoint",
    );
  });
}

Deno.test("Breakpoints.stopAt() does nothing when nothing is debugged (FRW-35)", () => {
  assertEquals(
    warningsOf([], (points) => {
      points.stopAt();
      points.stopAt("a-1");
      points.stopAtHandler();
    }),
    [],
  );
});

for (const wanted of [["all"], ["a-1"], ["b", "a-1"]]) {
  Deno.test(`Breakpoints.stopAt() stops at a name when ${wanted} is asked for, and says once what to do (FRW-35)`, () => {
    const [first, ...rest] = warningsOf(wanted, (points) => {
      points.stopAt("a-1");
      points.stopAt("a-1");
    });

    assertStringIncludes(first!, STOPPING);
    assertStringIncludes(first!, "deno test --inspect-brk");
    assertEquals(rest, []);
  });
}

Deno.test("Breakpoints.stopAt() stops without a name only for all (FRW-35)", () => {
  const [all] = warningsOf(["all"], (points) => points.stopAt());
  const others = warningsOf(["hook", "b"], (points) => points.stopAt());

  assertStringIncludes(all!, STOPPING);
  assertEquals(others, [
    'Breakpoint "<unnamed>" skipped (not found in the requested breakpoints: hook, b)',
  ]);
});

class StoppingCharm extends CharmBase {
  constructor(framework: Framework) {
    super(framework);
    this.observe(this.on.start, this.#onStart);
    this.observe(this.on.collectUnitStatus, this.#onCollect);
  }
  #onStart(): void {
    this.log.warning("runs");
    this.framework.breakpoint("a");
  }
  #onCollect(): void {}
}

for (const [at, stops] of [["hook", true], ["all", true], ["a", false]]) {
  Deno.test(`Framework stops before handlers of hooks when ${at} is asked for: ${stops} (FRW-36)`, async () => {
    const { log } = await runDispatch({
      charmClass: StoppingCharm,
      env: { JUJU_DISPATCH_PATH: "hooks/start", JUJU_DEBUG_AT: `${at}` },
    });

    const place = log.of("WARNING").findIndex((line) =>
      line.startsWith(STOPPING)
    );
    assertEquals(place, stops ? 0 : 1);
  });
}

Deno.test("Framework does not stop before its own events (FRW-36)", async () => {
  const { log } = await runDispatch({
    charmClass: StoppingCharm,
    env: { JUJU_DISPATCH_PATH: "hooks/stop", JUJU_DEBUG_AT: "hook" },
  });

  assertEquals(log.of("WARNING"), []);
});
