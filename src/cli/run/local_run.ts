import { join } from "@std/path";
import type { ConfigValue } from "../../hook_commands/types.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import { ModelState } from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { type Output, processOutput } from "../output.ts";
import { placeCharm } from "./charm_source.ts";
import { guardPaths } from "./guard.ts";
import { LocalContainers } from "./local_containers.ts";
import { LocalUnit } from "./local_unit.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";
import {
  findPebble,
  type RunningPebble,
  startPebbleDaemon,
} from "./pebble_daemon.ts";
import { servePebble } from "./pebble_stand_in.ts";
import { makeSocketPlace } from "./socket_place.ts";

/** Options of {@linkcode startLocalRun}. */
export interface LocalRunOptions
  extends Pick<LocalUnitOptions, "onEntry" | "onHookCommand"> {
  /** A charm's folder, or a packed charm. */
  readonly source: string;
  /** Whether the unit leads. @default {true} */
  readonly leader?: boolean;
  /** Options of the charm from the beginning on. @default {{}} */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Version of Juju to simulate. @default {"3.6.28"} */
  readonly jujuVersion?: string;
  /** Variables for workloads, beside the common ones. @default {{}} */
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the charm's resources, by name. @default {{}} */
  readonly resources?: Readonly<Record<string, string>>;
  /** Use the simulated Pebble even if there is a real one. @default {false} */
  readonly simulatePebble?: boolean;
  /** The Deno that compiles, see `findDeno`. */
  readonly deno?: string;
  /** Gets what is worth knowing. @default {the process's own} */
  readonly output?: Output;
  /** Ends the preparations. */
  readonly signal?: AbortSignal;
}

/** A charm that runs on this machine; disposing of it leaves nothing behind. */
export class LocalRun implements AsyncDisposable {
  /** The unit. */
  readonly unit: LocalUnit;
  /** The temporary folder that all of the run is in. */
  readonly folder: string;

  readonly #parts: AsyncDisposableStack;

  /** Takes what it consists of. */
  constructor(unit: LocalUnit, folder: string, parts: AsyncDisposableStack) {
    this.unit = unit;
    this.folder = folder;
    this.#parts = parts;
  }

  /** Ends the unit and its containers, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}

/**
 * Prepares a charm to run on this machine: compiles or unpacks it, and makes
 * Juju's side and the containers. Call `unit.settle()` to have it installed.
 *
 * @throws {CliError} If it is no charm, or this machine lacks what it needs.
 */
export async function startLocalRun(
  options: LocalRunOptions,
): Promise<LocalRun> {
  const { onEntry, onHookCommand, output = processOutput() } = options;
  await using parts = new AsyncDisposableStack();
  // Where a path has symbolic links, the charm would see another one.
  const folder = await Deno.realPath(
    await Deno.makeTempDir({ prefix: "charmkit-run-" }),
  );
  parts.use(guardPaths([folder]));
  parts.defer(() => Deno.remove(folder, { recursive: true }));
  const base = join(folder, "agents", "unit");
  const charmDir = join(base, "charm");
  await Deno.mkdir(charmDir, { recursive: true });
  const { source, deno, signal } = options;
  const charmcraft = await placeCharm(
    { source, charmDir, deno, output, signal },
  );
  signal?.throwIfAborted();

  const { leader, config, jujuVersion } = options;
  const state = new ModelState({ charmcraft, leader, config, jujuVersion });
  for (const endpoint of Object.keys(charmcraft.peers ?? {})) {
    state.addRelation({ endpoint });
  }
  await placeResources(state, base, options.resources ?? {});
  const names = Object.keys(charmcraft.containers ?? {});
  const place = parts.use(await makeSocketPlace(folder, names));
  if (place.leftovers.length > 0) parts.use(guardPaths(place.leftovers));
  if (names.length > 0) note(onEntry, place.description);
  const start = await pebbleStarter(folder, names, options);
  const containers = new LocalContainers({
    names,
    place,
    start,
    onStarted: (name, { description }) =>
      note(onEntry, `Container ${name}: ${description}`),
  });
  const path = Deno.env.get("PATH") ?? "";
  const unit = parts.use(
    await LocalUnit.start(
      { charmDir, folder, state, containers, path, onEntry, onHookCommand },
    ),
  );
  return new LocalRun(unit, folder, parts.move());
}

async function pebbleStarter(
  folder: string,
  names: readonly string[],
  options: LocalRunOptions,
): Promise<(name: string, socket: string) => Promise<RunningPebble>> {
  const program = names.length === 0 || options.simulatePebble
    ? null
    : await findPebble();
  if (program === null) return servePebble;
  const env = options.env ?? {};
  return (container, socketPath) =>
    startPebbleDaemon({
      program,
      container,
      socketPath,
      folder: join(folder, "pebble", container),
      env,
    });
}

/** Lays resources out as the unit agent does (JHT-18). */
async function placeResources(
  state: ModelState,
  base: string,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  const { resources = {} }: Charmcraft = state.charmcraft;
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(resources, name)) {
      throw new CliError(`Cannot use resource "${name}": the charm has none`);
    }
  }
  for (const [name, resource] of Object.entries(resources)) {
    const folder = join(base, "resources", name);
    const file = given[name];
    const isImage = resource.type === "oci-image";
    if (file === undefined && !isImage) continue;
    await Deno.mkdir(folder, { recursive: true });
    const path = join(
      folder,
      isImage ? "content.yaml" : resource.filename ?? name,
    );
    if (file !== undefined) await Deno.copyFile(file, path);
    else {
      await Deno.writeTextFile(
        path,
        `registrypath: localhost/${name}\nusername: ""\npassword: ""\n`,
      );
    }
    state.resources.set(name, path);
  }
}

function note(
  onEntry: LocalRunOptions["onEntry"],
  message: string,
): void {
  onEntry?.({ type: "note", message });
}
