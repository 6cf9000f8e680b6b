// Long, as it is one list: the order of events in each part of a unit's life.

import { assertEquals } from "@std/assert";
import { charmcraft, world } from "./_test_world.ts";
import { EventQueue } from "./event_queue.ts";
import { eventName, type HookEvent } from "./hook_event.ts";
import { ModelState } from "./model_state.ts";
import { type SecretOptions, SecretState } from "./secret_state.ts";

/** Runs all that is to do; `after` may change the world after an event. */
function settle(
  queue: EventQueue,
  after: (name: string) => void = () => {},
): string[] {
  const names: string[] = [];
  for (let event = queue.next(); event !== null; event = queue.next()) {
    const remote = "remoteUnit" in event ? ` ${event.remoteUnit}` : "";
    names.push(eventName(event) + remote);
    queue.succeeded(event);
    after(names.at(-1) ?? "");
  }
  return names;
}

function deployed(state: ModelState): EventQueue {
  const queue = new EventQueue(state);
  settle(queue);
  return queue;
}

const SECRET_ID = "9m4e2mr0ui3e8a215n4g";

/** Adds a secret to a world. */
function addSecret(
  state: ModelState,
  options: Omit<SecretOptions, "id">,
): SecretState {
  const secret = new SecretState({ id: SECRET_ID, ...options });
  state.secrets.set(SECRET_ID, secret);
  return secret;
}

Deno.test("EventQueue installs a unit on a machine, storage first (JEV-02, JEV-07)", () => {
  const state = world();
  const id = "data/0";
  state.storages.set(id, { id, kind: "filesystem", location: "/srv" });

  assertEquals(settle(new EventQueue(state)), [
    "data-storage-attached",
    "install",
    "db-relation-created",
    "cluster-relation-created",
    "leader-elected",
    "config-changed",
    "start",
    "db-relation-changed",
    "db-relation-joined mysql/0",
    "db-relation-changed mysql/0",
    "db-relation-joined mysql/10",
    "db-relation-changed mysql/10",
    "db-relation-joined mysql/2",
    "db-relation-changed mysql/2",
    "cluster-relation-joined app/1",
    "cluster-relation-changed app/1",
  ]);
});

Deno.test("EventQueue installs a unit on Kubernetes, storage later (JEV-03)", () => {
  const state = new ModelState({
    charmcraft: { ...charmcraft, containers: { web: {} } },
    leader: false,
  });
  const id = "data/0";
  state.storages.set(id, { id, kind: "filesystem", location: "/srv" });
  const queue = new EventQueue(state);
  const pebbleReady: HookEvent = { kind: "pebble-ready", container: "web" };

  const names = settle(queue, (name) => {
    if (name === "config-changed") queue.addPebble(pebbleReady);
  });

  // Nothing comes between config-changed and its start.
  assertEquals(names, [
    "install",
    "data-storage-attached",
    "config-changed",
    "start",
    "web-pebble-ready",
  ]);
});

Deno.test("EventQueue runs config-changed when a value differs (JEV-05)", () => {
  const state = world();
  const queue = deployed(state);

  state.config.set("title", "My <Site> & more");
  assertEquals(settle(queue), []);
  state.config.set("title", "new");

  assertEquals(settle(queue), ["config-changed"]);
});

Deno.test("EventQueue runs config-changed again for a change during it (JEV-05)", () => {
  const state = world();
  const queue = deployed(state);
  state.config.set("title", "one");

  const event = queue.next();
  state.config.set("title", "two");
  if (event !== null) queue.succeeded(event);

  assertEquals(settle(queue), ["config-changed"]);
});

Deno.test("EventQueue follows upgrade-charm with config-changed (JEV-04, JEV-13)", () => {
  const queue = deployed(world());

  queue.request({ kind: "upgrade-charm" });
  queue.request({ kind: "update-status" });

  assertEquals(settle(queue), [
    "upgrade-charm",
    "config-changed",
    "update-status",
  ]);
});

Deno.test("EventQueue keeps a failed hook until it is retried (JDP-08)", () => {
  const state = world();
  const queue = deployed(state);
  state.config.set("title", "new");
  const event = queue.next();
  if (event !== null) queue.failedWith(event);

  assertEquals(queue.next(), null);
  assertEquals(queue.failed, { kind: "config-changed" });
  queue.retry();

  assertEquals(settle(queue), ["config-changed"]);
  assertEquals(queue.failed, null);
});

Deno.test("EventQueue gives the same event to a retry (JDP-08)", () => {
  const queue = new EventQueue(world());
  const event = queue.next();
  if (event !== null) queue.failedWith(event);
  queue.retry();

  assertEquals(queue.next() === event, true);
});

Deno.test("EventQueue leaves a failed hook out when told to (JDP-08)", () => {
  const queue = new EventQueue(new ModelState({ charmcraft: { name: "x" } }));
  const event = queue.next();
  if (event !== null) queue.failedWith(event);

  queue.skip();

  assertEquals(settle(queue), ["leader-elected", "config-changed", "start"]);
});

Deno.test("EventQueue drops a failed hook of Pebble (JDP-09)", () => {
  const queue = deployed(world());
  queue.addPebble({ kind: "pebble-ready", container: "web" });
  queue.addPebble({ kind: "pebble-ready", container: "web" });
  const event = queue.next();
  if (event !== null) queue.failedWith(event);

  assertEquals(queue.failed, null);
  assertEquals(queue.next(), null);
});

Deno.test("EventQueue runs actions in error, but not before install (JDP-15)", () => {
  const action = { kind: "action", name: "a", id: "1", params: {} } as const;
  const queue = new EventQueue(new ModelState({ charmcraft: { name: "x" } }));
  queue.addAction(action);

  const first = queue.next();
  if (first !== null) queue.failedWith(first);

  assertEquals(first, { kind: "install" });
  assertEquals(queue.next(), action);
  queue.failedWith(action);
  assertEquals(queue.next(), null);
  assertEquals(queue.failed, { kind: "install" });
});

Deno.test("EventQueue tells of leadership again after it went away (JEV-12)", () => {
  const state = world();
  const queue = deployed(state);

  state.leader = false;
  assertEquals(settle(queue), []);
  state.leader = true;

  assertEquals(settle(queue), ["leader-elected"]);
});

Deno.test("EventQueue tells of changed databags (JEV-08)", () => {
  const state = world();
  const queue = deployed(state);
  const db = state.relations.get(1);
  const cluster = state.relations.get(2);

  db?.units.set("mysql/2", { host: "new" });
  if (db !== undefined) db.remoteAppData = { version: "9" };
  if (cluster !== undefined) cluster.localAppData = { shared: "1" };
  if (db !== undefined) db.localAppData = { nobody: "cares" };

  assertEquals(settle(queue), [
    "db-relation-changed",
    "db-relation-changed mysql/2",
    "cluster-relation-changed",
  ]);
});

Deno.test("EventQueue departs and breaks a removed relation (JEV-10)", () => {
  const state = world();
  const queue = deployed(state);
  const db = state.relations.get(1);
  if (db !== undefined) db.dying = true;

  assertEquals(settle(queue), [
    "db-relation-departed mysql/0",
    "db-relation-departed mysql/10",
    "db-relation-departed mysql/2",
    "db-relation-broken",
  ]);
  assertEquals(state.relations.has(1), false);
});

Deno.test("EventQueue departs a remote unit that went, and takes in a new one (JEV-09, JEV-10)", () => {
  const state = world();
  const queue = deployed(state);
  state.relations.get(1)?.removeUnit("mysql/0");
  state.relations.get(1)?.units.set("mysql/3", {});

  assertEquals(settle(queue), [
    "db-relation-departed mysql/0",
    "db-relation-joined mysql/3",
    "db-relation-changed mysql/3",
  ]);
});

Deno.test("EventQueue removes a unit (JEV-11)", () => {
  const state = world();
  const id = "data/0";
  state.storages.set(id, { id, kind: "filesystem", location: "/srv" });
  const queue = deployed(state);

  queue.removeUnit();

  assertEquals(settle(queue), [
    "data-storage-detaching",
    "db-relation-departed mysql/0",
    "db-relation-departed mysql/10",
    "db-relation-departed mysql/2",
    "db-relation-broken",
    "cluster-relation-departed app/1",
    "stop",
    "remove",
  ]);
  assertEquals(queue.isRemoved, true);
});

Deno.test("EventQueue starts again after a restart (JEV-06)", () => {
  const queue = deployed(world());

  queue.restart();

  assertEquals(settle(queue), ["start"]);
});

Deno.test("EventQueue attaches and detaches storage later (JEV-22)", () => {
  const state = world();
  const queue = deployed(state);
  const id = "data/0";
  state.storages.set(id, { id, kind: "filesystem", location: "/srv" });

  assertEquals(settle(queue), ["data-storage-attached"]);
  queue.detachStorage(id);

  assertEquals(settle(queue), ["data-storage-detaching"]);
  assertEquals(state.storages.size, 0);
});

Deno.test("EventQueue tells of a newer revision once (JEV-17)", () => {
  const state = world();
  const queue = deployed(state);
  const secret = addSecret(state, {
    owner: null,
    revisions: new Map([[1, { key: "MQ==" }], [2, { key: "Mg==" }]]),
  });

  assertEquals(settle(queue), []);
  secret.tracked = 1;

  assertEquals(settle(queue), ["secret-changed"]);
});

Deno.test("EventQueue tells a unit that does not lead of a newer revision of its application's secret (JEV-17)", () => {
  const state = world();
  const queue = deployed(state);
  addSecret(state, {
    owner: "application",
    label: "login",
    revisions: new Map([[1, { key: "MQ==" }], [2, { key: "Mg==" }]]),
    readers: new Map([["web/1", 1]]),
    tracked: 1,
  });

  assertEquals(settle(queue), []);
  state.leader = false;

  const event = { kind: "secret-changed", secretId: SECRET_ID, label: "login" };
  assertEquals<unknown>(queue.next(), event);
  assertEquals(settle(queue), ["secret-changed"]);
});

Deno.test("EventQueue tells of a due rotation and expiry (JEV-18, JEV-19)", () => {
  const state = world();
  const queue = deployed(state);
  const secret = addSecret(state, {
    owner: "application",
    revisions: new Map([[1, { key: "MQ==" }]]),
    expire: new Date(0),
  });
  secret.rotates = new Date(0);

  assertEquals(settle(queue), ["secret-expired", "secret-rotate"]);
  assertEquals(settle(queue), []);
});

Deno.test("EventQueue tells the owner once of a revision that nobody reads (JEV-20)", () => {
  const state = world();
  const queue = deployed(state);
  const secret = addSecret(state, {
    owner: "application",
    revisions: new Map([[1, { key: "MQ==" }], [2, { key: "Mg==" }]]),
    readers: new Map([["mysql/0", 1]]),
  });

  assertEquals(settle(queue), []);
  secret.readers.set("mysql/0", 2);

  assertEquals(queue.next(), {
    kind: "secret-remove",
    secretId: SECRET_ID,
    label: "",
    revision: 1,
  });
  assertEquals(settle(queue), ["secret-remove"]);
  assertEquals(settle(queue), []);
});
