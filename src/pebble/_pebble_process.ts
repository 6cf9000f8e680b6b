import { orAborted } from "./_abort.ts";
import { InputPump } from "./_exec_input.ts";
import { OutputPump } from "./_exec_output.ts";
import { signalName } from "./_signals.ts";
import type { WebSocketConnection } from "./_web_socket.ts";
import type { Change } from "./change.ts";
import {
  ChangeError,
  ConnectionError,
  ExecError,
  PebbleError,
} from "./errors.ts";
import type {
  ExecOptions,
  ExecProcess,
  ExecWaitOptions,
} from "./exec_process.ts";
import type { PebbleClient } from "./pebble_client.ts";

/** The connections of a command. */
export interface ExecSockets {
  /** Takes signals and sizes; the command lives no longer than it. */
  readonly control: WebSocketConnection;
  /** Takes input and gives output. */
  readonly stdio: WebSocketConnection;
  /** Gives errors, unless they go the way of the output. */
  readonly stderr: WebSocketConnection | null;
}

/** What a process has to know of how it was started. */
export interface Started<T extends string | Uint8Array> {
  /** Tells when it is over. */
  readonly client: Pick<PebbleClient, "waitChange">;
  /** The change that runs it. */
  readonly changeId: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** The options as they were given to `exec`. */
  readonly options: ExecOptions<T>;
  /** How long to wait for the end of one that was killed. */
  readonly reapMs: number;
}

/** A command that the daemon runs. */
export class PebbleProcess<T extends string | Uint8Array>
  implements ExecProcess<T> {
  readonly stdin: WritableStream<T> | null;
  readonly #out: OutputPump<T>;
  readonly #err: OutputPump<T> | null;
  readonly #started: Started<T>;
  readonly #sockets: ExecSockets;
  readonly #input: InputPump<T>;
  readonly #outputs: readonly OutputPump<T>[];
  /** Settles when all output came, or the way for it was closed. */
  readonly #output: Promise<unknown>;
  /** Aborted when a source or sink that was given to `exec` failed. */
  readonly #broken = new AbortController();
  #complete = false;
  #collected: readonly [Promise<T>, Promise<T> | null] | undefined;
  #released = false;
  #killed: Promise<void> | undefined;

  /** Begins to pass input and output on. */
  constructor(sockets: ExecSockets, started: Started<T>) {
    this.#sockets = sockets;
    this.#started = started;
    const { options } = started;
    const encoding = options.encoding === undefined
      ? "utf-8"
      : options.encoding;
    this.#input = new InputPump<T>(
      sockets.stdio,
      options.stdin,
      this.#onInputError,
    );
    this.stdin = this.#input.writable;
    this.#out = new OutputPump<T>(sockets.stdio, encoding, options.stdout);
    this.#err = sockets.stderr &&
      new OutputPump<T>(sockets.stderr, encoding, options.stderr);
    this.#outputs = this.#err ? [this.#out, this.#err] : [this.#out];
    this.#output = Promise.all(this.#outputs.map((output) => output.done));
    this.#output.catch(this.#onOutputError);
    options.signal?.addEventListener("abort", this.#onAbort);
    if (options.signal?.aborted) this.#onAbort();
  }

  get stdout(): ReadableStream<T> | null {
    return this.#out.readable;
  }

  get stderr(): ReadableStream<T> | null {
    return this.#err?.readable ?? null;
  }

  async wait(options: ExecWaitOptions = {}): Promise<void> {
    const exitCode = await this.#finish(options);
    if (exitCode === 0) return;
    throw new ExecError<T>({ command: this.#started.command, exitCode });
  }

  async waitOutput(
    options: ExecWaitOptions = {},
  ): Promise<[stdout: T, stderr: T | null]> {
    const [out, err] = this.#collected ??= this.#collect();
    const exitCode = await this.#finish(options);
    const { command } = this.#started;
    if (!this.#complete) {
      throw new ConnectionError(
        `Cannot collect output of process "${command[0]}": an earlier wait ` +
          "for it failed",
      );
    }
    const stdout = await out;
    const stderr = await err;
    if (exitCode === 0) return [stdout, stderr];
    throw new ExecError<T>({ command, exitCode, stdout, stderr });
  }

  async sendSignal(signal: string | number): Promise<void> {
    await this.#tellControl({
      command: "signal",
      signal: { name: signalName(signal) },
    });
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#tellControl({ command: "resize", resize: { width, height } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kill();
  }

  #collect(): readonly [Promise<T>, Promise<T> | null] {
    const { stdout, stderr } = this.#started.options;
    if ((stdout ?? null) !== null) {
      throw new TypeError(
        "can't use wait_output() when exec was called with the stdout " +
          "argument; use wait() instead",
      );
    }
    if (this.#outputs.some((output) => output.isRead)) {
      throw new TypeError(
        "Cannot collect output: it is being read already; use wait()",
      );
    }
    const hasStderr = (stderr ?? null) === null;
    const collected = [
      this.#out.collect(),
      hasStderr && this.#err ? this.#err.collect() : null,
    ] as const;
    // Somebody who only wants to know of the end is not told of these.
    for (const output of collected) output?.catch(() => {});
    return collected;
  }

  async #tellControl(message: unknown): Promise<void> {
    if (this.#released) {
      throw new ConnectionError(
        `Cannot reach process "${this.#started.command[0]}": it is over`,
      );
    }
    await this.#sockets.control.send(JSON.stringify(message));
  }

  /** Waits for the command and its output, and returns the exit code. */
  async #finish(options: ExecWaitOptions): Promise<number> {
    const signals = [
      options.signal,
      this.#started.options.signal,
      this.#broken.signal,
    ];
    const signal = AbortSignal.any(signals.filter((one) => one !== undefined));
    // Whoever waits may not be reading: the command must not wait for that.
    for (const output of this.#outputs) output.flow();
    let change: Change;
    try {
      change = await this.#waitChange(signal);
      // Pebble promises no order of the change's end and the output's end.
      const output = orAborted(this.#output, signal);
      if (change.err) await output.catch(() => {});
      else await output;
      this.#complete ||= !this.#released;
    } catch (error) {
      await this.#killed;
      // Who gives up waiting may wait again.
      if (!options.signal?.aborted) await this.#leave();
      throw error;
    }
    await this.#leave();
    if (change.err) throw new ChangeError(change.err, change);
    const code = change.tasks[0]?.data["exit-code"];
    return typeof code === "number" ? code : -1;
  }

  async #waitChange(signal: AbortSignal): Promise<Change> {
    const { client, changeId, options: { timeoutMs = null } } = this.#started;
    return await client.waitChange(changeId, {
      timeoutMs: timeoutMs === null ? null : timeoutMs + 1000,
      signal,
    });
  }

  readonly #onAbort = () => void this.#kill();

  /**
   * Kills the command unless it is over, waits for its end, and closes its
   * connections; that of its input not before, as that would be the end of it.
   */
  async #kill(): Promise<void> {
    if (!this.#released) this.#killed ??= this.#reap();
    await this.#killed;
  }

  async #reap(): Promise<void> {
    const { client, changeId, reapMs: timeoutMs } = this.#started;
    this.#sockets.control.close();
    this.#input.cancel();
    for (const output of this.#outputs) output.flow();
    // If this fails, the daemon is gone or the client closed, and the command
    // was killed by that.
    await client.waitChange(changeId, { timeoutMs }).catch(() => {});
    this.#release();
  }

  /** Kills a command that can't have its input. */
  readonly #onInputError = (error: unknown) => {
    this.#broken.abort(error);
    void this.#kill();
  };

  /** Kills a command whose output nobody takes; it would be stuck in it. */
  readonly #onOutputError = (error: unknown) => {
    // Of what is lost on the way here, the daemon knows more.
    if (error instanceof PebbleError || this.#released) return;
    this.#broken.abort(error);
    this.#release();
  };

  /** Lets go of a command, without an end to it if it still runs. */
  async #leave(): Promise<void> {
    if (this.#released) return;
    const politely = this.#sockets.control.closePolitely();
    this.#release({ except: this.#sockets.control });
    await politely;
  }

  /** Closes everything, which kills a command that still runs. */
  #release({ except }: { readonly except?: WebSocketConnection } = {}): void {
    if (this.#released) return;
    this.#released = true;
    this.#started.options.signal?.removeEventListener("abort", this.#onAbort);
    this.#input.cancel();
    for (const socket of Object.values(this.#sockets)) {
      if (socket !== except) socket?.close();
    }
  }
}
