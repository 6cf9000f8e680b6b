import { concat } from "../../pebble/_bytes.ts";
import { signalName } from "../../pebble/_signals.ts";
import type { Change } from "../../pebble/change.ts";
import {
  ChangeError,
  ConnectionError,
  ExecError,
} from "../../pebble/errors.ts";
import type {
  ExecOptions,
  ExecProcess,
  ExecSink,
  ExecWaitOptions,
} from "../../pebble/exec_process.ts";
import { type ByteQueue, toBytes } from "./byte_queue.ts";
import type { StartedExec } from "./simulated_exec.ts";
import { within } from "./within.ts";

/** A command that a handler plays, as the charm sees it. */
export class SimulatedProcess<T extends string | Uint8Array>
  implements ExecProcess<T> {
  readonly stdin: WritableStream<T> | null;
  readonly stdout: ReadableStream<T> | null;
  readonly stderr: ReadableStream<T> | null;
  readonly #exec: StartedExec;
  readonly #options: ExecOptions<T>;
  readonly #change: () => Change;
  readonly #sinks: Promise<void>[] = [];
  #released = false;
  #collected: readonly Promise<T | null>[] | undefined;

  /** Takes a command, which begins now, and how its change ended. */
  constructor(
    exec: StartedExec,
    options: ExecOptions<T>,
    change: () => Change,
  ) {
    this.#exec = exec;
    this.#options = options;
    this.#change = change;
    const { command } = exec;
    const { stdin, stdout, stderr, combineStderr } = options;
    this.stdin = (stdin ?? null) === null ? this.#writable() : null;
    this.stdout = this.#output(command.stdoutQueue, stdout);
    this.stderr = combineStderr
      ? null
      : this.#output(command.stderrQueue, stderr);
    if (this.stdin === null) this.#forward().catch(() => {});
    exec.begin();
  }

  async wait(options: ExecWaitOptions = {}): Promise<void> {
    const exitCode = await this.#finish(options);
    if (exitCode === 0) return;
    const { command } = this.#exec.command;
    throw new ExecError<T>({ command, exitCode });
  }

  async waitOutput(
    options: ExecWaitOptions = {},
  ): Promise<[stdout: T, stderr: T | null]> {
    if (this.stdout === null) {
      throw new TypeError(
        "can't use wait_output() when exec was called with the stdout " +
          "argument; use wait() instead",
      );
    }
    if (this.#collected === undefined && this.stdout.locked) {
      throw new TypeError("Cannot collect output of exec: it is being read");
    }
    this.#collected ??= [this.stdout, this.stderr].map((stream) => {
      const output = this.#collect(stream);
      output.catch(() => {});
      return output;
    });
    const exitCode = await this.#finish(options);
    const [stdout, stderr] = await Promise.all(this.#collected);
    // Only a stream that is not there gives nothing.
    if (exitCode === 0) return [stdout as T, stderr ?? null];
    const { command } = this.#exec.command;
    throw new ExecError<T>({ command, exitCode, stdout, stderr });
  }

  // deno-lint-ignore require-await -- It rejects, as on a broken socket.
  async sendSignal(signal: string | number): Promise<void> {
    const name = signalName(signal);
    this.#expectReachable();
    this.#exec.command.send(name);
  }

  // deno-lint-ignore require-await -- It rejects, as on a broken socket.
  async resize(width: number, height: number): Promise<void> {
    this.#expectReachable();
    const { command } = this.#exec;
    if (command.terminal) command.size = { width, height };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#released) this.#exec.kill("SIGKILL");
    this.#released = true;
    await this.#exec.done.catch(() => {});
  }

  #expectReachable(): void {
    if (!this.#released) return;
    const [program] = this.#exec.command.command;
    throw new ConnectionError(`Cannot reach process "${program}": it is over`);
  }

  /** Waits for the command and its output, and returns the exit code. */
  async #finish({ signal }: ExecWaitOptions): Promise<number> {
    try {
      await within(this.#exec.done, null, signal);
      await Promise.all(this.#sinks);
    } finally {
      this.#released = true;
    }
    const change = this.#change();
    if (change.err) throw new ChangeError(change.err, change);
    const code = change.tasks[0]?.data["exit-code"];
    return typeof code === "number" ? code : -1;
  }

  #writable(): WritableStream<T> {
    const { command } = this.#exec;
    return new WritableStream<T>({
      async write(chunk) {
        if (command.stdinQueue.ended) {
          throw new ConnectionError("Cannot write to stdin: broken pipe");
        }
        await command.receive(toBytes(chunk));
      },
      close: () => command.stdinQueue.end(),
      abort: () => command.stdinQueue.end(),
    });
  }

  async #forward(): Promise<void> {
    const { stdin } = this.#options;
    const { command } = this.#exec;
    try {
      if (typeof stdin === "string" || stdin instanceof Uint8Array) {
        return void await command.receive(toBytes(stdin));
      }
      // A given source is text, bytes or something to iterate over.
      const source = stdin as AsyncIterable<string | Uint8Array>;
      for await (const chunk of source) {
        if (command.stdinQueue.ended) return;
        await command.receive(toBytes(chunk));
      }
    } finally {
      command.stdinQueue.end();
    }
  }

  #output(
    queue: ByteQueue,
    sink: ExecSink<T> | undefined,
  ): ReadableStream<T> | null {
    const chunks = this.#decoded(queue);
    if ((sink ?? null) !== null) {
      const passed = pass(chunks, sink!);
      passed.catch(() => {});
      this.#sinks.push(passed);
      return null;
    }
    return new ReadableStream<T>({
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        // What nobody reads is dropped, so that the command can go on.
        for await (const _ of chunks);
      },
    }, { highWaterMark: 0 });
  }

  /** Without an encoding T is bytes, and with one it is text. */
  async *#decoded(queue: ByteQueue): AsyncGenerator<T, void, undefined> {
    const { encoding } = this.#options;
    const decoder = encoding === null
      ? null
      : new TextDecoder(encoding ?? "utf-8", { ignoreBOM: true });
    for (let bytes; (bytes = await queue.take()) !== null;) {
      const text = decoder?.decode(bytes, { stream: true });
      if (text !== "") yield (text ?? bytes) as T;
    }
    const rest = decoder?.decode() ?? "";
    if (rest !== "") yield rest as T;
  }

  async #collect(stream: ReadableStream<T> | null): Promise<T | null> {
    if (stream === null) return null;
    const chunks = await Array.fromAsync(
      stream.values({ preventCancel: true }),
    );
    return this.#options.encoding === null
      ? concat(chunks as Uint8Array[]) as T
      : chunks.join("") as T;
  }
}

async function pass<T extends string | Uint8Array>(
  chunks: AsyncIterable<T>,
  sink: ExecSink<T>,
): Promise<void> {
  if (!(sink instanceof WritableStream)) {
    for await (const chunk of chunks) await sink.write(chunk);
    return;
  }
  const writer = sink.getWriter();
  try {
    for await (const chunk of chunks) await writer.write(chunk);
  } finally {
    writer.releaseLock();
  }
}
