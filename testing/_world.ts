import type { MemoryStorage } from "../src/framework/memory_storage.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import { StatusBase } from "../src/model/status.ts";
import { ModelState } from "../src/simulator/model_state.ts";
import type { RelationState } from "../src/simulator/relation_state.ts";
import { SimulatedPebble } from "../src/simulator/pebble/simulated_pebble.ts";
import type { ContextOptions } from "./context.ts";
import { StateValidationError } from "./errors.ts";
import { typedOptions, untyped } from "./state/_untyped.ts";
import { Container } from "./state/container.ts";
import type { Databag } from "./state/databag.ts";
import { PeerRelation } from "./state/peer_relation.ts";
import { Relation } from "./state/relation.ts";
import { remoteAppOf } from "./state/remote_units.ts";
import type { State } from "./state/state.ts";
import type { StateOptions } from "./state/state_options.ts";
import type { AnyRelation, StateNames } from "./state/state_names.ts";
import { fromStoredData } from "./state/stored_data.ts";

/** Makes the simulator's world of a state. */
export function toModelState<N extends StateNames>(
  state: State<N>,
  charmcraft: Charmcraft,
  options: ContextOptions,
): ModelState {
  const { config, leader, relations, unitStatus, appStatus } = untyped(state);
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
    modelName: state.model.name,
    modelUuid: state.model.uuid,
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

function addRelation(world: ModelState, relation: AnyRelation): void {
  const { endpoint, id } = relation;
  const remoteApp = remoteAppOf(relation, world.app);
  const remoteAppData = relation instanceof PeerRelation
    ? {}
    : relation.remoteAppData;
  const added = world.addRelation({
    endpoint,
    id,
    remoteApp,
    remoteAppData: { ...remoteAppData },
    units: Object.fromEntries(
      Object.entries(unitsDataOf(relation)).map(([number, data]) => [
        `${remoteApp}/${number}`,
        { ...data },
      ]),
    ),
  });
  added.localUnitData = { ...relation.localUnitData };
  added.localAppData = { ...relation.localAppData };
}

function unitsDataOf(
  relation: AnyRelation,
): Readonly<Record<number, Databag>> {
  if (relation instanceof Relation) return relation.remoteUnitsData;
  if (relation instanceof PeerRelation) return relation.peersData;
  return { [relation.remoteUnitId]: relation.remoteUnitData };
}

/** Makes a simulated Pebble for each container of the metadata. */
export async function makePebbles<N extends StateNames>(
  state: State<N>,
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
export async function fromModelState<N extends StateNames>(
  world: ModelState,
  pebbles: ReadonlyMap<string, SimulatedPebble>,
  storage: MemoryStorage,
  before: State<N>,
): Promise<State<N>> {
  const { unitStatus, appStatus, workloadVersion } = world;
  const paths = storage.snapshotPaths();
  const changes: StateOptions = {
    containers: await Promise.all(
      before.containers.map((container) =>
        readContainer(container, pebbles.get(container.name)!)
      ),
    ),
    relations: before.relations.map((relation) =>
      readRelation(relation, world.relations.get(relation.id)!)
    ),
    unitStatus: StatusBase.fromName(unitStatus.status, unitStatus.message),
    appStatus: StatusBase.fromName(appStatus.status, appStatus.message),
    workloadVersion,
    ...fromStoredData({
      snapshots: new Map(
        paths.map((path) => [path, storage.loadSnapshot(path)!]),
      ),
      notices: storage.notices(),
    }),
  };
  // The names are those of the state before, which the types cannot tell.
  return before.with(typedOptions<N>(changes));
}

async function readContainer(
  container: Container,
  pebble: SimulatedPebble,
): Promise<Container> {
  pebble.canConnect = true;
  const services = await pebble.getServices();
  return container.with({
    layers: Object.fromEntries(pebble.plan.layers),
    serviceStatuses: Object.fromEntries(
      services.map((service) => [service.name, service.current]),
    ),
  });
}

function readRelation(before: AnyRelation, after: RelationState): AnyRelation {
  const { localUnitData, localAppData } = after;
  return before.with({
    localUnitData: { ...localUnitData },
    localAppData: { ...localAppData },
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
