import type {
  ExecOptions,
  ExecProcess,
  ExecSink,
  ExecSource,
} from "../../pebble/exec_process.ts";
import { ConnectionError, ExecError } from "../../pebble/errors.ts";

/** How a charm ran a command, as a handler sees it. */
export interface SimulatedExec {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables, with those of the service context. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder to run in, or `null`. */
  readonly workingDir: string | null;
  /** Time after which Pebble would kill it, or `null`. */
  readonly timeoutMs: number | null;
  /** User id to run as, or `null`. */
  readonly userId: number | null;
  /** User name to run as, or `null`. */
  readonly user: string | null;
  /** Group id to run as, or `null`. */
  readonly groupId: number | null;
  /** Group name to run as, or `null`. */
  readonly group: string | null;
  /** Whether errors go the way of the output. */
  readonly combineStderr: boolean;
  /** Whether data is bytes for the charm. */
  readonly bytes: boolean;
  /** All input, as bytes; empty if there was none. */
  readonly stdin: Uint8Array<ArrayBuffer>;
}

/** How a simulated command ended; a number is the exit code. */
export type SimulatedExecResult = number | {
  /** Exit code. @default {0} */
  readonly exitCode?: number;
  /** What it wrote to stdout. @default {""} */
  readonly stdout?: string | Uint8Array;
  /** What it wrote to stderr. @default {""} */
  readonly stderr?: string | Uint8Array;
};

/** Plays a command; without a result it ends well and says nothing. */
export type SimulatedExecHandler = (
  exec: SimulatedExec,
) => SimulatedExecResult | void | Promise<SimulatedExecResult | void>;

interface Outcome {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/**
 * A command that a handler plays. It runs once its input is complete: at the
 * end of a given `stdin` or, when the charm writes it, once that is closed or
 * the command is waited for or read from.
 */
export class SimulatedProcess<T extends string | Uint8Array>
  implements ExecProcess<T> {
  readonly stdin: WritableStream<T> | null;
  readonly stdout: ReadableStream<T> | null;
  readonly stderr: ReadableStream<T> | null;
  readonly #options: ExecOptions<T>;
  readonly #command: readonly string[];
  readonly #run: (stdin: Uint8Array<ArrayBuffer>) => Promise<Outcome>;
  readonly #written: Uint8Array[] = [];
  #outcome: Promise<Outcome> | undefined;
  #over = false;

  /** Takes how the charm runs it, and what plays it. */
  constructor(
    command: readonly string[],
    options: ExecOptions<T>,
    run: (stdin: Uint8Array<ArrayBuffer>) => Promise<Outcome>,
  ) {
    this.#command = command;
    this.#options = options;
    this.#run = run;
    const given = (options.stdin ?? null) !== null;
    this.stdin = given ? null : new WritableStream<T>({
      write: (chunk) => {
        if (this.#outcome !== undefined) {
          throw new ConnectionError("Cannot write to stdin: broken pipe");
        }
        this.#written.push(toBytes(chunk));
      },
      close: async () => void await this.#end(),
    });
    this.stdout = (options.stdout ?? null) === null
      ? this.#stream((outcome) => outcome.stdout)
      : null;
    this.stderr = options.combineStderr || (options.stderr ?? null) !== null
      ? null
      : this.#stream((outcome) => outcome.stderr);
    if (given) this.#end().catch(() => {});
  }

  async wait(): Promise<void> {
    const { exitCode } = await this.#end();
    if (exitCode === 0) return;
    throw new ExecError<T>({ command: this.#command, exitCode });
  }

  async waitOutput(): Promise<[stdout: T, stderr: T | null]> {
    if (this.stdout === null) {
      throw new TypeError(
        "can't use wait_output() when exec was called with the stdout " +
          "argument; use wait() instead",
      );
    }
    const outcome = await this.#end();
    const command = this.#command;
    const { exitCode } = outcome;
    const stdout = this.#decode(outcome.stdout);
    const stderr = this.stderr === null ? null : this.#decode(outcome.stderr);
    if (exitCode === 0) return [stdout, stderr];
    throw new ExecError<T>({ command, exitCode, stdout, stderr });
  }

  // deno-lint-ignore require-await -- It rejects, as on a broken socket.
  async sendSignal(_signal: string | number): Promise<void> {
    throw new ConnectionError(
      `Cannot reach process "${this.#command[0]}": a simulated one takes no ` +
        "signals",
    );
  }

  // deno-lint-ignore require-await -- It rejects, as on a broken socket.
  async resize(_width: number, _height: number): Promise<void> {
    throw new ConnectionError(
      `Cannot resize terminal of "${this.#command[0]}": a simulated one has ` +
        "none",
    );
  }

  #end(): Promise<Outcome> {
    return this.#outcome ??= this.#play();
  }

  async #play(): Promise<Outcome> {
    const { stdin, stdout, stderr } = this.#options;
    const input = (stdin ?? null) === null
      ? this.#written
      : await chunks(stdin as ExecSource<T>);
    const outcome = await this.#run(join(input));
    if (!this.#over) {
      this.#over = true;
      await this.#pass(stdout, outcome.stdout);
      await this.#pass(stderr, outcome.stderr);
    }
    return outcome;
  }

  async #pass(sink: ExecSink<T> | undefined, bytes: Uint8Array): Promise<void> {
    if ((sink ?? null) === null || bytes.length === 0) return;
    const writer = sink instanceof WritableStream ? sink.getWriter() : sink;
    await writer?.write(this.#decode(bytes));
    if (sink instanceof WritableStream) {
      (writer as WritableStreamDefaultWriter<T>).releaseLock();
    }
  }

  #stream(output: (outcome: Outcome) => Uint8Array): ReadableStream<T> {
    return new ReadableStream<T>({
      pull: async (controller) => {
        const bytes = output(await this.#end());
        if (bytes.length > 0) controller.enqueue(this.#decode(bytes));
        controller.close();
      },
    }, { highWaterMark: 0 });
  }

  /** Without an encoding T is bytes, and with one it is text. */
  #decode(bytes: Uint8Array): T {
    const { encoding } = this.#options;
    if (encoding === null) return bytes as T;
    const label: string = encoding ?? "utf-8";
    return new TextDecoder(label, { ignoreBOM: true }).decode(bytes) as T;
  }
}

/** What a handler gave, in one form. */
export function outcomeOf(
  result: SimulatedExecResult | void,
  combineStderr: boolean,
): Outcome {
  const { exitCode = 0, stdout = "", stderr = "" } = typeof result === "number"
    ? { exitCode: result }
    : result ?? {};
  const out = toBytes(stdout);
  const err = toBytes(stderr);
  return combineStderr
    ? { exitCode, stdout: join([out, err]), stderr: new Uint8Array() }
    : { exitCode, stdout: out, stderr: err };
}

async function chunks<T extends string | Uint8Array>(
  source: ExecSource<T>,
): Promise<Uint8Array[]> {
  if (typeof source === "string" || source instanceof Uint8Array) {
    return [toBytes(source)];
  }
  const stream: AsyncIterable<string | Uint8Array> = source;
  return (await Array.fromAsync(stream)).map(toBytes);
}

function toBytes(chunk: string | Uint8Array): Uint8Array {
  return typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
}
