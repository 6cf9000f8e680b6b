import type {
  CloudSpec,
  ConfigValue,
  NetworkInfo,
} from "../hook_commands/types.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { ModelObserver } from "./model_observer.ts";
import type { PortSpan } from "./port_range.ts";
import type { RelationOptions } from "./relation_state.ts";
import type { SecretOptions } from "./secret_state.ts";

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
  /** Whether the unit has it already, so that it is listed. @default {true} */
  readonly attached?: boolean;
}

/** A payload that a charm registered. */
export interface PayloadState {
  /** Its class: a name in `payloads` of the metadata. */
  readonly payloadClass: string;
  /** Its id among those of that class. */
  readonly id: string;
  /** Kind of payload, such as `"docker"`. */
  readonly type: string;
  /** What it is doing, in Juju's words. */
  readonly status: string;
  /** Words for people. */
  readonly labels: readonly string[];
}

/**
 * Where a unit runs: what differs is the order of events and a few refusals.
 */
export type Substrate = "kubernetes" | "machine";

/** A relation as a seed gives it; the metadata has the rest. */
export interface RelationSeed
  extends Omit<RelationOptions, "id" | "remoteApp" | "role"> {
  /** Number of the relation. @default {one more than the highest} */
  readonly id?: number;
  /** Name of the remote application; not for peers. @default {"remote"} */
  readonly remoteApp?: string;
}

/** Ports that are open, as a seed gives them. */
export interface OpenedPortsSeed {
  /** The port or range. */
  readonly span: PortSpan;
  /** For which endpoints. @default {all} */
  readonly endpoints?: readonly string[];
}

/** What a `ModelState` is made from; what is absent is as just deployed. */
export interface ModelStateOptions {
  /** What the charm says of itself. */
  readonly charmcraft: Charmcraft;
  /** Name of the application. @default {the charm's name} */
  readonly app?: string;
  /** Number of the unit. @default {0} */
  readonly unitNumber?: number;
  /** Whether the unit leads; null: nobody can tell. @default {true} */
  readonly leader?: boolean | null;
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
  /** Relations. @default {[]} */
  readonly relations?: Iterable<RelationSeed>;
  /** Secrets, own ones and those of others. @default {[]} */
  readonly secrets?: Iterable<SecretOptions>;
  /** Storage instances. @default {[]} */
  readonly storages?: Iterable<StorageState>;
  /** Addresses by binding, or by `endpoint:id`. @default {{}} */
  readonly networks?: Readonly<Record<string, NetworkInfo>>;
  /** Addresses of other bindings; null: unknown. @default {127.0.0.1} */
  readonly defaultNetwork?: NetworkInfo | null;
  /** Address for others; null: unknown. @default {"127.0.0.1"} */
  readonly publicAddress?: string | null;
  /** Ports that are open. @default {[]} */
  readonly openedPorts?: Iterable<OpenedPortsSeed>;
  /** Path of a resource's file, by name. @default {{}} */
  readonly resources?: Readonly<Record<string, string>>;
  /** What `state-set` has kept. @default {{}} */
  readonly charmState?: Readonly<Record<string, string>>;
  /** What `leader-set` has kept. @default {{}} */
  readonly leaderSettings?: Readonly<Record<string, string>>;
  /** Number of units that the application is to have. @default {1} */
  readonly plannedUnits?: number;
  /** The cloud; null: it is not known. @default {null} */
  readonly cloudSpec?: CloudSpec | null;
  /** Whether the application may see the cloud's credential. @default {true} */
  readonly trusted?: boolean;
  /** Status of the unit. @default {waiting for its machine or pod} */
  readonly unitStatus?: StatusState;
  /** Status of the application. @default {unknown} */
  readonly appStatus?: StatusState;
  /** Version of the workload. @default {""} */
  readonly workloadVersion?: string;
  /** Machine of the unit. @default {"0", or empty on Kubernetes} */
  readonly machineId?: string;
  /** Availability zone of the unit. @default {""} */
  readonly availabilityZone?: string;
  /** The principal unit of a subordinate. @default {""} */
  readonly principalUnit?: string;
  /** Who wants to know what happens. @default {nobody} */
  readonly observer?: ModelObserver;
}
