/** The part that an application plays in a relation. */
export type RelationRole = "peer" | "requires" | "provides";

/** An endpoint as the metadata declares it. */
export interface RelationMeta {
  /** The application's part in relations of this endpoint. */
  readonly role: RelationRole;
  /** Name of the endpoint. */
  readonly relationName: string;
  /** Name of the interface that both sides speak. */
  readonly interfaceName: string;
  /** Highest number of relations; null when there is no limit. */
  readonly limit: number | null;
  /** `"container"`: only with the principal charm of the same machine. */
  readonly scope: "global" | "container";
  /** Whether the charm works without it; for people only. */
  readonly optional: boolean;
}

/** A storage as the metadata declares it. */
export interface StorageMeta {
  /** Name of the storage. */
  readonly storageName: string;
  /** Kind of storage. */
  readonly type: "filesystem" | "block";
  /** What it is for; empty when not said. */
  readonly description: string;
  /** Whether all units share it. */
  readonly shared: boolean;
  /** Whether it is mounted read-only. */
  readonly readOnly: boolean;
  /** Smallest size such as `"10G"`; null when not said. */
  readonly minimumSize: string | null;
  /** Where it is mounted; null when Juju chooses. */
  readonly location: string | null;
  /** Properties such as `"transient"`. */
  readonly properties: readonly string[];
  /** Fewest and most instances (null: no upper bound); null for exactly one. */
  readonly multipleRange: readonly [number, number | null] | null;
}

/** Where a container sees a storage. */
export interface ContainerStorageMeta {
  /** Name of the storage. */
  readonly storage: string;
  /** Absolute paths in the container. */
  readonly locations: readonly string[];
}

/** A base that a container runs, instead of an image. */
export interface ContainerBase {
  /** Name of the operating system, such as `"ubuntu"`. */
  readonly osName: string;
  /** Its channel, such as `"24.04/stable"`. */
  readonly channel: string;
  /** Architectures that it can run on, such as `"amd64"`. */
  readonly architectures: readonly string[];
}

/** A workload container as the metadata declares it. */
export interface ContainerMeta {
  /** Name of the container. */
  readonly name: string;
  /** The oci-image resource it runs; null when it runs bases. */
  readonly resource: string | null;
  /** The bases it runs; empty when it runs a resource. */
  readonly bases: readonly ContainerBase[];
  /** Storage name to where the container sees it. */
  readonly mounts: Readonly<Record<string, ContainerStorageMeta>>;
}

/** An action as the metadata declares it. */
export interface ActionMeta {
  /** Name of the action. */
  readonly name: string;
  /** Name for people; empty when not said. */
  readonly title: string;
  /** What it does; empty when not said. */
  readonly description: string;
  /** Parameter name to JSON Schema. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Names of parameters that must be given. */
  readonly required: readonly string[];
  /**
   * Whether other parameters are accepted. When the metadata does not say, Juju
   * accepts them before 4.0.0, and refuses them from then on.
   */
  readonly additionalProperties: boolean;
}

/** A configuration option as the metadata declares it. */
export interface ConfigMeta {
  /** Name of the option. */
  readonly name: string;
  /** Type of its value. */
  readonly type: "string" | "int" | "float" | "boolean" | "secret";
  /** Value while nobody has set one; null when there is none. */
  readonly default: string | number | boolean | null;
  /** What it does; null when not said. */
  readonly description: string | null;
}

/** A resource as the metadata declares it. */
export interface ResourceMeta {
  /** Name of the resource. */
  readonly resourceName: string;
  /** Kind of resource. */
  readonly type: "file" | "oci-image";
  /** Name of the file as the charm finds it; null for images. */
  readonly filename: string | null;
  /** What it is; empty when not said. */
  readonly description: string;
}

/** A kind of payload as the metadata declares it. */
export interface PayloadMeta {
  /** Name of the payload's class. */
  readonly payloadName: string;
  /** Kind of payload, such as `"docker"`. */
  readonly type: string;
}

/** Where more is to be found about a charm. */
export interface MetadataLinks {
  /** Pages about the charm. */
  readonly websites: readonly string[];
  /** Where its code is. */
  readonly sources: readonly string[];
  /** Where its bugs are reported. */
  readonly issues: readonly string[];
  /** Where its documentation is; null when not said. */
  readonly documentation: string | null;
}

/** What a charm asks of Juju: features, of which all or any must be there. */
export interface JujuAssumes {
  /** Whether all of the features are needed, or any of them will do. */
  readonly condition: "all-of" | "any-of";
  /** Features such as `"k8s-api"` and `"juju >= 3.6"`, and groups of them. */
  readonly features: readonly (string | JujuAssumes)[];
}
