import { type Command, Option } from "commander";
import { resolve } from "@std/path";
import { type CommonOptions, type Run, withCommon } from "./command.ts";
import type { InitOptions, InitResult } from "./init.ts";
import { nameOfFolder } from "./init_names.ts";
import { shellWord } from "./shell_word.ts";
import { PROFILES } from "./templates/mod.ts";

/** What commander collects for the command. */
interface Given extends Omit<InitOptions, "dir">, CommonOptions {
  readonly yes?: boolean;
}

/** Adds the command `init` to `charmkit`. */
export function addInit(program: Command, run: Run): void {
  withCommon(program.command("init"))
    .summary("make a new charm")
    .description(
      "Makes a new charm's project, with tests, that checks, packs and runs as " +
        "it is. Overwrites nothing. On a terminal, asks for what is not given.",
    )
    .argument("[dir]", "the project's folder; made if it is not there", ".")
    .addOption(
      new Option("--profile <profile>", "kind of charm (default: kubernetes)")
        .choices(PROFILES),
    )
    .option("--name <name>", "name of the charm (default: the folder's)")
    .option("-y, --yes", "ask nothing: take the defaults")
    .action((dir: string, given: Given) =>
      run(given, async (output, signal) => {
        const { initCharm } = await import("./init.ts");
        const choices = await ask(dir, given, signal);
        if (choices === null) {
          output.note("Nothing was made");
          return 130;
        }
        const result = await initCharm(
          { ...given, ...choices, dir },
          output,
          signal,
        );
        output.json(result);
        for (const line of resultLines(result, dir)) output.line(line);
      })
    );
}

/** Asks for what was not given, where somebody is there to answer. */
async function ask(
  dir: string,
  given: Given,
  signal: AbortSignal,
): Promise<Pick<InitOptions, "name" | "profile"> | null> {
  const { name, profile, yes = false, json = false } = given;
  const isThere = Deno.stdin.isTerminal() && Deno.stdout.isTerminal();
  const knowsAll = name !== undefined && profile !== undefined;
  if (knowsAll || yes || json || !isThere) return { name, profile };
  const { askForCharm } = await import("./init_prompts.ts");
  const proposed = nameOfFolder(resolve(dir)) ?? undefined;
  return await askForCharm({ name, profile, proposed, signal });
}

/** How a shell goes to a folder, whatever it is called. */
function changeTo(dir: string): string {
  return `cd ${dir.startsWith("-") ? "-- " : ""}${shellWord(dir)}`;
}

function resultLines(
  { name, profile, dir, files, checkout }: InitResult,
  given: string,
): string[] {
  const steps = [
    ...given === "." ? [] : [changeTo(given)],
    "deno task test    # the unit tests",
    "deno task run     # the charm on this machine, without Juju",
    "deno task pack    # the .charm file, for juju deploy",
  ];
  return [
    `Made the ${profile} charm "${name}" in ${dir}: ${files.length} files`,
    ...checkout === null ? [] : [`Linked to the checkout ${checkout}`],
    "",
    "What you can do now (README.md tells more):",
    ...steps.map((step) => `  ${step}`),
  ];
}
