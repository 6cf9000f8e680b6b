import { CharmError } from "../errors.ts";
import type { Change } from "./change.ts";

/**
 * The base of every error that talking to Pebble may give.
 *
 * @example Usage
 * ```ts
 * import { Client, PebbleError } from "@charmkit/ops/pebble";
 * import { assertRejects } from "@std/assert";
 *
 * using client = new Client("/nowhere/pebble.socket");
 *
 * await assertRejects(() => client.getSystemInfo(), PebbleError);
 * ```
 */
export class PebbleError extends CharmError {
  static {
    this.prototype.name = "PebbleError";
  }
}

/**
 * Thrown when no Pebble could be reached, or it went away during an exchange;
 * the runtime's error is the `cause`.
 *
 * Hides nothing global; ops calls it `pebble.ConnectionError`, too.
 */
export class ConnectionError extends PebbleError {
  static {
    this.prototype.name = "ConnectionError";
  }
}

/** Thrown when Pebble did not answer, or a change was not ready, in time. */
export class TimeoutError extends PebbleError {
  static {
    this.prototype.name = "TimeoutError";
  }
}

/** Thrown when an answer is not what Pebble's API promises. */
export class ProtocolError extends PebbleError {
  static {
    this.prototype.name = "ProtocolError";
  }
}

/** What is known of a request that Pebble refused. */
export interface APIFailure extends ErrorOptions {
  /** HTTP status, such as 404. */
  readonly code: number;
  /** Reason phrase of the HTTP status, such as `"Not Found"`. */
  readonly status: string;
  /** The answer, parsed; empty if it was not JSON. @default {{}} */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * Thrown when Pebble refuses a request; the message is Pebble's own text.
 *
 * Source: the error envelope in `internals/daemon/response.go` of Pebble.
 *
 * @example Usage
 * ```ts
 * import { APIError } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new APIError('cannot find change with id "7"', {
 *   code: 404,
 *   status: "Not Found",
 * });
 *
 * assertEquals(error.code, 404);
 * ```
 */
export class APIError extends PebbleError {
  static {
    this.prototype.name = "APIError";
  }

  /** HTTP status, such as 404. */
  readonly code: number;
  /** Reason phrase of the HTTP status, such as `"Not Found"`. */
  readonly status: string;
  /** The answer, parsed; empty if it was not JSON. */
  readonly body: Readonly<Record<string, unknown>>;

  /** Takes Pebble's text, and the HTTP status and body around it. */
  constructor(message: string, failure: APIFailure) {
    super(
      message,
      "cause" in failure ? { cause: failure.cause } : undefined,
    );
    this.code = failure.code;
    this.status = failure.status;
    this.body = failure.body ?? {};
  }
}

/**
 * Thrown when Pebble could not read, write, make or remove a path.
 *
 * Source: the per-file errors in `internals/daemon/api_files.go` of Pebble.
 *
 * @example Usage
 * ```ts
 * import { PathError } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new PathError(
 *   "not-found",
 *   "stat /x: no such file or directory",
 * );
 *
 * assertEquals(
 *   error.message,
 *   "not-found - stat /x: no such file or directory",
 * );
 * ```
 */
export class PathError extends PebbleError {
  static {
    this.prototype.name = "PathError";
  }

  /** `"not-found"`, `"permission-denied"` or `"generic-file-error"`. */
  readonly kind: string;
  /** Pebble's text without the kind. */
  readonly detail: string;

  /** Takes kind and text; the message is both. */
  constructor(kind: string, detail: string) {
    super(`${kind} - ${detail}`);
    this.kind = kind;
    this.detail = detail;
  }
}

/**
 * Thrown when a change ended with an error; the message holds the logs of its
 * tasks.
 */
export class ChangeError extends PebbleError {
  static {
    this.prototype.name = "ChangeError";
  }

  /** What Pebble says went wrong, without the logs. */
  readonly err: string;
  /** The change that failed. */
  readonly change: Change;

  /** Takes Pebble's text and the change it is about. */
  constructor(err: string, change: Change) {
    super(err + taskLogs(change));
    this.err = err;
    this.change = change;
  }
}

/** What is known of a command that failed. */
export interface ExecFailure<T extends string | Uint8Array> {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Exit code; 128 + n if signal n killed it. */
  readonly exitCode: number;
  /** What it wrote to stdout; `null` if that was not collected. */
  readonly stdout?: T | null;
  /** What it wrote to stderr; `null` if that was not collected. */
  readonly stderr?: T | null;
}

/**
 * Thrown when a command that `exec` ran ends with a code other than zero.
 *
 * @example Usage
 * ```ts
 * import { ExecError } from "@charmkit/ops/pebble";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ExecError({ command: ["ls", "/x"], exitCode: 2 });
 *
 * assertEquals(error.message, "non-zero exit code 2 executing 'ls'");
 * ```
 */
export class ExecError<T extends string | Uint8Array = string | Uint8Array>
  extends PebbleError {
  static {
    this.prototype.name = "ExecError";
  }

  /** How many characters of each output the message has at most. */
  static readonly maxShownOutput: number = 1024;

  /** Program and arguments. */
  readonly command: readonly string[];
  /** Exit code; 128 + n if signal n killed it. */
  readonly exitCode: number;
  /** All that it wrote to stdout; `null` if that was not collected. */
  readonly stdout: T | null;
  /** All that it wrote to stderr; `null` if that was not collected. */
  readonly stderr: T | null;

  /** Takes what is known; the message shows the start of each output. */
  constructor(failure: ExecFailure<T>) {
    const { command, exitCode, stdout = null, stderr = null } = failure;
    super(
      `non-zero exit code ${exitCode} executing '${command[0] ?? ""}'` +
        shown("stdout", stdout) + shown("stderr", stderr),
    );
    this.command = command;
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

function taskLogs(change: Change): string {
  const logs = change.tasks.flatMap((task, i) =>
    task.log.length === 0
      ? []
      : [`\n----- Logs from task ${i} -----\n${task.log.join("\n")}`]
  );
  return logs.length === 0 ? "" : `${logs.join("")}\n-----`;
}

function shown(name: string, output: string | Uint8Array | null): string {
  if (output === null) return "";
  const { maxShownOutput } = ExecError;
  const text = typeof output === "string"
    ? output
    : String.fromCharCode(...output.subarray(0, maxShownOutput));
  const cut = output.length > maxShownOutput ? " [truncated]" : "";
  const bytes = typeof output !== "string";
  const literal = quoted(text.slice(0, maxShownOutput), bytes);
  return `, ${name}=${bytes ? "b" : ""}${literal}${cut}`;
}

/** Quotes text as Python does, so that it stays on one line. */
function quoted(text: string, bytes: boolean): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(
    // deno-lint-ignore no-control-regex -- Control characters are the point.
    bytes ? /[\\\x00-\x1f\x7f-\xff]/g : /[\\\x00-\x1f\x7f-\xa0]/g,
    (char) => ESCAPES[char] ?? `\\x${hex(char)}`,
  );
  return quote + escaped.replaceAll(quote, `\\${quote}`) + quote;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(2, "0");
}
