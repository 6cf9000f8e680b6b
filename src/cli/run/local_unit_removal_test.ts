import { assertEquals, assertRejects } from "@std/assert";
import { CliError } from "../cli_error.ts";
import { eventNames, ShellCharm } from "./_test_charm.ts";

const ACTIONS = { "actions.yaml": "again: {}\n" };

Deno.test("LocalUnit.runAction() refuses an action once the unit is removed", async () => {
  await using charm = await ShellCharm.make("exit 0", ACTIONS);
  await using run = await charm.start();
  await run.unit.settle();
  await run.unit.dispatch("stop");
  await run.unit.dispatch("remove");

  const error = await assertRejects(
    () => run.unit.runAction("again"),
    CliError,
    'Cannot run action "again" on shell/0: the unit was removed',
  );

  assertEquals(error.hint, 'Ask for it before "event remove"');
  assertEquals(eventNames(run.unit.entries).at(-1), "remove");
});

Deno.test("LocalUnit.runAction() ends when the unit is removed meanwhile", async () => {
  await using charm = await ShellCharm.make("is-leader", ACTIONS);
  const asked = Promise.withResolvers<unknown>();
  let isRemoving = false;
  await using run = await charm.start({
    onHookCommand: () => {
      if (!isRemoving) return;
      isRemoving = false;
      asked.resolve(run.unit.runAction("again").catch((error) => error));
    },
  });
  await run.unit.settle();
  await run.unit.dispatch("stop");

  isRemoving = true;
  await run.unit.dispatch("remove");

  const error = await asked.promise;
  assertEquals(error instanceof CliError, true);
  assertEquals(
    String(error),
    'CliError: Cannot run action "again" on shell/0: the unit was removed',
  );
});

Deno.test("LocalUnit.runAction() ends when the run ends meanwhile", async () => {
  await using charm = await ShellCharm.make(
    "[[ $JUJU_ACTION_NAME ]] || exit 0; is-leader; sleep 60",
    ACTIONS,
  );
  const reached = Promise.withResolvers<void>();
  const run = await charm.start({ onHookCommand: () => reached.resolve() });
  await run.unit.settle();
  const outcome = assertRejects(
    () => run.unit.runAction("again"),
    CliError,
    'Cannot run action "again" on shell/0: the run ended',
  );
  await reached.promise;

  await run[Symbol.asyncDispose]();

  await outcome;
});
