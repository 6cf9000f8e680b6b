import { eventKindOf } from "../src/charm/juju_events.ts";
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
import type { AnyRelation } from "./state/state_names.ts";
import type { Storage } from "./state/storage.ts";

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
}

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

  /**
   * Takes the parts.
   *
   * @internal
   */
  constructor({ hook, subject, appName }: ContextEventParts) {
    this.hook = hook;
    this.kind = hook.kind;
    this.name = eventName(hook);
    Object.assign(this, subject);
    this.#appName = appName;
    Object.freeze(this);
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
    const kind = eventKindOf(dispatchPath(this.hook));
    return new DeferredEvent({
      handlePath: `${charmPath}/on/${kind}[${eventId}]`,
      owner,
      observer,
      snapshotData: this.#snapshotData(),
    });
  }

  /** What the framework stores of the event. */
  #snapshotData(): EventData {
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
]);
