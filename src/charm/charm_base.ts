import { AbortError } from "../abort.ts";
import type { Framework } from "../framework/framework.ts";
import { FrameworkObject } from "../framework/framework_object.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { Application } from "../model/application.ts";
import type { ConfigData } from "../model/config.ts";
import type { Container } from "../model/container.ts";
import type { RelationMapping } from "../model/relation_mapping.ts";
import type { RelationOf } from "../model/relation_types.ts";
import type { Resources } from "../model/resources.ts";
import type { Secret } from "../model/secret.ts";
import { BlockedStatus } from "../model/status.ts";
import type { StorageMapping } from "../model/storage_mapping.ts";
import type {
  ContainerName,
  DeclaredOptions,
  EndpointName,
  OptionName,
  OptionValue,
  SingleEndpointName,
} from "../meta/charmcraft_types.ts";
import type { Unit } from "../model/unit.ts";
import type { DeclaredFields } from "../schema/declared_fields.ts";
import type { LoadResult } from "../schema/load_result.ts";
import type {
  SchemaInput,
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import { type CharmOn, makeCharmEvents } from "./charm_events.ts";

/** A class of charms, as `main` takes it. */
export interface CharmClass<C extends Charmcraft = Charmcraft> {
  /** Makes the charm for one dispatch. */
  new (framework: Framework): CharmBase<C>;
  /** Name of the class: the top of its paths. */
  readonly name: string;
  /** Name in paths, when it is to differ from the class's own. */
  readonly handleKind?: string | undefined;
}

/** Options of {@linkcode CharmBase.loadConfig}. */
export interface LoadConfigOptions {
  /**
   * What happens when the configuration is not as the schema wants it:
   * `"throw"`, or `"blocked"` to set the unit's status and end the dispatch.
   * @default {"throw"}
   */
  readonly onError?: "throw" | "blocked";
}

/** What a schema of the configuration gets for the metadata `C`: a secret for the id of one. */
export type ConfigFields<C extends Charmcraft> = {
  readonly [N in OptionName<C>]: DeclaredOptions<C> extends {
    readonly [O in N]: { readonly type: "secret" };
  } ? Secret
    : OptionValue<C, N>;
};

/**
 * The base of charms.
 *
 * A charm is made anew for each event of Juju. Its constructor says what it
 * observes; its handlers do the work. With the generated metadata as `C`, the
 * names of options, endpoints and containers are checked by the compiler.
 *
 * @example Usage
 * ```ts
 * import * as ops from "@charmkit/ops";
 *
 * class HelloCharm extends ops.CharmBase {
 *   constructor(framework: ops.Framework) {
 *     super(framework);
 *     this.observe(this.on.start, this.#onStart);
 *   }
 *
 *   #onStart(): void {
 *     this.unit.status = new ops.ActiveStatus("Hello");
 *   }
 * }
 * ```
 */
export abstract class CharmBase<C extends Charmcraft = Charmcraft>
  extends FrameworkObject {
  /**
   * The charm's events: `on.configChanged`, and by name in the metadata
   * `on["db"].relationChanged` or `on["web"].pebbleReady`.
   */
  readonly on: CharmOn<C>;

  /** Takes the framework; called by `main` and by tests. */
  constructor(framework: Framework) {
    super(framework);
    this.on = makeCharmEvents<C>(this, framework.meta);
  }

  /** The application of this unit. */
  get app(): Application {
    return this.model.app;
  }

  /** This unit. */
  get unit(): Unit {
    return this.model.unit;
  }

  /** The charm's configuration. */
  get config(): ConfigData<C> {
    return this.model.config as unknown as ConfigData<C>;
  }

  /**
   * The configuration as a schema gives it.
   *
   * The schema gets an object of all options that have a value, by their names
   * in the metadata; for names with hyphens, its keys are text. An option of
   * type `secret` is a {@linkcode Secret}, whose content is not read yet. What
   * the metadata does not declare, a schema for typed metadata cannot ask for.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { Context, State } from "@charmkit/ops/testing";
   * import { assertEquals } from "@std/assert";
   * import { z } from "zod";
   *
   * const charmcraft = {
   *   name: "web",
   *   config: { options: { "log-level": { type: "string", default: "info" } } },
   * } as const satisfies ops.Charmcraft;
   *
   * const Config = z.object({ "log-level": z.enum(["info", "debug"]) });
   *
   * class WebCharm extends ops.CharmBase<typeof charmcraft> {
   *   constructor(framework: ops.Framework) {
   *     super(framework);
   *     this.observe(this.on.configChanged, this.#onConfigChanged);
   *   }
   *
   *   #onConfigChanged(): void {
   *     const config = this.loadConfig(Config, { onError: "blocked" });
   *     this.unit.status = new ops.ActiveStatus(config["log-level"]);
   *   }
   * }
   *
   * const ctx = new Context(WebCharm, charmcraft);
   * const state = new State({ config: { "log-level": "loud" } });
   * const out = await ctx.run(ctx.on.configChanged(), state);
   *
   * assertEquals(out.unitStatus.name, "blocked");
   * ```
   *
   * @param schema Checks the configuration: of zod, valibot, arktype or your own.
   * @param options With `onError: "blocked"`, wrong configuration sets the
   * status `Invalid config: …` with what is wrong, and ends the dispatch without
   * an error: other handlers are not called, no status is collected, and no
   * state is kept. Juju dispatches again when the configuration has changed.
   * @throws {InvalidDataError} If the configuration is not as the schema wants it.
   * @throws {ModelError} If Juju does not tell it.
   * @throws {TypeError} If the schema is asynchronous.
   */
  loadConfig<S extends StandardSchema>(
    schema: S & DeclaredFields<SchemaInput<S>, ConfigFields<C>>,
    options: LoadConfigOptions = {},
  ): SchemaOutput<S> {
    const result = this.tryLoadConfig(schema);
    if (result.ok) return result.value;
    if (options.onError !== "blocked") throw result.error;
    const message = `Invalid config: ${result.error.details}`;
    this.unit.status = new BlockedStatus(message);
    throw new AbortError(message);
  }

  /**
   * As {@linkcode CharmBase.loadConfig}, but configuration that is not as the
   * schema wants it is a result to look at. All other errors are thrown.
   */
  tryLoadConfig<S extends StandardSchema>(
    schema: S & DeclaredFields<SchemaInput<S>, ConfigFields<C>>,
  ): LoadResult<SchemaOutput<S>> {
    return this.model.config.tryLoad<S>(schema);
  }

  /** The relations by endpoint; as `model.relations`, with the names of the metadata. */
  get relations(): RelationMapping<C> {
    return this.model.relations as unknown as RelationMapping<C>;
  }

  /**
   * The relation of an endpoint that has one at most, or null when there is
   * none; as `model.getRelation`, with the names of the metadata.
   *
   * The endpoint is one of peers, or says `limit: 1`, which Juju keeps to. For
   * others, take each of `relations.get(name)`, or one by its number.
   *
   * @throws {TooManyRelatedAppsError} If there are several, which untyped
   * metadata does not exclude.
   */
  getRelation<N extends SingleEndpointName<C>>(
    name: N,
  ): RelationOf<C, N> | null;
  /**
   * A relation by its number; one that Juju does not list is not active.
   *
   * @throws {TypeError} If the number is not a whole one.
   */
  getRelation<N extends EndpointName<C>>(
    name: N,
    id: number,
  ): RelationOf<C, N>;
  getRelation(name: string, id?: number): RelationOf<C, string> | null {
    return this.model.getRelation(name, id) as RelationOf<C, string> | null;
  }

  /** The storage instances by name; as `model.storages`, with the names of the metadata. */
  get storages(): StorageMapping<C> {
    return this.model.storages as unknown as StorageMapping<C>;
  }

  /** The resources by name; as `model.resources`, with the names of the metadata. */
  get resources(): Resources<C> {
    return this.model.resources as unknown as Resources<C>;
  }

  /**
   * A workload container; as `unit.getContainer`, with the names of the metadata.
   */
  getContainer(name: ContainerName<C>): Container {
    return this.unit.getContainer(name);
  }

  /** The charm's metadata. */
  get meta(): CharmMeta {
    return this.framework.meta;
  }

  /** How many hook commands this dispatch has run so far, those that log included. */
  get hookCommandCount(): number {
    return this.framework.hookCommandCount;
  }

  /** The charm's own folder. */
  get charmDir(): string {
    return this.framework.charmDir;
  }
}
