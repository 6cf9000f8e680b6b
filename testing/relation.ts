/** A databag: texts by key. */
export type Databag = Readonly<Record<string, string>>;

/** Options of {@linkcode Relation}. */
export interface RelationOptions {
  /** Number of the relation. @default {one that no other has} */
  readonly id?: number;
  /** Name of the remote application; the own one among peers. @default {"remote"} */
  readonly remoteAppName?: string;
  /** The own unit's databag. @default {the addresses that Juju puts there} */
  readonly localUnitData?: Databag;
  /** The own application's databag. @default {{}} */
  readonly localAppData?: Databag;
  /** The remote application's databag. @default {{}} */
  readonly remoteAppData?: Databag;
  /**
   * Number of a remote unit (among peers: another unit) to its databag.
   *
   * @default {{ 0: {} }}
   */
  readonly remoteUnitsData?: Readonly<Record<number, Databag>>;
}

let lastId = 0;

/**
 * A relation, before or after a run. It does not change: a run gives a new one.
 *
 * @example Usage
 * ```ts
 * import { Relation } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const relation = new Relation("db", { remoteAppData: { host: "10.0.0.1" } });
 *
 * assertEquals(relation.remoteAppName, "remote");
 * ```
 */
export class Relation {
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Number of the relation. */
  readonly id: number;
  /** Name of the remote application. */
  readonly remoteAppName: string;
  /** The own unit's databag. */
  readonly localUnitData: Databag;
  /** The own application's databag. */
  readonly localAppData: Databag;
  /** The remote application's databag. */
  readonly remoteAppData: Databag;
  /** Number of a remote unit to its databag. */
  readonly remoteUnitsData: Readonly<Record<number, Databag>>;

  /** Takes the endpoint and what is in the databags. */
  constructor(endpoint: string, options: RelationOptions = {}) {
    this.endpoint = endpoint;
    this.id = options.id ?? ++lastId;
    this.remoteAppName = options.remoteAppName ?? "remote";
    this.localUnitData = Object.freeze({
      ...options.localUnitData ?? ADDRESSES,
    });
    this.localAppData = Object.freeze({ ...options.localAppData });
    this.remoteAppData = Object.freeze({ ...options.remoteAppData });
    this.remoteUnitsData = Object.freeze(Object.fromEntries(
      Object.entries(options.remoteUnitsData ?? { 0: {} }).map(
        ([unit, data]) => [unit, Object.freeze({ ...data })],
      ),
    ));
    Object.freeze(this);
  }
}

const ADDRESSES: Databag = {
  "egress-subnets": "192.0.2.0",
  "ingress-address": "192.0.2.0",
  "private-address": "192.0.2.0",
};
