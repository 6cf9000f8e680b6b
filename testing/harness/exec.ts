import { TimeoutError } from "../../src/pebble/errors.ts";
import type {
  SimulatedCommand,
  SimulatedExecHandler,
  SimulatedExecResult,
} from "../../src/simulator/pebble/simulated_command.ts";
import { HarnessError } from "./harness_error.ts";

/** How a charm runs a command: what an {@linkcode ExecHandler} gets. */
export interface ExecArgs {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables, with those of the service context. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder to run in, or null. */
  readonly workingDir: string | null;
  /** Time after which Pebble ends it, or null. */
  readonly timeoutMs: number | null;
  /** User id to run as, or null. */
  readonly userId: number | null;
  /** User name to run as, or null. */
  readonly user: string | null;
  /** Group id to run as, or null. */
  readonly groupId: number | null;
  /** Group name to run as, or null. */
  readonly group: string | null;
  /**
   * All of its input: bytes if the charm said so, else text; null if the charm
   * gave none with the call.
   */
  readonly stdin: string | Uint8Array | null;
  /** Encoding of input and output; null: they are bytes. */
  readonly encoding: string | null;
  /** Whether errors go the way of the output. */
  readonly combineStderr: boolean;
}

/** How a command ended. */
export interface ExecResult {
  /** Exit code. @default {0} */
  readonly exitCode?: number;
  /** What it wrote to stdout. @default {""} */
  readonly stdout?: string | Uint8Array;
  /** What it wrote to stderr. @default {""} */
  readonly stderr?: string | Uint8Array;
}

/**
 * Plays a command; without a result it ends well. A `TimeoutError` of Pebble that
 * it throws plays that the time for the command was over.
 */
export type ExecHandler = (
  args: ExecArgs,
) => ExecResult | void | Promise<ExecResult | void>;

/** What plays a command: exactly one of the two. */
export type HandleExecOptions =
  | {
    /** Plays it. */
    readonly handler: ExecHandler;
    /** Not with a handler. */
    readonly result?: undefined;
  }
  | {
    /** How it ends each time: the exit code, the output, or all of it. */
    readonly result: number | string | Uint8Array | ExecResult;
    /** Not with a result. */
    readonly handler?: undefined;
  };

/** What plays commands in a simulated Pebble (HRN-75). */
export function execHandler(options: HandleExecOptions): SimulatedExecHandler {
  const { handler, result } = options;
  if ((handler === undefined) === (result === undefined)) {
    throw new TypeError(
      'Cannot handle a command: give either "handler" or "result"',
    );
  }
  if (handler === undefined) {
    const played = resultOf(result);
    return (command) => expectStreams(command, played);
  }
  if (typeof handler !== "function") {
    throw new TypeError("Cannot handle a command: its handler is no function");
  }
  return (command) => play(command, handler);
}

async function play(
  command: SimulatedCommand,
  handler: ExecHandler,
): Promise<SimulatedExecResult | void> {
  let played;
  try {
    played = await handler(await argsOf(command));
  } catch (error) {
    if (!(error instanceof TimeoutError) || command.timeoutMs !== null) {
      throw error;
    }
    throw new HarnessError(
      `Cannot time out "${command.command[0]}": the charm gave no "timeoutMs"`,
      { cause: error },
    );
  }
  if (played === undefined) return;
  if (isResult(played)) return expectStreams(command, played);
  throw new TypeError(
    `Cannot take what the handler of "${command.command[0]}" gave: it is ${
      shown(played)
    }, not an ExecResult`,
  );
}

async function argsOf(command: SimulatedCommand): Promise<ExecArgs> {
  const { encoding = "utf-8" } = command;
  const input = command.hasInput ? await command.bytes() : null;
  return {
    command: command.command,
    environment: command.environment,
    workingDir: command.workingDir,
    timeoutMs: command.timeoutMs,
    userId: command.userId,
    user: command.user,
    groupId: command.groupId,
    group: command.group,
    stdin: input === null || encoding === null
      ? input
      : new TextDecoder(encoding).decode(input),
    encoding,
    combineStderr: command.combineStderr,
  };
}

function resultOf(result: unknown): ExecResult {
  if (typeof result === "number" && Number.isInteger(result)) {
    return { exitCode: result };
  }
  if (typeof result === "string" || result instanceof Uint8Array) {
    return { stdout: result };
  }
  if (isResult(result)) return result;
  throw new TypeError(
    `Cannot play a command that gives ${
      shown(result)
    }: a result is an exit code, the output, or an ExecResult`,
  );
}

/** What goes to stderr is lost sight of where that is part of stdout. */
function expectStreams(
  { command, combineStderr }: SimulatedCommand,
  result: ExecResult,
): SimulatedExecResult {
  if (combineStderr && (result.stderr?.length ?? 0) > 0) {
    throw new TypeError(
      `Cannot play "${
        command[0]
      }" with output on stderr: the charm combines the two, so put all into stdout`,
    );
  }
  return result;
}

function isResult(value: unknown): value is ExecResult {
  if (value === null || typeof value !== "object") return false;
  const { exitCode = 0, stdout = "", stderr = "" } = value as Record<
    string,
    unknown
  >;
  return !Array.isArray(value) && !(value instanceof Uint8Array) &&
    typeof exitCode === "number" &&
    [stdout, stderr].every((output) =>
      typeof output === "string" || output instanceof Uint8Array
    );
}

function shown(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
    ? "a list"
    : `a value of type ${typeof value}`;
}
