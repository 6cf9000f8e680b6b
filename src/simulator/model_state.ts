import type {
  CloudSpec,
  ConfigValue,
  NetworkInfo,
} from "../hook_commands/types.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import {
  DEFAULT_JUJU_VERSION,
  type JujuRelease,
  jujuRelease,
} from "./juju_release.ts";
import type {
  ModelStateOptions,
  PayloadState,
  RelationSeed,
  StatusState,
  StorageState,
  Substrate,
} from "./model_seed.ts";
import type { LogEntry, ModelObserver } from "./model_observer.ts";
import { optionDefault } from "./option_default.ts";
import { ALL_ENDPOINTS, OpenedPorts } from "./port_range.ts";
import { RelationState } from "./relation_state.ts";
import { SecretState } from "./secret_state.ts";
import { LOOPBACK, unitAddresses } from "./unit_addresses.ts";

export type {
  ModelStateOptions,
  PayloadState,
  RelationSeed,
  StatusState,
  StorageState,
  Substrate,
} from "./model_seed.ts";

/**
 * What a Juju controller knows of one unit: the world that hook commands read
 * and, at the flush of a hook, change.
 *
 * It holds state and no rules; those are in `HookContext` and in the hook
 * commands. Fields may be set at any time between two hooks. What is an object
 * here, such as a databag or a status, is replaced and never changed, so a seed
 * is taken without a copy and can be compared by identity afterwards.
 */
export class ModelState {
  /** What the charm says of itself. */
  readonly charmcraft: Charmcraft;
  /** Name of the application. */
  readonly app: string;
  /** Name of the unit. */
  readonly unit: string;
  /** What is special of the version of Juju. */
  readonly release: JujuRelease;
  /** Name of the model. */
  modelName: string;
  /** UUID of the model. */
  modelUuid: string;
  /** Where the unit runs. */
  readonly substrate: Substrate;
  /** Whether the unit leads its application; null: nobody can tell. */
  leader: boolean | null;
  /** Options that somebody set, without the defaults. */
  readonly config: Map<string, ConfigValue>;
  /** Relations by number. */
  readonly relations: Map<number, RelationState> = new Map();
  /** Secrets by bare id, own ones and those of others. */
  readonly secrets: Map<string, SecretState> = new Map();
  /** Storage instances by id. */
  readonly storages: Map<string, StorageState> = new Map();
  /** Storage instances that `storage-add` asked for, by storage name. */
  readonly requestedStorages: Map<string, number> = new Map();
  /** What the unit has open. */
  openedPorts: OpenedPorts;
  /** Status of the unit. */
  unitStatus: StatusState;
  /** Status of the application. */
  appStatus: StatusState;
  /** Whether the charm ever set the unit's status. */
  statusSetByCharm = false;
  /** Version of the workload. */
  workloadVersion: string;
  /** Path of a resource's file, by name. */
  readonly resources: Map<string, string>;
  /** What `state-set` keeps. */
  readonly charmState: Map<string, string>;
  /** What `leader-set` keeps for the application; Juju 4 has none. */
  leaderSettings: Readonly<Record<string, string>>;
  /** Payloads by `class/id`; Juju 4 has none. */
  readonly payloads: Map<string, PayloadState> = new Map();
  /** What `k8s-raw-set` and its sisters keep; Juju 4 has none. */
  readonly specs: Map<string, string> = new Map();
  /**
   * Addresses by binding, or by `endpoint:id` for one relation alone; a binding
   * that is not here has the default ones.
   */
  readonly networks: Map<string, NetworkInfo>;
  /** Addresses of a binding that has none of its own; null: unknown. */
  defaultNetwork: NetworkInfo | null;
  /** Address of the unit for others; null: unknown. */
  publicAddress: string | null;
  /** Number of units that the application is to have. */
  plannedUnits: number;
  /** The cloud; null: it is not known. */
  cloudSpec: CloudSpec | null;
  /** Whether the application may see the cloud's credential. */
  trusted: boolean;
  /** Machine of the unit; empty on Kubernetes. */
  machineId: string;
  /** Availability zone of the unit. */
  availabilityZone: string;
  /** The principal unit of a subordinate. */
  principalUnit: string;
  /** Who wants to know what happens. */
  observer: ModelObserver;

  /** Starts with a unit that was just deployed, and what is given of it. */
  constructor(options: ModelStateOptions) {
    const { charmcraft } = options;
    this.charmcraft = charmcraft;
    this.app = options.app ?? charmcraft.name;
    this.unit = `${this.app}/${options.unitNumber ?? 0}`;
    this.leader = options.leader === undefined ? true : options.leader;
    this.config = mapOf(options.config);
    this.release = jujuRelease(options.jujuVersion ?? DEFAULT_JUJU_VERSION);
    this.modelName = options.modelName ?? "local";
    this.modelUuid = options.modelUuid ?? crypto.randomUUID();
    this.substrate = options.substrate ?? defaultSubstrate(charmcraft);
    const onMachine = this.substrate === "machine";
    this.machineId = options.machineId ?? (onMachine ? "0" : "");
    this.availabilityZone = options.availabilityZone ?? "";
    this.principalUnit = options.principalUnit ?? "";
    this.unitStatus = options.unitStatus ?? (onMachine ? ON_MACHINE : IN_POD);
    this.appStatus = options.appStatus ?? UNKNOWN;
    this.workloadVersion = options.workloadVersion ?? "";
    this.resources = mapOf(options.resources);
    this.charmState = mapOf(options.charmState);
    this.leaderSettings = options.leaderSettings ?? {};
    this.networks = mapOf(options.networks);
    this.defaultNetwork = options.defaultNetwork === undefined
      ? LOOPBACK
      : options.defaultNetwork;
    this.publicAddress = options.publicAddress === undefined
      ? "127.0.0.1"
      : options.publicAddress;
    this.plannedUnits = options.plannedUnits ?? 1;
    this.cloudSpec = options.cloudSpec ?? null;
    this.trusted = options.trusted ?? true;
    this.observer = options.observer ?? {};
    this.openedPorts = new OpenedPorts();
    for (const { span, endpoints } of options.openedPorts ?? []) {
      this.openedPorts.open(span, endpoints ?? [ALL_ENDPOINTS]);
    }
    for (const storage of options.storages ?? []) {
      this.storages.set(storage.id, storage);
    }
    for (const secret of options.secrets ?? []) {
      this.secrets.set(secret.id, new SecretState(secret));
    }
    for (const relation of options.relations ?? []) this.addRelation(relation);
  }

  /** Version of Juju. */
  get jujuVersion(): string {
    return this.release.version;
  }

  /** Every option of the charm: what was set, else its default, else null. */
  configValues(): Map<string, ConfigValue | null> {
    const values = new Map<string, ConfigValue | null>();
    const options = this.charmcraft.config?.options;
    for (const name in options) {
      values.set(name, this.config.get(name) ?? optionDefault(options[name]));
    }
    return values;
  }

  /**
   * Which side an endpoint is on; undefined if the charm has no such endpoint.
   */
  roleOf(endpoint: string): "peers" | "provides" | "requires" | undefined {
    for (const role of ROLES) {
      const endpoints = this.charmcraft[role];
      if (endpoints !== undefined && Object.hasOwn(endpoints, endpoint)) {
        return role;
      }
    }
    return undefined;
  }

  /** Names of the charm's endpoints. */
  endpoints(): string[] {
    const { peers = {}, provides = {}, requires = {} } = this.charmcraft;
    return Object.keys({ ...peers, ...provides, ...requires });
  }

  /**
   * Adds a relation; Juju puts addresses into the own unit's databag, unless
   * one is given (JFL-09).
   *
   * @throws {TypeError} If the charm has no such endpoint.
   */
  addRelation(relation: RelationSeed): RelationState {
    const { endpoint } = relation;
    const role = this.roleOf(endpoint);
    if (role === undefined) {
      throw new TypeError(
        `Cannot add a relation: the charm has no endpoint "${endpoint}"`,
      );
    }
    const declared = this.charmcraft[role]?.[endpoint];
    const { scope, limit = null } = typeof declared === "object"
      ? declared
      : {} as { readonly scope?: "container" | "global"; limit?: number };
    const added = new RelationState({
      scope,
      limit,
      ...relation,
      id: relation.id ?? this.#freeRelationId(),
      role,
      remoteApp: role === "peers" ? this.app : relation.remoteApp ?? "remote",
      localUnitData: relation.localUnitData ??
        unitAddresses(this.release, this.defaultNetwork),
    });
    this.relations.set(added.id, added);
    return added;
  }

  /** Shows a line of the log to who observes. */
  log(entry: LogEntry): void {
    this.observer.onLog?.(entry);
  }

  #freeRelationId(): number {
    let free = 0;
    for (const id of this.relations.keys()) if (id >= free) free = id + 1;
    return free;
  }
}

function mapOf<T>(record: Readonly<Record<string, T>> = {}): Map<string, T> {
  const map = new Map<string, T>();
  for (const key in record) map.set(key, record[key]!);
  return map;
}

function defaultSubstrate(charmcraft: Charmcraft): Substrate {
  for (const _container in charmcraft.containers) return "kubernetes";
  return "machine";
}

const ROLES = ["peers", "provides", "requires"] as const;
const UNKNOWN: StatusState = { status: "unknown", message: "", data: {} };
const ON_MACHINE: StatusState = {
  status: "waiting",
  message: "waiting for machine",
  data: {},
};
const IN_POD: StatusState = {
  status: "waiting",
  message: "installing agent",
  data: {},
};
