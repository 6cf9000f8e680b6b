import type { Charmcraft } from "../meta/charmcraft.ts";
import type { EndpointName } from "../meta/charmcraft_types.ts";
import type { PeerRelation, Relation } from "./relation.ts";

/** Type of the relations of the endpoint `N` in the metadata `C`. */
export type RelationOf<C extends Charmcraft, N extends string> =
  Charmcraft extends C ? Relation
    : N extends EndpointName<C, "peer"> ? PeerRelation
    : Relation;
