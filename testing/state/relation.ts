import { textMap, textMaps } from "./_texts.ts";
import { type Databag, UNIT_DATABAG } from "./databag.ts";
import { RelationBase, type RelationBaseOptions } from "./relation_base.ts";

/** Options of {@linkcode Relation}. */
export interface RelationOptions extends RelationBaseOptions {
  /** Name of the remote application. @default {"remote"} */
  readonly remoteAppName?: string;
  /** Highest number of relations of the endpoint. @default {1} */
  readonly limit?: number;
  /** The remote application's databag. @default {{}} */
  readonly remoteAppData?: Databag;
  /**
   * Number of a remote unit to its databag.
   *
   * @default {unit 0, with the addresses that Juju puts there}
   */
  readonly remoteUnitsData?: Readonly<Record<number, Databag>>;
  /** UUID of the model of the remote application; null: this one. @default {null} */
  readonly remoteModelUuid?: string | null;
}

/** What {@linkcode Relation.with} can replace. */
export interface RelationChanges<E extends string> extends RelationOptions {
  /** Endpoint of the charm. */
  readonly endpoint?: E;
}

/**
 * A relation with another application, before or after a run. It does not
 * change: a run gives a new one, which `state.getRelation(relation)` finds.
 *
 * @example Usage
 * ```ts
 * import { Relation } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const relation = new Relation("db", { remoteAppData: { host: "10.0.0.1" } });
 * const moved = relation.with({ remoteAppData: { host: "10.0.0.2" } });
 *
 * assertEquals(relation.remoteAppName, "remote");
 * assertEquals(moved.id, relation.id);
 * ```
 */
export class Relation<E extends string = string> extends RelationBase {
  /** Name of the remote application. */
  readonly remoteAppName: string;
  /** Highest number of relations of the endpoint. */
  readonly limit: number;
  /** The remote application's databag. */
  readonly remoteAppData: Databag;
  /** Number of a remote unit to its databag. */
  readonly remoteUnitsData: Readonly<Record<number, Databag>>;
  /** UUID of the model of the remote application; null: this one. */
  readonly remoteModelUuid: string | null;

  /**
   * Takes the endpoint and what is in the databags.
   *
   * @throws {StateValidationError} If no endpoint can have that name, or a
   * databag is not a plain object of strings.
   */
  constructor(endpoint: E, options: RelationOptions = {}) {
    super(endpoint, options);
    this.remoteAppName = options.remoteAppName ?? "remote";
    this.limit = options.limit ?? 1;
    this.remoteAppData = textMap("remoteAppData", options.remoteAppData ?? {});
    this.remoteUnitsData = textMaps(
      "remoteUnitsData",
      options.remoteUnitsData ?? { 0: UNIT_DATABAG },
    );
    this.remoteModelUuid = options.remoteModelUuid ?? null;
    Object.freeze(this);
  }

  /** A copy with some fields replaced; the id stays. */
  with(changes: RelationChanges<E>): Relation<E> {
    const endpoint = changes.endpoint ?? this.endpoint as E;
    return new Relation(endpoint, { ...this, ...changes });
  }
}
