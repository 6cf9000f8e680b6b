import { join } from "@std/path";

/** A real Pebble in a temporary folder, for tests. */
export interface PebbleDaemon extends AsyncDisposable {
  /** Where it listens. */
  readonly socketPath: string;
  /** A folder of its own for a test's files. */
  readonly folder: string;
  /** Stops it by a signal and waits until it has ended. */
  stop(signal?: Deno.Signal): Promise<void>;
  /** Starts it again on the same socket. */
  start(): Promise<void>;
}

/**
 * Starts the Pebble that `CHARMKIT_PEBBLE` or `PATH` names.
 *
 * @throws {Error} If there is none.
 */
export async function startPebble(): Promise<PebbleDaemon> {
  const root = await Deno.makeTempDir({ prefix: "charmkit-pebble-" });
  const folder = join(root, "files");
  const socketPath = join(root, "pebble.socket");
  await Deno.mkdir(folder);
  let running = await run(root, socketPath);
  return {
    socketPath,
    folder,
    async start() {
      running = await run(root, socketPath);
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
  stop(signal: Deno.Signal): Promise<void>;
}

async function run(
  root: string,
  socketPath: string,
): Promise<Running> {
  const program = Deno.env.get("CHARMKIT_PEBBLE") ?? "pebble";
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: ["run", "--create-dirs", "--hold"],
      env: { PEBBLE: join(root, "pebble"), PEBBLE_SOCKET: socketPath },
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
    async stop(signal) {
      if (!ended) child.kill(signal);
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
