import { assertEquals } from "@std/assert";
import {
  ActiveStatus,
  Container,
  diffStates,
  Relation,
  State,
  TCPPort,
} from "../mod.ts";

Deno.test("diffStates() tells place, old and new, parts by name (DOC-15)", () => {
  const relation = new Relation("db", { id: 1, localUnitData: {} });
  const before = new State({
    relations: [relation, new Relation("db", { id: 2 })],
    containers: [new Container("web"), new Container("side")],
    openedPorts: [new TCPPort(80)],
  });
  const after = before.with({
    relations: [relation.with({ localUnitData: { "my-key": "a" } })],
    containers: [
      new Container("side"),
      new Container("web", { serviceStatuses: { web: "active" } }),
    ],
    openedPorts: [new TCPPort(80), new TCPPort(81)],
    unitStatus: new ActiveStatus(),
  });

  assertEquals(diffStates(before, before), []);
  assertEquals(diffStates(before, after), [
    {
      path: 'relations["db:1"].localUnitData["my-key"]',
      before: undefined,
      after: "a",
    },
    {
      path: 'relations["db:2"]',
      before: before.relations[1],
      after: undefined,
    },
    {
      path: 'containers["web"].serviceStatuses.web',
      before: undefined,
      after: "active",
    },
    {
      path: 'openedPorts["81/tcp"]',
      before: undefined,
      after: new TCPPort(81),
    },
    {
      path: "unitStatus",
      before: before.unitStatus,
      after: new ActiveStatus(),
    },
  ]);
});

Deno.test("diffStates() tells that only the order differs", () => {
  const [one, two] = [new Container("one"), new Container("two")];
  const before = new State({ containers: [one, two] });
  const after = new State({ containers: [two, one] });

  assertEquals(diffStates(before, after).map(({ path }) => path), [
    "containers",
  ]);
});
