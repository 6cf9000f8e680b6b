import {
  assert,
  assertEquals,
  assertObjectMatch,
  assertRejects,
} from "@std/assert";
import { Command } from "commander";
import { MemoryOutput } from "./_testing.ts";
import { addRun } from "./run.ts";
import { ShellCharm } from "./run/_test_charm.ts";
import { runCharm, type RunOptions } from "./run/charm_run.ts";

const SCRIPT = `case $JUJU_DISPATCH_PATH in
hooks/config-changed)
  [[ $(config-get level) == bad ]] && exit 3
  status-set active "level $(config-get level)";;
actions/backup) action-set where=$(action-get where);;
actions/broken) exit 4;;
esac
exit 0`;
const FILES = {
  "config.yaml": "options: {level: {type: string, default: info}}",
  "actions.yaml": "backup: {params: {where: {type: string}}}\nbroken: {}",
};

async function run(
  options: Omit<RunOptions, "source">,
): Promise<{ readonly code: number; readonly output: MemoryOutput }> {
  await using charm = await ShellCharm.make(SCRIPT, FILES);
  const output = new MemoryOutput();
  const code = await runCharm({ ...options, source: charm.dir }, output);
  return { code, output };
}

/** Entries of a JSON timeline. */
function entries(output: MemoryOutput): Record<string, unknown>[] {
  return output.lines.map((line) => JSON.parse(line));
}

Deno.test("runCharm() installs a charm and says that nothing more was asked", async () => {
  const { code, output } = await run({});

  assertEquals(code, 0);
  assertEquals(output.lines.slice(-3), [
    "The unit is installed and idle; nothing more was asked for, the run ends",
    "unit         active: level info",
    "application  unknown",
  ]);
});

Deno.test("runCharm() does its steps in the order given", async () => {
  const { code, output } = await run({
    json: true,
    steps: [
      { kind: "config", pairs: ["level=debug"] },
      { kind: "action", name: "backup", pairs: ["where=there"] },
      { kind: "event", name: "update-status" },
    ],
  });

  const ended = entries(output).filter(({ type }) => type === "event-ended");
  assertEquals(code, 0);
  assertEquals(ended.map(({ event }) => event).slice(-3), [
    "config-changed",
    "backup",
    "update-status",
  ]);
  const summary = entries(output).at(-1);
  assertEquals([summary?.["type"], summary?.["exitCode"]], ["summary", 0]);
  assertObjectMatch(summary ?? {}, {
    units: [{ name: "shell/0", status: "active", message: "level debug" }],
  });
});

Deno.test("runCharm() fails when the unit is left in error", async () => {
  const bad = { kind: "config", pairs: ["level=bad"] } as const;
  const good = { kind: "config", pairs: ["level=good"] } as const;

  const failed = await run({ steps: [bad] });
  const retried = await run({ steps: [bad, good, { kind: "retry" }] });
  const skipped = await run({ steps: [bad, { kind: "resolve" }] });

  assertEquals([failed.code, retried.code, skipped.code], [1, 0, 0]);
  assert(
    failed.output.lines.includes(
      "The unit is in error: config-changed waits for a retry; the run ends",
    ),
  );
});

Deno.test("runCharm() fails when an action does", async () => {
  const action = (name: string) =>
    ({ kind: "action", name, pairs: [] }) as const;

  assertEquals((await run({ steps: [action("broken")] })).code, 1);
});

Deno.test("runCharm() takes commands from lines until they end", async () => {
  const lines = ReadableStream.from([
    "config level=debug",
    "config nope=1",
    "nonsense",
    "status",
    "help",
    "quit",
    "config level=bad",
  ]);

  const { code, output } = await run({ lines });

  assertEquals(code, 0);
  assertEquals(
    output.lines.filter((line) => line.startsWith("unit ")),
    ["unit         active: level debug", "unit         active: level debug"],
  );
  assert(output.notes.includes('Cannot set option "nope": the charm has none'));
  assert(output.notes.includes('"nonsense" is no command; help shows all'));
});

Deno.test("runCharm() ends when it is told to", async () => {
  await using charm = await ShellCharm.make("exec sleep 60");
  const abort = new AbortController();
  const output = new MemoryOutput();
  output.line = (text) => {
    if (text === "install") abort.abort();
  };

  await assertRejects(
    () => runCharm({ source: charm.dir }, output, abort.signal),
    DOMException,
  );
});

Deno.test("addRun() reads its options in the order given", async () => {
  await using charm = await ShellCharm.make(SCRIPT, FILES);
  const output = new MemoryOutput();
  const program = new Command().exitOverride();
  const codes: (number | void)[] = [];
  addRun(program, async (_, action) => {
    codes.push(await action(output, new AbortController().signal));
  });

  await program.parseAsync([
    "run",
    charm.dir,
    "--json",
    "--no-leader",
    "--config=level=bad",
    "--action",
    "backup",
    "where=there",
    "--config=level=good",
    "--retry",
  ], { from: "user" });

  const all = entries(output);
  const ended = all.filter(({ type }) => type === "event-ended");
  assertEquals(codes, [0]);
  assertEquals(
    ended.map(({ event, error }) => error === null ? event : `${event}!`),
    [
      "install",
      "config-changed",
      "start",
      "config-changed!",
      "backup",
      "config-changed",
    ],
  );
});
