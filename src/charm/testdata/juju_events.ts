import type { Script } from "../../_scripted_runner.ts";
import type { EventBase } from "../../framework/event_base.ts";
import type { Framework } from "../../framework/framework.ts";
import type { EventData } from "../../framework/snapshot.ts";
import type { Charmcraft } from "../../meta/charmcraft.ts";
import { ActionEvent } from "../action_event.ts";
import { CharmBase } from "../charm_base.ts";
import { CollectMetricsEvent } from "../collect_metrics_event.ts";
import * as lifecycle from "../lifecycle_events.ts";
import * as relation from "../relation_events.ts";
import * as secret from "../secret_events.ts";
import * as storage from "../storage_events.ts";
import * as workload from "../workload_events.ts";

/** Part of the table. */
export const CHARMCRAFT: Charmcraft = {
  name: "app",
  requires: { "my-db": { interface: "pg" } },
  storage: { "data-dir": { type: "filesystem" } },
  actions: { "do-it": {} },
  containers: { "web-app": {} },
};

/** Observes every event there is, and notes what it gets. */
export class ObservingCharm extends CharmBase {
  static look: (event: never) => unknown = () => null;
  readonly got: EventBase<EventData>[] = [];
  seen: unknown = null;

  constructor(framework: Framework) {
    super(framework);
    for (const event of this.on.definedEvents().values()) {
      if (!/^collect_.+_status$/.test(event.eventKind)) {
        this.observe(event, this.#onAny);
      }
    }
  }

  #onAny(event: EventBase<EventData>): void {
    this.got.push(event);
    this.seen = ObservingCharm.look(event as never);
  }
}

/** A path of dispatch with what it comes to. */
export interface Row {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly script?: Script;
  readonly type: new (...args: never[]) => EventBase<EventData>;
  readonly data?: EventData;
  readonly look?: (event: never) => unknown;
  readonly seen?: unknown;
}

/** Part of the table. */
export const RELATION = {
  JUJU_RELATION: "my-db",
  JUJU_RELATION_ID: "my-db:7",
  JUJU_REMOTE_APP: "pg",
};
/** Part of the table. */
export const REMOTE_UNIT = { ...RELATION, JUJU_REMOTE_UNIT: "pg/1" };
/** Part of the table. */
export const SECRET = { JUJU_SECRET_ID: "secret:9m4e2mr0ui3e8a215n4g" };
const LABELLED = { ...SECRET, JUJU_SECRET_LABEL: "tls" };
const REVISION = { ...SECRET, JUJU_SECRET_REVISION: "3" };
/** Part of the table. */
export const WORKLOAD = { JUJU_WORKLOAD_NAME: "web-app" };
const NOTICE = {
  ...WORKLOAD,
  JUJU_NOTICE_ID: "12",
  JUJU_NOTICE_TYPE: "custom",
  JUJU_NOTICE_KEY: "example.com/done",
};
const CHECK = { ...WORKLOAD, JUJU_PEBBLE_CHECK_NAME: "alive" };
const STORAGE = { JUJU_STORAGE_ID: "data-dir/4" };
const LIST_UNITS = "relation-list --format=json -r my-db:7";
const APP_DATA = { relation_name: "my-db", relation_id: 7, app_name: "pg" };
/** Part of the table. */
export const UNIT_DATA = { ...APP_DATA, unit_name: "pg/1" };

const lookAtRelation = (event: relation.RelationEvent) => ({
  relation: `${event.relation}`,
  app: event.app?.name,
  unit: event.unit?.name ?? null,
  units: [...event.relation.units].map(({ name }) => name),
  active: event.relation.active,
});
const lookAtRevision = (event: secret.SecretRevisionEvent) => [
  event.secret.id,
  event.secret.label,
  event.revision,
];

/** Part of the table. */
export const ROWS: readonly Row[] = [
  { path: "hooks/install", type: lifecycle.InstallEvent },
  { path: "hooks/start", type: lifecycle.StartEvent },
  { path: "hooks/stop", type: lifecycle.StopEvent },
  { path: "hooks/remove", type: lifecycle.RemoveEvent },
  { path: "hooks/config-changed", type: lifecycle.ConfigChangedEvent },
  { path: "hooks/update-status", type: lifecycle.UpdateStatusEvent },
  { path: "hooks/upgrade-charm", type: lifecycle.UpgradeCharmEvent },
  { path: "hooks/pre-series-upgrade", type: lifecycle.PreSeriesUpgradeEvent },
  { path: "hooks/post-series-upgrade", type: lifecycle.PostSeriesUpgradeEvent },
  { path: "hooks/collect-metrics", type: CollectMetricsEvent },
  { path: "hooks/leader-elected", type: lifecycle.LeaderElectedEvent },
  {
    path: "hooks/my-db-relation-created",
    env: RELATION,
    type: relation.RelationCreatedEvent,
    data: APP_DATA,
    script: { [LIST_UNITS]: "[]" },
    look: lookAtRelation,
    seen: {
      relation: '"my-db:7"',
      app: "pg",
      unit: null,
      units: [],
      active: true,
    },
  },
  {
    path: "hooks/my-db-relation-joined",
    env: REMOTE_UNIT,
    type: relation.RelationJoinedEvent,
    data: UNIT_DATA,
    script: { [LIST_UNITS]: '["pg/1"]' },
    look: lookAtRelation,
    seen: {
      relation: '"my-db:7"',
      app: "pg",
      unit: "pg/1",
      units: ["pg/1"],
      active: true,
    },
  },
  {
    path: "hooks/my-db-relation-changed",
    env: { ...RELATION, JUJU_REMOTE_UNIT: "" },
    type: relation.RelationChangedEvent,
    data: APP_DATA,
    script: { [LIST_UNITS]: '["pg/0","pg/1"]' },
    look: lookAtRelation,
    seen: {
      relation: '"my-db:7"',
      app: "pg",
      unit: null,
      units: ["pg/0", "pg/1"],
      active: true,
    },
  },
  {
    path: "hooks/my-db-relation-departed",
    env: { ...REMOTE_UNIT, JUJU_DEPARTING_UNIT: "pg/1" },
    type: relation.RelationDepartedEvent,
    data: { ...UNIT_DATA, departing_unit: "pg/1" },
    script: { [LIST_UNITS]: "[]" },
    look: (event: relation.RelationDepartedEvent) => [
      event.departingUnit?.name,
      event.departingUnit === event.unit,
      event.relation.data.has(event.departingUnit!),
    ],
    seen: ["pg/1", true, true],
  },
  {
    path: "hooks/my-db-relation-broken",
    env: RELATION,
    type: relation.RelationBrokenEvent,
    data: APP_DATA,
    script: { [LIST_UNITS]: "[]" },
    look: lookAtRelation,
    seen: {
      relation: '"my-db:7"',
      app: "pg",
      unit: null,
      units: [],
      active: false,
    },
  },
  {
    path: "hooks/data-dir-storage-attached",
    env: STORAGE,
    type: storage.StorageAttachedEvent,
    data: { storage_name: "data-dir", storage_index: 4 },
    script: {
      "storage-list --format=json data-dir": '["data-dir/3","data-dir/4"]',
      "storage-get --format=json -s data-dir/4":
        '{"kind":"filesystem","location":"/srv"}',
    },
    look: ({ storage }: storage.StorageEvent) => [
      storage.fullId,
      storage.location,
    ],
    seen: ["data-dir/4", "/srv"],
  },
  {
    path: "hooks/data-dir-storage-detaching",
    env: STORAGE,
    type: storage.StorageDetachingEvent,
    data: { storage_name: "data-dir", storage_index: 4 },
    script: { "storage-list --format=json data-dir": '["data-dir/4"]' },
    look: ({ storage }: storage.StorageEvent) => storage.index,
    seen: 4,
  },
  {
    path: "hooks/web-app-pebble-ready",
    env: WORKLOAD,
    type: workload.PebbleReadyEvent,
    data: { container_name: "web-app" },
    look: (event: workload.WorkloadEvent) => event.workload.name,
    seen: "web-app",
  },
  {
    path: "hooks/web-app-pebble-custom-notice",
    env: NOTICE,
    type: workload.PebbleCustomNoticeEvent,
    data: {
      container_name: "web-app",
      notice_id: "12",
      notice_type: "custom",
      notice_key: "example.com/done",
    },
    look: ({ workload, notice }: workload.PebbleNoticeEvent) => [
      workload.name,
      notice.id,
      notice.type,
      notice.key,
    ],
    seen: ["web-app", "12", "custom", "example.com/done"],
  },
  {
    path: "hooks/web-app-pebble-check-failed",
    env: CHECK,
    type: workload.PebbleCheckFailedEvent,
    data: { container_name: "web-app", check_name: "alive" },
    look: ({ workload, info }: workload.PebbleCheckEvent) => [
      workload.name,
      info.name,
    ],
    seen: ["web-app", "alive"],
  },
  {
    path: "hooks/web-app-pebble-check-recovered",
    env: CHECK,
    type: workload.PebbleCheckRecoveredEvent,
    data: { container_name: "web-app", check_name: "alive" },
    look: ({ info }: workload.PebbleCheckEvent) => info.name,
    seen: "alive",
  },
  {
    path: "hooks/secret-changed",
    env: LABELLED,
    type: secret.SecretChangedEvent,
    data: { id: SECRET.JUJU_SECRET_ID, label: "tls" },
    look: ({ secret }: secret.SecretEvent) => [secret.id, secret.label],
    seen: [SECRET.JUJU_SECRET_ID, "tls"],
  },
  {
    path: "hooks/secret-rotate",
    env: SECRET,
    type: secret.SecretRotateEvent,
    data: { id: SECRET.JUJU_SECRET_ID },
    look: ({ secret }: secret.SecretEvent) => [secret.id, secret.label],
    seen: [SECRET.JUJU_SECRET_ID, null],
  },
  {
    path: "hooks/secret-remove",
    env: REVISION,
    type: secret.SecretRemoveEvent,
    data: { id: SECRET.JUJU_SECRET_ID, revision: 3 },
    look: lookAtRevision,
    seen: [SECRET.JUJU_SECRET_ID, null, 3],
  },
  {
    path: "hooks/secret-expired",
    env: { ...REVISION, ...LABELLED },
    type: secret.SecretExpiredEvent,
    data: { id: SECRET.JUJU_SECRET_ID, label: "tls", revision: 3 },
    look: lookAtRevision,
    seen: [SECRET.JUJU_SECRET_ID, "tls", 3],
  },
  {
    path: "actions/do-it",
    env: { JUJU_ACTION_NAME: "do-it", JUJU_ACTION_UUID: "44" },
    type: ActionEvent,
    data: { id: "44" },
    script: { "action-get --format=json": '{"deep":{"a":1}}' },
    look: ({ id, params }: ActionEvent) => [id, params],
    seen: ["44", { deep: { a: 1 } }],
  },
];
