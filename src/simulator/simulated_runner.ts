import {
  HookCommandError,
  HookCommandNotFoundError,
} from "../hook_commands/mod.ts";
import type { CountingRunner } from "../backend/juju_backend.ts";
import type { RunOptions } from "../hook_commands/runner.ts";
import type { HookContext } from "./hook_context.ts";
import { isHookTool, runHookTool } from "./hook_tool.ts";

/** A hook command that was run, as tests and timelines show it. */
export interface RecordedCommand {
  /** The command, such as `"config-get"`. */
  readonly name: string;
  /** Its arguments; secret ones are replaced by `<redacted>`. */
  readonly args: readonly string[];
  /** Exit code. */
  readonly code: number;
}

/** What a hook command was given and printed. */
export interface CommandExchange {
  /** What it printed to stdout. */
  readonly stdout: string;
  /** What it printed to stderr. */
  readonly stderr: string;
  /** Content of files that it was given, by path; not of secret ones. */
  readonly files: ReadonlyMap<string, string>;
}

/** Who is told of a command that was run. */
export type CommandListener = (
  command: RecordedCommand,
  exchange: CommandExchange,
) => void;

/**
 * Runs hook commands in this process, on a {@linkcode HookContext}: the same
 * commands that a served charm finds on its `PATH`, without a process or a
 * file.
 */
export class SimulatedRunner implements CountingRunner {
  /** What was run, in order. */
  readonly commands: RecordedCommand[] = [];

  readonly #context: HookContext;
  readonly #onCommand: CommandListener | undefined;
  readonly #files = new Map<string, Uint8Array>();
  #folderCount = 0;

  /** Belongs to one run of an event. */
  constructor(context: HookContext, onCommand?: CommandListener) {
    this.#context = context;
    this.#onCommand = onCommand;
  }

  /** How many commands were run so far. */
  get commandCount(): number {
    return this.commands.length;
  }

  /**
   * Runs a command to its end.
   *
   * @throws {HookCommandError} If Juju would refuse, with its code and text.
   * @throws {HookCommandNotFoundError} If there is no such command.
   */
  run(argv: readonly string[], options: RunOptions = {}): string {
    const [name = "", ...args] = argv;
    const { shown = argv } = options;
    if (!isHookTool(name, this.#context.state.release)) {
      throw new HookCommandNotFoundError(name);
    }
    const { code, stdout, stderr } = runHookTool(this.#context, name, {
      args,
      dir: "/",
      stdin: "",
      files: { read: (path) => this.#read(path), write: this.#refuseWrite },
    });
    const command = { name, args: shown.slice(1), code };
    this.commands.push(command);
    if (this.#onCommand !== undefined) {
      const files = this.#filesOf(command);
      this.#onCommand(command, { stdout, stderr, files });
    }
    if (code !== 0) throw new HookCommandError({ argv: shown, code, stderr });
    return stdout;
  }

  /** Keeps contents in memory under paths of their own for the time of a call. */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T {
    const folder = `/in-memory/${this.#folderCount++}`;
    const paths: Record<string, string> = {};
    try {
      for (const [name, content] of Object.entries(contents)) {
        paths[name] = `${folder}/${name}`;
        this.#files.set(
          paths[name],
          typeof content === "string"
            ? new TextEncoder().encode(content)
            : content,
        );
      }
      return use(paths);
    } finally {
      for (const path of Object.values(paths)) this.#files.delete(path);
    }
  }

  #filesOf({ name, args }: RecordedCommand): ReadonlyMap<string, string> {
    if (this.#files.size === 0 || name.startsWith("secret-")) return NO_FILES;
    const files = new Map<string, string>();
    for (const path of args) {
      const bytes = this.#files.get(path);
      if (bytes !== undefined) files.set(path, new TextDecoder().decode(bytes));
    }
    return files;
  }

  #read(path: string): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new Deno.errors.NotFound(path);
    return bytes;
  }

  #refuseWrite(): never {
    throw new Deno.errors.PermissionDenied();
  }
}

const NO_FILES: ReadonlyMap<string, string> = new Map();
