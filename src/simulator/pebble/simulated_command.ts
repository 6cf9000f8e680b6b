import { concat } from "../../pebble/_bytes.ts";
import { isSignalName } from "../../pebble/_signals.ts";
import { ByteQueue, toBytes } from "./byte_queue.ts";

/** How a charm wants a command to run. */
export interface ExecRequest {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables, with those of the service context. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder to run in, or `null`. */
  readonly workingDir: string | null;
  /** Time after which Pebble kills it, or `null`. */
  readonly timeoutMs: number | null;
  /** User id to run as, or `null`. */
  readonly userId: number | null;
  /** User name to run as, or `null`. */
  readonly user: string | null;
  /** Group id to run as, or `null`. */
  readonly groupId: number | null;
  /** Group name to run as, or `null`. */
  readonly group: string | null;
  /** Service whose environment, user and folder it has, or `null`. */
  readonly serviceContext: string | null;
  /** Whether errors go the way of the output. */
  readonly combineStderr: boolean;
  /** Whether it is told that it has a terminal. */
  readonly terminal: boolean;
  /** Whether input is that of the terminal. */
  readonly interactive: boolean;
  /**
   * Whether its input was given with it, so that it ends by itself; undefined:
   * nobody can tell.
   */
  readonly hasInput?: boolean;
  /**
   * How who runs it writes text, or `null` if it is bytes; undefined: nobody
   * can tell.
   */
  readonly encoding?: string | null;
}

/** How a simulated command ended; a number is the exit code. */
export type SimulatedExecResult = number | {
  /** Exit code. @default {0} */
  readonly exitCode?: number;
  /** What it wrote to stdout at last. @default {""} */
  readonly stdout?: string | Uint8Array;
  /** What it wrote to stderr at last. @default {""} */
  readonly stderr?: string | Uint8Array;
};

/**
 * Plays a command; without a result it ends well. A `TimeoutError` that it
 * throws plays that the time for the command was over.
 */
export type SimulatedExecHandler = (
  command: SimulatedCommand,
) => SimulatedExecResult | void | Promise<SimulatedExecResult | void>;

/** What a signal does if nothing is set for it: these do nothing. */
const IGNORED = ["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"];
/** Nor do these, of which the first two can't be caught. */
const STOPPING = ["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"];

/**
 * A command that a charm runs, as the handler that plays it sees it; and what
 * is kept of it afterwards.
 */
export class SimulatedCommand implements ExecRequest {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDir: string | null;
  readonly timeoutMs: number | null;
  readonly userId: number | null;
  readonly user: string | null;
  readonly groupId: number | null;
  readonly group: string | null;
  readonly serviceContext: string | null;
  readonly combineStderr: boolean;
  readonly terminal: boolean;
  readonly interactive: boolean;
  readonly hasInput: boolean | undefined;
  readonly encoding: string | null | undefined;
  /** Its input; for who runs it. */
  readonly stdinQueue: ByteQueue = new ByteQueue();
  /** Its output; for who runs it. */
  readonly stdoutQueue: ByteQueue = new ByteQueue();
  /** Its errors, or its output if they are combined; for who runs it. */
  readonly stderrQueue: ByteQueue;
  /** Size of the terminal in columns and rows, or `null`. */
  size: { readonly width: number; readonly height: number } | null = null;
  readonly #received: Uint8Array[] = [];
  readonly #signals: string[] = [];
  readonly #kill: (signal: string) => void;
  #trap: ((signal: string) => void) | undefined;
  #abort: AbortController | undefined;

  /** Takes how it is to run, and what ends it by a signal. */
  constructor(request: ExecRequest, kill: (signal: string) => void) {
    this.command = request.command;
    this.environment = request.environment;
    this.workingDir = request.workingDir;
    this.timeoutMs = request.timeoutMs;
    this.userId = request.userId;
    this.user = request.user;
    this.groupId = request.groupId;
    this.group = request.group;
    this.serviceContext = request.serviceContext;
    this.combineStderr = request.combineStderr;
    this.terminal = request.terminal;
    this.interactive = request.interactive;
    this.hasInput = request.hasInput;
    this.encoding = request.encoding;
    this.#kill = kill;
    this.stderrQueue = this.combineStderr ? this.stdoutQueue : new ByteQueue();
  }

  /** All input that came so far. */
  get stdin(): Uint8Array<ArrayBuffer> {
    return concat(this.#received);
  }

  /** Signals that it was sent, in order. */
  get signals(): readonly string[] {
    return this.#signals;
  }

  /** Aborted once it is killed, by a signal or as its time is over. */
  get killed(): AbortSignal {
    return (this.#abort ??= new AbortController()).signal;
  }

  /** Its input as it comes, to its end. */
  async *input(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let bytes; (bytes = await this.stdinQueue.take()) !== null;) {
      yield bytes;
    }
  }

  /** All of its input; waits for its end, as `cat` does. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return concat(await Array.fromAsync(this.input()));
  }

  /** All of its input as text; waits for its end. */
  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** Writes to stdout; resolves when there is room for more. */
  async write(data: string | Uint8Array): Promise<void> {
    await this.stdoutQueue.push(toBytes(data));
  }

  /** Writes to stderr; resolves when there is room for more. */
  async writeError(data: string | Uint8Array): Promise<void> {
    await this.stderrQueue.push(toBytes(data));
  }

  /**
   * Takes the signals that are sent from now on, instead of dying of them;
   * `SIGKILL` still kills.
   */
  trap(listener: (signal: string) => void): void {
    this.#trap = listener;
  }

  /** Sends a signal, for who runs it; an unknown one is ignored. */
  send(signal: string): void {
    if (!isSignalName(signal)) return;
    this.#signals.push(signal);
    if (signal !== "SIGKILL" && this.#trap !== undefined) {
      return this.#trap(signal);
    }
    if (IGNORED.includes(signal) || STOPPING.includes(signal)) return;
    this.#kill(signal);
  }

  /** Adds to its input, for who runs it. */
  async receive(bytes: Uint8Array): Promise<void> {
    this.#received.push(bytes);
    await this.stdinQueue.push(bytes);
  }

  /** Ends all its streams, for who runs it. */
  close(killed: boolean): void {
    this.stdinQueue.end();
    this.stdoutQueue.end();
    this.stderrQueue.end();
    if (killed) (this.#abort ??= new AbortController()).abort();
  }
}
