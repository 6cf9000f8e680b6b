import { HookEvent } from "../framework/event_base.ts";
import type { EventData } from "../framework/snapshot.ts";
import type { Container } from "../model/container.ts";
import type { CheckInfo } from "../pebble/check_info.ts";
import type { Notice } from "../pebble/notice.ts";

/** What is stored of a workload event. */
export type WorkloadEventData = {
  /** Name of the container. */
  readonly container_name: string;
};

/** The base of the events of a workload container. */
export abstract class WorkloadEvent<
  D extends WorkloadEventData & EventData = WorkloadEventData,
> extends HookEvent<D> {
  /** The container that the event is about. */
  get workload(): Container {
    return this.framework.model.unit.getContainer(this.data.container_name);
  }
}

/**
 * Pebble of a container has started: for the first time, or anew with nothing
 * of the earlier plan. It may be gone again by the time the handler runs.
 */
export class PebbleReadyEvent extends WorkloadEvent {}

/** What is stored of a notice event. */
export type PebbleNoticeEventData = WorkloadEventData & {
  /** Id of the notice. */
  readonly notice_id: string;
  /** Type of the notice, such as `"custom"`. */
  readonly notice_type: string;
  /** Key of the notice, such as `"example.com/backup-done"`. */
  readonly notice_key: string;
};

/** What is known of a notice without asking Pebble; the rest is loaded. */
export interface LazyNotice {
  /** Id of the notice. */
  readonly id: string;
  /** Type of the notice, such as `"custom"`. */
  readonly type: string;
  /** Key of the notice, such as `"example.com/backup-done"`. */
  readonly key: string;
  /** Asks Pebble for the whole notice, as it is now. */
  load(): Promise<Notice>;
}

/** The base of events about Pebble's notices. */
export abstract class PebbleNoticeEvent
  extends WorkloadEvent<PebbleNoticeEventData> {
  /** The notice that the event is about. */
  readonly notice: LazyNotice = lazyNotice(this);
}

/** A custom notice has occurred in a workload container (Juju 3.4 and later). */
export class PebbleCustomNoticeEvent extends PebbleNoticeEvent {}

/** What is stored of a check event. */
export type PebbleCheckEventData = WorkloadEventData & {
  /** Name of the check. */
  readonly check_name: string;
};

/** What is known of a check without asking Pebble; the rest is loaded. */
export interface LazyCheckInfo {
  /** Name of the check. */
  readonly name: string;
  /** Asks Pebble for the check as it is now, which may differ from what caused the event. */
  load(): Promise<CheckInfo>;
}

/** The base of events about Pebble's checks. */
export abstract class PebbleCheckEvent
  extends WorkloadEvent<PebbleCheckEventData> {
  /** The check that the event is about. */
  readonly info: LazyCheckInfo = lazyCheckInfo(this);
}

/** A check has failed as often as its threshold says (Juju 3.6 and later). */
export class PebbleCheckFailedEvent extends PebbleCheckEvent {}

/** A check that had failed passes again (Juju 3.6 and later). */
export class PebbleCheckRecoveredEvent extends PebbleCheckEvent {}

function lazyNotice(event: PebbleNoticeEvent): LazyNotice {
  const { notice_id: id, notice_type: type, notice_key: key } = event.data;
  return { id, type, key, load: once(() => event.workload.getNotice(id)) };
}

function lazyCheckInfo(event: PebbleCheckEvent): LazyCheckInfo {
  const { check_name: name } = event.data;
  return { name, load: once(() => event.workload.getCheck(name)) };
}

/** Calls at most once, also when it is asked again before it is done; a failure is not kept. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () =>
    loading ??= load().catch((error) => {
      loading = null;
      throw error;
    });
}
