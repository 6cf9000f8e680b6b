import { PeerRelation } from "./peer_relation.ts";
import { Relation } from "./relation.ts";
import type { AnyRelation } from "./state_names.ts";

/** Numbers of the other units of a relation, in order. */
export function remoteUnitIds(relation: AnyRelation): readonly number[] {
  if (relation instanceof Relation) return idsOf(relation.remoteUnitsData);
  if (relation instanceof PeerRelation) return idsOf(relation.peersData);
  return [relation.remoteUnitId];
}

/** The application at the other side: the own one among peers. */
export function remoteAppOf(relation: AnyRelation, ownApp: string): string {
  return relation instanceof PeerRelation ? ownApp : relation.remoteAppName;
}

function idsOf(units: Readonly<Record<number, unknown>>): number[] {
  return Object.keys(units).map(Number);
}
