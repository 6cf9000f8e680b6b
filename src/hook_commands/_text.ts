import { HookCommandOutputError } from "./hook_command_output_error.ts";
import type { HookCommandRunner } from "./runner.ts";

/** Runs a command that prints one line of text, and returns the line. */
export function runText(
  runner: HookCommandRunner,
  argv: readonly string[],
): string {
  const text = runner.run(argv).trim();
  if (text !== "" && !text.includes("\n")) return text;
  throw new HookCommandOutputError(
    argv[0] ?? "",
    text === "" ? "it is empty" : "it has several lines",
    "one line of text",
  );
}
