import type { Command } from "commander";
import { CliError } from "./cli_error.ts";
import { MetadataError } from "./mistakes.ts";
import type { Output } from "./output.ts";
import { label } from "./paint.ts";

/** What commander collects for every command. */
export interface CommonOptions {
  /** Print the result as one JSON document. */
  readonly json?: boolean;
}

/** One command at work; gives the exit code if it is not 0. */
export type Action = (
  output: Output,
  signal: AbortSignal,
) => Promise<number | void>;

/** Runs a command's action, and turns its errors into an exit code. */
export type Run = (common: CommonOptions, action: Action) => Promise<void>;

/** Adds a command to the program. */
export type AddCommand = (program: Command, run: Run) => void;

/** Adds the options that most commands have. */
export function withCommon(command: Command): Command {
  return command
    .option("--deno <path>", "the Deno to use (default: this one)")
    .option("--json", "print the result as one JSON document");
}

/** A size as people read it. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * Shows an error as one line, its details and its hint.
 *
 * @returns The exit code.
 */
export function reportError(
  error: unknown,
  output: Output,
  signal: AbortSignal,
): number {
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

/** Whether the system refused something; Deno has no class for each reason. */
function isSystemError({ message, constructor }: Error): boolean {
  return Object.values<unknown>(Deno.errors).includes(constructor) ||
    /\(os error \d+\)/.test(message);
}

/** Takes what the system refused as it is; all else is charmkit's own mistake. */
function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (!(error instanceof Error)) return new CliError(String(error));
  if (isSystemError(error)) {
    return new CliError(error.message, { cause: error });
  }
  return new CliError(`Unexpected error: ${error.message}`, {
    cause: error,
    details: [error.stack ?? ""],
    hint: "This is a mistake in charmkit: please report it with these lines",
  });
}

function indented(text: string): string {
  return text.split("\n").map((line) => `  ${line}`).join("\n");
}
