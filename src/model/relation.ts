import type { Application } from "./application.ts";
import type { EntityCache } from "./entity_cache.ts";
import { RelationNotFoundError } from "./errors.ts";
import { type LoadResult, valueOf } from "../schema/load_result.ts";
import type {
  SchemaOutput,
  StandardSchema,
} from "../schema/standard_schema.ts";
import type { ModelContext } from "./model_context.ts";
import {
  encodeValues,
  isSameJson,
  type RelationCodec,
} from "./relation_codec.ts";
import { RelationData } from "./relation_data.ts";
import { loadDatabag } from "./relation_load.ts";
import type { Unit } from "./unit.ts";
import { translateErrors } from "./_translate_errors.ts";

/** The model at the other side of a relation. */
export interface RemoteModel {
  /** UUID of the model. */
  readonly uuid: string;
}

/** Options of {@linkcode Relation.load}, {@linkcode Relation.tryLoad} and {@linkcode Relation.save}. */
export interface RelationCodecOptions {
  /** How the values of the databag are written as text. @default {"json"} */
  readonly codec?: RelationCodec;
}

/** A relation among the units of one application, which is always this one. */
export interface PeerRelation extends Relation {
  /** The own application. */
  readonly app: Application;
}

/**
 * A relation between this application and another, or among its own units.
 *
 * Its members are read from Juju when it is made, with one `relation-list`.
 */
export class Relation {
  /** Name of the endpoint on this side. */
  readonly name: string;
  /** Number of the relation, unique in the model. */
  readonly id: number;
  /**
   * The application on the other side, or null when Juju does not know the
   * relation any more; in a peer relation always the own one.
   */
  readonly app: Application | null;
  /** The remote units; in a peer relation, the other units of the application. */
  readonly units: ReadonlySet<Unit>;
  /** The databags, by unit and application. */
  readonly data: RelationData;
  /** False for a relation that is being broken, or that Juju does not know. */
  readonly active: boolean;
  readonly #context: ModelContext;
  #remoteModel: RemoteModel | null = null;

  /** Asks Juju for the members of a relation. `known` is false when `relation-ids` lists no such id. */
  constructor(
    name: string,
    id: number,
    parts: {
      readonly context: ModelContext;
      readonly entities: EntityCache;
      readonly known: boolean;
    },
  ) {
    const { context, entities, known } = parts;
    this.name = name;
    this.id = id;
    this.#context = context;
    const members = known ? readMembers(this, context) : null;
    this.units = new Set(
      members?.units.map((unit) => entities.unit(unit)) ?? [],
    );
    const appName = context.meta.relations[name]?.role === "peer"
      ? context.appName
      : members?.app ?? (known ? toldApp(id, context) : null);
    this.app = appName ? entities.application(appName) : null;
    this.active = members !== null && id !== context.brokenRelationId;
    this.data = new RelationData(this, this.#owners(entities), context);
  }

  /**
   * The model at the other side, read once. Source: `relation-model-get`,
   * which Juju has since 3.6.2.
   *
   * @throws {ModelError} If Juju does not tell.
   */
  get remoteModel(): RemoteModel {
    return this.#remoteModel ??= {
      uuid: translateErrors(
        this.#context,
        `Cannot read the model of relation ${this}`,
        () =>
          this.#context.backend.relationModelGet({
            endpoint: this.name,
            id: this.id,
          }),
      ),
    };
  }

  /**
   * The data that a unit or an application shows, as a schema gives it.
   *
   * Each value of the databag is decoded, by default from JSON, and the schema
   * gets an object of them all. It should let keys pass that it does not know:
   * the other side may have more. A value that cannot be decoded is wrong only
   * if the schema looks at its key. Juju's own keys of a unit (its addresses,
   * in plain text) are left out, unless another codec is chosen.
   *
   * @example In a handler of a charm
   * ```ts ignore
   * const Database = z.object({ host: z.string(), port: z.int() });
   *
   * const { host, port } = event.relation.load(Database, event.app);
   * ```
   *
   * @param schema Checks the data: of zod, valibot, arktype or your own.
   * @param of The unit or the application whose databag it is.
   * @param options With `codec`, how values are written as text.
   * @throws {InvalidDataError} If the data is not as the schema wants it, which
   * is so, too, while the other side has not written any.
   * @throws {RelationDataAccessError} If this unit may not read the databag.
   * @throws {ModelError} If the unit or application takes no part in the relation.
   * @throws {TypeError} If the schema is asynchronous.
   */
  load<S extends StandardSchema>(
    schema: S,
    of: Unit | Application,
    options: RelationCodecOptions = {},
  ): SchemaOutput<S> {
    return valueOf(this.tryLoad(schema, of, options));
  }

  /**
   * As {@linkcode Relation.load}, but data that is not as the schema wants it
   * is a result to look at. All other errors are thrown.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { Context, Relation, State } from "@charmkit/ops/testing";
   * import { assertEquals } from "@std/assert";
   * import { z } from "zod";
   *
   * const charmcraft = {
   *   name: "web",
   *   requires: { db: { interface: "pg", limit: 1 } },
   * } as const satisfies ops.Charmcraft;
   *
   * const Database = z.object({ host: z.string(), port: z.int() });
   *
   * class WebCharm extends ops.CharmBase<typeof charmcraft> {
   *   constructor(framework: ops.Framework) {
   *     super(framework);
   *     this.observe(this.on["db"].relationChanged, this.#onDatabase);
   *   }
   *
   *   #onDatabase({ relation, app }: ops.RelationChangedEvent): void {
   *     if (app === null) return;
   *     const database = relation.tryLoad(Database, app);
   *     this.unit.status = database.ok
   *       ? new ops.ActiveStatus(`Uses ${database.value.host}`)
   *       : new ops.WaitingStatus(`Database: ${database.error.details}`);
   *   }
   * }
   *
   * const db = new Relation("db", {
   *   remoteAppData: { host: '"10.0.0.7"', port: "5432" },
   * });
   * const ctx = new Context(WebCharm, charmcraft);
   * const state = new State({ relations: [db] });
   * const out = await ctx.run(ctx.on.relationChanged(db), state);
   *
   * assertEquals(out.unitStatus, new ops.ActiveStatus("Uses 10.0.0.7"));
   * ```
   *
   * @throws {RelationDataAccessError} If this unit may not read the databag.
   * @throws {ModelError} If the unit or application takes no part in the relation.
   * @throws {TypeError} If the schema is asynchronous.
   */
  tryLoad<S extends StandardSchema>(
    schema: S,
    of: Unit | Application,
    options: RelationCodecOptions = {},
  ): LoadResult<SchemaOutput<S>> {
    const { codec = "json" } = options;
    return loadDatabag(schema, this.data.get(of).toObject(), {
      action: `Cannot load data of "${of.name}" in relation ${this}`,
      codec,
    });
  }

  /**
   * Writes each member of a value into the databag of this unit or, as leader,
   * of its application, with at most one hook command.
   *
   * By default a member is written as JSON. One whose JSON the databag has
   * already, in whatever spelling (Python's has spaces, and escapes), is not
   * written again. One that is undefined erases its key. Keys that the value
   * does not name stay as they are: to erase a field that is no longer there,
   * name it as undefined.
   *
   * @example In a handler of a charm
   * ```ts ignore
   * relation.save({ host: "10.0.0.7", replicas: [1, 2], ca: undefined }, this.app);
   * ```
   *
   * @param value An object of keys and values.
   * @param to This unit, or its application.
   * @param options With `codec`, how values are written as text.
   * @throws {RelationDataTypeError} If a member has no JSON form, or the codec
   * gives no text; nothing is written.
   * @throws {RelationDataAccessError} If this unit may not write the databag.
   * @throws {TypeError} If the value is no object of keys and values.
   */
  save(
    value: object,
    to: Unit | Application,
    options: RelationCodecOptions = {},
  ): void {
    const { codec = "json" } = options;
    this.data.get(to).update(
      encodeValues(codec, value),
      codec === "json" ? { isSame: isSameJson } : {},
    );
  }

  /** Endpoint and number, as in `"db:7"`. */
  toString(): string {
    return `"${this.name}:${this.id}"`;
  }

  #owners(entities: EntityCache): Set<Unit | Application> {
    const { departedUnitName, meta, unitName, appName } = this.#context;
    const owners = new Set<Unit | Application>([
      entities.unit(unitName),
      entities.application(appName),
      ...this.units,
    ]);
    if (this.app === null) return owners;
    owners.add(this.app);
    // Juju no longer lists a unit that leaves, but its data can still be read.
    if (
      departedUnitName?.startsWith(`${this.app.name}/`) &&
      meta.relations[this.name]?.role !== "peer"
    ) {
      owners.add(entities.unit(departedUnitName));
    }
    return owners;
  }
}

/** Names of the other side, or null when Juju says that the relation is gone. */
function readMembers(
  relation: Relation,
  context: ModelContext,
): { readonly units: string[]; readonly app: string } | null {
  const { backend, meta } = context;
  const ref = { endpoint: relation.name, id: relation.id };
  const ask = <T>(run: () => T): T =>
    translateErrors(
      context,
      `Cannot list the units of relation ${relation}`,
      run,
    );
  try {
    const units = ask(() => backend.relationList(ref));
    if (meta.relations[relation.name]?.role === "peer") {
      return { units, app: context.appName };
    }
    const app = units[0]?.split("/")[0] ?? toldApp(relation.id, context) ??
      ask(() => backend.relationApp(ref));
    return { units, app };
  } catch (error) {
    if (error instanceof RelationNotFoundError) return null;
    throw error;
  }
}

/** The remote application that Juju told with the event, if it is about this relation. */
function toldApp(id: number, { backend }: ModelContext): string | null {
  const { relationId, remoteAppName } = backend.context;
  return relationId === id ? remoteAppName : null;
}
