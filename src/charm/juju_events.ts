import type { JujuContext } from "../backend/juju_context.ts";
import type { BoundEvent } from "../framework/bound_event.ts";
import type { EventBase } from "../framework/event_base.ts";
import type { EventData } from "../framework/snapshot.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { ModelError } from "../model/errors.ts";
import { ActionEvent } from "./action_event.ts";
import type { CharmBase } from "./charm_base.ts";
import { RelationEvent } from "./relation_events.ts";
import { SecretEvent, SecretRevisionEvent } from "./secret_events.ts";
import { StorageEvent } from "./storage_events.ts";
import {
  PebbleCheckEvent,
  PebbleNoticeEvent,
  WorkloadEvent,
} from "./workload_events.ts";

/**
 * What the event of a dispatch path is called: `hooks/db-relation-changed` gives
 * `db_relation_changed`, `actions/do-it` gives `do_it_action`.
 */
export function eventKindOf(dispatchPath: string): string {
  const parts = dispatchPath.split("/");
  const name = parts.at(-1)!.replaceAll("-", "_");
  return parts.at(-2) === "actions" ? `${name}_action` : name;
}

/**
 * Emits the event that Juju started the charm for; one that the charm does not
 * have is no error, so that an older charm lives with a newer Juju.
 */
export async function emitJujuEvent<C extends Charmcraft>(
  charm: CharmBase<C>,
  kind: string,
): Promise<void> {
  const event = charm.on.definedEvents().get(kind);
  if (event === undefined) {
    charm.log.debug(`Event ${kind} not defined for ${charm.handle.path}.`);
    return;
  }
  const { backend: { context }, spans } = charm.framework.context;
  charm.log.debug(`Emitting Juju event ${kind}.`);
  const traceId = spans?.traceId ?? null;
  if (traceId !== null) {
    // Tools that follow a trace from the log look for this text.
    charm.log.debug(`Starting root trace with id='${traceId}'.`);
  }
  const { prototype } = event.eventType as { prototype: unknown };
  if (prototype instanceof RelationEvent && remoteAppName(context) === null) {
    charm.log.warning(
      `Juju did not tell the remote application of ${kind}; its app is null.`,
    );
  }
  await event.emit(eventDataOf(event, context));
}

/** The data of an event, from what Juju put into the environment. */
function eventDataOf(
  event: BoundEvent<EventBase<EventData>>,
  context: JujuContext,
): EventData {
  const { prototype } = event.eventType as { prototype: unknown };
  if (prototype instanceof RelationEvent) {
    return {
      relation_name: required("JUJU_RELATION", context.relationName),
      relation_id: required("JUJU_RELATION_ID", context.relationId),
      ...optional("app_name", remoteAppName(context)),
      ...optional("unit_name", context.remoteUnitName),
      ...optional("departing_unit", context.relationDepartingUnitName),
    };
  }
  if (prototype instanceof StorageEvent) {
    return {
      storage_name: required("JUJU_STORAGE_ID", context.storageName),
      storage_index: required("JUJU_STORAGE_ID", context.storageIndex),
    };
  }
  if (prototype instanceof WorkloadEvent) {
    return {
      container_name: required("JUJU_WORKLOAD_NAME", context.workloadName),
      ...workloadDetails(prototype, context),
    };
  }
  if (prototype instanceof SecretEvent) {
    return {
      id: required("JUJU_SECRET_ID", context.secretId),
      ...optional("label", context.secretLabel),
      ...(prototype instanceof SecretRevisionEvent
        ? {
          revision: required("JUJU_SECRET_REVISION", context.secretRevision),
        }
        : {}),
    };
  }
  // There is one class for all actions, and it is no instance of itself.
  if (prototype === ActionEvent.prototype) {
    return { id: required("JUJU_ACTION_UUID", context.actionUuid) };
  }
  return {};
}

function workloadDetails(
  prototype: WorkloadEvent,
  context: JujuContext,
): EventData {
  if (prototype instanceof PebbleNoticeEvent) {
    return {
      notice_id: required("JUJU_NOTICE_ID", context.noticeId),
      notice_type: required("JUJU_NOTICE_TYPE", context.noticeType),
      notice_key: required("JUJU_NOTICE_KEY", context.noticeKey),
    };
  }
  if (prototype instanceof PebbleCheckEvent) {
    return {
      check_name: required("JUJU_PEBBLE_CHECK_NAME", context.pebbleCheckName),
    };
  }
  return {};
}

/** The remote application, which an old Juju leaves to be told from the unit. */
function remoteAppName(context: JujuContext): string | null {
  const { remoteAppName, remoteUnitName } = context;
  if (remoteUnitName === null) return remoteAppName;
  const [app = "", number] = remoteUnitName.split("/");
  if (number === undefined) {
    throw new ModelError(
      `Cannot tell what the event is about: JUJU_REMOTE_UNIT is "${remoteUnitName}", which is no unit`,
    );
  }
  return remoteAppName ?? app;
}

function optional(
  key: string,
  value: string | null,
): Readonly<Record<string, string>> {
  return value === null ? {} : { [key]: value };
}

function required<T>(variable: string, value: T | null): T {
  if (value !== null) return value;
  throw new ModelError(
    `Cannot tell what the event is about: Juju did not set ${variable}`,
  );
}
