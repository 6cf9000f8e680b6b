import type { BoundEvent } from "../framework/bound_event.ts";
import type { FrameworkObject } from "../framework/framework_object.ts";
import { ObjectEvents } from "../framework/object_events.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { ActionParams } from "../meta/charmcraft_params.ts";
import type {
  ActionName,
  ContainerName,
  EndpointName,
  StorageName,
} from "../meta/charmcraft_types.ts";
import type { CharmMeta } from "../meta/charm_meta.ts";
import { ActionEvent } from "./action_event.ts";
import { CollectMetricsEvent } from "./collect_metrics_event.ts";
import { CollectStatusEvent } from "./collect_status_event.ts";
import {
  ConfigChangedEvent,
  InstallEvent,
  LeaderElectedEvent,
  PostSeriesUpgradeEvent,
  PreSeriesUpgradeEvent,
  RemoveEvent,
  StartEvent,
  StopEvent,
  UpdateStatusEvent,
  UpgradeCharmEvent,
} from "./lifecycle_events.ts";
import {
  RelationBrokenEvent,
  RelationChangedEvent,
  RelationCreatedEvent,
  RelationDepartedEvent,
  RelationJoinedEvent,
} from "./relation_events.ts";
import {
  SecretChangedEvent,
  SecretExpiredEvent,
  SecretRemoveEvent,
  SecretRotateEvent,
} from "./secret_events.ts";
import {
  StorageAttachedEvent,
  StorageDetachingEvent,
} from "./storage_events.ts";
import {
  PebbleCheckFailedEvent,
  PebbleCheckRecoveredEvent,
  PebbleCustomNoticeEvent,
  PebbleReadyEvent,
} from "./workload_events.ts";

/** The events that every charm has. */
export class CharmEvents extends ObjectEvents {
  /** The charm is to install its workload. */
  readonly install: BoundEvent<InstallEvent> = this.defineEvent(
    "install",
    InstallEvent,
  );
  /** The workload is to run. */
  readonly start: BoundEvent<StartEvent> = this.defineEvent(
    "start",
    StartEvent,
  );
  /** The unit is being shut down. */
  readonly stop: BoundEvent<StopEvent> = this.defineEvent("stop", StopEvent);
  /** The unit is about to be gone. */
  readonly remove: BoundEvent<RemoveEvent> = this.defineEvent(
    "remove",
    RemoveEvent,
  );
  /** Configuration, trust or addresses have changed. */
  readonly configChanged: BoundEvent<ConfigChangedEvent> = this.defineEvent(
    "config_changed",
    ConfigChangedEvent,
  );
  /** Some minutes have passed with nothing to do. */
  readonly updateStatus: BoundEvent<UpdateStatusEvent> = this.defineEvent(
    "update_status",
    UpdateStatusEvent,
  );
  /** The charm's own code has been replaced. */
  readonly upgradeCharm: BoundEvent<UpgradeCharmEvent> = this.defineEvent(
    "upgrade_charm",
    UpgradeCharmEvent,
  );
  /** The machine's series is about to be upgraded (before Juju 4). */
  readonly preSeriesUpgrade: BoundEvent<PreSeriesUpgradeEvent> = this
    .defineEvent("pre_series_upgrade", PreSeriesUpgradeEvent);
  /** The machine's series has been upgraded (before Juju 4). */
  readonly postSeriesUpgrade: BoundEvent<PostSeriesUpgradeEvent> = this
    .defineEvent("post_series_upgrade", PostSeriesUpgradeEvent);
  /** This unit has become the leader. */
  readonly leaderElected: BoundEvent<LeaderElectedEvent> = this.defineEvent(
    "leader_elected",
    LeaderElectedEvent,
  );
  /** The application's metrics are to be told (before Juju 3.6.11). */
  readonly collectMetrics: BoundEvent<CollectMetricsEvent> = this.defineEvent(
    "collect_metrics",
    CollectMetricsEvent,
  );
  /** A secret that this unit reads has a new revision. */
  readonly secretChanged: BoundEvent<SecretChangedEvent> = this.defineEvent(
    "secret_changed",
    SecretChangedEvent,
  );
  /** An own secret is due for a new revision. */
  readonly secretRotate: BoundEvent<SecretRotateEvent> = this.defineEvent(
    "secret_rotate",
    SecretRotateEvent,
  );
  /** Nobody uses a revision of an own secret any more. */
  readonly secretRemove: BoundEvent<SecretRemoveEvent> = this.defineEvent(
    "secret_remove",
    SecretRemoveEvent,
  );
  /** A revision of an own secret has expired. */
  readonly secretExpired: BoundEvent<SecretExpiredEvent> = this.defineEvent(
    "secret_expired",
    SecretExpiredEvent,
  );
  /** Asks for the application's status, on the leader. */
  readonly collectAppStatus: BoundEvent<CollectStatusEvent> = this.defineEvent(
    "collect_app_status",
    CollectStatusEvent,
  );
  /** Asks for the unit's status. */
  readonly collectUnitStatus: BoundEvent<CollectStatusEvent> = this.defineEvent(
    "collect_unit_status",
    CollectStatusEvent,
  );
}

/** The events of an endpoint. */
export interface RelationEvents {
  /** A relation exists. */
  readonly relationCreated: BoundEvent<RelationCreatedEvent>;
  /** A remote unit has come. */
  readonly relationJoined: BoundEvent<RelationJoinedEvent>;
  /** Remote data has changed. */
  readonly relationChanged: BoundEvent<RelationChangedEvent>;
  /** A unit goes. */
  readonly relationDeparted: BoundEvent<RelationDepartedEvent>;
  /** A relation is gone. */
  readonly relationBroken: BoundEvent<RelationBrokenEvent>;
}

/** The events of a storage. */
export interface StorageEvents {
  /** An instance can be used. */
  readonly storageAttached: BoundEvent<StorageAttachedEvent>;
  /** An instance is about to be gone. */
  readonly storageDetaching: BoundEvent<StorageDetachingEvent>;
}

/** The event of an action with parameters of type `P`. */
export interface ActionEvents<
  P extends Readonly<Record<string, unknown>> = Readonly<
    Record<string, unknown>
  >,
> {
  /** Somebody runs the action. */
  readonly action: BoundEvent<ActionEvent<P>>;
}

/** The events of a workload container. */
export interface WorkloadEvents {
  /** Pebble of the container has started. */
  readonly pebbleReady: BoundEvent<PebbleReadyEvent>;
  /** A custom notice has occurred. */
  readonly pebbleCustomNotice: BoundEvent<PebbleCustomNoticeEvent>;
  /** A check has failed as often as its threshold says. */
  readonly pebbleCheckFailed: BoundEvent<PebbleCheckFailedEvent>;
  /** A failed check passes again. */
  readonly pebbleCheckRecovered: BoundEvent<PebbleCheckRecoveredEvent>;
}

/** The events that the names in the metadata `C` give, as in `on["db"].relationChanged`. */
export type NamedEvents<C extends Charmcraft> =
  & { readonly [N in EndpointName<C>]: RelationEvents }
  & { readonly [N in StorageName<C>]: StorageEvents }
  & { readonly [N in ActionName<C>]: ActionEvents<ActionParams<C, N>> }
  & { readonly [N in ContainerName<C>]: WorkloadEvents };

/** All events of a charm with the metadata `C`. */
export type CharmOn<C extends Charmcraft = Charmcraft> =
  & CharmEvents
  & NamedEvents<C>;

/**
 * Makes the events of a charm: those that every charm has, and those of the
 * names in its metadata.
 *
 * @throws {FrameworkError} If two names give the same event, such as `my-db` and `my_db`.
 */
export function makeCharmEvents<C extends Charmcraft>(
  charm: FrameworkObject,
  meta: CharmMeta,
): CharmOn<C> {
  const events = new CharmEvents(charm);
  const named = defineNamedEvents(events, meta);
  return new Proxy(events, {
    get(target, name) {
      if (typeof name !== "string") return Reflect.get(target, name);
      const own = named.get(name);
      if (own !== undefined) return own;
      const value = Reflect.get(target, name, target);
      if (typeof value === "function") return value.bind(target);
      if (value === undefined && !PROBED.has(name)) {
        throw new TypeError(
          `Cannot get the events of "${name}": the metadata declares ${
            [...named.keys()].map((known) => `"${known}"`).join(", ") ||
            "no endpoint, storage, action or container"
          }`,
        );
      }
      return value;
    },
  }) as CharmOn<C>;
}

/** Names that the language and its tools look up on any object. */
const PROBED: ReadonlySet<string> = new Set([
  "then",
  "toJSON",
  "asymmetricMatch",
]);

function defineNamedEvents(
  events: CharmEvents,
  meta: CharmMeta,
): ReadonlyMap<string, object> {
  const named = new Map<string, object>();
  const add = (name: string, group: object) => {
    const known = named.get(name);
    if (known !== undefined) Object.assign(known, group);
    // A name such as "start" keeps the event that it also stands for.
    else named.set(name, Object.assign(fixedEvent(events, name), group));
  };
  for (const name of Object.keys(meta.relations)) {
    add(name, relationEvents(events, prefixOf(name)));
  }
  for (const name of Object.keys(meta.storages)) {
    add(name, storageEvents(events, prefixOf(name)));
  }
  for (const name of Object.keys(meta.actions)) {
    add(name, {
      action: events.defineEvent(`${prefixOf(name)}_action`, ActionEvent),
    });
  }
  for (const name of Object.keys(meta.containers)) {
    add(name, workloadEvents(events, prefixOf(name)));
  }
  return named;
}

function fixedEvent(events: CharmEvents, name: string): object {
  return Object.hasOwn(events, name)
    ? Reflect.get(events, name)
    : Object.create(null);
}

function prefixOf(name: string): string {
  return name.replaceAll("-", "_");
}

function relationEvents(events: ObjectEvents, prefix: string): RelationEvents {
  return {
    relationCreated: events.defineEvent(
      `${prefix}_relation_created`,
      RelationCreatedEvent,
    ),
    relationJoined: events.defineEvent(
      `${prefix}_relation_joined`,
      RelationJoinedEvent,
    ),
    relationChanged: events.defineEvent(
      `${prefix}_relation_changed`,
      RelationChangedEvent,
    ),
    relationDeparted: events.defineEvent(
      `${prefix}_relation_departed`,
      RelationDepartedEvent,
    ),
    relationBroken: events.defineEvent(
      `${prefix}_relation_broken`,
      RelationBrokenEvent,
    ),
  };
}

function storageEvents(events: ObjectEvents, prefix: string): StorageEvents {
  return {
    storageAttached: events.defineEvent(
      `${prefix}_storage_attached`,
      StorageAttachedEvent,
    ),
    storageDetaching: events.defineEvent(
      `${prefix}_storage_detaching`,
      StorageDetachingEvent,
    ),
  };
}

function workloadEvents(events: ObjectEvents, prefix: string): WorkloadEvents {
  return {
    pebbleReady: events.defineEvent(
      `${prefix}_pebble_ready`,
      PebbleReadyEvent,
    ),
    pebbleCustomNotice: events.defineEvent(
      `${prefix}_pebble_custom_notice`,
      PebbleCustomNoticeEvent,
    ),
    pebbleCheckFailed: events.defineEvent(
      `${prefix}_pebble_check_failed`,
      PebbleCheckFailedEvent,
    ),
    pebbleCheckRecovered: events.defineEvent(
      `${prefix}_pebble_check_recovered`,
      PebbleCheckRecoveredEvent,
    ),
  };
}
