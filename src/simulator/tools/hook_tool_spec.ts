import type { HookContext } from "../hook_context.ts";
import type { FlagSpec, ParsedFlags } from "./flags.ts";

/** Files as a hook command meets them. */
export interface HookToolFiles {
  /** Content of a file. */
  read(path: string): Uint8Array;
  /** Writes a file, for `--output`. */
  write(path: string, text: string): void;
}

/** One call of a hook command. */
export interface HookToolCall {
  /** Arguments after the command's name. */
  readonly args: readonly string[];
  /** Working directory of the caller. */
  readonly dir: string;
  /** What the caller's stdin holds; undefined: not asked for yet. */
  readonly stdin?: string;
  /** Files that arguments name. */
  readonly files: HookToolFiles;
}

/** A call whose flags are parsed. */
export interface HookToolInvocation extends ParsedFlags {
  /** The hook that it belongs to. */
  readonly context: HookContext;
  /** The call as it came. */
  readonly call: HookToolCall;
  /** The value of a flag. */
  flag(name: string): string | undefined;
}

/** Something to print in the format that the caller asks for. */
export interface Printed {
  /** The value. */
  readonly value: unknown;
  /** What JSON shows, where it differs. */
  readonly json?: unknown;
  /** What smart shows, where it differs. */
  readonly smart?: unknown;
}

/** How a hook command is used, and what it does. */
export interface HookToolSpec {
  /** Its own flags, without those of output. */
  readonly flags?: readonly FlagSpec[];
  /** Formats of the output, the default first; none: it prints no data. */
  readonly formats?: readonly ("json" | "smart" | "yaml")[];
  /** Whether `--format` is accepted, with a warning. @default {false} */
  readonly ignoresFormat?: boolean;
  /** Whether it works in the hook `collect-metrics` too. @default {false} */
  readonly worksRestricted?: boolean;
  /** Arguments for the help. */
  readonly usage: string;
  /**
   * Runs it.
   *
   * @returns What to print; a string is printed as it is.
   * @throws {Refusal} As Juju would refuse.
   */
  run(invocation: HookToolInvocation): Printed | string | void;
}
