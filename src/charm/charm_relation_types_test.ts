// What is tested here is mostly what the compiler says of endpoints, storages
// and resources.
import { assertEquals, assertStrictEquals } from "@std/assert";
import { assertType, type Same } from "../_assert_type.ts";
import { makeFixture, makeFramework } from "../_model_fixture.ts";
import type { Charmcraft } from "../meta/charmcraft.ts";
import type {
  EndpointName,
  ResourceName,
  SingleEndpointName,
  StorageName,
} from "../meta/charmcraft_types.ts";
import type { Application } from "../model/application.ts";
import type { PeerRelation, Relation } from "../model/relation.ts";
import type { Storage } from "../model/storage.ts";
import { CharmBase } from "./charm_base.ts";

const charmcraft = {
  name: "app",
  requires: {
    db: { interface: "pg", limit: 1 },
    cache: { interface: "redis", limit: 2 },
    log: "syslog",
  },
  provides: { site: { interface: "http", limit: null } },
  peers: { cluster: { interface: "app-peer" } },
  storage: { data: { type: "filesystem" } },
  resources: { schema: { type: "file", filename: "schema.sql" } },
} as const satisfies Charmcraft;
type Meta = typeof charmcraft;

class TypedCharm extends CharmBase<Meta> {}

function makeCharm(script: Readonly<Record<string, string>> = {}): TypedCharm {
  const fixture = makeFixture({ charmcraft, script });
  return new TypedCharm(makeFramework(undefined, fixture));
}

Deno.test("EndpointName has the endpoints, of all roles or of one", () => {
  assertType<
    Same<EndpointName<Meta>, "db" | "cache" | "log" | "site" | "cluster">
  >();
  assertType<Same<EndpointName<Meta, "requires">, "db" | "cache" | "log">>();
  assertType<Same<EndpointName<Meta, "provides">, "site">>();
  assertType<Same<EndpointName<Meta, "peer">, "cluster">>();
  assertType<Same<EndpointName<Charmcraft, "peer">, string>>();
  const requirer = (name: EndpointName<Meta, "requires">) => name;

  // @ts-expect-error The endpoint has another role.
  assertEquals(requirer("site"), "site");
});

Deno.test("SingleEndpointName has the endpoints that never have two relations", () => {
  const wide = {
    name: "app",
    requires: { db: { interface: "pg", limit: 1 }, log: { interface: "x" } },
  };

  assertType<Same<SingleEndpointName<Meta>, "db" | "cluster">>();
  assertType<Same<SingleEndpointName<Charmcraft>, string>>();
  assertType<Same<SingleEndpointName<typeof wide>, "db">>();
  assertEquals(Object.keys(wide.requires), ["db", "log"]);
});

Deno.test("CharmBase.getRelation() without a number is for endpoints with one relation at most", () => {
  const charm = makeCharm({
    "relation-ids db --format=json": "[]",
    "relation-ids site --format=json": "[]",
    "relation-ids log --format=json": '["log:4"]',
    "relation-list --format=json -r log:4": '["rsyslog/0"]',
  });

  const db = charm.getRelation("db");
  const log = charm.getRelation("log", 4);

  assertType<Same<typeof db, Relation | null>>();
  assertType<Same<typeof log, Relation>>();
  assertEquals([db, log.id], [null, 4]);
  // @ts-expect-error The endpoint may have several.
  assertEquals(charm.getRelation("site"), null);
  const refused = () => {
    // @ts-expect-error Its limit is another.
    charm.getRelation("cache");
    // @ts-expect-error There is no such endpoint.
    charm.getRelation("dbb");
    // @ts-expect-error A storage is no endpoint.
    charm.getRelation("data", 1);
  };
  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase.getRelation() of peers has the own application, also when it is gone (REL-09)", () => {
  for (const [ids, list] of [['["cluster:3"]', "[]"], ["[]", "[]"]] as const) {
    const charm = makeCharm({
      "relation-ids cluster --format=json": ids,
      "relation-list --format=json -r cluster:3": list,
    });

    const peers = charm.getRelation("cluster", 3);
    const app: Application = peers.app;

    assertType<Same<typeof peers, PeerRelation>>();
    assertStrictEquals(app, charm.app);
    assertEquals(peers.active, ids !== "[]");
  }
  const refused = (charm: TypedCharm) => {
    // @ts-expect-error The relation may be gone, and its application with it.
    const _app: Application = charm.getRelation("db", 1).app;
  };
  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase.relations has each endpoint's relations", () => {
  const charm = makeCharm({
    "relation-ids site --format=json": '["site:1"]',
    "relation-list --format=json -r site:1": '["proxy/0"]',
    "relation-ids cluster --format=json": '["cluster:3"]',
    "relation-list --format=json -r cluster:3": "[]",
  });

  const sites = charm.relations.get("site");
  const [peers] = charm.relations.get("cluster");

  assertType<Same<typeof sites, readonly Relation[]>>();
  assertType<Same<typeof peers, PeerRelation | undefined>>();
  assertEquals([sites.length, peers?.app.name], [1, "app"]);
  const refused = () => {
    // @ts-expect-error There is no such endpoint.
    charm.relations.get("sites");
    // @ts-expect-error There is no such endpoint.
    charm.relations.find("sites", 1);
  };
  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase.storages and CharmBase.resources have the names of the metadata", () => {
  const charm = makeCharm({
    "storage-list --format=json data": '["data/0"]',
    "resource-get schema": "/resources/schema.sql",
  });

  const storages = charm.storages.get("data");
  const names = charm.resources.keys();

  assertType<Same<typeof storages, readonly Storage[]>>();
  assertType<Same<typeof names, "schema"[]>>();
  assertType<Same<StorageName<Meta>, "data">>();
  assertType<Same<ResourceName<Meta>, "schema">>();
  assertEquals([storages.length, names], [1, ["schema"]]);
  const refused = () => {
    // @ts-expect-error There is no such storage.
    charm.storages.get("date");
    // @ts-expect-error An endpoint is no storage.
    charm.storages.request("db");
    // @ts-expect-error There is no such resource.
    charm.resources.fetch("scheme");
  };
  assertEquals(typeof refused, "function");
});

Deno.test("CharmBase without metadata takes any endpoint, storage and resource", () => {
  const untyped = (charm: CharmBase) => {
    const relation = charm.getRelation("any");
    const [first] = charm.relations.get("any");
    assertType<Same<typeof relation, Relation | null>>();
    assertType<Same<typeof first, Relation | undefined>>();
    return [charm.storages.get("any"), charm.resources.fetch("any")];
  };

  assertEquals(typeof untyped, "function");
});
