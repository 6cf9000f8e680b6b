import { CliError, errorText } from "./cli_error.ts";

/** Where a command tells what it does; tests give one that keeps the lines. */
export interface Output {
  /** A line of what was asked for, on stdout; nothing in JSON mode. */
  line(text: string): void;
  /** A line for who waits or should know, on stderr. */
  note(text: string): void;
  /** The one JSON document of a command, on stdout; nothing outside JSON mode. */
  json(value: unknown): void;
}

/** An output for what nobody is to see. */
export const SILENT: Output = { line() {}, note() {}, json() {} };

/**
 * The output of a process.
 *
 * @param options Whether results are one JSON document instead of lines.
 */
export function processOutput(
  options: { readonly json?: boolean } = {},
): Output {
  const { json = false } = options;
  const stdout = lineWriter(Deno.stdout, "stdout");
  const stderr = lineWriter(Deno.stderr, "stderr");
  return {
    line: (text) => json || stdout(text),
    note: stderr,
    json: (value) => json && stdout(JSON.stringify(value, null, 2)),
  };
}

/**
 * Writes whole lines. What nobody reads any more (`| head`) is let go, and so is
 * all that follows a failure, which is told once.
 */
function lineWriter(
  stream: { writeSync(bytes: Uint8Array): number },
  name: string,
): (text: string) => void {
  let isLost = false;
  return (text) => {
    if (isLost) return;
    let bytes = new TextEncoder().encode(`${text}\n`);
    try {
      while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
    } catch (cause) {
      isLost = true;
      if (cause instanceof Deno.errors.BrokenPipe) return;
      throw new CliError(`Cannot write to ${name}: ${errorText(cause)}`, {
        cause,
      });
    }
  };
}
