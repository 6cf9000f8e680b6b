import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import { AbortError } from "../abort.ts";
import { CharmBase } from "../charm/charm_base.ts";
import type { Framework } from "../framework/framework.ts";
import { ModelError } from "./errors.ts";
import type { JujuRebootOptions } from "../hook_commands/reboot.ts";
import { TestContext } from "./_test_context.ts";
import { Model } from "./model.ts";

class RebootingCharm extends CharmBase {
  static options: JujuRebootOptions | undefined;
  constructor(framework: Framework) {
    super(framework);
    this.storedState({ n: 0 }).n = 1;
    this.observe(this.on.start, this.#onStart);
  }
  #onStart(): void {
    this.unit.reboot(RebootingCharm.options);
  }
}

const START = { JUJU_DISPATCH_PATH: "hooks/start" };

Deno.test("Unit.reboot() tells security and lets the hook end (UNI-04, LOG-19)", async () => {
  RebootingCharm.options = undefined;

  const { runner, storage, log } = await runDispatch({
    charmClass: RebootingCharm,
    env: START,
    script: { "juju-reboot": "" },
  });

  assertEquals(runner.calls, ["juju-reboot"]);
  assertEquals(storage.snapshotPaths().length, 1);
  const { level, event, description } = JSON.parse(log.of("TRACE")[0]!);
  assertEquals([level, event, description], [
    "WARN",
    `sys_restart:${Deno.uid()}`,
    "Rebooting unit app/0 in model model",
  ]);
});

Deno.test("Unit.reboot() at once ends the dispatch with code 0, and nothing is kept (UNI-04, DSP-30)", async () => {
  RebootingCharm.options = { now: true };

  const { error, runner, storage } = await tryDispatch({
    charmClass: RebootingCharm,
    env: START,
    script: { "juju-reboot --now": "" },
  });

  assertInstanceOf(error, AbortError);
  assertEquals(error.exitCode, 0);
  assertEquals(runner.calls, ["juju-reboot --now"]);
  assertEquals(storage.snapshotPaths(), []);
});

Deno.test("Unit.reboot() passes on that Juju refuses, as ModelError (UNI-05)", async () => {
  RebootingCharm.options = { now: true };

  const { error } = await tryDispatch({
    charmClass: RebootingCharm,
    env: START,
    script: { "juju-reboot --now": { stderr: "ERROR not in an action" } },
  });

  assertInstanceOf(error, ModelError);
});

Deno.test("Unit.reboot() is for the own unit only (UNI-04)", () => {
  const test = new TestContext();

  assertThrows(
    () => new Model(test.context).getUnit("other/0").reboot(),
    ModelError,
    'Cannot reboot the machine of unit "other/0"',
  );
  assertEquals([test.argvs, test.logged], [[], []]);
});
