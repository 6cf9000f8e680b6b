import { splitLogMessage } from "../hook_commands/log.ts";
import type { LogLevel } from "../hook_commands/types.ts";
import { originalStack } from "./original_stack.ts";

/**
 * Writes to Juju's log, as seen by `juju debug-log`.
 *
 * An error given beside the message is shown with its stack and its causes.
 */
export interface Logger {
  /**
   * Lowest level that is written; Juju's own configuration filters further.
   *
   * @default {"DEBUG"}
   */
  level: LogLevel;
  /** Writes what helps to follow the charm's steps. */
  debug(message: string, error?: unknown): void;
  /** Writes what an operator may want to know. */
  info(message: string, error?: unknown): void;
  /** Writes what an operator should look at. */
  warning(message: string, error?: unknown): void;
  /** Writes what went wrong. */
  error(message: string, error?: unknown): void;
  /** Writes what stops the charm from working. */
  critical(message: string, error?: unknown): void;
}

/** An event that security monitoring looks for, in the form of LOG-15. */
export interface SecurityEvent {
  /** Severity in the words of the OWASP logging vocabulary. */
  readonly level: "INFO" | "WARN" | "CRITICAL";
  /** Name and subject, such as `"authz_fail:status-set"`. */
  readonly event: string;
  /** What happened, for people. */
  readonly description: string;
}

/** What {@linkcode JujuLogger} needs of a backend. */
export interface LogSink {
  /** Writes one message with `juju-log`. */
  jujuLog(message: string, options?: { readonly level?: LogLevel }): void;
}

/** Options of {@linkcode JujuLogger}. */
export interface JujuLoggerOptions {
  /** Who speaks in security events: `<model uuid>-<unit name>`. */
  readonly appId: string;
  /** Whether each record goes to stderr as well. @default {false} */
  readonly debug?: boolean;
}

const RANK: Readonly<Record<LogLevel, number>> = {
  TRACE: 0,
  DEBUG: 1,
  INFO: 2,
  WARNING: 3,
  ERROR: 4,
  CRITICAL: 5,
};

/**
 * A {@linkcode Logger} over `juju-log` that spends few processes.
 *
 * Records of INFO and below wait in a queue, in order; neighbours of one level
 * become one call. WARNING and above are sent at once, after the queue. A
 * `juju-log` that fails never breaks the charm: its text goes to stderr.
 */
export class JujuLogger implements Logger {
  /** Lowest level that is written; security events always are. @default {"DEBUG"} */
  level: LogLevel = "DEBUG";
  readonly #sink: LogSink;
  readonly #options: JujuLoggerOptions;
  #queue: { level: LogLevel; text: string }[] = [];
  #waits = true;

  /** Takes the way to Juju. */
  constructor(sink: LogSink, options: JujuLoggerOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** Writes at DEBUG. */
  debug(message: string, error?: unknown): void {
    this.log("DEBUG", message, error);
  }

  /** Writes at INFO. */
  info(message: string, error?: unknown): void {
    this.log("INFO", message, error);
  }

  /** Writes at WARNING, at once. */
  warning(message: string, error?: unknown): void {
    this.log("WARNING", message, error);
  }

  /** Writes at ERROR, at once. */
  error(message: string, error?: unknown): void {
    this.log("ERROR", message, error);
  }

  /** Writes at CRITICAL, at once. */
  critical(message: string, error?: unknown): void {
    this.log("CRITICAL", message, error);
  }

  /** Writes at the given level; an empty text writes nothing. */
  log(level: LogLevel, message: string, error?: unknown): void {
    const text = error === undefined
      ? message
      : `${message}\n${describeError(error)}`;
    if (text === "" || RANK[level] < RANK[this.level]) return;
    this.#write(level, text);
  }

  /** Writes a security event, as one JSON object at TRACE. */
  security({ level, event, description }: SecurityEvent): void {
    this.#write(
      "TRACE",
      JSON.stringify({
        datetime: new Date().toISOString().replace("Z", "+00:00"),
        level,
        type: "security",
        appid: this.#options.appId,
        event,
        description,
      }),
    );
  }

  /** Sends what waits, and each record from now on when it is written. */
  stopWaiting(): void {
    this.#waits = false;
    this.flush();
  }

  /** Sends what waits in the queue. */
  flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const { level, text } of joinNeighbours(queue)) {
      for (const piece of splitLogMessage(text)) {
        try {
          this.#sink.jujuLog(piece, { level });
        } catch {
          writeToStderr(`${level} ${piece}`);
        }
      }
    }
  }

  #write(level: LogLevel, text: string): void {
    if (this.#options.debug) {
      writeToStderr(`${timestamp()} ${level.padEnd(8)} ${text}`);
    }
    this.#queue.push({ level, text });
    if (!this.#waits || RANK[level] >= RANK.WARNING) this.flush();
  }
}

/** Characters of joined records, so that they fit into one argument in any case. */
const MAX_JOINED = 40_000;

/** Security events stay apart: each is a record that a machine reads. */
function joinNeighbours(
  records: readonly { level: LogLevel; text: string }[],
): { level: LogLevel; text: string }[] {
  const joined: { level: LogLevel; text: string }[] = [];
  for (const { level, text } of records) {
    const last = joined.at(-1);
    if (
      last?.level === level && level !== "TRACE" &&
      last.text.length + text.length < MAX_JOINED
    ) last.text += `\n${text}`;
    else joined.push({ level, text });
  }
  return joined;
}

/** The stack of an error, and of each error that caused it. */
export function describeError(
  error: unknown,
  above: readonly unknown[] = [],
): string {
  if (!(error instanceof Error)) {
    // Text of an object may be of no use, and some have none.
    return typeof error === "object" ? Deno.inspect(error) : String(error);
  }
  const text = originalStack(
    error.stack ?? `${error.name}: ${error.message}`,
  );
  return error.cause === undefined || above.includes(error.cause)
    ? text
    : `${text}\nCaused by: ${describeError(error.cause, [...above, error])}`;
}

function timestamp(): string {
  return new Date().toISOString().replace("T", " ").replace(".", ",").slice(
    0,
    -1,
  );
}

/** Writes a line to stderr, all of it. */
export function writeToStderr(text: string): void {
  const bytes = new TextEncoder().encode(`${text}\n`);
  for (let sent = 0; sent < bytes.length;) {
    sent += Deno.stderr.writeSync(bytes.subarray(sent));
  }
}
