import { assertEquals, assertThrows } from "@std/assert";
import { RecordingRunner } from "./_recording_runner.ts";
import { goalState } from "./goal_state.ts";
import { HookCommandOutputError } from "./hook_command_output_error.ts";
import { isLeader } from "./leadership.ts";
import type { HookCommandRunner } from "./runner.ts";
import { secretIds } from "./secret_info.ts";
import { statusGet } from "./status.ts";

Deno.test("HookCommandOutputError tells command, place, and what was expected (ERR-11)", () => {
  const cases: ReadonlyArray<
    [(runner: HookCommandRunner) => unknown, string, string]
  > = [
    [
      isLeader,
      "1",
      "Cannot read the output of is-leader: it is a number, expected a boolean",
    ],
    [
      isLeader,
      "no",
      "Cannot read the output of is-leader: it is not JSON, expected JSON",
    ],
    [
      goalState,
      '{"units":{"a/0":{"status":"x","since":"hunter2"}}}',
      'Cannot read the output of goal-state: "units.a/0.since" is other text, expected a time',
    ],
    [
      goalState,
      '{"units":{"a/0":{}}}',
      'Cannot read the output of goal-state: "units.a/0.status" is missing, expected text',
    ],
    [
      secretIds,
      '["a",[]]',
      'Cannot read the output of secret-ids: "1" is a list, expected text',
    ],
    [
      statusGet,
      "[]",
      "Cannot read the output of status-get: it is a list, expected a map",
    ],
  ];
  for (const [run, stdout, message] of cases) {
    const error = assertThrows(
      () => run(new RecordingRunner(stdout)),
      HookCommandOutputError,
    );
    assertEquals(error.message, message);
  }
});
