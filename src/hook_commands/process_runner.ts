import { withPrivateFiles } from "./_private_files.ts";
import { HookCommandArgumentError } from "./hook_command_argument_error.ts";
import { HookCommandError } from "./hook_command_error.ts";
import { HookCommandNotFoundError } from "./hook_command_not_found_error.ts";
import type { HookCommandRunner, RunOptions } from "./runner.ts";

/** Bytes that fit into one argument on Linux, without its final NUL (LIM-11). */
export const MAX_ARGUMENT_BYTES = 131_071;

/** Options of {@linkcode ProcessRunner}. */
export interface ProcessRunnerOptions {
  /**
   * Folder for the private files; the unit agent must be able to read there.
   *
   * @default {the system's folder for temporary files}
   */
  readonly tempDir?: string;
}

/**
 * Runs hook commands as processes, found on `PATH`, without a shell.
 *
 * @example Usage
 * ```ts
 * import {
 *   HookCommandNotFoundError,
 *   ProcessRunner,
 * } from "@charmkit/ops/hook-commands";
 * import { assertThrows } from "@std/assert";
 *
 * const runner = new ProcessRunner();
 *
 * assertThrows(
 *   () => runner.run(["no-such-hook-command"]),
 *   HookCommandNotFoundError,
 * );
 * ```
 */
export class ProcessRunner implements HookCommandRunner {
  readonly #tempDir: string | undefined;
  #commandCount = 0;
  #isClean = false;

  /** Takes where files go; nothing is started yet. */
  constructor(options: ProcessRunnerOptions = {}) {
    this.#tempDir = options.tempDir;
  }

  /** How many commands were started, those that failed included. */
  get commandCount(): number {
    return this.#commandCount;
  }

  /**
   * Runs a command to its end, with the environment of this process.
   *
   * @throws {HookCommandError} If it exits with another code than zero.
   * @throws {HookCommandNotFoundError} If `PATH` has no such command.
   * @throws {HookCommandArgumentError} If an argument can't be passed.
   */
  run(argv: readonly string[], options: RunOptions = {}): string {
    const [command = "", ...args] = argv;
    args.forEach((argument, index) =>
      checkArgument(command, argument, index + 1)
    );
    const { success, code, stdout, stderr } = this.#start(command, args);
    const decoder = new TextDecoder();
    if (success) return decoder.decode(stdout);
    throw new HookCommandError({
      argv: options.shown ?? argv,
      code,
      stderr: decoder.decode(stderr),
      stdout: options.isSecret ? "" : decoder.decode(stdout),
    });
  }

  /**
   * Puts texts or bytes into private files for the time of a call.
   *
   * What a killed process left behind in the same folder is removed too, once
   * it is ten minutes old.
   *
   * @throws {TypeError} If a file's name has other characters than letters,
   * digits, `_`, `.` and `-`.
   */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T {
    const clean = !this.#isClean;
    this.#isClean = true;
    return withPrivateFiles(contents, use, { dir: this.#tempDir, clean });
  }

  #start(command: string, args: string[]): Deno.CommandOutput {
    try {
      const output = new Deno.Command(command, { args }).outputSync();
      this.#commandCount++;
      return output;
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) {
        throw new HookCommandNotFoundError(command, { cause });
      }
      throw cause;
    }
  }
}

function checkArgument(command: string, argument: string, place: number): void {
  if (argument.includes("\0")) {
    throw new HookCommandArgumentError(
      command,
      `argument ${place} has a NUL character`,
    );
  }
  // No character of a string takes more than three bytes.
  if (argument.length * 3 <= MAX_ARGUMENT_BYTES) return;
  const size = new TextEncoder().encode(argument).length;
  if (size > MAX_ARGUMENT_BYTES) {
    throw new HookCommandArgumentError(
      command,
      `argument ${place} has ${size} bytes, at most ${MAX_ARGUMENT_BYTES} can be passed`,
    );
  }
}
