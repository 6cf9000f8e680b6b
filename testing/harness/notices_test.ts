import { PebbleCheckEvent } from "@charmkit/ops";
import { assertEquals } from "@std/assert";
import { HarnessUnit } from "./harness_unit.ts";
import { pebbleNotify } from "./notices.ts";
import { CHARMCRAFT, RecordingCharm } from "./testdata/recording_charm.ts";

Deno.test("pebbleNotify() of a check's change tells of its failure and recovery (HRN-74)", async () => {
  const unit = new HarnessUnit(RecordingCharm, CHARMCRAFT, {});
  const charm = await unit.begin();
  const pebble = unit.containers.get("web");
  pebble.canConnect = true;
  await pebble.addLayer("web", {
    checks: {
      up: { override: "replace", exec: { command: "true" }, threshold: 1 },
    },
  });
  const checks: string[] = [];
  charm.react = (event) => {
    if (event instanceof PebbleCheckEvent) checks.push(event.info.name);
  };
  const tell = async (kind: string, outcome?: boolean) => {
    const { changeId } = pebble.checks.list(undefined, ["up"])[0]!;
    if (outcome !== undefined) {
      pebble.recordCheck("up", outcome || "connection refused");
    }
    await pebbleNotify(unit, "web", changeId!, {
      type: "change-update",
      data: { kind, "check-name": "up" },
    });
  };

  await tell("perform-check");
  await tell("perform-check", false);
  await tell("recover-check");
  await tell("recover-check", true);

  assertEquals(charm.events, [
    "web-pebble-check-failed",
    "web-pebble-check-recovered",
  ]);
  assertEquals(checks, ["up", "up"]);
});
