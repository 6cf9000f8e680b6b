/**
 * `charmkit`, the command line for charms: makes a new one, generates the types
 * of its metadata, checks it by Juju's rules, compiles it to one executable,
 * packs it for `juju deploy`, and runs it without Juju.
 *
 * ```sh
 * deno install --global --allow-all --name charmkit jsr:@charmkit/ops/cli
 * charmkit init hello          # a project that passes, packs and runs as it is
 * charmkit types hello         # src/charmcraft.ts, from charmcraft.yaml
 * charmkit check hello         # what Juju would refuse, with file and line
 * charmkit run hello           # Juju's side on this machine
 * charmkit pack hello          # the .charm, for juju deploy
 * ```
 *
 * Without installing it, `deno run -A jsr:@charmkit/ops/cli` does the same.
 * `charmkit --help` lists all commands, `charmkit COMMAND --help` its options.
 *
 * Exit codes: 0 done, 1 failed or something found, 2 typed wrongly, 130
 * interrupted. With `--json` a command prints one JSON document.
 *
 * @module
 */

import { Command, CommanderError } from "commander";
import {
  type Action,
  type AddCommand,
  type CommonOptions,
  reportError,
  type Run,
} from "./command.ts";
import {
  addCheck,
  addCompletions,
  addSchema,
  addTypes,
} from "./metadata_commands.ts";
import { type Output, processOutput } from "./output.ts";
import { addCompile, addPack, addPart } from "./package_commands.ts";
import { VERSION } from "../version.ts";

export type { Output } from "./output.ts";

const EXIT_CODES = "Exit codes: 0 done, 1 failed or something found, " +
  "2 typed wrongly, 130 interrupted.\nNO_COLOR leaves out colours; so does a " +
  "pipe. `charmkit completions` helps a shell complete.";

/** What `main` takes beside the arguments. */
export interface MainOptions {
  /** Makes where a command writes. @default {the process's stdout and stderr} */
  readonly makeOutput?: (options: { readonly json?: boolean }) => Output;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/**
 * Runs `charmkit`.
 *
 * @example Usage
 * ```ts
 * import { main } from "@charmkit/ops/cli";
 * import { assertEquals } from "@std/assert";
 *
 * const lines: string[] = [];
 * const code = await main(["--version"], {
 *   makeOutput: () => ({
 *     line: (text) => lines.push(text),
 *     note: (text) => lines.push(text),
 *     json: () => {},
 *   }),
 * });
 *
 * assertEquals(code, 0);
 * assertEquals(lines.length, 1);
 * ```
 *
 * @param args The arguments, without the program.
 * @param options Where it writes, and what ends it.
 * @returns The exit code.
 */
export async function main(
  args: readonly string[],
  options: MainOptions = {},
): Promise<number> {
  const { makeOutput = processOutput, signal = new AbortController().signal } =
    options;
  const text = makeOutput({});
  let code = 0;
  const run: Run = async (common: CommonOptions, action: Action) => {
    const output = makeOutput({ json: common.json ?? false });
    try {
      code = await action(output, signal) ?? 0;
    } catch (error) {
      code = reportError(error, output, signal);
    }
  };
  const program = new Command("charmkit")
    .description("Makes, checks, packs and runs Juju charms for Deno.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (out) => text.line(out.trimEnd()),
      writeErr: (err) => text.note(err.trimEnd()),
    })
    .addHelpText("after", `\n${EXIT_CODES}`)
    .showHelpAfterError("(--help tells more)");
  await addCommands(program, run, args[0]);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      return reportError(error, text, signal);
    }
    if (error.exitCode === 0) return 0;
    if (args.includes("--json")) {
      const message = error.message.replace(/^error: /, "");
      makeOutput({ json: true }).json({ error: { message } });
    }
    return 2;
  }
  return code;
}

/** How each command is added; what is heavy is loaded only if it is asked for. */
const COMMANDS: Readonly<
  Record<string, () => AddCommand | Promise<AddCommand>>
> = {
  init: async () => (await import("./init_command.ts")).addInit,
  types: () => addTypes,
  check: () => addCheck,
  compile: () => addCompile,
  pack: () => addPack,
  part: () => addPart,
  run: async () => (await import("./run.ts")).addRun,
  doctor: async () => (await import("./doctor_command.ts")).addDoctor,
  schema: () => addSchema,
  completions: () => addCompletions,
};

/** Adds the command that is asked for or, where that is open, all of them. */
async function addCommands(
  program: Command,
  run: Run,
  first: string | undefined,
): Promise<void> {
  const only = first !== undefined && first !== "completions" &&
    Object.hasOwn(COMMANDS, first);
  for (const [name, load] of Object.entries(COMMANDS)) {
    if (!only || name === first) (await load())(program, run);
  }
}

if (import.meta.main) {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => controller.abort());
  }
  Deno.exit(await main(Deno.args, { signal: controller.signal }));
}
