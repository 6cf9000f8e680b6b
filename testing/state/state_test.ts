import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  DeferredEvent,
  JujuLogLine,
  Network,
  PeerRelation,
  Relation,
  Secret,
  State,
  StateLookupError,
  Storage,
  StoredState,
  UnknownStatus,
} from "../mod.ts";

Deno.test("State has the defaults of a new unit (STT-20)", () => {
  const { model, ...rest } = new State();

  assertEquals(rest, {
    config: {},
    relations: [],
    networks: [],
    containers: [],
    storages: [],
    openedPorts: [],
    leader: false,
    secrets: [],
    resources: [],
    plannedUnits: 1,
    deferred: [],
    storedStates: [],
    appStatus: new UnknownStatus(),
    unitStatus: new UnknownStatus(),
    workloadVersion: "",
  });
  assertEquals(model, new State().model);
});

Deno.test("State refuses what is no status (STT-21)", () => {
  for (const field of ["unitStatus", "appStatus"] as const) {
    assertThrows(
      () => new State({ [field]: "active" as never }),
      TypeError,
      `${field} is a string`,
    );
  }
});

Deno.test("State.getContainer() says which containers there are (STT-23)", () => {
  assertThrows(
    () => new State().getContainer("web"),
    StateLookupError,
    'Cannot get container "web": the state has none',
  );
});

Deno.test("State.getNetwork() gives the addresses of a binding (STT-24)", () => {
  const network = new Network("db");
  const state = new State({ networks: [network] });

  assert(state.getNetwork("db") === network);
  assertThrows(() => state.getNetwork("bd"), StateLookupError, "has db");
});

Deno.test("State.getSecret() finds by id, by label, or by both (STT-25)", () => {
  const one = new Secret({ a: "b" }, { id: "secret:1", label: "one" });
  const two = new Secret({ a: "b" }, { id: "secret:2" });
  const state = new State({ secrets: [one, two] });

  assert(state.getSecret({ id: "secret:2" }) === two);
  assert(state.getSecret({ label: "one" }) === one);
  assert(state.getSecret({ id: "secret:1", label: "one" }) === one);
  assertThrows(() => state.getSecret({}), TypeError, "give its id");
  for (
    const key of [
      { id: "secret:2", label: "one" },
      { label: "" },
      { id: "" },
      { id: "secret:3" },
    ]
  ) {
    assertThrows(() => state.getSecret(key), StateLookupError);
  }
});

Deno.test("State.getStoredState() needs name and owner (STT-26)", () => {
  const own = new StoredState({ ownerPath: "A" });
  const framework = new StoredState();
  const state = new State({ storedStates: [own, framework] });

  assert(state.getStoredState("_stored", { ownerPath: "A" }) === own);
  assert(state.getStoredState("_stored") === framework);
  assertThrows(() => state.getStoredState("other"), StateLookupError);
});

Deno.test("State.getStorage() needs name and index (STT-27)", () => {
  const storage = new Storage("data", { index: 2 });
  const state = new State({ storages: [storage] });

  assert(state.getStorage("data", { index: 2 }) === storage);
  assertThrows(
    () => state.getStorage("data"),
    StateLookupError,
    'storage "data/0": the state has data/2',
  );
});

Deno.test("State.getRelation() finds by id or relation, of the same class and endpoint (STT-28)", () => {
  const relation = new Relation("db", { id: 5, interface: "a" });
  const state = new State({ relations: [relation] });

  assert(state.getRelation(5) === relation);
  assert(state.getRelation(relation.with({ interface: "b" })) === relation);
  assertThrows(() => state.getRelation(6), StateLookupError, "has db:5");
  assertThrows(
    () => state.getRelation(new PeerRelation("db", { id: 5 })),
    StateLookupError,
    'PeerRelation("db"): relation 5 of the state is Relation("db")',
  );
  assertThrows(
    () => state.getRelation(new Relation("bd", { id: 5 })),
    StateLookupError,
  );
});

Deno.test("State.getRelations() takes the endpoint verbatim (STT-29)", () => {
  const relation = new Relation("foo-bar");
  const state = new State({ relations: [relation] });

  assertEquals(state.getRelations("foo-bar"), [relation]);
  assertEquals(state.getRelations("foo_bar"), []);
});

Deno.test("State.with() shares what it does not change", () => {
  const state = new State({
    relations: [new Relation("db")],
    config: { a: 1 },
  });

  const other = state.with({ leader: true });

  assert(other.relations === state.relations && other.config === state.config);
  assertEquals([state.leader, other.leader], [false, true]);
});

Deno.test("StoredState has the framework's names (STT-94)", () => {
  const { name, ownerPath, content, path } = new StoredState();

  assertEquals([name, ownerPath, content], ["_stored", null, {}]);
  assertEquals(path, "StoredStateData[_stored]");
  assertEquals(
    new StoredState({ ownerPath: "A/b" }).path,
    "A/b/StoredStateData[_stored]",
  );
});

Deno.test("DeferredEvent.name is the last part of the path (STT-95)", () => {
  const name = (handlePath: string) =>
    new DeferredEvent({ handlePath, owner: "A", observer: "b" }).name;

  assertEquals(name("A/on/start[7]"), "start");
  assertEquals(name("A/B[x/y]/on/db_ready[12]"), "db_ready");
  assertThrows(() => name("start"), Error, "Cannot defer the event");
});

Deno.test("JujuLogLine has level and message (STT-96)", () => {
  assertEquals({ ...new JujuLogLine("DEBUG", "a") }, {
    level: "DEBUG",
    message: "a",
  });
});
