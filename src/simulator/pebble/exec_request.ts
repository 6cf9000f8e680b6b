import { pathText } from "../../pebble/_arguments.ts";
import type { ExecOptions } from "../../pebble/exec_process.ts";
import type { ExecRequest } from "./simulated_command.ts";

/** What the options of `exec` ask for. */
export function execRequest<T extends string | Uint8Array>(
  command: readonly string[],
  options: ExecOptions<T>,
): ExecRequest {
  const { workingDir } = options;
  return {
    command: [...command],
    environment: { ...options.environment },
    workingDir: (workingDir ?? null) === null ? null : pathText(workingDir!),
    timeoutMs: options.timeoutMs ?? null,
    userId: options.userId ?? null,
    user: options.user ?? null,
    groupId: options.groupId ?? null,
    group: options.group ?? null,
    serviceContext: options.serviceContext ?? null,
    combineStderr: options.combineStderr ?? false,
    terminal: options.terminal ?? false,
    interactive: options.interactive ?? false,
    hasInput: (options.stdin ?? null) !== null,
    encoding: options.encoding === undefined ? "utf-8" : options.encoding,
  };
}
