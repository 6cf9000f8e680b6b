import { assertEquals, assertRejects } from "@std/assert";
import { MemoryOutput } from "../_testing.ts";
import { CliError } from "../cli_error.ts";
import { MACHINE, ShellCharm } from "./_test_charm.ts";
import { runCharm } from "./charm_run.ts";
import { parseScript, type ScriptLine } from "./script.ts";

/** What ends a run of these lines. */
async function errorOf(steps: readonly ScriptLine[]): Promise<CliError> {
  await using charm = await ShellCharm.make("exit 0", {
    "metadata.yaml": `${MACHINE}requires: {db: {interface: pg}}\n`,
  });
  return await assertRejects(
    () => runCharm({ source: charm.dir, steps }, new MemoryOutput()),
    CliError,
  );
}

Deno.test("runCharm() says which line of a script is not possible", async () => {
  const error = await errorOf(parseScript("a.script", "\nrelate bd:pg\n"));

  assertEquals(
    error.message,
    'a.script:2: Cannot relate "bd" with "pg": the charm has no such endpoint',
  );
  assertEquals(error.hint, 'Did you mean "db"?');
  assertEquals(error.exitCode, 1);
});

Deno.test("runCharm() tells a line that is typed wrongly by its exit code", async () => {
  const command = { kind: "relate", target: "db:" } as const;

  const error = await errorOf([{ place: "a.script:1", command }]);

  assertEquals(error.exitCode, 2);
});
