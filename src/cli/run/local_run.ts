import { join } from "@std/path";
import type { ConfigValue } from "../../hook_commands/types.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import {
  ModelState,
  type ModelStateOptions,
} from "../../simulator/model_state.ts";
import { CliError } from "../cli_error.ts";
import { type Output, processOutput } from "../output.ts";
import { makeTemporaryFolder } from "../temporary_folder.ts";
import { copyCharm } from "./charm_copy.ts";
import { placeCharm } from "./charm_source.ts";
import type { RemoteDatabags } from "./databag_file.ts";
import { guardPaths, guardProcesses } from "./guard.ts";
import { LocalApplication } from "./local_application.ts";
import { LocalContainers } from "./local_containers.ts";
import { LocalUnit } from "./local_unit.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";
import {
  findPebble,
  type RunningPebble,
  startPebbleDaemon,
} from "./pebble_daemon.ts";
import { servePebble } from "./pebble_stand_in.ts";
import { RemoteSide } from "./remote_side.ts";
import { SecretValues } from "./secret_values.ts";
import { SharedWorld } from "./shared_world.ts";
import { makeSocketPlace } from "./socket_place.ts";
import { checkStoragePlans, plansOf, type StoragePlan } from "./storages.ts";
import type { TimelineEntry } from "./timeline.ts";
import { TimelineRecorder } from "./timeline_recorder.ts";
import { Turns } from "./turns.ts";

/** A relation that is there when the charm is deployed. */
export interface RelationPlan {
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Name of the remote application. */
  readonly app: string;
  /** What it says. @default {nothing, and it has one unit} */
  readonly bags?: RemoteDatabags;
}

/** Options of {@linkcode startLocalRun}. */
export interface LocalRunOptions
  extends Pick<LocalUnitOptions, "onHookCommand" | "timeoutMs"> {
  /** Gets each entry as it happens, and the unit that it is about. */
  readonly onEntry?: (
    entry: TimelineEntry,
    unit: string | null,
    time: Date,
  ) => void;
  /** A charm's folder, or a packed charm. */
  readonly source: string;
  /** Number of units. @default {1} */
  readonly units?: number;
  /** Number of the unit that leads; null: none. @default {0} */
  readonly leader?: number | null;
  /** Relations from the beginning on. @default {[]} */
  readonly relations?: readonly RelationPlan[];
  /** How many of each storage, and where. @default {{}} */
  readonly storages?: Readonly<Record<string, StoragePlan>>;
  /** How often update-status runs; 0: never. @default {0} */
  readonly updateStatusMs?: number;
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
  /** All units of it. */
  readonly application: LocalApplication;
  /** The temporary folder that all of the run is in. */
  readonly folder: string;
  /** Keeps secrets out of what is shown. */
  readonly secrets: SecretValues;

  readonly #parts: AsyncDisposableStack;

  /** Takes what it consists of. */
  constructor(
    application: LocalApplication,
    folder: string,
    secrets: SecretValues,
    parts: AsyncDisposableStack,
  ) {
    this.application = application;
    this.folder = folder;
    this.secrets = secrets;
    this.#parts = parts;
  }

  /** The first unit, which is often the only one. */
  get unit(): LocalUnit {
    return this.application.first;
  }

  /** Ends the units and their containers, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }
}

/**
 * Prepares a charm to run on this machine: compiles or unpacks it, and makes
 * Juju's side, the other side of its relations and the containers. Call
 * `application.settle()` to have it installed.
 *
 * @throws {CliError} If it is no charm, or this machine lacks what it needs.
 */
export async function startLocalRun(
  options: LocalRunOptions,
): Promise<LocalRun> {
  const { output = processOutput(), units = 1 } = options;
  await using parts = new AsyncDisposableStack();
  // Where a path has symbolic links, the charm would see another one.
  const folder = await Deno.realPath(
    await makeTemporaryFolder("charmkit-run-"),
  );
  parts.use(guardPaths([folder]));
  parts.defer(() => Deno.remove(folder, { recursive: true }));
  parts.use(guardProcesses(folder));
  const base = join(folder, "agents", "unit");
  const charmDir = join(base, "charm");
  await Deno.mkdir(charmDir, { recursive: true });
  const { source, deno, signal } = options;
  const charmcraft = await placeCharm({
    source,
    charmDir,
    deno,
    storages: Object.values(options.storages ?? {})
      .flatMap(({ path }) => path ?? []),
    output,
    signal,
  });
  signal?.throwIfAborted();

  const secrets = new SecretValues();
  const timeline = new TimelineRecorder(
    secrets,
    ({ entry, unit, time }) => options.onEntry?.(entry, unit, time),
  );
  const states = makeStates(charmcraft, options);
  const remote = new RemoteSide({
    states,
    values: secrets,
    onChange: (entry) => timeline.add(entry),
  });
  for (const { endpoint, app, bags } of options.relations ?? []) {
    remote.relate(endpoint, app, bags);
  }
  const application = new LocalApplication({
    world: new SharedWorld(states),
    remote,
    timeline,
    updateStatusMs: options.updateStatusMs,
  });
  parts.use(application);
  const turns = new Turns();
  for (const [number, state] of states.entries()) {
    const home = number === 0 ? folder : join(folder, `unit-${number}`);
    const unitBase = number === 0 ? base : join(home, "agents", "unit");
    const unitCharm = join(unitBase, "charm");
    if (number > 0) {
      await Deno.mkdir(unitCharm, { recursive: true });
      await copyCharm(charmDir, unitCharm);
    }
    await placeResources(state, unitBase, options.resources ?? {});
    const containers = await makeContainers(home, state, options, {
      parts,
      timeline,
    });
    application.units.push(
      await LocalUnit.start({
        charmDir: unitCharm,
        folder: home,
        state,
        containers,
        path: Deno.env.get("PATH") ?? "",
        onEntry: (entry) => timeline.add(entry, state.unit),
        onHookCommand: options.onHookCommand,
        onRan: (event, error) => application.ran(state, event, error),
        onWoken: () => application.wake(),
        turns,
        secrets,
        storages: plansOf(options.storages ?? {}, state, units),
        timeoutMs: options.timeoutMs,
      }),
    );
  }
  return new LocalRun(application, folder, secrets, parts.move());
}

/** The worlds of the units, with their peer relations. */
function makeStates(
  charmcraft: Charmcraft,
  options: LocalRunOptions,
): ModelState[] {
  const { units = 1, leader = 0, config, jujuVersion } = options;
  const modelUuid = crypto.randomUUID();
  const states = Array.from({ length: units }, (_, unitNumber) => {
    const state = new ModelState({
      charmcraft,
      unitNumber,
      leader: unitNumber === leader,
      config,
      jujuVersion,
      modelUuid,
      plannedUnits: units,
      ...addressesOf(unitNumber),
    });
    for (const endpoint of Object.keys(charmcraft.peers ?? {})) {
      state.addRelation({ endpoint });
    }
    return state;
  });
  checkStoragePlans(charmcraft, options.storages ?? {});
  return states;
}

/** Each unit has an address of its own on this machine. */
function addressesOf(
  unitNumber: number,
): Pick<ModelStateOptions, "defaultNetwork" | "publicAddress"> {
  const value = `127.0.0.${unitNumber + 1}`;
  return {
    publicAddress: value,
    defaultNetwork: {
      bindAddresses: [{
        macAddress: "",
        interfaceName: "lo",
        addresses: [{ hostname: "", value, cidr: "127.0.0.0/8" }],
      }],
      egressSubnets: [`${value}/32`],
      ingressAddresses: [value],
    },
  };
}

async function makeContainers(
  folder: string,
  state: ModelState,
  options: LocalRunOptions,
  { parts, timeline }: {
    readonly parts: AsyncDisposableStack;
    readonly timeline: TimelineRecorder;
  },
): Promise<LocalContainers> {
  const names = Object.keys(state.charmcraft.containers ?? {});
  const place = parts.use(await makeSocketPlace(folder, names));
  if (place.leftovers.length > 0) parts.use(guardPaths(place.leftovers));
  const note = (message: string) =>
    timeline.add({ type: "note", message }, state.unit);
  if (names.length > 0) note(place.description);
  const start = await pebbleStarter(folder, names, options);
  return new LocalContainers({
    names,
    place,
    start,
    onStarted: (name, { description }) =>
      note(`Container ${name}: ${description}`),
  });
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
