import type { Notice } from "../src/framework/state_storage.ts";
import type { ConfigValue } from "../src/hook_commands/types.ts";
import { StatusBase, UnknownStatus } from "../src/model/status.ts";
import type { Container } from "./container.ts";
import { StateValidationError } from "./errors.ts";
import type { Relation } from "./relation.ts";

/** What a charm stored in earlier runs; to be passed on, not to be looked at. */
export interface StoredData {
  /**
   * Path to stored text.
   *
   * @internal
   */
  readonly snapshots: ReadonlyMap<string, string>;
  /**
   * Deferred events with who waits for them.
   *
   * @internal
   */
  readonly notices: readonly Notice[];
}

/** What a {@linkcode State} is made of; what is left out is as on a new unit. */
export interface StateOptions {
  /** Options that somebody set; others have their default. @default {{}} */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Whether the unit leads. @default {false} */
  readonly leader?: boolean;
  /** Workload containers; one that is not here cannot be reached. @default {[]} */
  readonly containers?: Iterable<Container>;
  /** Relations. @default {[]} */
  readonly relations?: Iterable<Relation>;
  /** Status of the unit. @default {new UnknownStatus()} */
  readonly unitStatus?: StatusBase;
  /** Status of the application. @default {new UnknownStatus()} */
  readonly appStatus?: StatusBase;
  /** Version of the workload. @default {""} */
  readonly workloadVersion?: string;
  /** What the charm stored in earlier runs. @default {nothing} */
  readonly stored?: StoredData;
}

/**
 * Everything that Juju, Pebble and the charm's own storage hold for a unit: what
 * a run starts from, and what it ends with. It does not change: a run gives a
 * new one.
 *
 * @example Usage
 * ```ts
 * import { Container, State } from "@charmkit/ops/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const state = new State({ containers: [new Container("web")] });
 * const leading = state.with({ leader: true });
 *
 * assertEquals([state.leader, leading.leader], [false, true]);
 * assertEquals(leading.getContainer("web").canConnect, false);
 * ```
 */
export class State {
  /** Options that somebody set. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Whether the unit leads. */
  readonly leader: boolean;
  /** Workload containers. */
  readonly containers: readonly Container[];
  /** Relations. */
  readonly relations: readonly Relation[];
  /** Status of the unit. */
  readonly unitStatus: StatusBase;
  /** Status of the application. */
  readonly appStatus: StatusBase;
  /** Version of the workload. */
  readonly workloadVersion: string;
  /** What the charm stored in earlier runs. */
  readonly stored: StoredData;

  /** Takes the parts. */
  constructor(options: StateOptions = {}) {
    this.config = Object.freeze({ ...options.config });
    this.leader = options.leader ?? false;
    this.containers = Object.freeze([...options.containers ?? []]);
    this.relations = Object.freeze([...options.relations ?? []]);
    this.unitStatus = options.unitStatus ?? new UnknownStatus();
    this.appStatus = options.appStatus ?? new UnknownStatus();
    this.workloadVersion = options.workloadVersion ?? "";
    this.stored = options.stored ?? { snapshots: new Map(), notices: [] };
    for (const name of ["unitStatus", "appStatus"] as const) {
      if (this[name] instanceof StatusBase) continue;
      throw new TypeError(
        `Cannot make a state: ${name} is a ${typeof this[
          name
        ]}, not a status such as ActiveStatus`,
      );
    }
    Object.freeze(this);
  }

  /** A copy with some parts replaced. */
  with(changes: StateOptions): State {
    return new State({ ...this, ...changes });
  }

  /** A container by its name. @throws {StateValidationError} If there is none. */
  getContainer(name: string): Container {
    const found = this.containers.find((container) => container.name === name);
    if (found !== undefined) return found;
    throw new StateValidationError(
      `Cannot get container "${name}": the state has none of that name`,
    );
  }

  /** A relation by its number. @throws {StateValidationError} If there is none. */
  getRelation(id: number): Relation {
    const found = this.relations.find((relation) => relation.id === id);
    if (found !== undefined) return found;
    throw new StateValidationError(
      `Cannot get relation ${id}: the state has none of that number`,
    );
  }
}
