// Long, as it has a short method for each event, and the docs of each.

import type { CharmBase } from "../src/charm/charm_base.ts";
import type { EmitArguments } from "../src/framework/bound_event.ts";
import type { EventBase } from "../src/framework/event_base.ts";
import type { EventData } from "../src/framework/snapshot.ts";
import type { Charmcraft } from "../src/meta/charmcraft.ts";
import type { ActionName } from "../src/meta/charmcraft_types.ts";
import type { HookEvent, PlainHookKind } from "../src/simulator/hook_event.ts";
import type { EventSubject } from "./consistency/event_description.ts";
import { ContextEvent, type OwnEvent } from "./context_event.ts";
import { customEvent, type CustomEventSource } from "./custom_event.ts";
import { StateValidationError } from "./errors.ts";
import { expectName } from "./state/_names.ts";
import type { CheckInfo } from "./state/check_info.ts";
import type { Container } from "./state/container.ts";
import type { Notice } from "./state/notice.ts";
import { remoteAppOf, remoteUnitIds } from "./state/remote_units.ts";
import type { Secret } from "./state/secret.ts";
import type {
  AnyRelation,
  NamesOf,
  StateActionParams,
  StateRelation,
} from "./state/state_names.ts";
import type { Storage } from "./state/storage.ts";

/** Options of the events of a relation that are about a remote unit. */
export interface RelationEventOptions {
  /** Number of the remote unit that it is about. @default {the first one of the relation} */
  readonly remoteUnit?: number;
}

/** Options of {@linkcode ContextEvents.relationChanged}. */
export interface RelationChangedOptions {
  /**
   * Number of the remote unit whose data has changed; null when it is that of the
   * remote application.
   *
   * @default {the first one of the relation}
   */
  readonly remoteUnit?: number | null;
}

/** Options of {@linkcode ContextEvents.relationDeparted}. */
export interface RelationDepartedOptions extends RelationEventOptions {
  /**
   * The unit that goes: the number of a remote one, or the name of any, such as
   * this one.
   *
   * @default {the remote unit}
   */
  readonly departingUnit?: number | string;
}

/** Options of an event about one revision of a secret. */
export interface SecretRevisionOptions {
  /** Number of the revision. */
  readonly revision: number;
}

/** Options of {@linkcode ContextEvents.action}. */
export interface ActionEventOptions {
  /** Id of the run. @default {a number that no other run of the context has} */
  readonly id?: string;
}

/** Makes the events that a test can run, as `ctx.on`. */
export class ContextEvents<
  C extends Charmcraft = Charmcraft,
  T = CharmBase<C>,
> {
  readonly #appName: string;
  #actionCount = 0;

  /** Takes the name of the application, as units of peers have it. */
  constructor(appName: string) {
    this.#appName = appName;
  }

  /** The charm is to install its workload. */
  install(): ContextEvent {
    return this.#plain("install");
  }

  /** The workload is to run. */
  start(): ContextEvent {
    return this.#plain("start");
  }

  /** The unit is being shut down. */
  stop(): ContextEvent {
    return this.#plain("stop");
  }

  /** The unit is about to be gone. */
  remove(): ContextEvent {
    return this.#plain("remove");
  }

  /** Configuration has changed. */
  configChanged(): ContextEvent {
    return this.#plain("config-changed");
  }

  /** Some minutes have passed. */
  updateStatus(): ContextEvent {
    return this.#plain("update-status");
  }

  /** The charm's own code has been replaced. */
  upgradeCharm(): ContextEvent {
    return this.#plain("upgrade-charm");
  }

  /** The machine's series is about to be upgraded (before Juju 4). */
  preSeriesUpgrade(): ContextEvent {
    return this.#event({ kind: "pre-series-upgrade" }, {});
  }

  /** The machine's series has been upgraded (before Juju 4). */
  postSeriesUpgrade(): ContextEvent {
    return this.#event({ kind: "post-series-upgrade" }, {});
  }

  /** This unit has become the leader. */
  leaderElected(): ContextEvent {
    return this.#plain("leader-elected");
  }

  /** The framework asks for the application's status; at the end of the run it does so again. */
  collectAppStatus(): ContextEvent {
    return this.#collectStatus("collect-app-status", "collectAppStatus");
  }

  /** The framework asks for the unit's status; at the end of the run it does so again. */
  collectUnitStatus(): ContextEvent {
    return this.#collectStatus("collect-unit-status", "collectUnitStatus");
  }

  /**
   * An event of the charm's own or of a library: it is emitted as if a handler
   * of update-status did.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { Context, State } from "@charmkit/ops/testing";
   * import { assertEquals } from "@std/assert";
   *
   * class ReadyEvent extends ops.EventBase<{ readonly host: string }> {}
   *
   * class DatabaseEvents extends ops.ObjectEvents {
   *   readonly ready: ops.BoundEvent<ReadyEvent> = this.defineEvent(
   *     "ready",
   *     ReadyEvent,
   *   );
   * }
   *
   * class Database extends ops.Object {
   *   readonly on: DatabaseEvents = new DatabaseEvents(this);
   * }
   *
   * class WebCharm extends ops.CharmBase {
   *   readonly database: Database = new Database(this);
   *
   *   constructor(framework: ops.Framework) {
   *     super(framework);
   *     this.observe(this.database.on.ready, this.#onReady);
   *   }
   *
   *   #onReady(event: ReadyEvent): void {
   *     this.unit.status = new ops.ActiveStatus(event.data.host);
   *   }
   * }
   *
   * const ctx = new Context(WebCharm, { name: "web" });
   * const ready = ctx.on.custom(
   *   (charm) => charm.database.on.ready,
   *   { host: "10.0.0.1" },
   * );
   * const out = await ctx.run(ready, new State());
   *
   * assertEquals(out.unitStatus, new ops.ActiveStatus("10.0.0.1"));
   * ```
   *
   * @param event Where it is in the charm; or its class, if one object alone has
   * such an event; or the bound event of another run.
   * @param args The event's data, if it has any.
   * @throws {StateValidationError} If it is one of Juju's: run the hook.
   */
  custom<E extends EventBase<EventData>>(
    event: CustomEventSource<E, T>,
    ...args: EmitArguments<E>
  ): ContextEvent {
    return this.#event({ kind: "update-status" }, {}, customEvent(event, args));
  }

  /**
   * A secret that this unit reads has a new revision. Units that do not lead
   * are told so of their application's secrets, too.
   *
   * @throws {StateValidationError} If the unit owns it.
   */
  secretChanged(secret: Secret): ContextEvent {
    expectOwned(secret, false, "secret-changed");
    return this.#event({ kind: "secret-changed", ...keyOf(secret) }, {
      secret,
    });
  }

  /** An own secret is due for a new revision. @throws {StateValidationError} If it is somebody else's. */
  secretRotate(secret: Secret): ContextEvent {
    expectOwned(secret, true, "secret-rotate");
    return this.#event({ kind: "secret-rotate", ...keyOf(secret) }, { secret });
  }

  /** A revision of an own secret has expired. @throws {StateValidationError} If it is somebody else's. */
  secretExpired(secret: Secret, options: SecretRevisionOptions): ContextEvent {
    return this.#revision("secret-expired", secret, options);
  }

  /** Nobody uses a revision of an own secret any more. @throws {StateValidationError} If it is somebody else's. */
  secretRemove(secret: Secret, options: SecretRevisionOptions): ContextEvent {
    return this.#revision("secret-remove", secret, options);
  }

  /** A relation exists. */
  relationCreated(relation: StateRelation<NamesOf<C>>): ContextEvent {
    return this.#relation("relation-created", relation, { remoteUnit: null });
  }

  /** A remote unit has come. */
  relationJoined(
    relation: StateRelation<NamesOf<C>>,
    options: RelationEventOptions = {},
  ): ContextEvent {
    return this.#relation("relation-joined", relation, options);
  }

  /** Data of a remote unit or, with `remoteUnit: null`, of the remote application has changed. */
  relationChanged(
    relation: StateRelation<NamesOf<C>>,
    options: RelationChangedOptions = {},
  ): ContextEvent {
    return this.#relation("relation-changed", relation, options);
  }

  /** A remote unit goes. */
  relationDeparted(
    relation: StateRelation<NamesOf<C>>,
    options: RelationDepartedOptions = {},
  ): ContextEvent {
    return this.#relation("relation-departed", relation, options);
  }

  /** A relation is gone. */
  relationBroken(relation: StateRelation<NamesOf<C>>): ContextEvent {
    return this.#relation("relation-broken", relation, { remoteUnit: null });
  }

  /** A storage instance can be used. */
  storageAttached(storage: Storage<NamesOf<C>["storage"]>): ContextEvent {
    return this.#event(
      { kind: "storage-attached", storageId: storage.fullId },
      { storage },
    );
  }

  /** A storage instance is about to be gone. */
  storageDetaching(storage: Storage<NamesOf<C>["storage"]>): ContextEvent {
    return this.#event(
      { kind: "storage-detaching", storageId: storage.fullId },
      { storage },
    );
  }

  /** Pebble of a container has started. */
  pebbleReady(container: Container<NamesOf<C>["container"]>): ContextEvent {
    return this.#event(
      { kind: "pebble-ready", container: container.name },
      { container },
    );
  }

  /** A custom notice has occurred in a container. */
  pebbleCustomNotice(
    container: Container<NamesOf<C>["container"]>,
    notice: Notice,
  ): ContextEvent {
    return this.#event({
      kind: "pebble-custom-notice",
      container: container.name,
      noticeId: notice.id,
      noticeType: notice.type,
      noticeKey: notice.key,
    }, { container, notice });
  }

  /** A check of a container has failed as often as its threshold says. */
  pebbleCheckFailed(
    container: Container<NamesOf<C>["container"]>,
    checkInfo: CheckInfo,
  ): ContextEvent {
    return this.#event({
      kind: "pebble-check-failed",
      container: container.name,
      checkName: checkInfo.name,
    }, { container, checkInfo });
  }

  /** A failed check of a container passes again. */
  pebbleCheckRecovered(
    container: Container<NamesOf<C>["container"]>,
    checkInfo: CheckInfo,
  ): ContextEvent {
    return this.#event({
      kind: "pebble-check-recovered",
      container: container.name,
      checkName: checkInfo.name,
    }, { container, checkInfo });
  }

  /**
   * Somebody runs an action.
   *
   * As with Juju, the charm sees the defaults of what is not given, and a
   * parameter that is required must be given even if it has a default. (In
   * Python's ops, tests give the defaults too.)
   *
   * @throws {StateValidationError} If no action can have that name.
   */
  action<N extends ActionName<C>>(
    name: N,
    params: StateActionParams<C, N> = {} as StateActionParams<C, N>,
    options: ActionEventOptions = {},
  ): ContextEvent {
    expectName("action", name);
    this.#actionCount += 1;
    const { id = String(this.#actionCount) } = options;
    const copy: Readonly<Record<string, unknown>> = structuredClone(params);
    return this.#event(
      { kind: "action", name, id, params: copy },
      { action: { name, params: copy } },
    );
  }

  #plain(kind: PlainHookKind): ContextEvent {
    return this.#event({ kind }, {});
  }

  #event(
    hook: HookEvent,
    subject: EventSubject,
    own?: OwnEvent,
  ): ContextEvent {
    return new ContextEvent({ hook, subject, appName: this.#appName, own });
  }

  #collectStatus(
    kind: "collect-app-status" | "collect-unit-status",
    member: "collectAppStatus" | "collectUnitStatus",
  ): ContextEvent {
    return this.#event({ kind: "update-status" }, {}, {
      kind,
      name: kind,
      path: null,
      data: {},
      emit: (_framework, charm) => (charm as CharmBase).on[member].emit(),
    });
  }

  #revision(
    kind: "secret-expired" | "secret-remove",
    secret: Secret,
    { revision }: SecretRevisionOptions,
  ): ContextEvent {
    expectOwned(secret, true, kind);
    return this.#event({ kind, ...keyOf(secret), revision }, { secret });
  }

  #relation(
    kind:
      | "relation-created"
      | "relation-joined"
      | "relation-changed"
      | "relation-departed"
      | "relation-broken",
    relation: AnyRelation,
    options: RelationChangedOptions & {
      readonly departingUnit?: number | string;
    },
  ): ContextEvent {
    const { endpoint, id: relationId } = relation;
    const { remoteUnit, departingUnit } = options;
    const app = remoteAppOf(relation, this.#appName);
    // Null says that it is about no unit, and 0 is a unit as any other.
    const unit = remoteUnit === undefined
      ? remoteUnitIds(relation)[0] ?? null
      : remoteUnit;
    return this.#event({
      kind,
      endpoint,
      relationId,
      ...unit === null ? {} : { remoteUnit: `${app}/${unit}` },
      ...departingUnit === undefined ? {} : {
        departingUnit: typeof departingUnit === "number"
          ? `${app}/${departingUnit}`
          : departingUnit,
      },
    }, { relation, ...remoteUnit === undefined ? {} : { remoteUnit } });
  }
}

/** What a hook tells of a secret; Juju gives an empty label where there is none. */
function keyOf({ id, label }: Secret): { secretId: string; label: string } {
  return { secretId: id.replace(/^secret:/, ""), label: label ?? "" };
}

function expectOwned(secret: Secret, isOwn: boolean, kind: string): void {
  // Who leads owns the secrets of the application; other units read them.
  if (isOwn ? secret.owner !== null : secret.owner !== "unit") return;
  throw new StateValidationError(
    isOwn
      ? `Cannot make ${kind} of secret "${secret.id}": it is somebody else's, and only the owner gets this event; give the secret owner: "unit" or "app"`
      : `Cannot make ${kind} of secret "${secret.id}": its owner is the ${secret.owner}, and the owner does not get this event; leave out the owner`,
  );
}
