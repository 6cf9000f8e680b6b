import { assertEquals } from "@std/assert";
import {
  CheckInfo,
  Container,
  DeferredEvent,
  Model,
  normalizeState,
  Notice,
  Relation,
  Secret,
  State,
  Storage,
  StoredState,
} from "../mod.ts";

function makeState(): State {
  const secret = new Secret({ a: "b" });
  const relation = new Relation("db", {
    remoteAppData: { secret: secret.id, uri: `${secret.id}/x` },
  });
  const storage = new Storage("data");
  return new State({
    model: new Model(),
    config: { token: secret.id },
    relations: [relation],
    secrets: [secret.with({ remoteGrants: { [relation.id]: ["pg"] } })],
    storages: [storage],
    containers: [
      new Container("web", {
        notices: [new Notice("a.b/c")],
        checkInfos: [new CheckInfo("up")],
      }),
    ],
    storedStates: [new StoredState({ content: { ids: [secret.id] } })],
    deferred: [
      new DeferredEvent({
        handlePath: "A/on/db_relation_changed[41]",
        owner: "A",
        observer: "b",
        snapshotData: { relation_id: relation.id, app_name: "pg" },
      }),
      new DeferredEvent({
        handlePath: "A/on/data_storage_attached[42]",
        owner: "A",
        observer: "b",
        snapshotData: { storage_name: "data", storage_index: storage.index },
      }),
    ],
  });
}

Deno.test("normalizeState() makes states of two runs equal", () => {
  const [one, two] = [makeState(), makeState()];

  const normal = normalizeState(one);

  assertEquals(normal, normalizeState(two));
  assertEquals(normal, normalizeState(normal));
  assertEquals(normal.relations[0]?.id, 1);
  assertEquals(normal.config, { token: "secret:00000000000000000001" });
  assertEquals(normal.secrets[0]?.remoteGrants, { 1: ["pg"] });
  assertEquals(normal.getRelation(1).localAppData, {});
  assertEquals(normal.deferred[1]?.snapshotData, {
    storage_name: "data",
    storage_index: 0,
  });
});

Deno.test("normalizeState() keeps what a test says", () => {
  const one = new State({ relations: [new Relation("db")] });
  const two = one.with({
    relations: [one.relations[0]!.with({ localAppData: { a: "b" } })],
  });

  assertEquals(normalizeState(one).equals(normalizeState(two)), false);
});
