import type {
  Charmcraft,
  CharmcraftContainer,
  CharmcraftEndpoint,
  CharmcraftStorage,
} from "./charmcraft.ts";

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

/** A workload container as the metadata declares it. */
export interface ContainerMeta {
  /** Name of the container. */
  readonly name: string;
  /** The oci-image resource it runs; null when it runs bases. */
  readonly resource: string | null;
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
  /** Whether other parameters are accepted; null leaves it to Juju's version. */
  readonly additionalProperties: boolean | null;
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

/**
 * Everything a charm knows of its own metadata, with defaults filled in.
 *
 * Source: metadata.yaml, config.yaml and actions.yaml as Juju reads them.
 *
 * @example Usage
 * ```ts
 * import { CharmMeta } from "@charmkit/ops";
 * import { assertEquals } from "@std/assert";
 *
 * const meta = new CharmMeta({ name: "web", requires: { db: "postgresql" } });
 *
 * assertEquals(meta.relations["db"]?.interfaceName, "postgresql");
 * assertEquals(meta.relations["db"]?.scope, "global");
 * ```
 */
export class CharmMeta {
  /** The metadata as it was given. */
  readonly charmcraft: Charmcraft;
  /** Name of the charm. */
  readonly name: string;
  /** One line about the charm; empty when not said. */
  readonly summary: string;
  /** What the charm does; empty when not said. */
  readonly description: string;
  /** Whether the charm runs beside a principal charm's unit. */
  readonly subordinate: boolean;
  /** Endpoint name to endpoint, for all roles. */
  readonly relations: Readonly<Record<string, RelationMeta>>;
  /** Storage name to storage. */
  readonly storages: Readonly<Record<string, StorageMeta>>;
  /** Container name to container. */
  readonly containers: Readonly<Record<string, ContainerMeta>>;
  /** Action name to action. */
  readonly actions: Readonly<Record<string, ActionMeta>>;
  /** Option name to option. */
  readonly config: Readonly<Record<string, ConfigMeta>>;
  /** Resource name to resource. */
  readonly resources: Readonly<Record<string, ResourceMeta>>;
  /** Names of bindings beside the endpoints. */
  readonly extraBindings: readonly string[];

  /**
   * Reads metadata in the shape of charmcraft.yaml.
   *
   * @param charmcraft The generated module's metadata, or the packed files' content.
   * @throws {TypeError} If an endpoint or a storage range is not as Juju reads it.
   */
  constructor(charmcraft: Charmcraft) {
    this.charmcraft = charmcraft;
    this.name = charmcraft.name;
    this.summary = charmcraft.summary ?? "";
    this.description = charmcraft.description ?? "";
    this.subordinate = charmcraft.subordinate ?? false;
    this.relations = {
      ...mapValues(charmcraft.requires, relationMeta.bind(null, "requires")),
      ...mapValues(charmcraft.provides, relationMeta.bind(null, "provides")),
      ...mapValues(charmcraft.peers, relationMeta.bind(null, "peer")),
    };
    this.storages = mapValues(charmcraft.storage, storageMeta);
    this.containers = mapValues(charmcraft.containers, containerMeta);
    this.actions = mapValues(charmcraft.actions, (name, action) => ({
      name,
      title: action?.title ?? "",
      description: action?.description ?? "",
      parameters: action?.params ?? {},
      required: action?.required ?? [],
      additionalProperties: action?.additionalProperties ?? null,
    }));
    this.config = mapValues(charmcraft.config?.options, (name, option) => ({
      name,
      type: option?.type ?? "string",
      default: option?.default ?? null,
      description: option?.description ?? null,
    }));
    this.resources = mapValues(charmcraft.resources, (name, resource) => ({
      resourceName: name,
      type: resource?.type ?? "file",
      filename: resource?.filename ?? null,
      description: resource?.description ?? "",
    }));
    this.extraBindings = Object.keys(charmcraft["extra-bindings"] ?? {});
  }
}

function mapValues<V, W>(
  values: Readonly<Record<string, V>> | null | undefined,
  map: (name: string, value: V) => W,
): Record<string, W> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      map(name, value),
    ]),
  );
}

function relationMeta(
  role: RelationRole,
  relationName: string,
  endpoint: CharmcraftEndpoint,
): RelationMeta {
  const given = typeof endpoint === "string"
    ? { interface: endpoint }
    : endpoint;
  if (typeof given?.interface !== "string") {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": it names no interface`,
    );
  }
  const { limit = null, scope = "global", optional = false } = given;
  if (limit !== null && !Number.isInteger(limit)) {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": its limit is not a whole number`,
    );
  }
  if (scope !== "global" && scope !== "container") {
    throw new TypeError(
      `Cannot read endpoint "${relationName}": its scope must be "global" or "container"`,
    );
  }
  return {
    role,
    relationName,
    interfaceName: given.interface,
    limit,
    scope,
    optional,
  };
}

function storageMeta(
  storageName: string,
  storage: CharmcraftStorage,
): StorageMeta {
  return {
    storageName,
    type: storage.type,
    description: storage.description ?? "",
    shared: storage.shared ?? false,
    readOnly: storage["read-only"] ?? false,
    minimumSize: storage["minimum-size"] ?? null,
    location: storage.location ?? null,
    properties: storage.properties ?? [],
    multipleRange: multipleRange(storageName, storage.multiple?.range),
  };
}

function multipleRange(
  storageName: string,
  range: string | number | undefined,
): readonly [number, number | null] | null {
  if (range === undefined) return null;
  const found = /^(\d+)(\+|-(\d*))?$/.exec(String(range));
  if (found === null) {
    throw new TypeError(
      `Cannot read storage "${storageName}": its range "${range}" is none of "2", "2-4", "2-" and "2+"`,
    );
  }
  const [, from, open, to] = found;
  if (open === undefined) return [Number(from), Number(from)];
  return [Number(from), to ? Number(to) : null];
}

function containerMeta(
  name: string,
  container: CharmcraftContainer | null,
): ContainerMeta {
  const locations = new Map<string, string[]>();
  for (const { storage, location } of container?.mounts ?? []) {
    if (location === undefined) continue;
    locations.set(storage, [...locations.get(storage) ?? [], location]);
  }
  return {
    name,
    resource: container?.resource ?? null,
    mounts: Object.fromEntries(
      [...locations].map(([storage, locations]) => [
        storage,
        { storage, locations },
      ]),
    ),
  };
}
