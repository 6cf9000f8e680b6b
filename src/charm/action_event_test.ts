import { assertEquals, assertInstanceOf } from "@std/assert";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import type { Script } from "../_scripted_runner.ts";
import type { Framework } from "../framework/framework.ts";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { ModelError } from "../model/errors.ts";
import type { ActionEvent } from "./action_event.ts";
import { CharmBase } from "./charm_base.ts";

/** The dispatch of an action whose handler does what is given. */
function options(handle: (event: ActionEvent) => void, script: Script = {}) {
  class Acting extends CharmBase {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on["do-it"]!.action, this.#onAction);
    }
    #onAction(event: ActionEvent): void {
      handle(event);
    }
  }
  return {
    charmClass: Acting,
    charmcraft: { name: "app", actions: { "do-it": {} } },
    env: {
      JUJU_DISPATCH_PATH: "actions/do-it",
      JUJU_ACTION_NAME: "do-it",
      JUJU_ACTION_UUID: "7",
    },
    script,
  };
}

Deno.test("ActionEvent reads its parameters once, and only when they are wanted (ACT-01)", async () => {
  const get = "action-get --format=json";
  const unread = await runDispatch(options(() => {}));
  const read = await runDispatch(options((event) => {
    assertEquals(event.params, { a: [1, null] });
    assertEquals(event.params, { a: [1, null] });
  }, { [get]: '{"a":[1,null]}' }));

  assertEquals(unread.runner.calls, []);
  assertEquals(read.runner.calls, [get]);
});

Deno.test("ActionEvent has no parameters when Juju prints null", async () => {
  await runDispatch(options((event) => assertEquals(event.params, {}), {
    "action-get --format=json": "null",
  }));
});

Deno.test("ActionEvent.setResults() runs action-set each time, with no pairs too (ACT-05, ACT-07)", async () => {
  const { runner } = await runDispatch(options((event) => {
    event.setResults({ a: 1 });
    event.setResults({});
  }, { "action-set a=1": "", "action-set": "" }));

  assertEquals(runner.calls, ["action-set a=1", "action-set"]);
});

Deno.test("ActionEvent.setResults() runs no command for a key that is refused (ACT-04)", async () => {
  const { error, runner } = await tryDispatch(
    options((event) => event.setResults({ ok: 1, Bad: 2 })),
  );

  assertInstanceOf(error, TypeError);
  assertEquals(runner.calls, []);
});

Deno.test("ActionEvent.setResults() passes on that Juju refuses, without the values (ACT-06, ERR-10)", async () => {
  const { error } = await tryDispatch(options(
    (event) => event.setResults({ stdout: "hunter2" }),
    {
      "action-set stdout=hunter2": {
        stderr: 'ERROR cannot set reserved action key "stdout"\n',
      },
    },
  ));

  assertInstanceOf(error, ModelError);
  assertEquals(
    error.message,
    'Cannot set the action\'s results in the "do-it" action: ERROR cannot set reserved action key "stdout"',
  );
  assertInstanceOf(error.cause, HookCommandError);
  assertEquals(error.cause.argv, ["action-set", "stdout=<redacted>"]);
});

Deno.test("ActionEvent.fail() lets the handler go on (ACT-08)", async () => {
  const done: string[] = [];
  await runDispatch(options((event) => {
    event.fail("-no");
    done.push("after");
  }, { "action-fail -- -no": "" }));

  assertEquals(done, ["after"]);
});
