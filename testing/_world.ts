import type { MemoryStorage } from "../src/framework/memory_storage.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import { StatusBase } from "../src/model/status.ts";
import { ModelState } from "../src/simulator/model_state.ts";
import type { RelationState } from "../src/simulator/relation_state.ts";
import { SimulatedPebble } from "../src/simulator/pebble/simulated_pebble.ts";
import { Container } from "./container.ts";
import type { ContextOptions } from "./context.ts";
import { StateValidationError } from "./errors.ts";
import { Relation } from "./relation.ts";
import type { State } from "./state.ts";

/** Makes the simulator's world of a state. */
export function toModelState(
  state: State,
  charmcraft: Charmcraft,
  options: ContextOptions,
): ModelState {
  const { config, leader, relations, unitStatus, appStatus } = state;
  expectDeclared("option", Object.keys(config), charmcraft.config?.options);
  expectDeclared(
    "container",
    state.containers.map(({ name }) => name),
    charmcraft.containers,
  );
  const { requires, provides, peers } = charmcraft;
  expectDeclared("endpoint", relations.map(({ endpoint }) => endpoint), {
    ...requires,
    ...provides,
    ...peers,
  });
  const world = new ModelState({
    charmcraft,
    app: options.appName,
    unitNumber: options.unitId,
    jujuVersion: options.jujuVersion,
    leader,
    config,
  });
  world.unitStatus = {
    status: unitStatus.name,
    message: unitStatus.message,
    data: {},
  };
  world.appStatus = {
    status: appStatus.name,
    message: appStatus.message,
    data: {},
  };
  world.workloadVersion = state.workloadVersion;
  for (const relation of relations) addRelation(world, relation);
  return world;
}

function addRelation(world: ModelState, relation: Relation): void {
  const { endpoint, id, remoteAppName, remoteAppData } = relation;
  const isPeer = world.roleOf(endpoint) === "peers";
  const remoteApp = isPeer ? world.app : remoteAppName;
  const added = world.addRelation({
    endpoint,
    id,
    remoteApp,
    remoteAppData: { ...remoteAppData },
    units: Object.fromEntries(
      Object.entries(relation.remoteUnitsData).map(([number, data]) => [
        `${remoteApp}/${number}`,
        { ...data },
      ]),
    ),
  });
  added.localUnitData = { ...relation.localUnitData };
  added.localAppData = { ...relation.localAppData };
}

/** Makes a simulated Pebble for each container of the metadata. */
export async function makePebbles(
  state: State,
  charmcraft: Charmcraft,
): Promise<Map<string, SimulatedPebble>> {
  const pebbles = new Map<string, SimulatedPebble>();
  for (const name of Object.keys(charmcraft.containers ?? {})) {
    const container = state.containers.find((given) => given.name === name) ??
      new Container(name);
    const pebble = new SimulatedPebble();
    for (const [label, layer] of Object.entries(container.layers)) {
      await pebble.addLayer(label, layer);
    }
    for (const [service, status] of Object.entries(container.serviceStatuses)) {
      pebble.setServiceStatus(service, status);
    }
    pebble.canConnect = container.canConnect;
    pebbles.set(name, pebble);
  }
  return pebbles;
}

/** Makes a state of the simulator's world after a run. */
export async function fromModelState(
  world: ModelState,
  pebbles: ReadonlyMap<string, SimulatedPebble>,
  storage: MemoryStorage,
  before: State,
): Promise<State> {
  const { unitStatus, appStatus, workloadVersion } = world;
  const paths = storage.snapshotPaths();
  return before.with({
    containers: await Promise.all(
      before.containers.map(({ name, canConnect }) =>
        readContainer(name, canConnect, pebbles.get(name)!)
      ),
    ),
    relations: [...world.relations.values()].map(readRelation),
    unitStatus: StatusBase.fromName(unitStatus.status, unitStatus.message),
    appStatus: StatusBase.fromName(appStatus.status, appStatus.message),
    workloadVersion,
    stored: {
      snapshots: new Map(
        paths.map((path) => [path, storage.loadSnapshot(path)!]),
      ),
      notices: storage.notices(),
    },
  });
}

async function readContainer(
  name: string,
  canConnect: boolean,
  pebble: SimulatedPebble,
): Promise<Container> {
  pebble.canConnect = true;
  const services = await pebble.getServices();
  return new Container(name, {
    canConnect,
    layers: Object.fromEntries(pebble.plan.layers),
    serviceStatuses: Object.fromEntries(
      services.map((service) => [service.name, service.current]),
    ),
  });
}

function readRelation(relation: RelationState): Relation {
  const { endpoint, id, remoteApp, localUnitData, localAppData } = relation;
  return new Relation(endpoint, {
    id,
    remoteAppName: remoteApp,
    localUnitData,
    localAppData,
    remoteAppData: relation.remoteAppData,
    remoteUnitsData: Object.fromEntries(
      [...relation.units].map(([unit, data]) => [unit.split("/")[1], data]),
    ),
  });
}

function expectDeclared(
  kind: string,
  names: readonly string[],
  declared: Readonly<Record<string, unknown>> = {},
): void {
  for (const name of names) {
    if (Object.hasOwn(declared, name)) continue;
    const known = Object.keys(declared).map((known) => `"${known}"`).join(", ");
    throw new StateValidationError(
      `Cannot use ${kind} "${name}": the metadata declares ${known || "none"}`,
    );
  }
}
