import { assertEquals, assertThrows } from "@std/assert";
import { world } from "./_test_world.ts";
import { eventOfName } from "./event_names.ts";
import { eventName } from "./hook_event.ts";

Deno.test("eventOfName() finds what a hook is about", () => {
  const state = world();
  const id = "data/3";
  state.storages.set(id, { id, kind: "filesystem", location: "/srv" });

  assertEquals(eventOfName("update-status", state), { kind: "update-status" });
  assertEquals(eventOfName("data-storage-attached", state), {
    kind: "storage-attached",
    storageId: "data/3",
  });
  assertEquals(eventOfName("db-relation-joined", state), {
    kind: "relation-joined",
    endpoint: "db",
    relationId: 1,
    remoteUnit: "mysql/0",
  });
  assertEquals(eventOfName("cluster-relation-created", state), {
    kind: "relation-created",
    endpoint: "cluster",
    relationId: 2,
  });
});

Deno.test("eventOfName() gives events that eventName() names the same", () => {
  const state = world();

  for (const name of ["install", "db-relation-broken"]) {
    assertEquals(eventName(eventOfName(name, state)), name);
  }
});

Deno.test("eventOfName() refuses hooks that the charm does not get", () => {
  for (const name of ["nope", "web-pebble-ready", ""]) {
    assertThrows(() => eventOfName(name, world()), TypeError, "no such hook");
  }
});

Deno.test("eventOfName() tells what a hook lacks to be about", () => {
  const rows = [
    ["data-storage-attached", 'there is no storage "data"'],
    ["secret-changed", "there is no secret"],
    ["db-relation-joined", 'there is no relation of endpoint "db"'],
  ] as const;
  const state = world();
  state.relations.clear();

  for (const [name, reason] of rows) {
    assertThrows(() => eventOfName(name, state), TypeError, reason);
  }
});

Deno.test("eventOfName() takes the first secret that a hook could be about", () => {
  const revisions = new Map([[1, { key: "MQ==" }], [2, { key: "Mg==" }]]);
  const state = world({
    secrets: [
      { id: "9m4e2mr0ui3e8a215n4g", owner: "unit", label: "own", revisions },
      { id: "9m4e2mr0ui3e8a215n50", owner: null, revisions },
    ],
  });

  assertEquals(eventOfName("secret-expired", state), {
    kind: "secret-expired",
    secretId: "9m4e2mr0ui3e8a215n4g",
    label: "own",
    revision: 2,
  });
  assertEquals(eventOfName("secret-changed", state), {
    kind: "secret-changed",
    secretId: "9m4e2mr0ui3e8a215n50",
    label: "",
  });
});

Deno.test("eventOfName() knows which hooks a version runs (JEV-25)", () => {
  const name = "pre-series-upgrade";

  assertEquals(eventOfName(name, world()), { kind: name });
  assertThrows(
    () => eventOfName(name, world({ jujuVersion: "4.0.14" })),
    TypeError,
  );
});
