import { type Command, InvalidArgumentError } from "commander";
import { CliError } from "./cli_error.ts";
import type { Output } from "./output.ts";
import { HELP, parseCommand, readLines } from "./run/interactive.ts";
import { type LocalRunOptions, startLocalRun } from "./run/local_run.ts";
import type { LocalUnit } from "./run/local_unit.ts";
import { TimelinePrinter } from "./run/printer.ts";
import { doStep, type Step } from "./run/steps.ts";

/** Options of {@linkcode runCharm}. */
export interface RunOptions
  extends Omit<LocalRunOptions, "onEntry" | "onHookCommand" | "output"> {
  /** What to do once the unit is installed, in order. @default {[]} */
  readonly steps?: readonly Step[];
  /**
   * Lines to take commands from after the steps; null: none.
   *
   * @default {null}
   */
  readonly lines?: AsyncIterable<string> | null;
  /** One JSON object a line. @default {false} */
  readonly json?: boolean;
  /** Show each hook command, and all log lines. @default {false} */
  readonly verbose?: boolean;
  /** Use colours. @default {false} */
  readonly color?: boolean;
}

/**
 * Runs a charm on this machine: the install sequence, then what was asked for,
 * then what comes in on `lines`; shows a timeline of it.
 *
 * @param options What to run, and what to do with it.
 * @param output Where the timeline goes.
 * @param signal Ends the run; nothing is left behind.
 * @returns The exit code: 1 if the unit ended in error or an action failed.
 * @throws {CliError} If it is no charm, or this machine lacks what it needs.
 */
export async function runCharm(
  options: RunOptions,
  output: Output,
  signal?: AbortSignal,
): Promise<number> {
  const { steps = [], lines = null, json, verbose, color } = options;
  const line = (text: string) => output.line(text);
  const printer = new TimelinePrinter({ line, json, verbose, color });
  await using run = await startLocalRun({
    ...options,
    output,
    signal,
    onEntry: (entry) => printer.print(entry),
  });
  const { unit } = run;
  const work = async () => {
    await unit.settle();
    let ok = true;
    for (const step of steps) ok = await doStep(unit, step) && ok;
    if (lines === null) {
      printer.print({ type: "note", message: endNote(unit, steps) });
    } else await interact(unit, lines, printer, output);
    printer.summary(unit.status);
    return ok && unit.status.failed === null ? 0 : 1;
  };
  return await untilAborted(work(), signal);
}

/** Rejects as soon as the signal comes, whatever the work still waits for. */
async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return await work;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
    work.catch(() => {});
  }
}

async function interact(
  unit: LocalUnit,
  lines: AsyncIterable<string>,
  printer: TimelinePrinter,
  output: Output,
): Promise<void> {
  printer.print({
    type: "note",
    message: 'The unit is idle; "help" shows what can be done, "quit" ends',
  });
  for await (const text of lines) {
    const command = parseCommand(text);
    if (command.kind === "quit") return;
    if (command.kind === "nothing") continue;
    if (command.kind === "help") output.note(HELP);
    else if (command.kind === "status") printer.summary(unit.status);
    else if (command.kind === "mistake") output.note(command.message);
    else {
      try {
        await doStep(unit, command);
      } catch (error) {
        // A mistake in a line is told, and the next one is read.
        if (!(error instanceof CliError)) throw error;
        output.note(error.message);
        if (error.hint !== undefined) output.note(error.hint);
      }
    }
  }
}

function endNote(unit: LocalUnit, steps: readonly Step[]): string {
  const { failed } = unit.status;
  if (failed !== null) {
    return `The unit is in error: ${failed} waits for a retry; the run ends`;
  }
  return steps.length === 0
    ? "The unit is installed and idle; nothing more was asked for, the run ends"
    : "The unit is idle; all that was asked for is done, the run ends";
}

/** What commander collects for the command. */
interface Given {
  readonly leader: boolean;
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
  const steps: Step[] = [];
  const env: Record<string, string> = {};
  const resources: Record<string, string> = {};
  program.command("run")
    .summary("run a charm on this machine, with Juju simulated")
    .description(
      "Runs a charm's executable on this machine: its install sequence, then " +
        "--event, --config, --action and the like in the order given, then, " +
        "without any of them, commands from stdin (help shows them). " +
        "Containers get a real Pebble if there is one (CHARMKIT_PEBBLE, PATH); " +
        "their services and files are this machine's.",
    )
    .argument("<charm>", "folder of a charm, or a packed charm")
    .option("--event <name>", "run a hook", (name: string) => {
      steps.push({ kind: "event", name });
    })
    .option("--config <name=value>", "set an option", (pair: string) => {
      steps.push({ kind: "config", pairs: [pair] });
    })
    .option(
      "--action <name...>",
      "run an action; param=value may follow its name",
      (text: string) => addActionWord(steps, text),
    )
    .option("--retry", "run the failed hook again", () => {
      steps.push({ kind: "retry" });
    })
    .option("--resolve", "leave the failed hook out", () => {
      steps.push({ kind: "resolve" });
    })
    .option("--leader", "the unit leads", true)
    .option("--no-leader", "the unit does not lead")
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
    .option("--json", "print one JSON object for each entry")
    .action((source: string, given: Given) =>
      run({}, (output, signal) => {
        const { json = false, interactive = false } = given;
        const reads = interactive || steps.length === 0;
        return runCharm(
          {
            ...given,
            source,
            steps,
            env,
            resources,
            json,
            lines: reads ? readLines(Deno.stdin.readable) : null,
            color: !Deno.noColor && Deno.stdout.isTerminal(),
          },
          output,
          signal,
        );
      })
    );
}

/** A name begins an action, `param=value` belongs to the one before. */
function addActionWord(steps: Step[], text: string): void {
  const last = steps.at(-1);
  if (!text.includes("=")) {
    steps.push({ kind: "action", name: text, pairs: [] });
  } else if (last?.kind === "action") {
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
