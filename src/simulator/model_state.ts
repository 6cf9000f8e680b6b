import type { Charmcraft } from "../meta/charmcraft.ts";
import type {
  CloudSpec,
  ConfigValue,
  NetworkInfo,
} from "../hook_commands/types.ts";
import type { LogEntry, ModelObserver } from "./model_observer.ts";
import { OpenedPorts } from "./port_range.ts";
import { RelationState } from "./relation_state.ts";
import type { SecretState } from "./secret_state.ts";

/** A status as Juju keeps it. */
export interface StatusState {
  /** In Juju's words. */
  readonly status: string;
  /** Text shown beside it. */
  readonly message: string;
  /** What Juju adds, such as the hook that failed. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A storage instance of the unit. */
export interface StorageState {
  /** Such as `"data/0"`. */
  readonly id: string;
  /** Kind of storage. */
  readonly kind: "block" | "filesystem";
  /** Absolute path of the mount point or device. */
  readonly location: string;
}

/**
 * Where a unit runs: what differs is the order of events and a few refusals.
 */
export type Substrate = "kubernetes" | "machine";

/** What {@linkcode ModelState} is made from. */
export interface ModelStateOptions {
  /** What the charm says of itself. */
  readonly charmcraft: Charmcraft;
  /** Name of the application. @default {the charm's name} */
  readonly app?: string;
  /** Number of the unit. @default {0} */
  readonly unitNumber?: number;
  /** Whether the unit leads. @default {true} */
  readonly leader?: boolean;
  /** Options that somebody set. @default {{}} */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Version of Juju. @default {"3.6.28"} */
  readonly jujuVersion?: string;
  /** Name of the model. @default {"local"} */
  readonly modelName?: string;
  /** UUID of the model. @default {a random one} */
  readonly modelUuid?: string;
  /** Where the unit runs. @default {kubernetes if the charm has containers} */
  readonly substrate?: Substrate;
}

/**
 * What a Juju controller knows of one unit: the world that hook commands read
 * and, at the flush of a hook, change.
 *
 * It holds state and no rules; those are in `HookContext` and in the hook
 * commands. Fields may be set at any time between two hooks.
 */
export class ModelState {
  /** What the charm says of itself. */
  readonly charmcraft: Charmcraft;
  /** Name of the application. */
  readonly app: string;
  /** Name of the unit. */
  readonly unit: string;
  /** Version of Juju. */
  readonly jujuVersion: string;
  /** Name of the model. */
  readonly modelName: string;
  /** UUID of the model. */
  readonly modelUuid: string;
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
  openedPorts: OpenedPorts = new OpenedPorts();
  /** Status of the unit. */
  unitStatus: StatusState;
  /** Status of the application. */
  appStatus: StatusState = unknown;
  /** Whether the charm ever set the unit's status. */
  statusSetByCharm = false;
  /** Version of the workload. */
  workloadVersion = "";
  /** Path of a resource's file, by name. */
  readonly resources: Map<string, string> = new Map();
  /** What `state-set` keeps. */
  readonly charmState: Map<string, string> = new Map();
  /** Addresses by binding; a binding that is not here has the default ones. */
  readonly networks: Map<string, NetworkInfo> = new Map();
  /** Addresses of a binding that has none of its own; null: unknown. */
  defaultNetwork: NetworkInfo | null = loopback;
  /** Address of the unit for others; null: unknown. */
  publicAddress: string | null = "127.0.0.1";
  /** Number of units that the application is to have. */
  plannedUnits = 1;
  /** The cloud, if the application is trusted. */
  cloudSpec: CloudSpec | null = null;
  /** Machine of the unit; empty on Kubernetes. */
  machineId: string;
  /** Availability zone of the unit. */
  availabilityZone = "";
  /** The principal unit of a subordinate. */
  principalUnit = "";
  /** Who wants to know what happens at once. */
  observer: ModelObserver = {};

  /** Starts with a unit that was just deployed. */
  constructor(options: ModelStateOptions) {
    const { charmcraft } = options;
    this.charmcraft = charmcraft;
    this.app = options.app ?? charmcraft.name;
    this.unit = `${this.app}/${options.unitNumber ?? 0}`;
    this.leader = options.leader ?? true;
    this.config = new Map(Object.entries(options.config ?? {}));
    this.jujuVersion = options.jujuVersion ?? "3.6.28";
    this.modelName = options.modelName ?? "local";
    this.modelUuid = options.modelUuid ?? crypto.randomUUID();
    this.substrate = options.substrate ?? (
      Object.keys(charmcraft.containers ?? {}).length > 0
        ? "kubernetes"
        : "machine"
    );
    const onMachine = this.substrate === "machine";
    this.machineId = onMachine ? "0" : "";
    const message = onMachine ? "waiting for machine" : "installing agent";
    this.unitStatus = { status: "waiting", message, data: {} };
  }

  /** Whether this is Juju 4, where it differs from 3. */
  get isJuju4(): boolean {
    return Number.parseInt(this.jujuVersion, 10) >= 4;
  }

  /** Every option of the charm: what was set, else its default, else null. */
  configValues(): Map<string, ConfigValue | null> {
    const values = new Map<string, ConfigValue | null>();
    const options = this.charmcraft.config?.options ?? {};
    for (const [name, option] of Object.entries(options)) {
      values.set(name, this.config.get(name) ?? option.default ?? null);
    }
    return values;
  }

  /**
   * Which side an endpoint is on; undefined if the charm has no such endpoint.
   */
  roleOf(endpoint: string): "peers" | "provides" | "requires" | undefined {
    for (const role of ["peers", "provides", "requires"] as const) {
      if (Object.hasOwn(this.charmcraft[role] ?? {}, endpoint)) return role;
    }
    return undefined;
  }

  /** Names of the charm's endpoints. */
  endpoints(): string[] {
    const { peers = {}, provides = {}, requires = {} } = this.charmcraft;
    return Object.keys({ ...peers, ...provides, ...requires });
  }

  /** Adds a relation; Juju puts addresses into the own databag (JFL-09). */
  addRelation(
    relation: {
      readonly endpoint: string;
      readonly id?: number;
      readonly remoteApp?: string;
      readonly remoteAppData?: Record<string, string>;
      readonly units?: Readonly<Record<string, Record<string, string>>>;
    },
  ): RelationState {
    const role = this.roleOf(relation.endpoint);
    if (role === undefined) {
      throw new TypeError(
        `Cannot add a relation: the charm has no endpoint "${relation.endpoint}"`,
      );
    }
    const id = relation.id ?? Math.max(-1, ...this.relations.keys()) + 1;
    const added = new RelationState({
      ...relation,
      id,
      role,
      remoteApp: role === "peers" ? this.app : relation.remoteApp ?? "remote",
      localUnitData: this.#addresses(),
    });
    this.relations.set(id, added);
    return added;
  }

  /** Shows a line of the log to who observes. */
  log(entry: LogEntry): void {
    this.observer.onLog?.(entry);
  }

  #addresses(): Record<string, string> {
    const network = this.defaultNetwork;
    const address = network?.ingressAddresses[0];
    if (network === null || address === undefined) return {};
    return {
      "egress-subnets": network.egressSubnets.join(","),
      "ingress-address": address,
      ...(this.isJuju4 ? {} : { "private-address": address }),
    };
  }
}

const unknown: StatusState = { status: "unknown", message: "", data: {} };
const loopback: NetworkInfo = {
  bindAddresses: [{
    macAddress: "",
    interfaceName: "lo",
    addresses: [{ hostname: "", value: "127.0.0.1", cidr: "127.0.0.0/8" }],
  }],
  egressSubnets: ["127.0.0.1/32"],
  ingressAddresses: ["127.0.0.1"],
};
