import { assertEquals, assertThrows } from "@std/assert";
import { runsHook } from "./hook_event.ts";
import { hasHookTool, jujuRelease } from "./juju_release.ts";

Deno.test("jujuRelease() tells Juju 3.6 and Juju 4 apart", () => {
  const [old, now] = [jujuRelease("3.6.28"), jujuRelease("4.0.14")];

  assertEquals(Object.keys(old.environment), ["JUJU_SLA"]);
  assertEquals(Object.keys(now.environment).length, 3);
  assertEquals([old.setsPrivateAddress, now.setsPrivateAddress], [true, false]);
  assertEquals([old.maxDatabagBytes, now.maxDatabagBytes], [null, 16_777_216]);
  assertEquals([old.flushesAtOnce, now.flushesAtOnce], [false, true]);
  assertEquals([old.takesUnknownParams, now.takesUnknownParams], [true, false]);
});

Deno.test("jujuRelease() is the same for the same version, and refuses what is none", () => {
  assertEquals(jujuRelease("3.5.1") === jujuRelease("3.5.1"), true);
  assertEquals(jujuRelease("3.5.1").mergesSecretUpdates, false);
  assertEquals(jujuRelease("4.0-beta2").takesUnknownParams, false);
  assertThrows(() => jujuRelease("new"), SyntaxError);
});

Deno.test("hasHookTool() follows the version that a command came or went with (JHT-00.20)", () => {
  const cases = [
    ["add-metric", "3.6.10", true],
    ["add-metric", "3.6.11", false],
    ["relation-model-get", "3.6.1", false],
    ["relation-model-get", "3.6.2", true],
    ["secret-get", "2.9.49", false],
    ["secret-get", "3.0.3", true],
    ["leader-get", "4.0.0", false],
  ] as const;
  for (const [name, version, has] of cases) {
    assertEquals(hasHookTool(jujuRelease(version), name), has, name);
  }
});

Deno.test("runsHook() leaves out hooks that Juju 4 has no more (JEV-25)", () => {
  const cases = [
    ["3.6.10", "collect-metrics", true],
    ["3.6.28", "collect-metrics", false],
    ["3.6.28", "pre-series-upgrade", true],
    ["4.0.14", "pre-series-upgrade", false],
    ["4.0.14", "config-changed", true],
  ] as const;
  for (const [version, kind, runs] of cases) {
    assertEquals(runsHook(jujuRelease(version), kind), runs, kind);
  }
});
