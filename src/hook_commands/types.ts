/** A value of charm configuration: secrets are their id as text. */
export type ConfigValue = string | number | boolean;

/** Names a relation for a hook command: `endpoint:id`, or the id alone. */
export interface RelationRef {
  /** Endpoint of this charm, such as `"db"`. */
  readonly endpoint?: string;
  /** The number of the relation, unique in the model. */
  readonly id: number;
}

/** A status that a charm can set, in Juju's words. */
export type SettableStatusName =
  | "active"
  | "blocked"
  | "maintenance"
  | "waiting";

/** A status that Juju can report. */
export type StatusName = SettableStatusName | "error" | "unknown";

/** The status of a unit or of an application, as `status-get` tells it. */
export interface StatusInfo {
  /** The status in Juju's words; a name that is not known here stays as it is. */
  readonly status: string;
  /** Text shown beside the status; empty when there is none. */
  readonly message: string;
  /** What else Juju keeps with the status. */
  readonly statusData: Readonly<Record<string, unknown>>;
}

/** The status of an application and of each of its units. */
export interface AppStatusInfo extends StatusInfo {
  /** Unit name to the status of that unit. */
  readonly units: Readonly<Record<string, StatusInfo>>;
}

/** Severities that `juju-log` knows, lowest first. */
export type LogLevel =
  | "TRACE"
  | "DEBUG"
  | "INFO"
  | "WARNING"
  | "ERROR"
  | "CRITICAL";

/** A transport protocol of a port. */
export type PortProtocol = "tcp" | "udp" | "icmp";

/** A port, or a range of ports, to open or to close. */
export interface PortRange {
  /** Transport protocol; `"icmp"` has no port. @default {"tcp"} */
  readonly protocol?: PortProtocol;
  /** The port, or the first one of a range. */
  readonly port?: number;
  /** The last port of a range, when it is one. */
  readonly toPort?: number;
  /** Endpoints to which this applies. @default {all} */
  readonly endpoints?: readonly string[];
}

/** An opened port, as `opened-ports` tells it. */
export interface OpenedPortRange {
  /** Transport protocol; one that is not known here stays as it is. */
  readonly protocol: string;
  /** The port or the first one of a range; null for icmp. */
  readonly port: number | null;
  /** The last port of a range; null when it is a single port. */
  readonly toPort: number | null;
  /** Endpoints, `["*"]` for all of them; null when they were not asked for. */
  readonly endpoints: readonly string[] | null;
}

/** One address of an interface. */
export interface NetworkAddress {
  /** Host name; empty when there is none. */
  readonly hostname: string;
  /** IP address as text, or a host name that does not resolve. */
  readonly value: string;
  /** Subnet such as `"10.0.0.0/24"`; empty when not known. */
  readonly cidr: string;
}

/** One network interface with its addresses. */
export interface BindAddress {
  /** MAC address; empty when there is none. */
  readonly macAddress: string;
  /** Interface name; empty when there is none. */
  readonly interfaceName: string;
  /** Addresses of the interface, in Juju's order. */
  readonly addresses: readonly NetworkAddress[];
}

/** What `network-get` tells of a binding. */
export interface NetworkInfo {
  /** Where to listen, by interface. */
  readonly bindAddresses: readonly BindAddress[];
  /** Subnets from which the unit's traffic goes out. */
  readonly egressSubnets: readonly string[];
  /** Addresses that others connect to. */
  readonly ingressAddresses: readonly string[];
}

/** A credential of a cloud. */
export interface CloudCredential {
  /** How it authenticates, such as `"certificate"`. */
  readonly authType: string;
  /** Its attributes, such as a client certificate. Not to be logged. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Names of attributes that were left out. */
  readonly redacted: readonly string[];
}

/** The cloud of the model, from `credential-get`; needs `juju trust`. */
export interface CloudSpec {
  /** Kind of cloud, such as `"lxd"`. */
  readonly type: string;
  /** The cloud's name in the controller. */
  readonly name: string;
  /** Region, if the cloud has them. */
  readonly region: string | null;
  /** Address of the cloud's API. */
  readonly endpoint: string | null;
  /** Address of its identity service. */
  readonly identityEndpoint: string | null;
  /** Address of its storage service. */
  readonly storageEndpoint: string | null;
  /** The credential, if one is set. */
  readonly credential: CloudCredential | null;
  /** Certificates of authorities to trust, in PEM. */
  readonly caCertificates: readonly string[];
  /** Whether the cloud's certificate is not to be checked. */
  readonly skipTlsVerify: boolean;
  /** Whether the controller runs in this cloud. */
  readonly isControllerCloud: boolean;
}

/** The state of a unit, or of a remote application, in `goal-state`. */
export interface Goal {
  /** Status, such as `"active"` or `"dying"`. */
  readonly status: string;
  /** Since when; null when Juju does not say. */
  readonly since: Date | null;
}

/** What the model is to become, from `goal-state`. */
export interface GoalState {
  /** Unit name to goal, of this application. */
  readonly units: Readonly<Record<string, Goal>>;
  /** Endpoint to remote unit or application to goal. */
  readonly relations: Readonly<Record<string, Readonly<Record<string, Goal>>>>;
}

/** How often a secret is to be rotated. */
export type SecretRotate =
  | "never"
  | "hourly"
  | "daily"
  | "weekly"
  | "monthly"
  | "quarterly"
  | "yearly";

/** Content of a secret to be written: text, or bytes as they are. */
export type SecretData = Readonly<Record<string, string | Uint8Array>>;

/** Metadata of a secret, without its content. */
export interface SecretInfo {
  /** The id as Juju gave it, often without `secret:`. */
  readonly id: string;
  /** Newest revision, from 1. */
  readonly revision: number;
  /** The owner's label, if any. */
  readonly label: string | null;
  /** Description, if any. */
  readonly description: string | null;
  /** When it expires, if it does. */
  readonly expiry: Date | null;
  /** Rotation policy, if any; one that is not known here stays as it is. */
  readonly rotation: string | null;
  /** When it is next rotated, if it is. */
  readonly rotates: Date | null;
  /** `"application"` or `"unit"`; null when Juju does not say. */
  readonly owner: string | null;
  /** To whom it is granted. */
  readonly access: readonly SecretAccess[];
}

/** Who may read a secret, and for how long. */
export interface SecretAccess {
  /** Whom Juju lets read it, as a tag such as `"application-web"`. */
  readonly target: string;
  /** For how long, as the tag of a relation such as `"relation-db.web#pg.db"`. */
  readonly scope: string;
  /** What they may do, such as `"view"`. */
  readonly role: string;
}

/** What can be set of a secret beside its content. */
export interface SecretAttributes {
  /** Label by which the owner finds it again; unique for the owner. */
  readonly label?: string;
  /** Description for people. */
  readonly description?: string;
  /** When it expires: an instant, or text as Juju takes it, such as `"24h"`. */
  readonly expire?: Date | string;
  /** Rotation policy. */
  readonly rotate?: SecretRotate;
}

/** A storage instance, from `storage-get`. */
export interface StorageInfo {
  /** `"filesystem"` or `"block"`. */
  readonly kind: string;
  /** Absolute path of the mount point or of the device. */
  readonly location: string;
}
