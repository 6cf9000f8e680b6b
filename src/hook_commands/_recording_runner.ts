import type { HookCommandRunner, RunOptions } from "./runner.ts";

/** A command that a {@linkcode RecordingRunner} was asked to run. */
export interface RecordedCommand {
  /** The command and its arguments. */
  readonly argv: readonly string[];
  /** What might be shown of it. */
  readonly options: RunOptions;
  /** File name to content, of the files that were there at that time. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** What a {@linkcode RecordingRunner} answers: one text, or one by command. */
export type RecordedAnswer = string | ((argv: readonly string[]) => string);

/** Answers commands without running them, and keeps what was asked: for tests. */
export class RecordingRunner implements HookCommandRunner {
  /** What was asked, in order. */
  readonly commands: RecordedCommand[] = [];
  readonly #answer: RecordedAnswer;
  #files: Readonly<Record<string, string | Uint8Array>> = {};

  /** Takes the answer. */
  constructor(answer: RecordedAnswer = "") {
    this.#answer = answer;
  }

  /** How many commands were asked. */
  get commandCount(): number {
    return this.commands.length;
  }

  /** The one command that was asked. */
  get argv(): readonly string[] {
    const [command, ...others] = this.commands;
    if (command === undefined || others.length > 0) {
      throw new Error(`Expected one command, got ${this.commands.length}`);
    }
    return command.argv;
  }

  /** Keeps the command and answers. */
  run(argv: readonly string[], options: RunOptions = {}): string {
    this.commands.push({ argv, options, files: this.#files });
    return typeof this.#answer === "string" ? this.#answer : this.#answer(argv);
  }

  /** Names each file `/private/<name>`. */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T {
    this.#files = contents;
    try {
      return use(
        Object.fromEntries(
          Object.keys(contents).map((name) => [name, `/private/${name}`]),
        ),
      );
    } finally {
      this.#files = {};
    }
  }
}
