import { SimulatedPebble } from "../../simulator/pebble/simulated_pebble.ts";
import { PebbleServer } from "../../simulator/pebble_server.ts";
import type { RunningPebble } from "./pebble_daemon.ts";

/**
 * Serves a simulated Pebble on a socket, for machines without a real one: its
 * services run nothing, and its files are in memory.
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
  const pebble = new SimulatedPebble({ socketPath });
  const server = new PebbleServer(pebble, socketPath);
  return {
    description: "simulated Pebble, whose services run nothing",
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      pebble.close();
    },
  };
}
