import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { runDispatch, tryDispatch } from "../_model_fixture.ts";
import { FrameworkError } from "../framework/errors.ts";
import type { EventBase } from "../framework/event_base.ts";
import type { EventData } from "../framework/snapshot.ts";
import { ModelError } from "../model/errors.ts";
import { eventKindOf } from "./juju_events.ts";
import type * as relation from "./relation_events.ts";
import type * as storage from "./storage_events.ts";
import type * as workload from "./workload_events.ts";

import {
  CHARMCRAFT,
  ObservingCharm,
  RELATION,
  REMOTE_UNIT,
  ROWS,
  SECRET,
  UNIT_DATA,
  WORKLOAD,
} from "./testdata/juju_events.ts";

for (const row of ROWS) {
  Deno.test(`dispatch() of ${row.path} emits ${row.type.name} (EVT 3.2)`, async () => {
    ObservingCharm.look = row.look ?? (() => null);
    const { path, env, script, data = {}, seen = null } = row;

    const { charm, runner } = await runDispatch({
      charmClass: ObservingCharm,
      charmcraft: CHARMCRAFT,
      env: { JUJU_DISPATCH_PATH: path, ...env },
      script,
    });

    assertInstanceOf(charm, ObservingCharm);
    assertEquals(charm.got.length, 1);
    const [event] = charm.got as [EventBase<EventData>];
    assertEquals(event.constructor, row.type);
    assertEquals(event.data, data);
    assertEquals(
      event.handle.path,
      `ObservingCharm/on/${eventKindOf(path)}[1]`,
    );
    assertEquals(charm.seen, seen);
    assertEquals(runner.calls, Object.keys(script ?? {}));
  });
}

const MISSING: readonly (readonly [
  string,
  Readonly<Record<string, string>>,
  string,
])[] = [
  ["hooks/my-db-relation-created", {}, "JUJU_RELATION"],
  [
    "hooks/my-db-relation-created",
    { JUJU_RELATION: "my-db" },
    "JUJU_RELATION_ID",
  ],
  ["hooks/data-dir-storage-attached", {}, "JUJU_STORAGE_ID"],
  ["hooks/web-app-pebble-ready", {}, "JUJU_WORKLOAD_NAME"],
  ["hooks/web-app-pebble-custom-notice", WORKLOAD, "JUJU_NOTICE_ID"],
  ["hooks/web-app-pebble-check-failed", WORKLOAD, "JUJU_PEBBLE_CHECK_NAME"],
  ["hooks/secret-changed", {}, "JUJU_SECRET_ID"],
  ["hooks/secret-remove", SECRET, "JUJU_SECRET_REVISION"],
  ["actions/do-it", {}, "JUJU_ACTION_UUID"],
];

for (const [path, env, variable] of MISSING) {
  Deno.test(`dispatch() of ${path} without ${variable} says so (DSP-28)`, async () => {
    const { error } = await tryDispatch({
      charmClass: ObservingCharm,
      charmcraft: CHARMCRAFT,
      env: { JUJU_DISPATCH_PATH: path, ...env },
    });

    assertInstanceOf(error, ModelError);
    assertEquals(
      error.message,
      `Cannot tell what the event is about: Juju did not set ${variable}`,
    );
  });
}

Deno.test("dispatch() tells the remote application from the unit when Juju does not (DSP-26)", async () => {
  const { JUJU_REMOTE_APP: _, ...env } = REMOTE_UNIT;
  ObservingCharm.look = (event: relation.RelationEvent) => event.app?.name;

  const { charm } = await runDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/my-db-relation-joined", ...env },
  });

  assertInstanceOf(charm, ObservingCharm);
  assertEquals(charm.got[0]!.data, UNIT_DATA);
  assertEquals(charm.seen, "pg");
});

Deno.test("RelationEvent has neither app nor unit when Juju does not tell (EVT-14)", async () => {
  const { JUJU_REMOTE_APP: _, ...env } = RELATION;
  ObservingCharm.look = ({ app, unit }: relation.RelationEvent) => [app, unit];

  const { charm } = await runDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/my-db-relation-created", ...env },
  });

  assertInstanceOf(charm, ObservingCharm);
  assertEquals(charm.seen, [null, null]);
});

const KINDS: readonly (readonly [string, string])[] = [
  ["hooks/install", "install"],
  ["hooks/db-relation-changed", "db_relation_changed"],
  ["actions/do-it", "do_it_action"],
  ["actions/start", "start_action"],
  ["/charm/actions/do-it", "do_it_action"],
  ["myactions/do-it", "do_it"],
  ["do-it", "do_it"],
  ["", ""],
];

for (const [path, kind] of KINDS) {
  Deno.test(`eventKindOf() calls "${path}" "${kind}" (DSP-04, DSP-05)`, () => {
    assertEquals(eventKindOf(path), kind);
  });
}

const NOT_DEFERRABLE: readonly string[] = [
  "hooks/stop",
  "hooks/remove",
  "hooks/secret-rotate",
  "hooks/secret-expired",
  "actions/do-it",
];

for (const { path, env } of ROWS) {
  const defers = !NOT_DEFERRABLE.includes(path);
  Deno.test(`defer() of ${path} is ${defers ? "taken" : "refused"} (EVT-04)`, async () => {
    ObservingCharm.look = (event: EventBase<EventData>) => event.defer();
    const dispatching = runDispatch({
      charmClass: ObservingCharm,
      charmcraft: CHARMCRAFT,
      env: { JUJU_DISPATCH_PATH: path, ...env },
    });

    if (defers) {
      const { storage } = await dispatching;
      assertEquals(storage.notices().length, 1);
    } else {
      await assertRejects(() => dispatching, FrameworkError, "Cannot defer");
    }
  });
}

Deno.test("RelationEvent that was deferred outlives its relation (EVT-15)", async () => {
  const charmClass = ObservingCharm;
  ObservingCharm.look = (event: EventBase<EventData>) => event.defer();
  const { storage } = await runDispatch({
    charmClass,
    charmcraft: CHARMCRAFT,
    env: { JUJU_DISPATCH_PATH: "hooks/my-db-relation-joined", ...REMOTE_UNIT },
  });
  ObservingCharm.look = ({ relation, app, unit }: relation.RelationEvent) => [
    relation.app,
    relation.active,
    app?.name,
    unit?.name,
    relation.data.has(app!),
  ];

  const { charm, runner } = await runDispatch({
    charmClass,
    charmcraft: CHARMCRAFT,
    storage,
    script: { "relation-ids my-db --format=json": "[]" },
  });

  assertInstanceOf(charm, ObservingCharm);
  assertEquals(charm.seen, [null, false, "pg", "pg/1", false]);
  assertEquals(runner.calls, ["relation-ids my-db --format=json"]);
});

Deno.test("StorageEvent that was deferred is dropped with a warning once its storage is gone (EVT-19)", async () => {
  const charmClass = ObservingCharm;
  ObservingCharm.look = (event: EventBase<EventData>) => event.defer();
  const { storage } = await runDispatch({
    charmClass,
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_DISPATCH_PATH: "hooks/data-dir-storage-attached",
      JUJU_STORAGE_ID: "data-dir/2",
    },
  });
  ObservingCharm.look = (event: EventBase<EventData>) => event.toString();

  const { charm, log } = await runDispatch({
    charmClass,
    charmcraft: CHARMCRAFT,
    storage,
    script: { "storage-list --format=json data-dir": "[]" },
  });

  assertInstanceOf(charm, ObservingCharm);
  assertEquals(charm.seen, null);
  assertEquals(storage.notices(), []);
  assertEquals(log.of("WARNING"), [
    "Dropping deferred event <StorageAttachedEvent via ObservingCharm/on/data_dir_storage_attached[1]>: what it is about is gone.",
  ]);
});

Deno.test("RelationEvent refuses a unit of another application (EVT-13)", async () => {
  const { error } = await tryDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      ...RELATION,
      JUJU_DISPATCH_PATH: "hooks/my-db-relation-joined",
      JUJU_REMOTE_UNIT: "pgbouncer/0",
    },
  });

  assertInstanceOf(error, ModelError);
  assertEquals(
    error.message,
    'Cannot make <RelationJoinedEvent via ObservingCharm/on/my_db_relation_joined[1]>: "pgbouncer/0" is not a unit of application "pg"',
  );
});

Deno.test("dispatch() refuses a remote unit that is none (DSP-26)", async () => {
  const { error } = await tryDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      ...RELATION,
      JUJU_DISPATCH_PATH: "hooks/my-db-relation-joined",
      JUJU_REMOTE_UNIT: "pg",
    },
  });

  assertInstanceOf(error, ModelError);
  assertEquals(
    error.message,
    'Cannot tell what the event is about: JUJU_REMOTE_UNIT is "pg", which is no unit',
  );
});

Deno.test("dispatch() warns when Juju does not tell the remote application (EVT-14)", async () => {
  ObservingCharm.look = () => null;
  const { log } = await runDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      ...RELATION,
      JUJU_DISPATCH_PATH: "hooks/my-db-relation-created",
      JUJU_REMOTE_APP: "",
    },
  });

  assertEquals(log.of("WARNING"), [
    "Juju did not tell the remote application of my_db_relation_created; its app is null.",
  ]);
});

Deno.test("WorkloadEvent of a container that the metadata lacks says so (DSP-28, EVT-20)", async () => {
  ObservingCharm.look = (event: workload.PebbleReadyEvent) => event.workload;
  const { error } = await tryDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_DISPATCH_PATH: "hooks/web-app-pebble-ready",
      JUJU_WORKLOAD_NAME: "other",
    },
  });

  assertInstanceOf(error, ModelError);
  assertEquals(
    error.message,
    'Cannot get container "other": the metadata declares "web-app"',
  );
});

Deno.test("StorageEvent of an instance that Juju does not list says so (DSP-27)", async () => {
  ObservingCharm.look = (event: storage.StorageAttachedEvent) => event.storage;
  const { error } = await tryDispatch({
    charmClass: ObservingCharm,
    charmcraft: CHARMCRAFT,
    env: {
      JUJU_DISPATCH_PATH: "hooks/data-dir-storage-attached",
      JUJU_STORAGE_ID: "data-dir/4",
    },
    script: { "storage-list --format=json data-dir": '["data-dir/5"]' },
  });

  assertInstanceOf(error, ModelError);
  assertEquals(
    error.message,
    'Cannot get storage "data-dir/4": Juju does not list it',
  );
});
