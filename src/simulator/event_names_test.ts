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
  for (
    const name of ["nope", "web-pebble-ready", "data-storage-attached", ""]
  ) {
    assertThrows(() => eventOfName(name, world()), TypeError, "no such hook");
  }
});
