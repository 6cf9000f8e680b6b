import type { CheckInfo } from "../state/check_info.ts";
import type { Container } from "../state/container.ts";
import type { Notice } from "../state/notice.ts";
import type { Secret } from "../state/secret.ts";
import type { AnyRelation } from "../state/state_names.ts";
import type { Storage } from "../state/storage.ts";

/** What kind of event it is, in Juju's words; custom ones are a library's own. */
export type EventKind =
  | "install"
  | "start"
  | "stop"
  | "remove"
  | "config-changed"
  | "upgrade-charm"
  | "update-status"
  | "leader-elected"
  | "leader-settings-changed"
  | "collect-metrics"
  | "relation-created"
  | "relation-joined"
  | "relation-changed"
  | "relation-departed"
  | "relation-broken"
  | "storage-attached"
  | "storage-detaching"
  | "pebble-ready"
  | "pebble-custom-notice"
  | "pebble-check-failed"
  | "pebble-check-recovered"
  | "secret-changed"
  | "secret-rotate"
  | "secret-remove"
  | "secret-expired"
  | "action"
  | "pre-series-upgrade"
  | "post-series-upgrade"
  | "collect-app-status"
  | "collect-unit-status"
  | "custom";

/** The parts of a state that an event is about. */
export interface EventSubject {
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
  readonly action?: {
    /** Name of the action. */
    readonly name: string;
    /** What it is run with. */
    readonly params: Readonly<Record<string, unknown>>;
  };
}

/** An event as the consistency checks see it. */
export interface EventDescription extends EventSubject {
  /** What kind of event it is. */
  readonly kind: EventKind;
  /** Name as Juju spells it, such as `"db-relation-changed"`; of an action, its own. */
  readonly name: string;
}
