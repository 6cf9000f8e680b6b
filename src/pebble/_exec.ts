import { pathText } from "./_arguments.ts";
import { Collector, OutputPump } from "./_exec_output.ts";
import { InputPump } from "./_exec_input.ts";
import { checkExecArguments } from "./exec_arguments.ts";
import { Fields } from "./_json.ts";
import { signalName } from "./_signals.ts";
import type { Transport } from "./_transport.ts";
import { WebSocketConnection } from "./_web_socket.ts";
import { formatDuration } from "./duration.ts";
import { ChangeError, ConnectionError, ExecError } from "./errors.ts";
import type {
  ExecOptions,
  ExecProcess,
  ExecWaitOptions,
} from "./exec_process.ts";
import type { PebbleClient } from "./pebble_client.ts";

/** Starts a command, see {@linkcode PebbleClient.exec}. */
export async function startExec<T extends string | Uint8Array>(
  transport: Transport,
  client: Pick<PebbleClient, "waitChange">,
  command: readonly string[],
  options: ExecOptions<T>,
): Promise<ExecProcess<T>> {
  checkExecArguments(command, options);
  const envelope = await transport.json({
    path: "/v1/exec",
    json: execRequest(command, options),
    signal: options.signal,
  });
  const changeId = new Fields(envelope, "answer").string("change");
  const result = new Fields(envelope["result"], "answer of exec");
  const base = `/v1/tasks/${result.string("task-id")}/websocket`;

  const sockets: WebSocketConnection[] = [];
  // The control socket comes first: a short command may end, and refuse it,
  // as soon as the others are connected.
  const names = ["control", "stdio"];
  if (!options.combineStderr) names.push("stderr");
  try {
    for (const name of names) {
      options.signal?.throwIfAborted();
      sockets.push(
        await WebSocketConnection.open(
          transport.socketPath,
          `${base}/${name}`,
          transport.timeoutMs,
        ),
      );
    }
  } catch (cause) {
    for (const socket of sockets) socket.close();
    options.signal?.throwIfAborted();
    const change = await client.waitChange(changeId);
    if (change.err) throw new ChangeError(change.err, change);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectionError(
      `unexpected error connecting to websockets: ${reason}`,
      { cause },
    );
  }
  const [control, stdio, stderr] = sockets;
  if (control === undefined || stdio === undefined) {
    throw new ConnectionError("unexpected error connecting to websockets");
  }
  return new PebbleProcess<T>(client, changeId, command, options, {
    control,
    stdio,
    stderr,
  });
}

interface Sockets {
  readonly control: WebSocketConnection;
  readonly stdio: WebSocketConnection;
  readonly stderr: WebSocketConnection | undefined;
}

class PebbleProcess<T extends string | Uint8Array> implements ExecProcess<T> {
  readonly stdin: WritableStream<T> | null;
  readonly stdout: ReadableStream<T> | null;
  readonly stderr: ReadableStream<T> | null;
  readonly #client: Pick<PebbleClient, "waitChange">;
  readonly #changeId: string;
  readonly #command: readonly string[];
  readonly #options: ExecOptions<T>;
  readonly #sockets: Sockets;
  readonly #input: InputPump<T>;
  readonly #outputs: readonly OutputPump<T>[];
  #released = false;

  constructor(
    client: Pick<PebbleClient, "waitChange">,
    changeId: string,
    command: readonly string[],
    options: ExecOptions<T>,
    sockets: Sockets,
  ) {
    this.#client = client;
    this.#changeId = changeId;
    this.#command = [...command];
    this.#options = options;
    this.#sockets = sockets;
    const encoding = options.encoding === undefined
      ? "utf-8"
      : options.encoding;
    this.#input = new InputPump<T>(sockets.stdio, options.stdin);
    this.stdin = this.#input.writable;
    const out = new OutputPump<T>(sockets.stdio, encoding, options.stdout);
    this.stdout = out.readable;
    const err = sockets.stderr &&
      new OutputPump<T>(sockets.stderr, encoding, options.stderr);
    this.stderr = err?.readable ?? null;
    this.#outputs = err ? [out, err] : [out];
  }

  async wait(options: ExecWaitOptions = {}): Promise<void> {
    const exitCode = await this.#finish(options);
    if (exitCode === 0) return;
    throw new ExecError<T>({ command: this.#command, exitCode });
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
    const bytes = this.#options.encoding === null;
    const out = new Collector<T>(this.stdout, bytes);
    const err = this.stderr && new Collector<T>(this.stderr, bytes);
    const exitCode = await this.#finish(options);
    const stdout = await out.result;
    const stderr = err && await err.result;
    if (exitCode === 0) return [stdout, stderr];
    const command = this.#command;
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

  async #tellControl(message: unknown): Promise<void> {
    if (this.#released) {
      throw new ConnectionError(
        `Cannot reach process "${this.#command[0]}": it is over`,
      );
    }
    await this.#sockets.control.send(JSON.stringify(message));
  }

  /** Waits for the command and its output, and returns the exit code. */
  async #finish(options: ExecWaitOptions): Promise<number> {
    // Whoever waits may not be reading: the command must not wait for that.
    for (const output of this.#outputs) output.flow();
    const { timeoutMs } = this.#options;
    let change;
    try {
      change = await this.#client.waitChange(this.#changeId, {
        timeoutMs: (timeoutMs ?? null) === null ? null : timeoutMs! + 1000,
        signal: options.signal,
      });
      // Pebble promises no order of the change's end and the output's end.
      await Promise.all(this.#outputs.map((output) => output.done));
    } finally {
      await this.#release();
    }
    if (change.err) throw new ChangeError(change.err, change);
    const code = change.tasks[0]?.data["exit-code"];
    return typeof code === "number" ? code : -1;
  }

  async #release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    this.#input.cancel();
    this.#sockets.stdio.close();
    this.#sockets.stderr?.close();
    // Breaking this one without a word makes Pebble kill the command.
    await this.#sockets.control.closePolitely();
  }
}

function execRequest<T extends string | Uint8Array>(
  command: readonly string[],
  options: ExecOptions<T>,
): Record<string, unknown> {
  const { timeoutMs, workingDir } = options;
  return {
    command,
    "service-context": options.serviceContext ?? null,
    environment: options.environment ?? {},
    "working-dir": workingDir === undefined ? null : pathText(workingDir),
    timeout: typeof timeoutMs === "number" ? formatDuration(timeoutMs) : null,
    "user-id": options.userId ?? null,
    user: options.user ?? null,
    "group-id": options.groupId ?? null,
    group: options.group ?? null,
    "split-stderr": !options.combineStderr,
    terminal: options.terminal,
    interactive: options.interactive,
    width: options.width,
    height: options.height,
  };
}
