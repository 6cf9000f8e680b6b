// Most of what is tested here is what the compiler says.
import { assertEquals } from "@std/assert";
import { assertType, type Same } from "../_assert_type.ts";
import { makeFixture, makeFramework } from "../_model_fixture.ts";
import type { BoundEvent } from "../framework/bound_event.ts";
import type { Framework } from "../framework/framework.ts";
import { main } from "../main.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type { Container } from "../model/container.ts";
import type { Relation } from "../model/relation.ts";
import type { ActionEvent } from "./action_event.ts";
import { CharmBase, type CharmClass } from "./charm_base.ts";
import type { ConfigChangedEvent } from "./lifecycle_events.ts";
import type {
  RelationChangedEvent,
  RelationDepartedEvent,
} from "./relation_events.ts";
import type { StorageAttachedEvent } from "./storage_events.ts";
import type { PebbleReadyEvent } from "./workload_events.ts";

const charmcraft = {
  name: "app",
  requires: { "my-db": { interface: "pg", limit: 1 } },
  provides: { site: "http" },
  peers: { cluster: { interface: "app-peer" } },
  storage: { data: { type: "filesystem" } },
  actions: { "do-it": { params: { path: { type: "string" } } } },
  containers: { web: { resource: "web-image" } },
  resources: { "web-image": { type: "oci-image" } },
  config: {
    options: {
      "log-level": { type: "string", default: "info" },
      motto: { type: "string" },
      port: { type: "int", default: 8080 },
      limit: { type: "int" },
      ratio: { type: "float", default: 0.5 },
      debug: { type: "boolean", default: false },
      verbose: { type: "boolean" },
      key: { type: "secret" },
      nothing: { type: "string", default: null },
      untyped: { default: "x" },
    },
  },
} as const satisfies Charmcraft;

class TypedCharm extends CharmBase<typeof charmcraft> {}
class UntypedCharm extends CharmBase {}

function make<B>(charmClass: new (framework: Framework) => B): B {
  const fixture = makeFixture({
    charmcraft,
    script: {
      "config-get --format=json":
        '{"log-level":"debug","port":1,"ratio":0.5,"debug":true,"untyped":"x"}',
      "relation-ids my-db --format=json": "[]",
    },
  });
  return new charmClass(makeFramework(undefined, fixture));
}

Deno.test("CharmBase<typeof charmcraft> has typed options, undefined only without a default", () => {
  const { config } = make(TypedCharm);

  const level = config.get("log-level");
  const motto = config.get("motto");
  const port = config.get("port");
  const limit = config.get("limit");
  const ratio = config.get("ratio");
  const debug = config.get("debug");
  const verbose = config.get("verbose");
  const key = config.get("key");
  const nothing = config.get("nothing");
  const untyped = config.get("untyped");

  assertType<Same<typeof level, string>>();
  assertType<Same<typeof motto, string | undefined>>();
  assertType<Same<typeof port, number>>();
  assertType<Same<typeof limit, number | undefined>>();
  assertType<Same<typeof ratio, number>>();
  assertType<Same<typeof debug, boolean>>();
  assertType<Same<typeof verbose, boolean | undefined>>();
  assertType<Same<typeof key, string | undefined>>();
  assertType<Same<typeof nothing, string | undefined>>();
  assertType<Same<typeof untyped, string>>();
  assertEquals([level, motto, port, ratio, debug], [
    "debug",
    undefined,
    1,
    0.5,
    true,
  ]);
});

Deno.test("CharmBase<typeof charmcraft> refuses options that are not declared", () => {
  const { config } = make(TypedCharm);

  // @ts-expect-error The option has another name.
  assertEquals(config.get("loglevel"), undefined);
  // @ts-expect-error There is no such option.
  assertEquals(config.has("nope"), false);
  // @ts-expect-error The value is a number.
  const _port: string = config.get("port");
  // @ts-expect-error The option has no default.
  const _motto: string = config.get("motto");
});

Deno.test("CharmBase<typeof charmcraft> has the events of its names", () => {
  const { on } = make(TypedCharm);

  const changed = on["my-db"].relationChanged;
  const departed = on["cluster"].relationDeparted;
  const { action } = on["do-it"];
  const attached = on["data"].storageAttached;
  const ready = on["web"].pebbleReady;
  const configChanged = on.configChanged;
  const site = on.site.relationChanged;

  assertType<Same<typeof changed, BoundEvent<RelationChangedEvent>>>();
  assertType<Same<typeof departed, BoundEvent<RelationDepartedEvent>>>();
  assertType<
    Same<typeof action, BoundEvent<ActionEvent<{ readonly path?: string }>>>
  >();
  assertType<Same<typeof attached, BoundEvent<StorageAttachedEvent>>>();
  assertType<Same<typeof ready, BoundEvent<PebbleReadyEvent>>>();
  assertType<Same<typeof configChanged, BoundEvent<ConfigChangedEvent>>>();
  assertType<Same<typeof site, BoundEvent<RelationChangedEvent>>>();
  assertEquals(site.eventKind, "site_relation_changed");
});

Deno.test("CharmBase<typeof charmcraft> refuses events that are not there", () => {
  const { on } = make(TypedCharm);
  const refused = () => {
    // @ts-expect-error There is no such name.
    on["nope"];
    // @ts-expect-error The name is with a hyphen.
    on["my_db"];
    // @ts-expect-error An endpoint has no Pebble.
    on["my-db"].pebbleReady;
    // @ts-expect-error A container has no relations.
    on["web"].relationChanged;
    // @ts-expect-error A storage has no action.
    on["data"].action;
    // @ts-expect-error There is no such event.
    on.configurationChanged;
  };

  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase<typeof charmcraft> has its containers and relations by name", () => {
  const charm = make(TypedCharm);

  const container = charm.getContainer("web");
  const relation = charm.getRelation("my-db");
  const refused = () => {
    // @ts-expect-error There is no such container.
    charm.getContainer("wep");
    // @ts-expect-error There is no such endpoint.
    charm.getRelation("db");
    // @ts-expect-error A container is no endpoint.
    charm.getRelation("web");
  };

  assertType<Same<typeof container, Container>>();
  assertType<Same<typeof relation, Relation | null>>();
  assertEquals([container.name, relation], ["web", null]);
  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase<typeof charmcraft> observes with handlers of the right event only", () => {
  class Observing extends TypedCharm {
    constructor(framework: Framework) {
      super(framework);
      this.observe(this.on["my-db"].relationChanged, this.#onRelation);
      this.observe(this.on["my-db"].relationJoined, this.#onNothing);
      this.observe(this.on.configChanged, this.#onNothing);
      this.observe(this.on["web"].pebbleReady, this.#onReady);
      // @ts-expect-error The handler is for another event.
      this.observe(this.on.start, this.#onReady);
    }

    refused(): void {
      // @ts-expect-error The handler wants more than an event.
      this.observe(this.on.stop, this.onTwo);
    }

    #onRelation(event: RelationChangedEvent): void {
      event.relation;
    }
    #onNothing(): void {}
    async #onReady(_event: PebbleReadyEvent): Promise<void> {}
    onTwo(_event: ConfigChangedEvent, _more: number): void {}
  }

  const charm = make(Observing);

  assertEquals(charm.framework.isObserved(charm.on.configChanged), true);
});

Deno.test("CharmBase without metadata takes any name", () => {
  const { on, config } = make(UntypedCharm);

  const changed = on["my-db"]?.relationChanged;
  const ready = on["web"]?.pebbleReady;
  const started = on.start;
  const level = config.get("log-level");

  assertType<
    Same<typeof level, string | number | boolean | undefined>
  >();
  assertType<
    Same<typeof changed, BoundEvent<RelationChangedEvent> | undefined>
  >();
  assertType<Same<typeof ready, BoundEvent<PebbleReadyEvent> | undefined>>();
  assertEquals([changed?.eventKind, started.eventKind, level], [
    "my_db_relation_changed",
    "start",
    "debug",
  ]);
});

Deno.test("CharmBase of a charm without sections has no names", () => {
  const bare = { name: "bare" } as const satisfies Charmcraft;
  const refused = (charm: CharmBase<typeof bare>) => {
    // @ts-expect-error The metadata declares nothing.
    charm.on["db"];
    // @ts-expect-error The metadata declares no options.
    charm.config.get("port");
    // @ts-expect-error The metadata declares no container.
    charm.getContainer("web");
  };

  assertEquals(typeof refused, "function");
});

Deno.test("CharmClass takes a charm with the metadata that it is written for", () => {
  const typed: CharmClass<typeof charmcraft> = TypedCharm;
  const untyped: CharmClass = UntypedCharm;
  // @ts-expect-error A charm for other metadata.
  const other: CharmClass<{ readonly name: "x" }> = TypedCharm;

  assertEquals([typed.name, untyped.name, other.name], [
    "TypedCharm",
    "UntypedCharm",
    "TypedCharm",
  ]);
});

Deno.test("main() takes a charm with its metadata, or alone", () => {
  const accepted = [
    () => main(TypedCharm, charmcraft),
    () => main(TypedCharm),
    () => main(UntypedCharm),
    () => main(UntypedCharm, charmcraft),
  ];
  // @ts-expect-error The charm is written for other metadata.
  const refused = () => main(TypedCharm, { name: "other" });

  assertEquals([...accepted, refused].length, 5);
});
