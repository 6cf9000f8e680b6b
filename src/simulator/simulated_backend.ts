import { JujuBackend } from "../backend/juju_backend.ts";
import { type JujuContext, readVariables } from "../backend/juju_context.ts";
import type { PebbleClient } from "../pebble/pebble_client.ts";
import { hookEnvironment } from "./environment.ts";
import type { HookContext } from "./hook_context.ts";
import {
  type CommandListener,
  type RecordedCommand,
  SimulatedRunner,
} from "./simulated_runner.ts";

/** Options of {@linkcode SimulatedBackend}. */
export interface SimulatedBackendOptions {
  /** Absolute path that the charm is told to be its folder. */
  readonly charmDir: string;
  /** The Pebble of a container. */
  readonly pebble: (container: string) => PebbleClient;
  /** Called when the charm asks for its folder, before it is told. */
  readonly onCharmDir?: () => void;
  /** Called after each hook command with what it printed. */
  readonly onCommand?: CommandListener;
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
  /** The whole environment that a process of this dispatch would have. */
  readonly environment: Readonly<Record<string, string>>;

  /** Belongs to one run of an event. */
  constructor(context: HookContext, options: SimulatedBackendOptions) {
    const runner = new SimulatedRunner(context, options.onCommand);
    const { charmDir, onCharmDir } = options;
    const environment = hookEnvironment(context, { charmDir });
    super(jujuContext(environment, charmDir, onCharmDir), { runner });
    this.#runner = runner;
    this.environment = environment;
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

/** What the environment says; the folder need not be there before it is asked for. */
function jujuContext(
  environment: Readonly<Record<string, string>>,
  charmDir: string,
  onCharmDir: (() => void) | undefined,
): JujuContext {
  const variables = readVariables({
    get: (name) =>
      Object.hasOwn(environment, name) ? environment[name] : undefined,
  });
  return onCharmDir === undefined
    ? Object.freeze({ ...variables, charmDir })
    : new LateFolder(variables, charmDir, onCharmDir) as unknown as JujuContext;
}

/**
 * The same, whose folder is made when it is asked for. A getter of its own for
 * each object would cost more than all else of a backend.
 */
class LateFolder {
  readonly #charmDir: string;
  readonly #onCharmDir: () => void;

  constructor(variables: object, charmDir: string, onCharmDir: () => void) {
    Object.assign(this, variables);
    this.#charmDir = charmDir;
    this.#onCharmDir = onCharmDir;
    Object.freeze(this);
  }

  get charmDir(): string {
    this.#onCharmDir();
    return this.#charmDir;
  }
}
