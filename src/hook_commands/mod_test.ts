import { assertEquals } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import {
  appVersionSet,
  isLeader,
  jujuReboot,
  resourceGet,
  unitGet,
} from "./mod.ts";

Deno.test("isLeader() reads a boolean (UNI-01)", () => {
  const runner = new RecordingRunner("true\n");

  assertEquals(isLeader(runner), true);
  assertEquals(runner.argv, ["is-leader", "--format=json"]);
  assertEquals(isLeader(new RecordingRunner("false\n")), false);
});

Deno.test("appVersionSet() keeps the version apart from flags (UNI-03)", () => {
  const runner = new RecordingRunner();

  appVersionSet("-1", runner);

  assertEquals(runner.argv, ["application-version-set", "--", "-1"]);
});

Deno.test("resourceGet() returns the path alone (RES-01)", () => {
  const runner = new RecordingRunner("/res/schema/a b.sql\n");

  assertEquals(resourceGet("schema", runner), "/res/schema/a b.sql");
  assertEquals(runner.argv, ["resource-get", "schema"]);
});

Deno.test("jujuReboot() waits for the hook unless told (UNI-04)", () => {
  const [later, now] = [new RecordingRunner(), new RecordingRunner()];

  jujuReboot({}, later);
  jujuReboot({ now: true }, now);

  assertEquals(later.argv, ["juju-reboot"]);
  assertEquals(now.argv, ["juju-reboot", "--now"]);
});

Deno.test("unitGet() returns the address alone (JHT-06)", () => {
  const runner = new RecordingRunner("10.0.0.7\n");

  assertEquals(unitGet("private-address", runner), "10.0.0.7");
  assertEquals(runner.argv, ["unit-get", "private-address"]);
});
