import { join } from "@std/path";
import type { ConfigValue } from "../../hook_commands/types.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import {
  ModelState,
  type ModelStateOptions,
} from "../../simulator/model_state.ts";
import { type Output, processOutput } from "../output.ts";
import { findPlainFolder } from "../plain_folder.ts";
import { makeTemporaryFolder } from "../temporary_folder.ts";
import { copyCharm } from "./charm_copy.ts";
import { placeCharm } from "./charm_source.ts";
import type { RemoteDatabags } from "./databag_file.ts";
import { guardPaths, guardProcesses } from "./guard.ts";
import { LocalApplication } from "./local_application.ts";
import type { LocalUnit } from "./local_unit.ts";
import type { LocalUnitOptions } from "./local_unit_options.ts";
import { RemoteSide } from "./remote_side.ts";
import { SecretValues } from "./secret_values.ts";
import { SharedWorld } from "./shared_world.ts";
import { socketOf } from "./socket_place.ts";
import { checkStoragePlans, type StoragePlan } from "./storages.ts";
import type { TimelineEntry } from "./timeline.ts";
import { TimelineRecorder } from "./timeline_recorder.ts";
import { Turns } from "./turns.ts";
import { expectResourceFiles } from "./unit_resources.ts";
import {
  agentFolder,
  homeOf,
  startUnit,
  type UnitSurroundings,
} from "./unit_start.ts";

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
  const { output = processOutput() } = options;
  await expectResourceFiles(options.resources ?? {});
  await using parts = new AsyncDisposableStack();
  // Where a path has symbolic links, the charm would see another one.
  const folder = await Deno.realPath(
    await makeTemporaryFolder("charmkit-run-", {
      endLeftover: async (old) => {
        await guardProcesses(old)[Symbol.asyncDispose]();
      },
    }),
  );
  parts.use(guardPaths([folder]));
  parts.defer(() => Deno.remove(folder, { recursive: true }));
  parts.use(guardProcesses(folder));
  const charmDir = join(agentFolder(folder, 0), "charm");
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
  await copyToOthers(charmDir, folder, states.length);
  const application = await startUnits(states, {
    options,
    folder,
    remote,
    timeline,
    secrets,
    parts,
  });
  return new LocalRun(application, folder, secrets, parts.move());
}

/** Gives the other units what the first one has, before any of them starts. */
async function copyToOthers(
  charmDir: string,
  folder: string,
  units: number,
): Promise<void> {
  for (let number = 1; number < units; number++) {
    const copy = join(agentFolder(folder, number), "charm");
    await Deno.mkdir(copy, { recursive: true });
    await copyCharm(charmDir, copy);
  }
}

/** What the units are started with, beside their worlds. */
interface StartUnitsOptions
  extends
    Pick<UnitSurroundings, "folder" | "options" | "secrets" | "timeline"> {
  /** The other side of their relations. */
  readonly remote: RemoteSide;
  /** Gets all that is to be disposed of. */
  readonly parts: AsyncDisposableStack;
}

async function startUnits(
  states: readonly ModelState[],
  { remote, parts, ...common }: StartUnitsOptions,
): Promise<LocalApplication> {
  const { options, folder, timeline } = common;
  // What the units need outlives them.
  const surroundings = parts.use(new AsyncDisposableStack());
  const plainFolder = await placeForSockets(folder, states, surroundings);
  const application = new LocalApplication({
    world: new SharedWorld(states),
    remote,
    timeline,
    updateStatusMs: options.updateStatusMs,
  });
  parts.use(application);
  const run: UnitSurroundings = {
    ...common,
    plainFolder,
    application,
    turns: new Turns(),
    parts: surroundings,
  };
  for (const [number, state] of states.entries()) {
    application.units.push(await startUnit(run, number, state));
  }
  return application;
}

/** The folder itself, or another one if no sockets can be in it. */
async function placeForSockets(
  folder: string,
  states: readonly ModelState[],
  parts: AsyncDisposableStack,
): Promise<string> {
  const sockets = states.flatMap(({ charmcraft }, number) =>
    Object.keys(charmcraft.containers ?? {})
      .map((name) => join(homeOf(".", number), socketOf(name)))
  );
  const plain = parts.use(await findPlainFolder(folder, { sockets }));
  if (plain.isMade) parts.use(guardPaths([plain.path]));
  return plain.path;
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
