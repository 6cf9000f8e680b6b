import { assertEquals, assertInstanceOf } from "@std/assert";
import { z } from "zod";
import { AbortError } from "../abort.ts";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import type { Script } from "../_scripted_runner.ts";
import type { Framework } from "../framework/framework.ts";
import { MemoryStorage } from "../framework/memory_storage.ts";
import { HookCommandError } from "../hook_commands/hook_command_error.ts";
import { ModelError } from "../model/errors.ts";
import { InvalidDataError } from "../schema/invalid_data_error.ts";
import type { ActionEvent } from "./action_event.ts";
import { CharmBase } from "./charm_base.ts";
import type { StartEvent } from "./lifecycle_events.ts";

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

Deno.test("ActionEvent.id is the id of the run, from the environment (ACT-02)", async () => {
  const ids: string[] = [];
  const { runner } = await runDispatch(
    options((event) => void ids.push(event.id)),
  );

  assertEquals(ids, ["7"]);
  assertEquals(runner.calls, []);
});

Deno.test("ActionEvent comes after what was deferred and before status evaluation, and its state is kept (ACT-10)", async () => {
  const order: string[] = [];
  class Ordered extends CharmBase {
    readonly state: { runs: number } = this.storedState({ runs: 0 });
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on.start, this.#onStart);
      this.observe(this.on["do-it"]!.action, this.#onAction);
      this.observe(this.on.collectUnitStatus, this.#onCollectStatus);
    }
    #onStart(event: StartEvent): void {
      order.push("start");
      if (this.state.runs === 0) event.defer();
      this.state.runs++;
    }
    #onAction(): void {
      order.push(`action after ${this.state.runs}`);
    }
    #onCollectStatus(): void {
      order.push("status");
    }
  }
  const storage = new MemoryStorage();
  const { charmcraft, env } = options(() => {});
  const charm = { charmClass: Ordered, charmcraft, storage };
  const start = { JUJU_DISPATCH_PATH: "hooks/start" };

  await runDispatch({ ...charm, env: start });
  await runDispatch({ ...charm, env });

  assertEquals(order, ["start", "status", "start", "action after 2", "status"]);
  assertEquals(storage.notices(), []);
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

const GET = "action-get --format=json";
const Backup = z.object({
  "dry-run": z.boolean().default(false),
  path: z.string().startsWith("/"),
});

Deno.test("ActionEvent.loadParams() gives the parameters as the schema makes them (ACT-09)", async () => {
  const { runner } = await runDispatch(options((event) => {
    const expected = { "dry-run": false, path: "/data" };
    assertEquals(event.loadParams(Backup), expected);
    assertEquals(event.tryLoadParams(Backup), { ok: true, value: expected });
    assertEquals(event.params, { path: "/data", more: 1 });
  }, { [GET]: '{"path":"/data","more":1}' }));

  assertEquals(runner.calls, [GET]);
});

Deno.test("ActionEvent.loadParams() throws what is wrong, tryLoadParams() gives it (ACT-09)", async () => {
  const seen: string[] = [];
  const { error, runner } = await tryDispatch(options((event) => {
    const result = event.tryLoadParams(Backup);
    if (!result.ok) seen.push(result.error.details);
    event.loadParams(Backup);
  }, { [GET]: '{"path":"data"}' }));

  assertInstanceOf(error, InvalidDataError);
  assertEquals(seen, [error.details]);
  assertEquals(
    error.message,
    'Cannot load the action\'s parameters: "path": Invalid string: must start with "/"',
  );
  assertEquals(runner.calls, [GET]);
});

Deno.test("ActionEvent.loadParams() fails the action and ends the dispatch by choice (ACT-09, DSP-30)", async () => {
  const after: string[] = [];
  const fail =
    'action-fail -- Error in action parameters: "path": Invalid string: must start with "/"';
  const { error, runner } = await tryDispatch(options((event) => {
    event.loadParams(Backup, { onError: "fail" });
    after.push("handler");
  }, { [GET]: '{"path":"data"}', [fail]: "" }));

  assertInstanceOf(error, AbortError);
  assertEquals([error.exitCode, after], [0, []]);
  assertEquals(runner.calls, [GET, fail]);
});

Deno.test("ActionEvent.loadParams() passes other errors on, also with onError (ACT-09)", async () => {
  const { error } = await tryDispatch(options((event) => {
    event.loadParams(Backup, { onError: "fail" });
  }, { [GET]: { stderr: "ERROR no\n" } }));

  assertInstanceOf(error, ModelError);
});
