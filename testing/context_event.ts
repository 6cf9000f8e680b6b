import { eventKindOf } from "../src/charm/juju_events.ts";
import type { Framework } from "../src/framework/framework.ts";
import type { EventData } from "../src/framework/snapshot.ts";
import { kindOf } from "../src/framework/framework_object.ts";
import {
  dispatchPath,
  eventName,
  type HookEvent,
} from "../src/simulator/hook_event.ts";
import type {
  EventDescription,
  EventKind,
  EventSubject,
} from "./consistency/event_description.ts";
import { StateValidationError } from "./errors.ts";
import type { CheckInfo } from "./state/check_info.ts";
import type { Container } from "./state/container.ts";
import { DeferredEvent } from "./state/deferred_event.ts";
import type { Notice } from "./state/notice.ts";
import { remoteAppOf } from "./state/remote_units.ts";
import type { Secret } from "./state/secret.ts";
import type { AnyRelation, StateNames } from "./state/state_names.ts";
import type { State } from "./state/state.ts";
import type { Storage } from "./state/storage.ts";
import { untyped } from "./state/_untyped.ts";

/**
 * What a {@linkcode ContextEvent} is made of.
 *
 * @internal
 */
export interface ContextEventParts {
  /** What the simulator makes of it. */
  readonly hook: HookEvent;
  /** The parts of the state that it is about. */
  readonly subject: EventSubject;
  /** Name of the application. */
  readonly appName: string;
  /** What it is, when Juju has no such hook. */
  readonly own?: OwnEvent;
}

/** An event that is no hook of Juju's: one of a library, or of the framework. */
export interface OwnEvent {
  /** What kind of event it is. */
  readonly kind: "custom" | "collect-app-status" | "collect-unit-status";
  /** Name for messages. */
  readonly name: string;
  /** Path of the event, where it is known before the charm is made. */
  readonly path: string | null;
  /** What is stored of it. */
  readonly data: EventData;
  /** Delivers it. */
  readonly emit: Emitter;
}

/** Delivers an event to the charm that was made for it. */
export type Emitter = (framework: Framework, charm: unknown) => Promise<void>;

/** Options of {@linkcode ContextEvent.deferred}. */
export interface DeferredOptions {
  /** Number of the event. @default {1} */
  readonly eventId?: number;
  /**
   * Path of the object whose handler it is, when that is not the charm, such as
   * `"MyCharm/Database[main]"`.
   *
   * @default {the charm's}
   */
  readonly owner?: string;
}

/** An event for `Context.run`: what Juju starts the charm for. Made by `ctx.on`. */
export class ContextEvent implements EventDescription {
  /**
   * What the simulator makes of it.
   *
   * @internal
   */
  readonly hook: HookEvent;
  /** What kind of event it is. */
  readonly kind: EventKind;
  /** Name as Juju spells it, such as `"db-relation-changed"`; of an action, its own. */
  readonly name: string;
  /** The relation of a relation event. */
  readonly relation?: AnyRelation;
  /** The remote unit that the test gave; null: none, absent: not said. */
  readonly remoteUnit?: number | null;
  /** The container of a workload event. */
  readonly container?: Container;
  /** The notice of a notice event. */
  readonly notice?: Notice;
  /** The check of a check event. */
  readonly checkInfo?: CheckInfo;
  /** The storage of a storage event. */
  readonly storage?: Storage;
  /** The secret of a secret event. */
  readonly secret?: Secret;
  /** The action, with what it is run with. */
  readonly action?: EventSubject["action"];
  readonly #appName: string;
  readonly #own: OwnEvent | null;
  readonly #parts: ContextEventParts;

  /**
   * Takes the parts.
   *
   * @internal
   */
  constructor(parts: ContextEventParts) {
    const { hook, subject, appName, own } = parts;
    this.#parts = parts;
    this.hook = hook;
    this.kind = own?.kind ?? hook.kind;
    this.name = own?.name ?? eventName(hook);
    Object.assign(this, subject);
    this.#appName = appName;
    this.#own = own ?? null;
    Object.freeze(this);
  }

  /**
   * The same event about what its relation, container, storage or secret is in
   * a later state; what is gone there stays as it is here.
   */
  for<N extends StateNames>(state: State<N>): ContextEvent {
    const subject = subjectIn(untyped(state), this.#parts.subject);
    return new ContextEvent({ ...this.#parts, subject });
  }

  /**
   * What delivers it; null: as a hook of Juju's.
   *
   * @internal
   */
  get emitter(): Emitter | null {
    return this.#own?.emit ?? null;
  }

  /**
   * The event as a handler has deferred it in an earlier dispatch, for
   * `State.deferred`.
   *
   * @example Usage
   * ```ts
   * import * as ops from "@charmkit/ops";
   * import { Context, State } from "@charmkit/ops/testing";
   * import { assertEquals } from "@std/assert";
   *
   * class WebCharm extends ops.CharmBase {
   *   constructor(framework: ops.Framework) {
   *     super(framework);
   *     this.observe(this.on.start, this.#onStart);
   *   }
   *
   *   #onStart(): void {
   *     this.unit.status = new ops.ActiveStatus();
   *   }
   * }
   *
   * const ctx = new Context(WebCharm, { name: "web" });
   * const deferred = [ctx.on.start().deferred(WebCharm, "#onStart")];
   * const out = await ctx.run(ctx.on.updateStatus(), new State({ deferred }));
   *
   * assertEquals(out.unitStatus, new ops.ActiveStatus());
   * assertEquals(out.deferred, []);
   * ```
   *
   * @param charm The class of the charm.
   * @param handler Name of the handler, `"#"` included where it is private, or
   * the method itself.
   * @throws {StateValidationError} If this kind of event cannot be deferred, or
   * the handler has no name.
   */
  deferred(
    charm: { readonly name: string; readonly handleKind?: string | undefined },
    handler: string | ((...args: never[]) => unknown),
    options: DeferredOptions = {},
  ): DeferredEvent {
    if (NOT_DEFERRABLE.has(this.kind)) {
      throw new StateValidationError(
        `Cannot defer ${this.name}: this kind of event is not delivered again`,
      );
    }
    const observer = typeof handler === "string" ? handler : handler.name;
    if (observer === "") {
      throw new StateValidationError(
        `Cannot defer ${this.name}: the handler has no name; pass a method, or its name as in "#onStart"`,
      );
    }
    const charmPath = kindOf(charm);
    const { eventId = 1, owner = charmPath } = options;
    const path = this.#own?.path ??
      `${charmPath}/on/${eventKindOf(dispatchPath(this.hook))}`;
    if (this.#own !== null && this.#own.path === null) {
      throw new StateValidationError(
        `Cannot defer ${this.name}: its path is not known before the charm is made; pass the bound event to ctx.on.custom(), or make a DeferredEvent`,
      );
    }
    return new DeferredEvent({
      handlePath: `${path}[${eventId}]`,
      owner,
      observer,
      snapshotData: this.#snapshotData(),
    });
  }

  /** What the framework stores of the event. */
  #snapshotData(): EventData {
    if (this.#own !== null) return this.#own.data;
    const { hook, relation } = this;
    if ("relationId" in hook && relation !== undefined) {
      const { endpoint, relationId, remoteUnit } = hook;
      const departing = hook.departingUnit ?? remoteUnit;
      return {
        relation_name: endpoint,
        relation_id: relationId,
        app_name: remoteAppOf(relation, this.#appName),
        ...remoteUnit === undefined ? {} : { unit_name: remoteUnit },
        ...hook.kind === "relation-departed" && departing !== undefined
          ? { departing_unit: departing }
          : {},
      };
    }
    if ("storageId" in hook) {
      const [name = "", index] = hook.storageId.split("/");
      return { storage_name: name, storage_index: Number(index) };
    }
    if ("secretId" in hook) {
      return {
        id: `secret:${hook.secretId}`,
        ...hook.label === "" ? {} : { label: hook.label },
        ..."revision" in hook ? { revision: hook.revision } : {},
      };
    }
    if (!("container" in hook)) return {};
    return {
      container_name: hook.container,
      ..."noticeId" in hook
        ? {
          notice_id: hook.noticeId,
          notice_type: hook.noticeType,
          notice_key: hook.noticeKey,
        }
        : {},
      ..."checkName" in hook ? { check_name: hook.checkName } : {},
    };
  }
}

/** What Juju, or the person who waits for it, does not give a second time. */
const NOT_DEFERRABLE: ReadonlySet<EventKind> = new Set([
  "action",
  "secret-rotate",
  "secret-expired",
  "stop",
  "remove",
  "collect-app-status",
  "collect-unit-status",
]);

/** The parts of an event as they are in another state. */
function subjectIn(state: State, subject: EventSubject): EventSubject {
  const { relation, container, notice, checkInfo, storage, secret } = subject;
  const newContainer = state.containers
    .find(({ name }) => name === container?.name) ?? container;
  return {
    ...subject,
    ...relation === undefined ? {} : {
      relation: state.relations.find(({ id }) => id === relation.id) ??
        relation,
    },
    ...newContainer === undefined ? {} : { container: newContainer },
    ...notice === undefined ? {} : {
      notice: newContainer?.notices.find(({ id }) => id === notice.id) ??
        notice,
    },
    ...checkInfo === undefined ? {} : {
      checkInfo: newContainer?.checkInfos
        .find(({ name }) => name === checkInfo.name) ?? checkInfo,
    },
    ...storage === undefined ? {} : {
      storage: state.storages.find(({ fullId }) => fullId === storage.fullId) ??
        storage,
    },
    ...secret === undefined
      ? {}
      : { secret: state.secrets.find(({ id }) => id === secret.id) ?? secret },
  };
}
