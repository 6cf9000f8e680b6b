import { MAX_ARGUMENT_BYTES, ProcessRunner } from "./process_runner.ts";
import type { HookCommandRunner } from "./runner.ts";
import type { LogLevel } from "./types.ts";

/** Options of {@linkcode jujuLog}. */
export interface JujuLogOptions {
  /** Severity. @default {"INFO"} */
  readonly level?: LogLevel;
}

/** Arguments of `juju-log`. */
export function jujuLogArgs(
  message: string,
  options: JujuLogOptions = {},
): string[] {
  const { level = "INFO" } = options;
  return ["juju-log", "--log-level", level, "--", message];
}

/**
 * Writes a message to Juju's log, with `juju-log`.
 *
 * A message that is too long for one argument is refused:
 * {@linkcode splitLogMessage} cuts it into pieces.
 *
 * @example Usage
 * ```ts ignore
 * import { jujuLog } from "@charmkit/ops/hook-commands";
 *
 * jujuLog("Certificate expires tomorrow", { level: "WARNING" });
 * ```
 *
 * @param message Text for people; Juju puts unit and relation before it.
 * @param options Its severity.
 * @param runner Runs the command.
 * @throws {HookCommandError} If the command fails.
 * @throws {HookCommandArgumentError} If the message is too long.
 */
export function jujuLog(
  message: string,
  options: JujuLogOptions = {},
  runner: HookCommandRunner = new ProcessRunner(),
): void {
  runner.run(jujuLogArgs(message, options));
}

/**
 * Cuts a message into pieces that `juju-log` takes, one call each.
 *
 * The limit is the operating system's, in bytes; no character is cut. What an
 * argument can't hold, NUL, becomes U+FFFD.
 *
 * @example Usage
 * ```ts
 * import { splitLogMessage } from "@charmkit/ops/hook-commands";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(splitLogMessage("Ready"), ["Ready"]);
 * assertEquals(splitLogMessage("a".repeat(131_072)).length, 3);
 * ```
 *
 * @param text A message of any length.
 * @returns None for an empty message, else the message, or a line that tells
 * of the cut and then the pieces.
 */
export function splitLogMessage(text: string): string[] {
  if (text === "") return [];
  const message = text.replaceAll("\0", "\uFFFD");
  // No character of a string takes more than three bytes.
  if (message.length * 3 <= MAX_ARGUMENT_BYTES) return [message];
  const bytes = new TextEncoder().encode(message);
  if (bytes.length <= MAX_ARGUMENT_BYTES) return [message];
  const pieces = [
    `Log string greater than ${MAX_ARGUMENT_BYTES}. Splitting into multiple chunks: `,
  ];
  // A byte order mark inside the text is text.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let start = 0; start < bytes.length;) {
    const end = characterStart(bytes, start + MAX_ARGUMENT_BYTES);
    pieces.push(decoder.decode(bytes.subarray(start, end)));
    start = end;
  }
  return pieces;
}

/** The last place up to the given one where a character starts. */
function characterStart(bytes: Uint8Array, place: number): number {
  let start = Math.min(place, bytes.length);
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}
