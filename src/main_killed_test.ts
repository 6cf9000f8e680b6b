import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { commandCounts, onStart, Rig, STATE } from "./testdata/charm_rig.ts";

const BUSY = onStart(
  `
    this.log.info("first");
    this.config.get("port");
    if (this.unit.isLeader()) this.app.status = new ops.ActiveStatus("app");
    this.log.warning("in between");
    this.unit.setWorkloadVersion("1.2");
    this.unit.status = new ops.MaintenanceStatus("busy");
    event.defer();
    this.log.info("last");
  `,
);

Deno.test("main() that is killed at any hook command leaves what was committed, and the next dispatch starts (STS-05)", async () => {
  using rig = new Rig(BUSY);
  const whole = await rig.dispatch("hooks/start");
  assertEquals(whole.code, 0, whole.stderr);
  const { total, last } = commandCounts(await rig.dispatch("hooks/start"));
  assert(last >= 6 && total > last);
  let runs = 2;

  for (let killAt = 1; killAt <= total; killAt++) {
    const killed = await rig.dispatch("hooks/start", {}, { killAt });
    if (killAt > last) runs++;

    assertEquals([killed.signal, killed.calls.length], ["SIGKILL", killAt]);
    assertEquals(rig.state(STATE), { runs });
    const next = await rig.dispatch("hooks/start");
    runs++;

    assertEquals(next.code, 0, next.stderr);
    // The first dispatch's event is still there, and is delivered again.
    assertStringIncludes(
      next.calls.flat().join("\n"),
      "Re-emitting deferred event <StartEvent via TestCharm/on/start[1]> (1 of 1 in queue).",
    );
    assertEquals(rig.state(STATE), { runs });
  }
});

Deno.test("main() that is killed at any hook command of its first dispatch leaves no state, and the next dispatch starts (STS-13)", async () => {
  const { total, last } = await (async () => {
    using rig = new Rig(BUSY);
    return commandCounts(await rig.dispatch("hooks/start"));
  })();

  assert(last >= 6 && total > last);
  for (let killAt = 1; killAt <= total; killAt++) {
    using rig = new Rig(BUSY);
    const killed = await rig.dispatch("hooks/start", {}, { killAt });
    const next = await rig.dispatch("hooks/start");

    assertEquals([killed.signal, next.code], ["SIGKILL", 0], next.stderr);
    assertEquals(rig.state(STATE), { runs: killAt > last ? 2 : 1 });
  }
});
