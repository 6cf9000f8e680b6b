import type { Application } from "./application.ts";
import type { EntityCache } from "./entity_cache.ts";
import { RelationNotFoundError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { RelationData } from "./relation_data.ts";
import type { Unit } from "./unit.ts";
import { translateErrors } from "./_translate_errors.ts";

/** The model at the other side of a relation. */
export interface RemoteModel {
  /** UUID of the model. */
  readonly uuid: string;
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
   * The application on the other side (in a peer relation: the own one), or
   * null when Juju does not know the relation any more.
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
    this.app = members?.app ? entities.application(members.app) : null;
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
    const { relationId, remoteAppName } = backend.context;
    const app = units[0]?.split("/")[0] ??
      (relationId === relation.id && remoteAppName
        ? remoteAppName
        : ask(() => backend.relationApp(ref)));
    return { units, app };
  } catch (error) {
    if (error instanceof RelationNotFoundError) return null;
    throw error;
  }
}
