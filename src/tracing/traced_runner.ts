import type { CountingRunner } from "../backend/juju_backend.ts";
import type { RunOptions } from "../hook_commands/runner.ts";
import type { Spans } from "./spans.ts";

/** Runs hook commands, each but `juju-log` inside a span. */
export class TracedRunner implements CountingRunner {
  readonly #runner: CountingRunner;
  readonly #spans: Spans;

  /** Takes what really runs them. */
  constructor(runner: CountingRunner, spans: Spans) {
    this.#runner = runner;
    this.#spans = spans;
  }

  /** How many commands were run so far. */
  get commandCount(): number {
    return this.#runner.commandCount;
  }

  /** Runs a command to its end; the span has its arguments as an error may show them. */
  run(argv: readonly string[], options: RunOptions = {}): string {
    const [name = ""] = argv;
    if (name === "juju-log") return this.#runner.run(argv, options);
    return this.#spans.run(name, {
      call: "Deno.Command",
      argv: [...(options.shown ?? argv)],
    }, () => this.#runner.run(argv, options));
  }

  /** Puts what is bulky or secret into private files for the time of a call. */
  withFiles<T>(
    contents: Readonly<Record<string, string | Uint8Array>>,
    use: (paths: Readonly<Record<string, string>>) => T,
  ): T {
    return this.#runner.withFiles(contents, use);
  }
}
