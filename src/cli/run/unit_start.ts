import { join } from "@std/path";
import type { ModelState } from "../../simulator/model_state.ts";
import { guardPaths } from "./guard.ts";
import type { LocalApplication } from "./local_application.ts";
import { LocalContainers } from "./local_containers.ts";
import type { LocalRunOptions } from "./local_run.ts";
import { LocalUnit } from "./local_unit.ts";
import {
  findPebble,
  type RunningPebble,
  startPebbleDaemon,
} from "./pebble_daemon.ts";
import { servePebble } from "./pebble_stand_in.ts";
import type { SecretValues } from "./secret_values.ts";
import { makeSocketPlace } from "./socket_place.ts";
import { plansOf } from "./storages.ts";
import type { TimelineRecorder } from "./timeline_recorder.ts";
import type { Turns } from "./turns.ts";
import { placeResources } from "./unit_resources.ts";

/** What the units of a run have in common. */
export interface UnitSurroundings {
  /** What was asked for. */
  readonly options: LocalRunOptions;
  /** The folder of the run. */
  readonly folder: string;
  /** A folder for sockets and for programs that `PATH` finds. */
  readonly plainFolder: string;
  /** What the units belong to. */
  readonly application: LocalApplication;
  /** Gets what happens to them. */
  readonly timeline: TimelineRecorder;
  /** Keeps secrets out of what is shown. */
  readonly secrets: SecretValues;
  /** Lets one of them work at a time. */
  readonly turns: Turns;
  /** Gets what is to be disposed of once the units have ended. */
  readonly parts: AsyncDisposableStack;
}

/** Where something of a unit goes in a folder that is for all of them. */
export function homeOf(folder: string, number: number): string {
  return number === 0 ? folder : join(folder, `unit-${number}`);
}

/** The folder of a unit's agent; the charm is in `charm` below. */
export function agentFolder(folder: string, number: number): string {
  return join(homeOf(folder, number), "agents", "unit");
}

/**
 * Starts a unit whose charm is in its place.
 *
 * @param run What it has in common with others.
 * @param number Its number.
 * @param state The world that its charm meets.
 * @throws {CliError} If this machine lacks what it needs.
 */
export async function startUnit(
  run: UnitSurroundings,
  number: number,
  state: ModelState,
): Promise<LocalUnit> {
  const { options, application, timeline, secrets, turns } = run;
  const { units = 1, resources = {}, storages = {} } = options;
  const home = homeOf(run.folder, number);
  const plainHome = homeOf(run.plainFolder, number);
  const base = agentFolder(run.folder, number);
  await placeResources(state, base, resources);
  return await LocalUnit.start({
    charmDir: join(base, "charm"),
    folder: plainHome,
    state,
    containers: await makeContainers(run, state, { home, plainHome }),
    path: Deno.env.get("PATH") ?? "",
    onEntry: (entry) => timeline.add(entry, state.unit),
    onHookCommand: options.onHookCommand,
    onRan: (event, error) => application.ran(state, event, error),
    onWoken: () => application.wake(),
    turns,
    secrets,
    storages: plansOf(storages, state, units),
    timeoutMs: options.timeoutMs,
  });
}

async function makeContainers(
  run: UnitSurroundings,
  state: ModelState,
  { home, plainHome }: { readonly home: string; readonly plainHome: string },
): Promise<LocalContainers> {
  const { options, parts, timeline } = run;
  const names = Object.keys(state.charmcraft.containers ?? {});
  const { units = 1 } = options;
  const place = parts.use(await makeSocketPlace(plainHome, names, { units }));
  if (place.leftovers.length > 0) parts.use(guardPaths(place.leftovers));
  const note = (message: string) =>
    timeline.add({ type: "note", message }, state.unit);
  if (names.length > 0) note(place.description);
  const start = await pebbleStarter(home, names, options);
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
