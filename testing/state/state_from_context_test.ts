import { assertEquals } from "@std/assert";
import type { Charmcraft } from "../../mod.ts";
import {
  Container,
  PeerRelation,
  Relation,
  State,
  Storage,
  SubordinateRelation,
} from "../mod.ts";

const charmcraft = {
  name: "web",
  requires: { db: "sql" },
  provides: { logs: { interface: "logs", scope: "container" } },
  peers: { cluster: { interface: "peers" } },
  containers: { web: {}, side: {} },
  storage: { data: { type: "filesystem" } },
  config: {
    options: {
      debug: { type: "boolean", default: false },
      port: { type: "int", default: 0 },
      title: { type: "string" },
    },
  },
} as const satisfies Charmcraft;

Deno.test("State.fromContext() has all that the metadata declares (STT-30)", () => {
  const state = State.fromContext({ charmcraft });

  assertEquals(state.config, { debug: false, port: 0 });
  assertEquals(
    state.relations.map((relation) => [
      relation.constructor,
      relation.endpoint,
      relation.interface,
    ]),
    [
      [Relation, "db", "sql"],
      [SubordinateRelation, "logs", "logs"],
      [PeerRelation, "cluster", "peers"],
    ],
  );
  assertEquals(
    state.containers.map(({ name, canConnect }) => [name, canConnect]),
    [["web", true], ["side", true]],
  );
  assertEquals(state.storages.map(({ name }) => name), ["data"]);
});

Deno.test("State.fromContext() keeps what it is given (STT-31)", () => {
  const web = new Container("web");
  const db = [new Relation("db"), new Relation("db")];
  const data = new Storage("data", { index: 4 });

  const state = State.fromContext({ charmcraft }, {
    config: { port: 80, title: "a" },
    containers: [web],
    relations: db,
    storages: [data],
    leader: true,
    plannedUnits: 3,
  });

  assertEquals(state.config, { debug: false, port: 80, title: "a" });
  assertEquals(state.containers[0], web);
  assertEquals(state.containers.length, 2);
  assertEquals(state.getRelations("db"), db);
  assertEquals(state.storages, [data]);
  assertEquals([state.leader, state.plannedUnits], [true, 3]);
});
