/** Names a relation or, without an id, the one that the hook is about. */
export interface OptionalRelationRef {
  /** Endpoint of this charm; only told together with the id. */
  readonly endpoint?: string;
  /** Number of the relation. @default {the one that the hook is about} */
  readonly id?: number;
}

/** The arguments that name a relation; none without an id. */
export function relationRefArgs(relation: OptionalRelationRef): string[] {
  const { endpoint, id } = relation;
  if (id === undefined) return [];
  return ["-r", endpoint === undefined ? `${id}` : `${endpoint}:${id}`];
}
