import type { Command } from "commander";
import { CliError } from "./cli_error.ts";
import type { Run } from "./command.ts";
import { runCharm, type RunOptions } from "./run/charm_run.ts";
import {
  declareConduct,
  declareSteps,
  declareSurroundings,
} from "./run/declare_options.ts";
import { RepeatedFlags } from "./run/repeated_flags.ts";
import { readLines } from "./run/interactive.ts";

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

/**
 * Adds the command `run` to `charmkit`.
 *
 * @param program The program.
 * @param run Runs an action of a command.
 */
export function addRun(program: Command, run: Run): void {
  const flags = new RepeatedFlags();
  const command = program.command("run")
    .summary("run a charm on this machine, with Juju simulated")
    .description(
      "Runs a charm's executable on this machine: its install sequence, then " +
        "--event, --config, --action, --script and the like in the order " +
        "given, then, without any of them, commands from stdin (help shows " +
        "them). Containers get a real Pebble if there is one " +
        "(CHARMKIT_PEBBLE, PATH); their services and files are this " +
        "machine's.",
    )
    .argument("<charm>", "folder of a charm, or a packed charm");
  declareSurroundings(command, flags);
  declareSteps(command, flags);
  declareConduct(command, flags);
  command
    .addHelpText(
      "after",
      "\nExit codes: 0 all went well; 1 a unit is in error, an action failed, " +
        "an\nexpectation was not met or something was not possible; 2 typed " +
        "wrongly, also\nin a script; 130 interrupted.",
    )
    .action((source: string, given: Given) =>
      run({}, async (output, signal) => {
        try {
          flags.read();
          const options = runOptions(source, given, flags);
          return await runCharm(options, output, signal);
        } catch (error) {
          if (given.json && !signal.aborted) output.line(errorLine(error));
          throw error;
        }
      })
    );
}

function runOptions(
  source: string,
  given: Given,
  { steps, relate, storages, env, resources }: RepeatedFlags,
): RunOptions {
  const { interactive = false, leader, units = 1 } = given;
  const { timeout, updateStatus = 0 } = given;
  const reads = interactive || steps.length === 0;
  return {
    ...given,
    source,
    steps,
    relate,
    storages,
    env,
    resources,
    leader: leaderNumber(leader, units),
    timeoutMs: timeout === undefined ? undefined : timeout * 1000,
    updateStatusMs: updateStatus * 1000,
    lines: reads ? readLines(Deno.stdin.readable) : null,
    color: !Deno.noColor && Deno.stdout.isTerminal(),
  };
}

/** The last line of a run in JSON that could not go on. */
function errorLine(error: unknown): string {
  const { message, hint, details } = error instanceof CliError
    ? error
    : new CliError(error instanceof Error ? error.message : String(error));
  const time = new Date().toISOString();
  return JSON.stringify({ time, type: "error", message, hint, details });
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
