import { SimulatedPebble } from "../../simulator/pebble/simulated_pebble.ts";
import { PebbleServer } from "../../simulator/pebble_server.ts";
import { isTelling, type PebbleCall } from "./pebble_calls.ts";
import type { RunningPebble } from "./pebble_daemon.ts";

/**
 * Serves a simulated Pebble on a socket, for machines without a real one: its
 * services and commands run nothing, and its files are in memory. A charm that
 * runs a command gets an error that says what would help.
 *
 * @param _container Name of the container.
 * @param socketPath Where it listens.
 */
export async function servePebble(
  _container: string,
  socketPath: string,
): Promise<RunningPebble> {
  // The socket of the one before it, when the container is started anew.
  await Deno.remove(socketPath).catch(() => {});
  // Its files are in memory, so a command run on this machine would not see
  // what the charm pushed, and might harm what is there.
  const execHint = "put Pebble on PATH, or its path into CHARMKIT_PEBBLE, to " +
    "run commands on this machine";
  const pebble = new SimulatedPebble({ socketPath, execHint });
  let calls: PebbleCall[] = [];
  const server = new PebbleServer(pebble, socketPath, {
    onAnswered: ({ method, path }, code, durationMs) => {
      const request = `${method} ${path}`;
      if (isTelling(request)) calls.push({ request, code, durationMs });
    },
  });
  return {
    description: "simulated Pebble, whose services run nothing",
    calls: () => {
      const told = calls;
      calls = [];
      return Promise.resolve(told);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      pebble.close();
    },
  };
}
