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
  return {
    line: (text) => json || writeAll(Deno.stdout, `${text}\n`),
    note: (text) => writeAll(Deno.stderr, `${text}\n`),
    json: (value) =>
      json && writeAll(Deno.stdout, `${JSON.stringify(value, null, 2)}\n`),
  };
}

/** Writes whole text; what nobody reads any more (`| head`) is let go. */
function writeAll(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
): void {
  let bytes = new TextEncoder().encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
