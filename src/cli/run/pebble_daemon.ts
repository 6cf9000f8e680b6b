import { join, resolve } from "@std/path";
import { CliError } from "../cli_error.ts";
import { isFile } from "../file_stat.ts";
import { Client } from "../../pebble/client.ts";
import { AWAIT_END, startGuard } from "./guard.ts";
import { type PebbleCall, PebbleLog } from "./pebble_calls.ts";

/** How long a Pebble may take to answer for the first time. */
const START_MS = 15_000;
const PAUSE_MS = 20;
/** How much of a Pebble's log is shown when it can't be started. */
const MAX_DETAILS = 10;

/** The Pebble of a container, while it runs. */
export interface RunningPebble extends AsyncDisposable {
  /** What it is, as a part of a sentence. */
  readonly description: string;
  /** Requests that it has answered since the last time. */
  calls(): Promise<PebbleCall[]>;
}

/**
 * Finds a Pebble on this machine: the one of `CHARMKIT_PEBBLE`, one on `PATH`,
 * or the one that the checkout's toolchain has.
 *
 * @returns Its path; null if there is none.
 * @throws {CliError} If `CHARMKIT_PEBBLE` names something that is not there.
 */
export async function findPebble(): Promise<string | null> {
  const named = Deno.env.get("CHARMKIT_PEBBLE");
  if (named) {
    if (await isFile(named)) return resolve(named);
    throw new CliError(`Cannot find Pebble "${named}"`, {
      hint: "Correct CHARMKIT_PEBBLE, or unset it",
    });
  }
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  const checkout = import.meta.dirname;
  if (checkout !== undefined) {
    folders.push(join(checkout, "../../../.toolchain/bin"));
  }
  for (const folder of folders) {
    const path = resolve(folder, "pebble");
    // A folder of PATH that may not be looked into has none.
    if (folder !== "" && await isFile(path).catch(() => false)) return path;
  }
  return null;
}

/** What a Pebble daemon is started with. */
export interface PebbleDaemonOptions {
  /** Path of the program. */
  readonly program: string;
  /** Name of the container. */
  readonly container: string;
  /** Where it listens. */
  readonly socketPath: string;
  /** Its own folder, for layers and state; made if it is not there. */
  readonly folder: string;
  /** Variables for it and its services beside the common ones. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Stops Pebble, which stops its services first, when stdin ends. Prints a line
 * if Pebble ends before.
 */
const SCRIPT = `${AWAIT_END}
log=$1
shift
set -m
"$@" < /dev/null > "$log" 2>&1 &
pid=$!
set +m
stop() {
  # In the background, the traps are those of nobody.
  trap : INT TERM HUP
  await_end
  kill -TERM "$pid" 2>/dev/null
  for ((i = 0; i < 120; i++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$pid" 2>/dev/null
}
# What runs in the background would else get no stdin.
exec 3<&0
stop <&3 > /dev/null &
stopper=$!
# A signal ends a wait before its time.
wait_for() {
  until wait "$1"; (($? <= 128)) || ! kill -0 "$1" 2>/dev/null; do :; done
}
wait_for "$pid"
echo ended
wait_for "$stopper"
exit 0`;

/**
 * Starts a Pebble daemon as Juju does in a workload container: nothing of its
 * plan runs until the charm asks (JEN-33).
 *
 * @throws {CliError} If it ends, or does not answer in time.
 */
export async function startPebbleDaemon(
  options: PebbleDaemonOptions,
): Promise<RunningPebble> {
  const { program, container, socketPath, folder } = options;
  await Deno.mkdir(folder, { recursive: true });
  const log = join(folder, "pebble.log");
  const guard = startGuard({
    script: SCRIPT,
    args: [log, program, "run", "--create-dirs", "--hold"],
    cwd: folder,
    env: {
      ...ownVariables(),
      JUJU_CONTAINER_NAME: container,
      PEBBLE: folder,
      PEBBLE_SOCKET: socketPath,
      ...options.env,
    },
  });
  const failure = await failureToStart(socketPath, guard.ready);
  if (failure !== null) {
    await guard[Symbol.asyncDispose]();
    const text = await Deno.readTextFile(log).catch(() => "");
    throw new CliError(
      `Cannot start Pebble for container "${container}": ${failure}`,
      {
        details: [program, ...lastLines(text)],
        hint: "Let CHARMKIT_PEBBLE name a Pebble that works, or do without " +
          "one by --simulate-pebble",
      },
    );
  }
  const requests = new PebbleLog(log);
  return {
    description: `Pebble daemon ${program}`,
    calls: () => requests.calls(),
    [Symbol.asyncDispose]: () => guard[Symbol.asyncDispose](),
  };
}

/** What a program needs to run as this user; nothing of charmkit's own. */
function ownVariables(): Record<string, string> {
  const names = ["HOME", "LANG", "PATH", "TMPDIR", "USER"];
  const set = names.map((name) => [name, Deno.env.get(name)] as const);
  return Object.fromEntries(
    set.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Waits for the first answer; null: it came. */
async function failureToStart(
  socketPath: string,
  end: Promise<unknown>,
): Promise<string | null> {
  const waiting = new AbortController();
  const ended = end.then(() => "it has ended");
  const answered = answers(socketPath, waiting.signal)
    .then((answer) => answer ? null : "it does not answer");
  const failure = await Promise.race([ended, answered]);
  waiting.abort();
  await answered;
  return failure;
}

async function answers(
  socketPath: string,
  signal: AbortSignal,
): Promise<boolean> {
  const end = Date.now() + START_MS;
  using client = new Client(socketPath);
  while (Date.now() < end && !signal.aborted) {
    try {
      await client.getSystemInfo();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  return false;
}

function lastLines(text: string): string[] {
  return text.trimEnd().split("\n").slice(-MAX_DETAILS)
    .filter((line) => line !== "");
}
