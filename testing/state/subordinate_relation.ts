import { textMap } from "./_texts.ts";
import { type Databag, UNIT_DATABAG } from "./databag.ts";
import { RelationBase, type RelationBaseOptions } from "./relation_base.ts";

/** Options of {@linkcode SubordinateRelation}. */
export interface SubordinateRelationOptions extends RelationBaseOptions {
  /** The remote application's databag. @default {{}} */
  readonly remoteAppData?: Databag;
  /** The remote unit's databag. @default {the addresses that Juju puts there} */
  readonly remoteUnitData?: Databag;
  /** Name of the remote application. @default {"remote"} */
  readonly remoteAppName?: string;
  /** Number of the remote unit. @default {0} */
  readonly remoteUnitId?: number;
}

/** What {@linkcode SubordinateRelation.with} can replace. */
export interface SubordinateRelationChanges<E extends string>
  extends SubordinateRelationOptions {
  /** Endpoint of the charm. */
  readonly endpoint?: E;
}

/**
 * A relation with the one unit on the same machine: that of a principal, or a
 * subordinate. It is for endpoints with `scope: container`.
 *
 * @example Usage
 * ```ts
 * import { SubordinateRelation } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const relation = new SubordinateRelation("logging", {
 *   remoteAppName: "web",
 *   remoteUnitId: 3,
 * });
 *
 * assertEquals(relation.remoteUnitName, "web/3");
 * ```
 */
export class SubordinateRelation<E extends string = string>
  extends RelationBase {
  /** The remote application's databag. */
  readonly remoteAppData: Databag;
  /** The remote unit's databag. */
  readonly remoteUnitData: Databag;
  /** Name of the remote application. */
  readonly remoteAppName: string;
  /** Number of the remote unit. */
  readonly remoteUnitId: number;

  /**
   * Takes the endpoint and what is in the databags.
   *
   * @throws {StateValidationError} If no endpoint can have that name, or a
   * databag is not a plain object of strings.
   */
  constructor(endpoint: E, options: SubordinateRelationOptions = {}) {
    super(endpoint, options);
    this.remoteAppData = textMap("remoteAppData", options.remoteAppData ?? {});
    this.remoteUnitData = textMap(
      "remoteUnitData",
      options.remoteUnitData ?? UNIT_DATABAG,
    );
    this.remoteAppName = options.remoteAppName ?? "remote";
    this.remoteUnitId = options.remoteUnitId ?? 0;
    Object.freeze(this);
  }

  /** Name of the remote unit, such as `"remote/0"`. */
  get remoteUnitName(): string {
    return `${this.remoteAppName}/${this.remoteUnitId}`;
  }

  /** A copy with some fields replaced; the id stays. */
  with(changes: SubordinateRelationChanges<E>): SubordinateRelation<E> {
    const endpoint = changes.endpoint ?? this.endpoint as E;
    return new SubordinateRelation(endpoint, { ...this, ...changes });
  }
}
