import type { CallOptions } from "./pebble_client.ts";

/** Where `exec` can write output to: a stream, or anything with `write`. */
export type ExecSink<T extends string | Uint8Array> =
  | WritableStream<T>
  | { write(chunk: T): unknown };

/** What `exec` can read input from. */
export type ExecSource<T extends string | Uint8Array> =
  | T
  | ReadableStream<T>
  | AsyncIterable<T>;

/** Options of `exec`. */
export interface ExecOptions<T extends string | Uint8Array = string> {
  /**
   * Ends the call, and later the command: that is killed, and whoever waits
   * for it gets the signal's reason.
   */
  readonly signal?: AbortSignal;
  /** Service whose environment, user, group and folder are the base. */
  readonly serviceContext?: string;
  /** Environment variables, over those of the daemon or service. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder to run in. @default {the user's home} */
  readonly workingDir?: string | URL;
  /**
   * Time after which Pebble kills the command; `wait` fails then, a second
   * later at the latest.
   *
   * @default {no limit}
   */
  readonly timeoutMs?: number;
  /** User id to run as. */
  readonly userId?: number;
  /** User name to run as. */
  readonly user?: string;
  /** Group id to run as. */
  readonly groupId?: number;
  /** Group name to run as; a user must be given, too. */
  readonly group?: string;
  /**
   * Input of the command; without it, the process has a `stdin` to write. If
   * reading it fails the command is killed, and `wait` fails with that error.
   */
  readonly stdin?: ExecSource<T>;
  /**
   * Where output goes; without it, the process has a `stdout` to read. It is
   * not closed. If writing to it fails the command is killed, and `wait` fails
   * with that error.
   */
  readonly stdout?: ExecSink<T>;
  /** The same for errors; without it, the process has a `stderr` to read. */
  readonly stderr?: ExecSink<T>;
  /**
   * How output is text, a label that `TextDecoder` knows; `null` for bytes.
   * Input that is text is always UTF-8.
   *
   * @default {"utf-8"}
   */
  readonly encoding?: [T] extends [string] ? string : null;
  /** Send errors the way of the output. @default {false} */
  readonly combineStderr?: boolean;
  /** Give the command a terminal; all output is on stdout then. */
  readonly terminal?: boolean;
  /** Make input that of the terminal, so that its end is Ctrl-D. */
  readonly interactive?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Rows of the terminal. */
  readonly height?: number;
}

/** Options of the calls of {@linkcode ExecProcess} that wait. */
export interface ExecWaitOptions extends CallOptions {
  /**
   * Ends the wait: it rejects with the signal's reason. The command runs on,
   * and can be waited for again.
   */
  readonly signal?: AbortSignal;
}

/**
 * A command that runs in a container.
 *
 * It is over for this side once it was waited for. One that is not waited for
 * is killed when it is disposed, when its client is closed, and when this
 * program ends, so `await using` keeps a command within its scope.
 *
 * @example Collect the output
 * ```ts
 * import type { PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function version(client: PebbleClient): Promise<string> {
 *   const process = await client.exec(["web", "--version"]);
 *   const [stdout] = await process.waitOutput();
 *   return stdout.trim();
 * }
 * ```
 *
 * @example Read output as it comes, and stop when it is enough
 * ```ts
 * import type { PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function firstEvent(client: PebbleClient): Promise<string> {
 *   await using process = await client.exec(["web", "watch"]);
 *   let text = "";
 *   for await (const piece of process.stdout ?? []) {
 *     text += piece;
 *     if (text.includes("\n")) break;
 *   }
 *   return text;
 * }
 * ```
 *
 * @example Pass bytes through a command
 * ```ts
 * import type { PebbleClient } from "@charmkit/ops/pebble";
 *
 * async function unpack(
 *   client: PebbleClient,
 *   archive: ReadableStream<Uint8Array>,
 *   file: WritableStream<Uint8Array>,
 * ): Promise<void> {
 *   const process = await client.exec(["gzip", "-d"], {
 *     encoding: null,
 *     stdin: archive,
 *     stdout: file,
 *   });
 *   await process.wait();
 * }
 * ```
 */
export interface ExecProcess<T extends string | Uint8Array = string>
  extends AsyncDisposable {
  /** Input of the command; `null` if `stdin` was given to `exec`. */
  readonly stdin: WritableStream<T> | null;
  /** Output of the command; `null` if `stdout` was given to `exec`. */
  readonly stdout: ReadableStream<T> | null;
  /** Errors of the command; `null` if given to `exec` or combined. */
  readonly stderr: ReadableStream<T> | null;
  /**
   * Waits for the end of the command.
   *
   * @throws {ExecError} If the exit code is not zero.
   * @throws {ChangeError} If Pebble could not run it to its end, as after
   * `timeoutMs`.
   * @throws {TimeoutError} If the command, or one that it started, outlives its
   * timeout.
   * @throws {ConnectionError} If Pebble went away, or lost some of the output.
   */
  wait(options?: ExecWaitOptions): Promise<void>;
  /**
   * Waits for the end of the command and collects what it wrote. A second call
   * gives the same.
   *
   * @returns Output and errors; the latter `null` if combined or given to
   * `exec`.
   * @throws {TypeError} If `stdout` was given to `exec`, or is being read.
   * @throws {ExecError} With the output, if the exit code is not zero.
   * @throws {ChangeError} If Pebble could not run it to its end, as after
   * `timeoutMs`.
   * @throws {TimeoutError} If the command, or one that it started, outlives its
   * timeout.
   * @throws {ConnectionError} If Pebble went away, or lost some of the output.
   */
  waitOutput(
    options?: ExecWaitOptions,
  ): Promise<[stdout: T, stderr: T | null]>;
  /**
   * Sends a signal; Pebble doesn't say whether it came through.
   *
   * @param signal Name such as `"SIGHUP"`, or its number on Linux.
   * @throws {ConnectionError} If the process is over.
   */
  sendSignal(signal: string | number): Promise<void>;
  /**
   * Changes the size of the terminal.
   *
   * @throws {ConnectionError} If the process is over.
   */
  resize(width: number, height: number): Promise<void>;
  /**
   * Kills the command if it was not waited for, waits for its end, though no
   * longer than the client's `timeoutMs`, and closes its connections. Twice is
   * fine.
   */
  [Symbol.asyncDispose](): Promise<void>;
}
