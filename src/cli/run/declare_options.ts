import { type Command, InvalidArgumentError } from "commander";
import { JujuVersion } from "../../backend/juju_version.ts";
import type { RepeatedFlags } from "./repeated_flags.ts";

/** Declares the flags that say what the charm finds when it is installed. */
export function declareSurroundings(
  command: Command,
  flags: RepeatedFlags,
): void {
  command
    .option(
      "--relate <endpoint:app[=databag.yaml]>",
      "relate with an application that says what the file holds",
      (text: string) => flags.addRelation(text),
    )
    .option(
      "--storage <name=count|path>",
      "number of storage instances, or what the first one is",
      (text: string) => flags.addStorage(text),
    )
    .option("--units <number>", "number of units", parseNumber(1, 32), 1)
    .option("--leader [number]", "number of the unit that leads", parseLeader)
    .option("--no-leader", "no unit leads");
}

/** Declares the flags that say what happens then, in the order given. */
export function declareSteps(command: Command, flags: RepeatedFlags): void {
  command
    .option("--event <name>", "run a hook", (name: string) => {
      flags.addStep({ kind: "event", name });
    })
    .option(
      "--config <name=value|file.yaml>",
      "set an option, or those of a file",
      (text: string) => flags.addConfig(text),
    )
    .option(
      "--action <name...>",
      "run an action; param=value may follow its name",
      (text: string) => flags.addActionWord(text),
    )
    .option("--retry", "run the failed hook again", () => {
      flags.addStep({ kind: "retry" });
    })
    .option("--resolve", "leave the failed hook out", () => {
      flags.addStep({ kind: "resolve" });
    })
    .option(
      "--script <file>",
      "do what the lines of a file say; the command help shows what they can",
      (file: string) => flags.addScript(file),
    );
}

/** Declares the flags that say how the charm is run. */
export function declareConduct(command: Command, flags: RepeatedFlags): void {
  command
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
    .option(
      "--env <name=value>",
      "variable for workloads",
      (pair: string) => flags.addVariable(pair),
    )
    .option(
      "--resource <name=file>",
      "file of a resource",
      (pair: string) => flags.addResource(pair),
    )
    .option(
      "--juju-version <version>",
      "version of Juju",
      parseVersion,
      "3.6.28",
    )
    .option("--simulate-pebble", "use no real Pebble")
    .option("-i, --interactive", "take commands from stdin in any case")
    .option("-v, --verbose", "show each hook command, and all log lines")
    .option("--deno <path>", "the Deno to compile with (default: this one)")
    .option(
      "--json",
      "print one JSON object for each entry, the state or an error last",
    );
}

function parseVersion(text: string): string {
  try {
    JujuVersion.parse(text);
    return text;
  } catch {
    throw new InvalidArgumentError("Expected a version such as 3.6.28.");
  }
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
