import { textMaps } from "./_texts.ts";
import type { Databag } from "./databag.ts";
import { RelationBase, type RelationBaseOptions } from "./relation_base.ts";

/** Options of {@linkcode PeerRelation}. */
export interface PeerRelationOptions extends RelationBaseOptions {
  /** Number of another unit of the application to its databag. @default {{}} */
  readonly peersData?: Readonly<Record<number, Databag>>;
}

/** What {@linkcode PeerRelation.with} can replace. */
export interface PeerRelationChanges<E extends string>
  extends PeerRelationOptions {
  /** Endpoint of the charm. */
  readonly endpoint?: E;
}

/**
 * The relation among the units of the application.
 *
 * @example Usage
 * ```ts
 * import { PeerRelation } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const peers = new PeerRelation("cluster", {
 *   localAppData: { leader: "web/1" },
 *   peersData: { 1: { ready: "yes" } },
 * });
 *
 * assertEquals(peers.peersData[1], { ready: "yes" });
 * ```
 */
export class PeerRelation<E extends string = string> extends RelationBase {
  /** Number of another unit to its databag; this unit's is `localUnitData`. */
  readonly peersData: Readonly<Record<number, Databag>>;

  /**
   * Takes the endpoint and what is in the databags.
   *
   * @throws {StateValidationError} If no endpoint can have that name, or a
   * databag is not a plain object of strings.
   */
  constructor(endpoint: E, options: PeerRelationOptions = {}) {
    super(endpoint, options);
    this.peersData = textMaps("peersData", options.peersData ?? {});
    Object.freeze(this);
  }

  /** A copy with some fields replaced; the id stays. */
  with(changes: PeerRelationChanges<E>): PeerRelation<E> {
    const endpoint = changes.endpoint ?? this.endpoint as E;
    return new PeerRelation(endpoint, { ...this, ...changes });
  }
}
