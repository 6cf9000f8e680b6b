import type { CountingRunner } from "./backend/juju_backend.ts";
import { HookCommandError } from "./hook_commands/hook_command_error.ts";
import type { RunOptions } from "./hook_commands/runner.ts";

/** How a command fails. */
export interface ScriptedFailure {
  /** What it writes to stderr. */
  readonly stderr: string;
  /** Exit code. @default {1} */
  readonly code?: number;
}

/** What a command does: its stdout, or how it fails. */
export type ScriptedAnswer = string | ScriptedFailure;

/** The command line, joined with spaces, to its answer, or one for each time. */
export type Script = Readonly<
  Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>
>;

/**
 * Runs hook commands by a table, for tests that assert which commands run.
 *
 * A command that is not in the table is an error, and so is one that runs more
 * often than the table has answers for it.
 */
export class ScriptedRunner implements CountingRunner {
  /** The command lines that ran, in order, joined with spaces. */
  readonly calls: string[] = [];
  /** The contents of the private files, in order, bytes as text. */
  readonly files: string[] = [];
  readonly #answers: Map<string, readonly ScriptedAnswer[] | ScriptedAnswer>;

  /** Takes the table. */
  constructor(script: Script = {}) {
    this.#answers = new Map(Object.entries(script));
  }

  /** How many commands ran so far. */
  get commandCount(): number {
    return this.calls.length;
  }

  /** Notes the command, and does what the table says. */
  run(argv: readonly string[], options: RunOptions = {}): string {
    const line = argv.join(" ");
    this.calls.push(line);
    const answer = this.#next(line);
    if (answer === undefined) {
      throw new Error(`Unexpected hook command: ${line}`);
    }
    if (typeof answer === "string") return answer;
    const { stderr, code = 1 } = answer;
    throw new HookCommandError({ argv: options.shown ?? argv, code, stderr });
  }

  /** Notes the contents; the path of a file is its name. */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T {
    const names = Object.keys(contents);
    this.files.push(
      ...Object.values(contents).map((content) =>
        typeof content === "string"
          ? content
          : new TextDecoder().decode(content)
      ),
    );
    return use(Object.fromEntries(names.map((name) => [name, name])));
  }

  #next(line: string): ScriptedAnswer | undefined {
    const answers = this.#answers.get(line);
    if (!Array.isArray(answers)) return answers as ScriptedAnswer | undefined;
    this.#answers.set(line, answers.slice(1));
    return answers[0];
  }
}
