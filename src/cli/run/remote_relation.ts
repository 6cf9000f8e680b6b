/** A relation with an application that exists in this run only. */
export interface RemoteRelation {
  /** Number of the relation. */
  readonly id: number;
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Name of the remote application. */
  readonly app: string;
}

/** `endpoint:id`, as Juju shows it. */
export function keyOf({ endpoint, id }: RemoteRelation): string {
  return `${endpoint}:${id}`;
}
