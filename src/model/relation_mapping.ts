import type { Charmcraft } from "../meta/charmcraft.ts";
import type { EndpointName } from "../meta/charmcraft_types.ts";
import type { EntityCache } from "./entity_cache.ts";
import { ModelError, TooManyRelatedAppsError } from "./errors.ts";
import type { ModelContext } from "./model_context.ts";
import { Relation } from "./relation.ts";
import type { RelationOf } from "./relation_types.ts";
import { translateErrors } from "./_translate_errors.ts";

/**
 * The relations by endpoint. An endpoint's are read at first use, with one
 * `relation-ids` and one `relation-list` each, and kept for the dispatch. One
 * that is being broken is left out.
 */
export class RelationMapping<C extends Charmcraft = Charmcraft> {
  readonly #context: ModelContext;
  readonly #entities: EntityCache;
  readonly #ids: Map<string, readonly number[]> = new Map();
  readonly #relations: Map<string, Relation> = new Map();

  /** Takes the model's shared parts; nothing is asked of Juju yet. */
  constructor(context: ModelContext, entities: EntityCache) {
    this.#context = context;
    this.#entities = entities;
  }

  /** Names of the endpoints, as in the metadata. */
  keys(): EndpointName<C>[] {
    return Object.keys(this.#context.meta.relations) as EndpointName<C>[];
  }

  /** Whether the metadata declares such an endpoint. */
  has(endpoint: string): boolean {
    return Object.hasOwn(this.#context.meta.relations, endpoint);
  }

  /**
   * The relations of an endpoint.
   *
   * @throws {ModelError} If the metadata declares no such endpoint.
   */
  get<N extends EndpointName<C>>(
    endpoint: N,
  ): readonly RelationOf<C, N>[] {
    return this.#active(endpoint) as RelationOf<C, N>[];
  }

  /**
   * The relation of an endpoint, or null when there is none. With an id: that
   * one, which is not active when Juju does not list it.
   *
   * @throws {TooManyRelatedAppsError} If there are several and no id is given.
   * @throws {ModelError} If the metadata declares no such endpoint.
   * @throws {TypeError} If the id is not a whole number.
   */
  find(endpoint: EndpointName<C>, id?: number): Relation | null {
    if (id === undefined) {
      const relations = this.#active(endpoint);
      if (relations.length > 1) {
        throw new TooManyRelatedAppsError(endpoint, relations.length, 1);
      }
      return relations[0] ?? null;
    }
    if (!Number.isInteger(id)) {
      throw new TypeError(
        `Cannot get a relation of "${endpoint}": its id must be a whole number, got ${
          JSON.stringify(id)
        }`,
      );
    }
    // Juju may leave a relation out of the list while it is being broken, but
    // still answers for it; the relation of this dispatch needs no listing.
    const { relationId, relationName } = this.#context.backend.context;
    const known =
      (id === relationId && endpoint === relationName && this.has(endpoint)) ||
      this.#listed(endpoint).includes(id);
    return this.#relation(endpoint, id, known);
  }

  /** All endpoints with their relations. */
  *[Symbol.iterator](): IterableIterator<[string, readonly Relation[]]> {
    for (const endpoint of this.keys()) {
      yield [endpoint, this.#active(endpoint)];
    }
  }

  /**
   * Forgets what was read, as another dispatch begins; who holds a relation
   * reads its data anew.
   *
   * @internal
   */
  forget(): void {
    for (const { data } of this.#relations.values()) data.forget();
    this.#ids.clear();
    this.#relations.clear();
  }

  #active(endpoint: string): readonly Relation[] {
    return this.#listed(endpoint)
      .filter((id) => id !== this.#context.brokenRelationId)
      .map((id) => this.#relation(endpoint, id, true));
  }

  #relation(endpoint: string, id: number, known: boolean): Relation {
    const key = `${endpoint}:${id}`;
    let relation = this.#relations.get(key);
    if (relation === undefined) {
      relation = new Relation(endpoint, id, {
        context: this.#context,
        entities: this.#entities,
        known,
      });
      this.#relations.set(key, relation);
    }
    return relation;
  }

  #listed(endpoint: string): readonly number[] {
    if (!this.has(endpoint)) {
      throw new ModelError(
        `Cannot get relations of "${endpoint}": the metadata declares ${
          this.keys().map((known) => `"${known}"`).join(", ") || "no endpoints"
        }`,
      );
    }
    let ids = this.#ids.get(endpoint);
    if (ids === undefined) {
      ids = translateErrors(
        this.#context,
        `Cannot list the relations of "${endpoint}"`,
        () => this.#context.backend.relationIds(endpoint),
      );
      this.#ids.set(endpoint, ids);
    }
    return ids;
  }
}
