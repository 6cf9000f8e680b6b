import { CliError, errorText } from "../cli_error.ts";
import { mistakeText } from "../mistakes.ts";
import { type Command, parseCommand } from "./interactive.ts";

/** A line of a script that asks for something. */
export interface ScriptLine {
  /** Where it stands, as `FILE:LINE`. */
  readonly place: string;
  /** What it asks for. */
  readonly command: Exclude<Command, { readonly kind: "mistake" | "nothing" }>;
}

/**
 * Reads a script of commands, one a line; all that is wrong in it is told at
 * once, before anything runs.
 *
 * @param file Path of the script.
 * @throws {CliError} If it can't be read, or a line is no command.
 */
export function readScript(file: string): ScriptLine[] {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    throw new CliError(`Cannot read script "${file}": ${errorText(error)}`, {
      cause: error,
    });
  }
  return parseScript(file, text);
}

/**
 * Reads the text of a script.
 *
 * @throws {CliError} If a line is no command.
 */
export function parseScript(file: string, text: string): ScriptLine[] {
  const lines: ScriptLine[] = [];
  const mistakes: string[] = [];
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const command = parseCommand(source);
    const line = index + 1;
    if (command.kind === "mistake") {
      const { message } = command;
      mistakes.push(
        mistakeText({ file, line, column: null, path: "", message }),
      );
    } else if (command.kind !== "nothing") {
      lines.push({ place: `${file}:${line}`, command });
    }
  }
  if (mistakes.length === 0) return lines;
  const count = mistakes.length === 1
    ? "1 mistake"
    : `${mistakes.length} mistakes`;
  throw new CliError(`Cannot use script "${file}": ${count}`, {
    details: mistakes,
    hint: "The command help shows what can be written",
    usage: true,
  });
}
