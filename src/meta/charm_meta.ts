import type { JujuVersion } from "../backend/juju_version.ts";
import {
  mapValues,
  readAssumes,
  readContainer,
  readFlag,
  readRelation,
  readStorage,
  texts,
} from "./_read_meta.ts";
import type { Charmcraft } from "./charmcraft.ts";
import type {
  ActionMeta,
  ConfigMeta,
  ContainerMeta,
  JujuAssumes,
  MetadataLinks,
  PayloadMeta,
  RelationMeta,
  ResourceMeta,
  StorageMeta,
} from "./charm_meta_types.ts";

export type {
  ActionMeta,
  ConfigMeta,
  ContainerBase,
  ContainerMeta,
  ContainerStorageMeta,
  JujuAssumes,
  MetadataLinks,
  PayloadMeta,
  RelationMeta,
  RelationRole,
  ResourceMeta,
  StorageMeta,
} from "./charm_meta_types.ts";

/** Options of {@linkcode CharmMeta}. */
export interface CharmMetaOptions {
  /**
   * The Juju that the charm runs in, which decides what the metadata leaves open.
   *
   * @default {one before 4.0.0}
   */
  readonly jujuVersion?: JujuVersion;
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
  /** The user that the charm runs as. */
  readonly charmUser: "root" | "sudoer" | "non-root";
  /** Endpoints where this charm uses what another offers. */
  readonly requires: Readonly<Record<string, RelationMeta>>;
  /** Endpoints where this charm offers something. */
  readonly provides: Readonly<Record<string, RelationMeta>>;
  /** Endpoints among the units of this application. */
  readonly peers: Readonly<Record<string, RelationMeta>>;
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
   * @param options What the metadata leaves to Juju.
   * @throws {TypeError} If an endpoint, a storage or a flag is not as Juju reads it.
   * @throws {ModelError} If a container has a resource and bases.
   */
  constructor(charmcraft: Charmcraft, options: CharmMetaOptions = {}) {
    this.charmcraft = charmcraft;
    this.name = charmcraft.name;
    this.summary = charmcraft.summary ?? "";
    this.description = charmcraft.description ?? "";
    this.subordinate = readFlag(charmcraft.subordinate, "subordinate");
    this.charmUser = charmcraft["charm-user"] ?? "root";
    this.requires = mapValues(
      charmcraft.requires,
      readRelation.bind(null, "requires"),
    );
    this.provides = mapValues(
      charmcraft.provides,
      readRelation.bind(null, "provides"),
    );
    this.peers = mapValues(charmcraft.peers, readRelation.bind(null, "peer"));
    this.relations = { ...this.requires, ...this.provides, ...this.peers };
    this.storages = mapValues(charmcraft.storage, readStorage);
    this.containers = mapValues(charmcraft.containers, readContainer);
    const { jujuVersion } = options;
    const acceptsOthers = jujuVersion === undefined ||
      jujuVersion.compare("4.0.0") < 0;
    this.actions = mapValues(charmcraft.actions, (name, action) => ({
      name,
      title: action?.title ?? "",
      description: action?.description ?? "",
      parameters: action?.params ?? {},
      required: action?.required ?? [],
      // A schema for them is a way of accepting them.
      additionalProperties: action?.additionalProperties === undefined
        ? acceptsOthers
        : action.additionalProperties !== false,
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

  /**
   * Reads metadata.yaml, and config.yaml and actions.yaml where they are.
   *
   * @param charmDir The charm's own folder.
   * @param options What the metadata leaves to Juju.
   * @throws {ModelError} If metadata.yaml is missing, or a file is not a YAML map.
   * @throws {TypeError} If an endpoint, a storage or a flag is not as Juju reads it.
   */
  static async fromCharmRoot(
    charmDir: string,
    options: CharmMetaOptions = {},
  ): Promise<CharmMeta> {
    // The reader of YAML costs start-up time, and a compiled charm needs none.
    const { readCharmMetadata } = await import("./read_charm_metadata.ts");
    return new CharmMeta(await readCharmMetadata(charmDir), options);
  }

  /** Who looks after the charm, as the metadata says it. */
  get maintainers(): readonly string[] {
    const { maintainer, maintainers, links } = this.charmcraft;
    return [maintainer, maintainers, links?.contact].flatMap(texts);
  }

  /** Where more is to be found about the charm. */
  get links(): MetadataLinks {
    const { website, source, issues, docs, links } = this.charmcraft;
    return {
      websites: texts(website ?? links?.website),
      sources: texts(source ?? links?.source),
      issues: texts(issues ?? links?.issues),
      documentation: docs ?? links?.documentation ?? null,
    };
  }

  /** Words by which the charm is found. */
  get tags(): readonly string[] {
    return texts(this.charmcraft.tags);
  }

  /** Terms that must be agreed to. */
  get terms(): readonly string[] {
    return texts(this.charmcraft.terms);
  }

  /** Series of Ubuntu, which metadata had before bases. */
  get series(): readonly string[] {
    return texts(this.charmcraft.series);
  }

  /** The oldest Juju that will do, as metadata said it before `assumes`; null when not said. */
  get minJujuVersion(): string | null {
    return this.charmcraft["min-juju-version"] ?? null;
  }

  /**
   * What the charm asks of Juju: all of these.
   *
   * @throws {TypeError} If a group is neither `any-of` nor `all-of`.
   */
  get assumes(): JujuAssumes {
    return readAssumes("all-of", this.charmcraft.assumes ?? []);
  }

  /** Payload class to what is known of it; Juju 4 has no payloads. */
  get payloads(): Readonly<Record<string, PayloadMeta>> {
    return mapValues(this.charmcraft.payloads, (payloadName, { type }) => ({
      payloadName,
      type,
    }));
  }
}
