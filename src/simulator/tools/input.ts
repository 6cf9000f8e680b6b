import { fail } from "../refusal.ts";
import type { HookToolCall } from "./hook_tool_spec.ts";

/**
 * Thrown when a command wants stdin and none came with the call (JHT-00.13).
 */
export class StdinNeeded extends Error {}

/**
 * Reads a file argument: `-` is stdin, a relative path starts at the caller's
 * working directory.
 *
 * @throws {StdinNeeded} If it is stdin and none came.
 * @throws {Refusal} If it can't be read, with Go's text.
 */
export function readInput(call: HookToolCall, file: string): string {
  if (file === "-") {
    if (call.stdin === undefined) throw new StdinNeeded();
    return call.stdin;
  }
  const path = file.startsWith("/") ? file : `${call.dir}/${file}`;
  try {
    return new TextDecoder().decode(call.files.read(path));
  } catch (error) {
    fail(`open ${path}: ${reason(error)}`);
  }
}

/** The words of the operating system for why a file can't be opened. */
export function reason(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such file or directory";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.IsADirectory) return "is a directory";
  return error instanceof Error ? error.message : String(error);
}
