import { type ActionEvent, ModelError } from "@charmkit/ops";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ActionFailed } from "../action_failed.ts";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness.runAction() gives logs and results (HRN-65)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) => {
    const action = event as unknown as ActionEvent;
    action.log("One");
    action.setResults({ file: "a.tar", size: { bytes: 7 } });
    action.log("Two");
  };

  const output = await harness.runAction("backup", { path: "/a" });

  assertEquals(charm.events, ["backup-action"]);
  assertEquals(output, {
    logs: ["One", "Two"],
    results: { file: "a.tar", size: { bytes: "7" } },
  });
});

Deno.test("Harness.runAction() fills in defaults (HRN-65)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  const seen: unknown[] = [];
  charm.react = (event) =>
    void seen.push((event as unknown as ActionEvent).params);

  await harness.runAction("backup", { path: "/a" });
  await harness.runAction("backup", { path: "/a", level: 9 });

  assertEquals(seen, [{ path: "/a", level: 3 }, { path: "/a", level: 9 }]);
});

Deno.test("Harness.runAction() refuses what Juju would not run (HRN-65)", async () => {
  using harness = recordingHarness();
  await assertRejects(
    () => harness.runAction("fail-now"),
    HarnessError,
    'Cannot run action "fail-now": the charm is not made yet; call "begin" before',
  );
  const charm = await harness.begin();

  await assertRejects(
    () => harness.runAction("fail_now" as "fail-now"),
    HarnessError,
    'Cannot run action "fail_now": the metadata declares "backup", "fail-now"',
  );
  await assertRejects(
    () => harness.runAction("backup"),
    HarnessError,
    'Cannot run action "backup": it needs "path"',
  );
  await assertRejects(
    () => harness.runAction("backup", { path: "/a", paht: "/b" } as object),
    ModelError,
    'additional property "paht" is not allowed',
  );
  await assertRejects(
    () => harness.runAction("backup", { path: 7 as never }),
    ModelError,
    "(root).path : must be of type string, given 7",
  );
  await assertRejects(
    () => harness.runAction("backup", { path: "/a", level: 99 }),
    ModelError,
    'Juju refuses its parameters: validation failed: (root).level : must be lower than 9, given "99"',
  );
  assertEquals(charm.events, []);
});

Deno.test("Harness.runAction() throws what failed, when the handler is done (HRN-66)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) => {
    const action = event as unknown as ActionEvent;
    action.fail("No space left");
    action.log("Went on");
    action.setResults({ used: "all" });
  };

  const error = await assertRejects(
    () => harness.runAction("fail-now"),
    ActionFailed,
    "No space left",
  );

  assertEquals(error.output, {
    logs: ["Went on"],
    results: { used: "all" },
  });
  assertEquals(error.state, null);
});

Deno.test("Harness.runAction() has reserved and wrong result keys refused (HRN-66)", async () => {
  using harness = recordingHarness();
  const charm = await harness.begin();
  charm.react = (event) => {
    const action = event as unknown as ActionEvent;
    const set = (results: Record<string, string>) => () =>
      action.setResults(results);
    for (const key of ["stdout", "stderr", "stdout-encoding"]) {
      assertThrows(set({ [key]: "" }), ModelError, "reserved");
    }
    assertThrows(set({ "Not-A-Key": "" }), TypeError);
    assertThrows(
      () => action.setResults({ "a.b": "1", a: { b: "2" } }),
      TypeError,
    );
  };

  assertEquals(await harness.runAction("fail-now"), { logs: [], results: {} });
});
