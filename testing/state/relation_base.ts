import { makeCounter } from "./_ids.ts";
import { expectName } from "./_names.ts";
import { textMap } from "./_texts.ts";
import { Component } from "./component.ts";
import { type Databag, UNIT_DATABAG } from "./databag.ts";

/** What all relations have. */
export interface RelationBaseOptions {
  /** Name of the interface. @default {null} */
  readonly interface?: string | null;
  /** Number of the relation. @default {one that no other has} */
  readonly id?: number;
  /** The own application's databag. @default {{}} */
  readonly localAppData?: Databag;
  /** The own unit's databag. @default {the addresses that Juju puts there} */
  readonly localUnitData?: Databag;
}

const nextId = makeCounter(1);

/** The base of {@linkcode Relation}, {@linkcode SubordinateRelation} and {@linkcode PeerRelation}. */
export abstract class RelationBase extends Component {
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Name of the interface; null: the one in the metadata. */
  readonly interface: string | null;
  /** Number of the relation. */
  readonly id: number;
  /** The own application's databag. */
  readonly localAppData: Databag;
  /** The own unit's databag. */
  readonly localUnitData: Databag;

  /**
   * Takes the endpoint and what all relations have.
   *
   * @throws {TypeError} If this class itself is to be constructed.
   * @throws {StateValidationError} If no endpoint can have that name, or a
   * databag is not a plain object of strings.
   */
  constructor(endpoint: string, options: RelationBaseOptions) {
    super();
    if (new.target === RelationBase) {
      throw new TypeError(
        "Cannot make a RelationBase: make a Relation, SubordinateRelation or PeerRelation",
      );
    }
    expectName("endpoint", endpoint);
    this.endpoint = endpoint;
    this.interface = options.interface ?? null;
    this.id = options.id ?? nextId();
    this.localAppData = textMap("localAppData", options.localAppData ?? {});
    this.localUnitData = textMap(
      "localUnitData",
      options.localUnitData ?? UNIT_DATABAG,
    );
  }
}
