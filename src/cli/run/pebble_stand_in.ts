import { CliError } from "../cli_error.ts";
import type { RunningPebble } from "./pebble_daemon.ts";

/** Serves the simulated Pebble of a container on a socket. */
export function servePebble(container: string): Promise<RunningPebble> {
  throw new CliError(`Cannot find a Pebble for container "${container}"`, {
    hint: "Put pebble on PATH, or name one with CHARMKIT_PEBBLE",
  });
}
