import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { makeFixture, makeFramework } from "../_model_fixture.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import { BoundEvent } from "../framework/bound_event.ts";
import { FrameworkError } from "../framework/errors.ts";
import type { ActionEvent } from "./action_event.ts";
import { CharmBase } from "./charm_base.ts";
import { StartEvent } from "./lifecycle_events.ts";
import { RelationChangedEvent } from "./relation_events.ts";

class MyCharm extends CharmBase {}

function makeCharm(charmcraft: Partial<Charmcraft> = {}): MyCharm {
  const fixture = makeFixture({ charmcraft: { name: "app", ...charmcraft } });
  return new MyCharm(makeFramework(undefined, fixture));
}

const FIXED = [
  "install",
  "start",
  "stop",
  "remove",
  "config_changed",
  "update_status",
  "upgrade_charm",
  "pre_series_upgrade",
  "post_series_upgrade",
  "leader_elected",
  "collect_metrics",
  "secret_changed",
  "secret_rotate",
  "secret_remove",
  "secret_expired",
  "collect_app_status",
  "collect_unit_status",
];

Deno.test("CharmBase.on has the events that every charm has (EVT 3.2)", () => {
  const { on } = makeCharm();

  assertEquals([...on.definedEvents().keys()], FIXED);
  assertEquals(on.start.path, "MyCharm/on/start");
  assertEquals(on.configChanged.eventKind, "config_changed");
});

Deno.test("CharmBase.on has the events of the metadata, in the order of EVT-09", () => {
  const { on } = makeCharm({
    requires: { "my-db": "pg" },
    storage: { "data-dir": { type: "filesystem" } },
    actions: { "do-it": {} },
    containers: { "web-app": {} },
  });

  assertEquals([...on.definedEvents().keys()].slice(FIXED.length), [
    "my_db_relation_created",
    "my_db_relation_joined",
    "my_db_relation_changed",
    "my_db_relation_departed",
    "my_db_relation_broken",
    "data_dir_storage_attached",
    "data_dir_storage_detaching",
    "do_it_action",
    "web_app_pebble_ready",
    "web_app_pebble_custom_notice",
    "web_app_pebble_check_failed",
    "web_app_pebble_check_recovered",
  ]);
});

Deno.test("CharmBase.on gives events by the name in the metadata (EVT-11)", () => {
  const { on } = makeCharm({
    requires: { "my-db": "pg" },
    storage: { data: { type: "filesystem" } },
    actions: { "do-it": {} },
    containers: { web: {} },
  });

  assertEquals(
    [
      on["my-db"]!.relationCreated,
      on["my-db"]!.relationJoined,
      on["my-db"]!.relationChanged,
      on["my-db"]!.relationDeparted,
      on["my-db"]!.relationBroken,
      on["data"]!.storageAttached,
      on["data"]!.storageDetaching,
      on["do-it"]!.action,
      on["web"]!.pebbleReady,
      on["web"]!.pebbleCustomNotice,
      on["web"]!.pebbleCheckFailed,
      on["web"]!.pebbleCheckRecovered,
    ].map(({ path }) => path),
    [
      "MyCharm/on/my_db_relation_created",
      "MyCharm/on/my_db_relation_joined",
      "MyCharm/on/my_db_relation_changed",
      "MyCharm/on/my_db_relation_departed",
      "MyCharm/on/my_db_relation_broken",
      "MyCharm/on/data_storage_attached",
      "MyCharm/on/data_storage_detaching",
      "MyCharm/on/do_it_action",
      "MyCharm/on/web_pebble_ready",
      "MyCharm/on/web_pebble_custom_notice",
      "MyCharm/on/web_pebble_check_failed",
      "MyCharm/on/web_pebble_check_recovered",
    ],
  );
});

Deno.test("CharmBase.on gives all events of a name that is used several times", () => {
  const { on } = makeCharm({
    requires: { web: "http" },
    storage: { web: { type: "filesystem" } },
    actions: { web: {} },
    containers: { web: {} },
  });

  assertEquals(
    Object.keys(on["web"]!),
    [
      "relationCreated",
      "relationJoined",
      "relationChanged",
      "relationDeparted",
      "relationBroken",
      "storageAttached",
      "storageDetaching",
      "action",
      "pebbleReady",
      "pebbleCustomNotice",
      "pebbleCheckFailed",
      "pebbleCheckRecovered",
    ],
  );
});

Deno.test("CharmBase.on gives the fixed event and the action that has its name", () => {
  const { on } = makeCharm({ actions: { start: {}, stop: {} } });
  const both = on.start as unknown as {
    readonly eventType: unknown;
    readonly action: BoundEvent<ActionEvent>;
  };

  assertInstanceOf(on.start, BoundEvent);
  assertEquals(both.eventType, StartEvent);
  assertEquals(both.action.path, "MyCharm/on/start_action");
});

for (
  const name of [
    "constructor",
    "toString",
    "hasOwnProperty",
    "then",
    "__proto__",
    "definedEvents",
  ]
) {
  Deno.test(`CharmBase.on gives the events of an endpoint "${name}"`, () => {
    const requires = Object.fromEntries([[name, "pg"]]);
    const { on } = makeCharm({ requires });

    const { relationChanged } = (on as unknown as Record<
      string,
      { readonly relationChanged: BoundEvent<RelationChangedEvent> }
    >)[name]!;

    assertEquals(relationChanged.eventKind, `${name}_relation_changed`);
    assertEquals(relationChanged.eventType, RelationChangedEvent);
  });
}

Deno.test("CharmBase refuses two names that give the same event (EVT-10)", () => {
  assertThrows(
    () => makeCharm({ requires: { "my-db": "pg" }, provides: { my_db: "pg" } }),
    FrameworkError,
    "MyCharm/on/my_db_relation_created",
  );
});

Deno.test("CharmBase of one class can be made for two charms in one process (EVT-12)", () => {
  const { on } = makeCharm({ requires: { db: "pg" } });

  assertEquals([...makeCharm().on.definedEvents().keys()], FIXED);
  assertEquals(
    on["db"]!.relationChanged.path,
    "MyCharm/on/db_relation_changed",
  );
});

Deno.test("CharmBase.on refuses a name that the metadata does not declare (FRW-28)", () => {
  const { on } = makeCharm({ requires: { db: "pg" }, actions: { run: {} } });

  assertThrows(
    () => on["nope"],
    TypeError,
    'Cannot get the events of "nope": the metadata declares "db", "run"',
  );
});

Deno.test("CharmBase.on says so when the metadata declares no name (FRW-28)", () => {
  const { on } = makeCharm();

  assertThrows(
    () => on["nope"],
    TypeError,
    'Cannot get the events of "nope": the metadata declares no endpoint, storage, action or container',
  );
});

Deno.test("CharmBase.on can be shown, copied and returned from an async function", async () => {
  const { on } = makeCharm();

  assertEquals(await Promise.resolve(on), on);
  assertEquals(typeof Deno.inspect(on), "string");
  assertEquals(JSON.stringify(Object.keys(on)).includes("configChanged"), true);
});

Deno.test("CharmBase shows its own parts of the model", () => {
  const charm = makeCharm();

  assertEquals([charm.unit.name, charm.app.name], ["app/0", "app"]);
  assertEquals(charm.meta.name, "app");
  assertEquals(charm.charmDir, "/charm");
  assertEquals(charm.config, charm.model.config);
});
