import { join } from "@std/path";

/** A real Pebble in a temporary folder, for tests. */
export interface PebbleDaemon extends AsyncDisposable {
  /** Where it listens. */
  readonly socketPath: string;
  /** A folder of its own for a test's files. */
  readonly folder: string;
  /** Its process; another one after each start. */
  readonly pid: number;
  /** Stops it by a signal and waits until it has ended. */
  stop(signal?: Deno.Signal): Promise<void>;
  /** Starts it again on the same socket. */
  start(): Promise<void>;
}

/** Options of {@linkcode startPebble}. */
export interface PebbleDaemonOptions {
  /** Further arguments of `pebble run`. @default {[]} */
  readonly args?: readonly string[];
  /**
   * Whether it knows after a restart what was before. To write that takes more
   * time than any command, and the more the more there was.
   *
   * @default {true}
   */
  readonly persist?: boolean;
}

/**
 * Starts the Pebble that `CHARMKIT_PEBBLE` or `PATH` names.
 *
 * @throws {Error} If there is none.
 */
export async function startPebble(
  options: PebbleDaemonOptions = {},
): Promise<PebbleDaemon> {
  const root = await Deno.makeTempDir({ prefix: "charmkit-pebble-" });
  const folder = join(root, "files");
  const socketPath = join(root, "pebble.socket");
  await Deno.mkdir(folder);
  let running = await run(root, socketPath, options);
  return {
    socketPath,
    folder,
    get pid() {
      return running.pid;
    },
    async start() {
      running = await run(root, socketPath, options);
    },
    async stop(signal = "SIGTERM") {
      await running.stop(signal);
    },
    async [Symbol.asyncDispose]() {
      await running.stop("SIGTERM");
      await Deno.remove(root, { recursive: true });
    },
  };
}

interface Running {
  readonly pid: number;
  stop(signal: Deno.Signal): Promise<void>;
}

async function run(
  root: string,
  socketPath: string,
  { args = [], persist = true }: PebbleDaemonOptions,
): Promise<Running> {
  const program = Deno.env.get("CHARMKIT_PEBBLE") ?? "pebble";
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: ["run", "--create-dirs", "--hold", ...args],
      env: {
        PEBBLE: join(root, "pebble"),
        PEBBLE_SOCKET: socketPath,
        ...(persist ? {} : { PEBBLE_PERSIST: "never" }),
      },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw new Error(
      `Cannot start Pebble "${program}": put pebble on PATH, or its path ` +
        "into CHARMKIT_PEBBLE",
      { cause },
    );
  }
  const log = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  await started(log);
  // What it logs later is read, too: else the pipe fills and the daemon waits.
  const drained = drain(log);
  let ended = false;
  child.status.then(() => ended = true);
  return {
    pid: child.pid,
    async stop(signal) {
      if (!ended) child.kill(signal);
      // One that a failed test left stopped does not see the signal.
      if (!ended) child.kill("SIGCONT");
      await child.status;
      await drained;
    },
  };
}

type LogReader = ReadableStreamDefaultReader<string>;

/** Waits for the line that says the API can be used. */
async function started(reader: LogReader): Promise<void> {
  let log = "";
  while (!log.includes("Started daemon")) {
    const { done, value = "" } = await reader.read();
    if (done) throw new Error(`Cannot start Pebble: ${log}`);
    log += value;
  }
}

async function drain(reader: LogReader): Promise<void> {
  while (!(await reader.read()).done);
}

/** Asks over and over until the answer is as wanted, for tests. */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
  }
}
