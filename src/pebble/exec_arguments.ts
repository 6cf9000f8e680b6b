import type { ExecOptions } from "./exec_process.ts";
import { typeName } from "./_json.ts";

/**
 * Checks the arguments of `exec`.
 *
 * @throws {TypeError} If they are wrong or don't go together.
 */
export function checkExecArguments<T extends string | Uint8Array>(
  command: readonly string[],
  options: ExecOptions<T>,
): void {
  if (
    !Array.isArray(command) ||
    command.some((item: unknown) => typeof item !== "string")
  ) {
    throw new TypeError(
      `command must be a list of str, not ${typeName(command)}`,
    );
  }
  if (command.length === 0) {
    throw new TypeError("command must contain at least one item");
  }
  const stdin: unknown = options.stdin ?? "";
  if (options.encoding === null && typeof options.stdin === "string") {
    throw new TypeError("encoding must be set if stdin is str");
  }
  if (options.encoding !== null && stdin instanceof Uint8Array) {
    throw new TypeError("encoding must be None if stdin is bytes");
  }
  const readable = typeof stdin === "string" || stdin instanceof Uint8Array ||
    (typeof stdin === "object" && stdin !== null &&
      Symbol.asyncIterator in stdin);
  if (!readable) {
    throw new TypeError(
      "stdin must be str, bytes, or a readable file-like object",
    );
  }
  if (options.combineStderr && (options.stderr ?? null) !== null) {
    throw new TypeError("stderr must be None if combine_stderr is True");
  }
}
