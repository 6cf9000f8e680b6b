import { JujuBackend } from "../backend/juju_backend.ts";
import { readJujuContext } from "../backend/juju_context.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { hookEnvironment } from "./environment.ts";
import type { HookContext } from "./hook_context.ts";
import { type RecordedCommand, SimulatedRunner } from "./simulated_runner.ts";

/** Options of {@linkcode SimulatedBackend}. */
export interface SimulatedBackendOptions {
  /** Absolute path that the charm is told to be its folder. */
  readonly charmDir: string;
  /** The Pebble of a container. */
  readonly pebble: (container: string) => PebbleClient;
}

/**
 * A backend that asks the simulator instead of Juju, in this process.
 *
 * It is the real backend down to the argument lists and the parsing of what
 * commands print; only their process is replaced, by {@linkcode
 * SimulatedRunner}.
 * So a test meets what a deployed charm meets, and a hook command that the
 * simulator lacks is refused as one that Juju lacks.
 */
export class SimulatedBackend extends JujuBackend {
  readonly #runner: SimulatedRunner;
  readonly #pebble: (container: string) => PebbleClient;

  /** Belongs to one run of an event. */
  constructor(context: HookContext, options: SimulatedBackendOptions) {
    const runner = new SimulatedRunner(context);
    const { charmDir } = options;
    const environment = hookEnvironment(context, { charmDir });
    super(readJujuContext(new Map(Object.entries(environment))), { runner });
    this.#runner = runner;
    this.#pebble = options.pebble;
  }

  /** The hook commands that were run, in order. */
  get commands(): readonly RecordedCommand[] {
    return this.#runner.commands;
  }

  /** The Pebble client of a container, which the simulator has. */
  override pebble(container: string): PebbleClient {
    return this.#pebble(container);
  }
}
