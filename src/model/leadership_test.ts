import { assertEquals, assertThrows } from "@std/assert";
import { makeFixture } from "../_model_fixture.ts";
import { type Script, ScriptedRunner } from "../_scripted_runner.ts";
import { JujuBackend } from "../backend/juju_backend.ts";
import { readJujuContext } from "../backend/juju_context.ts";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { ModelError } from "./errors.ts";
import { Leadership } from "./leadership.ts";

const IS_LEADER = "is-leader --format=json";

/** Leadership with a clock that the test sets. */
function withClock(script: Script) {
  const runner = new ScriptedRunner(script);
  const backend = new JujuBackend(readJujuContext(new Map()), { runner });
  const clock = { now: 1_000 };
  const leadership = new Leadership(backend, () => clock.now);
  return { runner, clock, leadership };
}

for (const leads of [true, false]) {
  Deno.test(`Leadership uses the answer ${leads} for 30 seconds (UNI-01)`, () => {
    const { runner, clock, leadership } = withClock({
      [IS_LEADER]: [`${leads}`, `${!leads}`],
    });

    assertEquals(leadership.isLeader(), leads);
    clock.now += 30_000;
    assertEquals(leadership.isLeader(), leads);
    assertEquals(runner.calls.length, 1);
    clock.now += 1;
    assertEquals(leadership.isLeader(), !leads);
    assertEquals(runner.calls.length, 2);
  });
}

Deno.test("Leadership counts from before the question (UNI-01)", () => {
  const runner = new ScriptedRunner({ [IS_LEADER]: ["true", "false"] });
  const backend = new JujuBackend(readJujuContext(new Map()), { runner });
  let now = 0;
  // Each look at the clock takes 20 seconds.
  const leadership = new Leadership(backend, () => now += 20_000);

  assertEquals(leadership.isLeader(), true);
  assertEquals(leadership.cached, true);
  assertEquals(leadership.cached, null);
});

Deno.test("Leadership does not keep a failure (UNI-01)", () => {
  const { leadership } = withClock({
    [IS_LEADER]: [{ stderr: "ERROR no\n" }, "true"],
  });

  assertThrows(() => leadership.isLeader(), HookCommandError);
  assertEquals(leadership.cached, null);
  assertEquals(leadership.isLeader(), true);
});

Deno.test("Leadership.cached asks nothing", () => {
  const { runner, clock, leadership } = withClock({ [IS_LEADER]: "true" });

  assertEquals(leadership.cached, null);
  assertEquals(runner.calls, []);
  leadership.isLeader();
  assertEquals(leadership.cached, true);
  clock.now += 30_001;
  assertEquals(leadership.cached, null);
  assertEquals(runner.calls.length, 1);
});

Deno.test("Unit.isLeader() is for the own unit only (UNI-01)", () => {
  const { model, runner } = makeFixture({ script: { [IS_LEADER]: "true" } });

  assertEquals(model.unit.isLeader(), true);
  assertThrows(
    () => model.getUnit("app/1").isLeader(),
    ModelError,
    'Cannot tell the leadership of unit "app/1"',
  );
  assertEquals(runner.calls, [IS_LEADER]);
});

Deno.test("Unit.isLeader() passes a failure on as ModelError", () => {
  const { model } = makeFixture({
    script: { [IS_LEADER]: { stderr: "ERROR leadership status unknown\n" } },
  });

  assertThrows(
    () => model.unit.isLeader(),
    ModelError,
    "Cannot tell whether this unit leads: ERROR leadership status unknown",
  );
});
