import { type Command, InvalidArgumentError } from "commander";
import { CliError } from "./cli_error.ts";
import type { Output } from "./output.ts";
import { runCharm } from "./run/charm_run.ts";
import { readLines } from "./run/interactive.ts";
import { readScript, type ScriptLine } from "./run/script.ts";
import type { Step } from "./run/steps.ts";
import { parseStorage, type StoragePlan } from "./run/storages.ts";
import { parseRelate, type RelateTarget } from "./run/targets.ts";

/** What commander collects for the command. */
interface Given {
  readonly leader?: boolean | number;
  readonly units?: number;
  readonly report?: string;
  readonly timeout?: number;
  readonly updateStatus?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly interactive?: boolean;
  readonly jujuVersion?: string;
  readonly deno?: string;
  readonly simulatePebble?: boolean;
}

/** Runs a command's action, and turns its errors into an exit code. */
type RunAction = (
  common: { readonly json?: boolean },
  action: (output: Output, signal: AbortSignal) => Promise<number | void>,
) => Promise<void>;

/**
 * Adds the command `run` to `charmkit`.
 *
 * @param program The program.
 * @param run Runs an action of a command.
 */
export function addRun(program: Command, run: RunAction): void {
  const steps: (ScriptLine | Step)[] = [];
  /** What may be refused, which is told once the command runs. */
  const pending: (() => void)[] = [];
  const relate: RelateTarget[] = [];
  const storages: Record<string, StoragePlan> = {};
  const env: Record<string, string> = {};
  const resources: Record<string, string> = {};
  program.command("run")
    .summary("run a charm on this machine, with Juju simulated")
    .description(
      "Runs a charm's executable on this machine: its install sequence, then " +
        "--event, --config, --action, --script and the like in the order " +
        "given, then, without any of them, commands from stdin (help shows " +
        "them). Containers get a real Pebble if there is one " +
        "(CHARMKIT_PEBBLE, PATH); their services and files are this " +
        "machine's.",
    )
    .argument("<charm>", "folder of a charm, or a packed charm")
    .option(
      "--relate <endpoint:app[=databag.yaml]>",
      "relate with an application that says what the file holds",
      (text: string) => {
        pending.push(() => relate.push(parseRelate(text)));
      },
    )
    .option(
      "--storage <name=count|path>",
      "number of storage instances, or what the first one is",
      (text: string) => {
        pending.push(() => {
          const [name, plan] = parseStorage(text);
          storages[name] = { ...storages[name], ...plan };
        });
      },
    )
    .option("--units <number>", "number of units", parseNumber(1, 32), 1)
    .option("--leader [number]", "number of the unit that leads", parseLeader)
    .option("--no-leader", "no unit leads")
    .option("--event <name>", "run a hook", (name: string) => {
      pending.push(() => steps.push({ kind: "event", name }));
    })
    .option(
      "--config <name=value|file.yaml>",
      "set an option, or those of a file",
      (text: string) => {
        const step: Step = text.includes("=")
          ? { kind: "config", pairs: [text] }
          : { kind: "config-file", file: text };
        pending.push(() => steps.push(step));
      },
    )
    .option(
      "--action <name...>",
      "run an action; param=value may follow its name",
      (text: string) => {
        pending.push(() => addActionWord(steps, text));
      },
    )
    .option("--retry", "run the failed hook again", () => {
      pending.push(() => steps.push({ kind: "retry" }));
    })
    .option("--resolve", "leave the failed hook out", () => {
      pending.push(() => steps.push({ kind: "resolve" }));
    })
    .option(
      "--script <file>",
      "do what the lines of a file say; the command help shows what they can",
      (file: string) => {
        pending.push(() => steps.push(...readScript(file)));
      },
    )
    .option("--report <file.html>", "write a report of the run, as one page")
    .option(
      "--timeout <seconds>",
      "fail a hook or action that takes longer (default: never, as in Juju)",
      parseNumber(1, 86_400),
    )
    .option(
      "--update-status <seconds>",
      "run update-status from time to time; 0: never",
      parseNumber(0, 86_400),
      300,
    )
    .option("--env <name=value>", "variable for workloads", (pair: string) => {
      addPair(env, pair);
    })
    .option(
      "--resource <name=file>",
      "file of a resource",
      (pair: string) => addPair(resources, pair),
    )
    .option("--juju-version <version>", "version of Juju", "3.6.28")
    .option("--simulate-pebble", "use no real Pebble")
    .option("-i, --interactive", "take commands from stdin in any case")
    .option("-v, --verbose", "show each hook command, and all log lines")
    .option("--deno <path>", "the Deno to compile with (default: this one)")
    .option("--json", "print one JSON object for each entry, the state last")
    .addHelpText(
      "after",
      "\nExit codes: 0 all went well; 1 a unit is in error, an action failed, " +
        "an\nexpectation was not met or something was not possible; 2 typed " +
        "wrongly, also\nin a script; 130 interrupted.",
    )
    .action((source: string, given: Given) =>
      run({}, async (output, signal) => {
        const { json = false, interactive = false, units = 1 } = given;
        const { timeout, updateStatus = 0 } = given;
        try {
          for (const add of pending) add();
          const reads = interactive || steps.length === 0;
          const options = {
            ...given,
            source,
            steps,
            relate,
            storages,
            env,
            resources,
            json,
            leader: leaderNumber(given.leader, units),
            timeoutMs: timeout === undefined ? undefined : timeout * 1000,
            updateStatusMs: updateStatus * 1000,
            lines: reads ? readLines(Deno.stdin.readable) : null,
            color: !Deno.noColor && Deno.stdout.isTerminal(),
          };
          return await runCharm(options, output, signal);
        } catch (error) {
          if (json && !signal.aborted) output.line(errorLine(error));
          throw error;
        }
      })
    );
}

/** The last line of a run in JSON that could not go on. */
function errorLine(error: unknown): string {
  const { message, hint, details } = error instanceof CliError
    ? error
    : new CliError(error instanceof Error ? error.message : String(error));
  const time = new Date().toISOString();
  return JSON.stringify({ time, type: "error", message, hint, details });
}

function parseNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(
      `Expected a whole number from ${least} to ${most}.`,
    );
  };
}

function parseLeader(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the number of a unit.");
}

/** The number of the unit that leads; null: none does. */
function leaderNumber(
  leader: boolean | number | undefined,
  units: number,
): number | null {
  if (leader === false) return null;
  const number = typeof leader === "number" ? leader : 0;
  if (number < units) return number;
  throw new CliError(
    `Cannot have unit ${number} lead: there are units 0 to ${units - 1}`,
    { usage: true },
  );
}

/** A name begins an action, `param=value` belongs to the one before. */
function addActionWord(steps: (ScriptLine | Step)[], text: string): void {
  const last = steps.at(-1);
  if (!text.includes("=")) {
    steps.push({ kind: "action", name: text, pairs: [] });
  } else if (
    last !== undefined && "kind" in last && last.kind === "action"
  ) {
    steps.splice(-1, 1, { ...last, pairs: [...last.pairs, text] });
  } else {
    throw new CliError(
      `Cannot read "${text}": expected the name of an action`,
      {
        usage: true,
      },
    );
  }
}

function addPair(pairs: Record<string, string>, text: string): void {
  const equals = text.indexOf("=");
  if (equals < 1) {
    throw new InvalidArgumentError("Expected NAME=VALUE.");
  }
  pairs[text.slice(0, equals)] = text.slice(equals + 1);
}
