/**
 * `charmkit`, the command line for charms: compiles a charm to one executable,
 * packs it for `juju deploy`, and generates the types of its metadata.
 *
 * ```sh
 * deno run -A jsr:@charmkit/ops/cli pack . --output-dir dist
 * ```
 *
 * Exit codes: 0 done, 1 failed, 2 typed wrongly, 130 interrupted.
 *
 * @module
 */

import { Command, CommanderError, Option } from "commander";
import { CliError } from "./cli_error.ts";
import { compileCharm, type CompileOptions } from "./compile.ts";
import { MetadataError } from "./mistakes.ts";
import { type Output, processOutput } from "./output.ts";
import { packCharm, type PackOptions } from "./pack.ts";
import { COMPILE_TARGETS } from "./platforms.ts";
import { addRun } from "./run.ts";
import { generateTypes, type TypesOptions } from "./types.ts";
import { VERSION } from "../version.ts";

export type { Output } from "./output.ts";

/** What `main` takes beside the arguments. */
export interface MainOptions {
  /** Makes where a command writes. @default {the process's stdout and stderr} */
  readonly makeOutput?: (options: { readonly json?: boolean }) => Output;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/** What commander collects for every command. */
interface CommonOptions {
  readonly json?: boolean;
}

/** One command at work; gives the exit code if it is not 0. */
type Action = (output: Output, signal: AbortSignal) => Promise<number | void>;

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
  const run = async (common: CommonOptions, action: Action): Promise<void> => {
    const output = makeOutput({ json: common.json ?? false });
    try {
      code = await action(output, signal) ?? 0;
    } catch (error) {
      code = report(error, output, signal);
    }
  };
  const program = new Command("charmkit")
    .description("Compiles and packs Juju charms that are written for Deno.")
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (out) => text.line(out.trimEnd()),
      writeErr: (err) => text.note(err.trimEnd()),
    })
    .showHelpAfterError("(--help tells more)");
  addCompile(program, run);
  addPack(program, run);
  addTypes(program, run);
  addRun(program, run);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

type Run = (common: CommonOptions, action: Action) => Promise<void>;

function addCompile(program: Command, run: Run): void {
  withCommon(program.command("compile"))
    .summary("compile a charm to one executable")
    .description(
      "Compiles a charm to one executable with the least permissions that its " +
        "metadata asks for. It goes into the charm under the name dispatch.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .requiredOption("-o, --output <file>", "where the executable goes")
    .addOption(
      new Option("--target <target>", "what it is to run on (default: this)")
        .choices(Object.values(COMPILE_TARGETS)),
    )
    .action((dir: string, given: Omit<CompileOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const result = await compileCharm({ ...given, dir }, output, signal);
        output.json(result);
        output.line(
          `${result.path}: ${megabytes(result.sizeBytes)}, ${result.target}, ` +
            `Deno ${result.denoVersion}`,
        );
      })
    );
}

function addPack(program: Command, run: Run): void {
  withCommon(program.command("pack"))
    .summary("compile and pack a charm")
    .description(
      "Compiles a charm and packs it, ready for `juju deploy`. The same charm " +
        "gives the same bytes; SOURCE_DATE_EPOCH sets the time in it.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--output-dir <dir>", "folder where the charm goes", ".")
    .option(
      "--platform <label>",
      "platform of charmcraft.yaml (default: the one for this machine)",
    )
    .action((dir: string, given: Omit<PackOptions, "dir"> & CommonOptions) =>
      run(given, async (output, signal) => {
        const result = await packCharm({ ...given, dir }, output, signal);
        output.json(result);
        output.line(`${result.path}: ${megabytes(result.sizeBytes)}`);
      })
    );
}

function addTypes(program: Command, run: Run): void {
  withCommon(program.command("types"))
    .summary("generate src/charmcraft.ts from charmcraft.yaml")
    .description(
      "Writes src/charmcraft.ts: the metadata as a constant, for " +
        "CharmBase<typeof charmcraft>.",
    )
    .argument("[dir]", "the charm's folder", ".")
    .option("--check", "write nothing; fail if the module is not up to date")
    .action((dir: string, given: Omit<TypesOptions, "dir"> & CommonOptions) =>
      run(given, async (output) => {
        const result = await generateTypes({ ...given, dir }, output);
        output.json(result);
        output.line(
          `${result.path}: ${result.changed ? "written" : "up to date"}`,
        );
      })
    );
}

function withCommon(command: Command): Command {
  return command
    .option("--deno <path>", "the Deno to use (default: this one)")
    .option("--json", "print the result as one JSON document");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Shows an error as one line, its details and its hint; gives the exit code. */
function report(error: unknown, output: Output, signal: AbortSignal): number {
  if (signal.aborted) {
    output.note("Interrupted");
    output.json({ error: { message: "Interrupted" } });
    return 130;
  }
  const { message, hint, details, exitCode } = toCliError(error);
  output.note(`${label("error")} ${message}`);
  for (const line of details) output.note(indented(line));
  if (hint !== undefined) output.note(`${label("hint")} ${hint}`);
  const mistakes = error instanceof MetadataError
    ? { mistakes: error.mistakes }
    : {};
  output.json({ error: { message, hint, details, ...mistakes } });
  return exitCode;
}

/** Takes what the system refused as it is; all else is charmkit's own mistake. */
function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (!(error instanceof Error)) return new CliError(String(error));
  if (Object.values(Deno.errors).some((kind) => error instanceof kind)) {
    return new CliError(error.message, { cause: error });
  }
  return new CliError(`Unexpected error: ${error.message}`, {
    cause: error,
    details: [error.stack ?? ""],
    hint: "This is a mistake in charmkit: please report it with these lines",
  });
}

function label(word: "error" | "hint"): string {
  if (Deno.noColor || !Deno.stderr.isTerminal()) return `${word}:`;
  return `\x1b[1;${word === "error" ? 31 : 36}m${word}:\x1b[0m`;
}

function indented(text: string): string {
  return text.split("\n").map((line) => `  ${line}`).join("\n");
}

if (import.meta.main) {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => controller.abort());
  }
  Deno.exit(await main(Deno.args, { signal: controller.signal }));
}
