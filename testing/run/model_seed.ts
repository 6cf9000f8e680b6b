import type { NetworkInfo } from "../../src/hook_commands/types.ts";
import type { Charmcraft } from "../../src/meta/charmcraft.ts";
import type { StatusBase } from "../../src/model/status.ts";
import type {
  ModelStateOptions,
  RelationSeed,
  StatusState,
  StorageState,
} from "../../src/simulator/model_seed.ts";
import type { PortSpan } from "../../src/simulator/port_range.ts";
import type { ContextOptions } from "../context_options.ts";
import type { Databag } from "../state/databag.ts";
import { Network } from "../state/network.ts";
import { PeerRelation } from "../state/peer_relation.ts";
import { Relation } from "../state/relation.ts";
import { remoteAppOf } from "../state/remote_units.ts";
import type { State } from "../state/state.ts";
import type { AnyRelation } from "../state/state_names.ts";
import { toSecretSeeds } from "./secrets.ts";

/** What the simulator's world is made from, beside the state. */
export interface ModelSeedInput {
  /** The charm's metadata. */
  readonly charmcraft: Charmcraft;
  /** The context's options. */
  readonly options: ContextOptions;
  /** Where the files of a storage instance are. */
  readonly storageRoot: (id: string) => string;
}

/** What the simulator's world is made from: nothing of the state is copied. */
export function toModelSeed(
  state: State,
  { charmcraft, options, storageRoot }: ModelSeedInput,
): ModelStateOptions {
  const app = options.appName ?? charmcraft.name;
  return {
    charmcraft,
    app,
    unitNumber: options.unitId,
    jujuVersion: options.jujuVersion,
    leader: state.leader,
    config: state.config,
    modelName: state.model.name,
    modelUuid: state.model.uuid,
    substrate: state.model.type === "lxd" ? "machine" : "kubernetes",
    relations: map(state.relations, (relation) => relationSeed(relation, app)),
    secrets: state.secrets.length > 0 ? toSecretSeeds(state.secrets) : [],
    storages: map(
      state.storages,
      ({ name, fullId }) =>
        storageSeed(charmcraft, name, {
          id: fullId,
          location: storageRoot(fullId),
        }),
    ),
    networks: Object.fromEntries(
      map(state.networks, (network) => [
        network.bindingName,
        networkInfo(network),
      ]),
    ),
    defaultNetwork: DEFAULT_NETWORK,
    publicAddress: DEFAULT_NETWORK.ingressAddresses[0],
    openedPorts: map(
      state.openedPorts,
      (port) => ({ span: portSpan(port) }),
    ),
    resources: Object.fromEntries(
      map(state.resources, ({ name, path }) => [name, path]),
    ),
    plannedUnits: state.plannedUnits,
    cloudSpec: state.model.cloudSpec,
    trusted: options.appTrusted ?? false,
    unitStatus: statusState(state.unitStatus),
    appStatus: statusState(state.appStatus),
    workloadVersion: state.workloadVersion,
    machineId: options.machineId ?? "",
    availabilityZone: options.availabilityZone,
    principalUnit: options.principalUnit,
  };
}

/** Most states have none of most parts. */
function map<T, U>(items: readonly T[], to: (item: T) => U): readonly U[] {
  return items.length === 0 ? [] : items.map(to);
}

function relationSeed(relation: AnyRelation, app: string): RelationSeed {
  const remoteApp = remoteAppOf(relation, app);
  const units: Record<string, Databag> = {};
  const data = unitsDataOf(relation);
  for (const number in data) units[`${remoteApp}/${number}`] = data[number]!;
  return {
    endpoint: relation.endpoint,
    id: relation.id,
    remoteApp,
    localUnitData: relation.localUnitData,
    localAppData: relation.localAppData,
    units,
    ...relation instanceof PeerRelation
      ? {}
      : { remoteAppData: relation.remoteAppData },
    ...relation instanceof Relation
      ? { remoteModelUuid: relation.remoteModelUuid }
      : {},
  };
}

function unitsDataOf(relation: AnyRelation): Readonly<Record<number, Databag>> {
  if (relation instanceof Relation) return relation.remoteUnitsData;
  if (relation instanceof PeerRelation) return relation.peersData;
  return { [relation.remoteUnitId]: relation.remoteUnitData };
}

function storageSeed(
  { storage }: Charmcraft,
  name: string,
  instance: { readonly id: string; readonly location: string },
): StorageState {
  return { ...instance, kind: storage?.[name]?.type ?? "filesystem" };
}

function portSpan(port: State["openedPorts"][number]): PortSpan {
  const { protocol } = port;
  if (port.port === null) return { protocol, from: -1, to: -1 };
  return { protocol, from: port.port, to: port.toPort ?? port.port };
}

/** Statuses and networks don't change, and each run needs them again. */
const STATUSES: WeakMap<StatusBase, StatusState> = new WeakMap();
const NETWORKS: WeakMap<Network, NetworkInfo> = new WeakMap();

/** A status as the simulator keeps it: always the same object. */
export function statusState(status: StatusBase): StatusState {
  let made = STATUSES.get(status);
  if (made === undefined) {
    made = { status: status.name, message: status.message, data: {} };
    STATUSES.set(status, made);
  }
  return made;
}

function networkInfo(network: Network): NetworkInfo {
  let made = NETWORKS.get(network);
  if (made === undefined) {
    made = {
      ...network,
      bindAddresses: network.bindAddresses.map((bind) => ({
        ...bind,
        macAddress: bind.macAddress ?? "",
      })),
    };
    NETWORKS.set(network, made);
  }
  return made;
}

const DEFAULT_NETWORK: NetworkInfo = networkInfo(new Network("juju-info"));
