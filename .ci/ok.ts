// Everything that decides whether a change may land; ends with one line that
// counts tests and checks. With arguments, only the checks whose names have one
// of them: `deno task ok fmt lint`.
import { fileURLToPath } from "node:url";
import { arm64Check } from "./ok/arm64.ts";
import { corpusCheck } from "./ok/corpus.ts";
import { exampleChecks } from "./ok/examples.ts";
import {
  type Check,
  exec,
  type Log,
  report,
  type Tally,
  tallyTests,
} from "./ok/check.ts";
import { tutorialCheck } from "./ok/tutorial.ts";
import { setUp } from "./toolchain.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The commands that the README gives a newcomer. */
const TEST = "npx -y deno@2.9.6 task test";
const DEMO = "npx -y deno@2.9.6 task demo";

/** Checks that need nothing but a Deno. */
async function staticChecks(deno: string): Promise<Check[]> {
  const config: { exports: Record<string, string> } = JSON.parse(
    await Deno.readTextFile("deno.json"),
  );
  const commands: [string, string[]][] = [
    ["fmt", ["fmt", "--check"]],
    ["lint", ["lint"]],
    ["check", ["check", "--doc"]],
    // Together: what one entry exports is public for the others as well.
    ["doc lint", ["doc", "--lint", ...Object.values(config.exports)]],
    ["publish", ["run", "-A", ".ci/publish.ts", "--dry-run"]],
  ];
  return commands.map(([name, args]) => ({
    name,
    run: (log) => exec([deno, ...args], log, { isQuiet: args[0] === "doc" }),
  }));
}

async function readmeCheck(log: Log): Promise<Tally> {
  const readme = await Deno.readTextFile("README.md");
  const missing = [TEST, DEMO].filter((command) => !readme.includes(command));
  for (const command of missing) {
    log(`README.md does not name the command "${command}"`);
  }
  return { passed: missing.length === 0 ? 1 : 0, failed: missing.length };
}

function lockCheck(): Check {
  const lock = ".ci/deno.lock";
  const before = Deno.readTextFileSync(lock);
  const run = (log: Log): Promise<Tally> => {
    const isSame = Deno.readTextFileSync(lock) === before;
    if (!isSame) log(`"${lock}" changed: it is to be committed`);
    return Promise.resolve({ passed: Number(isSame), failed: Number(!isSame) });
  };
  return { name: "lock file is complete", run };
}

async function main(): Promise<boolean> {
  Deno.chdir(ROOT);
  const lock = lockCheck();
  const { toolchain, missing } = await setUp();
  const newest = toolchain.deno.newest ?? Deno.execPath();
  const oldest = toolchain.deno.oldest ?? "deno-oldest";
  const hasNpx = (await exec(["npx", "--version"], () => {})).passed;
  const npx = (command: string, task: string): string[] =>
    hasNpx ? command.split(" ") : [newest, "task", task];
  const checks: Check[] = [
    {
      name: "toolchain is complete",
      run: (log) => {
        for (const name of missing) log(`not here: ${name}`);
        return Promise.resolve({
          passed: Number(missing.length === 0),
          failed: missing.length,
        });
      },
    },
    { name: "README names the commands", run: readmeCheck },
    ...await staticChecks(newest),
    { name: "tests", run: (log) => tallyTests(npx(TEST, "test"), log) },
    {
      name: "tests on the oldest Deno",
      run: (log) => tallyTests([oldest, "task", "test"], log),
    },
    ...await exampleChecks(newest, toolchain),
    arm64Check(newest, toolchain),
    corpusCheck(toolchain),
    tutorialCheck(newest),
    tutorialCheck(oldest),
    { name: "demo", run: (log) => exec(npx(DEMO, "demo"), log) },
    {
      name: "JSR's score",
      run: (log) => exec([newest, "run", "-A", ".ci/score.ts"], log),
    },
    {
      name: "names of Python's ops",
      run: (log) => exec([newest, "run", "-A", ".ci/parity.ts"], log),
    },
    {
      name: "cost of a dispatch",
      run: (log) =>
        exec([newest, "run", "-A", ".ci/bench/dispatch_bench.ts"], log),
    },
    {
      name: "cost of Pebble's client",
      run: (log) =>
        exec([newest, "run", "-A", ".ci/bench/pebble_bench.ts"], log),
    },
    lock,
  ];
  const wanted = checks.filter(({ name }) =>
    Deno.args.length === 0 || Deno.args.some((part) => name.includes(part))
  );
  if (wanted.length === 0) {
    const names = checks.map(({ name }) => `"${name}"`).join(", ");
    throw new Error(
      `No check has ${Deno.args.join(" or ")} in its name: ${names}`,
    );
  }
  return await report(wanted);
}

if (import.meta.main) {
  try {
    if (!await main()) Deno.exitCode = 1;
  } catch (error) {
    console.log(error);
    console.log("0 passed, 1 failed");
    Deno.exitCode = 1;
  }
}
