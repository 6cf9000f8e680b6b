/**
 * A databag: only strings, no empty values. It is never changed, but replaced,
 * so that it can be shared: whoever made it sees by identity whether it stayed.
 */
export type Databag = Readonly<Record<string, string>>;

/** Which side of a relation an endpoint is. */
export type RelationRole = "peers" | "provides" | "requires";

/** What {@linkcode RelationState} is made from. */
export interface RelationOptions {
  /** Number of the relation, unique in the model. */
  readonly id: number;
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Which side the endpoint is. */
  readonly role: RelationRole;
  /** Name of the remote application; the own one for a peer relation. */
  readonly remoteApp: string;
  /** UUID of the model that the remote application is in. @default {the own} */
  readonly remoteModelUuid?: string | null;
  /** The own unit's databag. @default {{}} */
  readonly localUnitData?: Databag;
  /** The own application's databag. @default {{}} */
  readonly localAppData?: Databag;
  /**
   * The remote application's databag; for peers it is the own.
   *
   * @default {{}}
   */
  readonly remoteAppData?: Databag;
  /** Remote units (for peers: the others) with their databags. @default {{}} */
  readonly units?: Readonly<Record<string, Databag>>;
  /**
   * `"container"`: only with the unit of the same machine or pod, as between a
   * subordinate and its principal.
   *
   * @default {"global"}
   */
  readonly scope?: "container" | "global";
  /** Highest number of relations of the endpoint; null: any. @default {null} */
  readonly limit?: number | null;
}

/** A relation as the controller knows it, seen from one unit. */
export class RelationState {
  /** Number of the relation. */
  readonly id: number;
  /** Endpoint of the charm. */
  readonly endpoint: string;
  /** Which side the endpoint is. */
  readonly role: RelationRole;
  /** Name of the remote application. */
  readonly remoteApp: string;
  /** UUID of the remote application's model; null: the own model. */
  readonly remoteModelUuid: string | null;
  /** `"container"` between a subordinate and its principal. */
  readonly scope: "container" | "global";
  /** Highest number of relations of the endpoint; null: any. */
  readonly limit: number | null;
  /** The own unit's databag. */
  localUnitData: Databag;
  /** The own application's databag. */
  localAppData: Databag;
  /** The remote application's databag; not used for a peer relation. */
  remoteAppData: Databag;
  /** Units of the other side that are there, with their databags. */
  readonly units: Map<string, Databag> = new Map();
  /** Units that left; they stay readable until the relation is gone. */
  readonly departed: Map<string, Databag> = new Map();
  /** Whether the relation was removed, so that its units depart. */
  dying = false;
  /** Whether the relation is ending, so that it is no longer listed. */
  broken = false;
  /** What was read of remote units, and is served until their next hook. */
  readonly readCache: Map<string, Databag> = new Map();

  /** Takes databags as they are, without copying them. */
  constructor(options: RelationOptions) {
    this.id = options.id;
    this.endpoint = options.endpoint;
    this.role = options.role;
    this.remoteApp = options.remoteApp;
    this.remoteModelUuid = options.remoteModelUuid ?? null;
    this.scope = options.scope ?? "global";
    this.limit = options.limit ?? null;
    this.localUnitData = options.localUnitData ?? EMPTY;
    this.localAppData = options.localAppData ?? EMPTY;
    this.remoteAppData = options.remoteAppData ?? EMPTY;
    const { units } = options;
    for (const unit in units) this.units.set(unit, units[unit]!);
  }

  /** `endpoint:id`, as Juju shows it. */
  get key(): string {
    return `${this.endpoint}:${this.id}`;
  }

  /** Whether the units of one application meet each other here. */
  get isPeer(): boolean {
    return this.role === "peers";
  }

  /** Takes away a remote unit; its databag stays readable. */
  removeUnit(unit: string): void {
    const data = this.units.get(unit);
    if (data === undefined) return;
    this.units.delete(unit);
    this.departed.set(unit, data);
  }
}

const EMPTY: Databag = Object.freeze({});
