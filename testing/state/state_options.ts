import type { Port } from "../../src/model/port.ts";
import type { StatusBase } from "../../src/model/status.ts";
import type { Storage as FrameworkStorage } from "../../src/model/storage.ts";
import type { Container } from "./container.ts";
import type { DeferredEvent } from "./deferred_event.ts";
import type { Model } from "./model.ts";
import type { Network } from "./network.ts";
import type { Resource } from "./resource.ts";
import type { Secret } from "./secret.ts";
import type { AnyNames, StateNames, StateRelation } from "./state_names.ts";
import type { Storage } from "./storage.ts";
import type { StoredState } from "./stored_state.ts";

/**
 * What a `State` is made of; what is left out is as on a new unit.
 *
 * With the names `N` of a charm, one that it does not declare does not compile.
 */
export interface StateOptions<N extends StateNames = AnyNames> {
  /** Options that somebody set; others have their default. @default {{}} */
  readonly config?: N["config"];
  /** Relations. @default {[]} */
  readonly relations?: Iterable<StateRelation<N>>;
  /** Addresses of bindings that do not have the usual ones. @default {[]} */
  readonly networks?: Iterable<Network<N["binding"]>>;
  /** Workload containers; one that is not here cannot be reached. @default {[]} */
  readonly containers?: Iterable<Container<N["container"]>>;
  /** Attached storage instances. @default {[]} */
  readonly storages?: Iterable<Storage<N["storage"]> | FrameworkStorage>;
  /** Open ports. @default {[]} */
  readonly openedPorts?: Iterable<Port>;
  /** Whether the unit leads. @default {false} */
  readonly leader?: boolean;
  /** The Juju model. @default {one with a random name, the same for all states} */
  readonly model?: Model;
  /** Own secrets, and those granted to this unit. @default {[]} */
  readonly secrets?: Iterable<Secret>;
  /** Resources. @default {[]} */
  readonly resources?: Iterable<Resource<N["resource"]>>;
  /** How many units the application is to have. @default {1} */
  readonly plannedUnits?: number;
  /** Deferred events, oldest first. @default {[]} */
  readonly deferred?: Iterable<DeferredEvent>;
  /** What objects of the charm have stored. @default {[]} */
  readonly storedStates?: Iterable<StoredState>;
  /** Status of the application. @default {new UnknownStatus()} */
  readonly appStatus?: StatusBase;
  /** Status of the unit. @default {new UnknownStatus()} */
  readonly unitStatus?: StatusBase;
  /** Version of the workload. @default {""} */
  readonly workloadVersion?: string;
}
