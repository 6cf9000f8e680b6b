import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  PeerRelation,
  Relation,
  RelationBase,
  type RelationBaseOptions,
  StateValidationError,
  SubordinateRelation,
} from "../mod.ts";

const UNIT = {
  "egress-subnets": "192.0.2.0",
  "ingress-address": "192.0.2.0",
  "private-address": "192.0.2.0",
};

Deno.test("relations have ids that rise by one (STT-60)", () => {
  const ids = [new Relation("a"), new PeerRelation("b"), new Relation("c")]
    .map(({ id }) => id);

  assertEquals(ids, [ids[0]!, ids[0]! + 1, ids[0]! + 2]);
  assert(ids[0]! >= 1);
});

Deno.test("a unit's databag has Juju's addresses, unless one is given (STT-61)", () => {
  const [one, two] = [new Relation("db"), new Relation("db")];

  assertEquals(one.localUnitData, UNIT);
  assertEquals(two.remoteUnitsData, { 0: UNIT });
  assertEquals(new Relation("db", { localUnitData: {} }).localUnitData, {});
});

Deno.test("Relation has the defaults of a relation (STT-62)", () => {
  const { id: _, ...relation } = new Relation("db");

  assertEquals(relation, {
    endpoint: "db",
    interface: null,
    localAppData: {},
    localUnitData: UNIT,
    remoteAppName: "remote",
    limit: 1,
    remoteAppData: {},
    remoteUnitsData: { 0: UNIT },
    remoteModelUuid: null,
  });
});

Deno.test("SubordinateRelation has one remote unit (STT-63)", () => {
  const relation = new SubordinateRelation("logs");

  assertEquals(relation.remoteUnitData, UNIT);
  assertEquals(relation.remoteUnitName, "remote/0");
});

Deno.test("PeerRelation has the data of other units (STT-64)", () => {
  const relation = new PeerRelation("cluster");

  assertEquals([relation.peersData, relation.localUnitData], [{}, UNIT]);
});

Deno.test("RelationBase cannot be constructed (STT-65)", () => {
  const Base = RelationBase as unknown as new (
    endpoint: string,
    options: RelationBaseOptions,
  ) => RelationBase;

  assertThrows(
    () => new Base("db", {}),
    TypeError,
    "make a Relation, SubordinateRelation or PeerRelation",
  );
});

Deno.test("databags are maps of texts, those of all units too (STT-66)", () => {
  const bad: unknown[] = [
    new Set(["a"]),
    ["a"],
    7,
    null,
    "text",
    { a: 1 },
    { a: null },
    { a: new Uint8Array(1) },
  ];

  for (const data of bad) {
    const databag = data as Record<string, string>;
    const makers: Record<string, () => unknown> = {
      localUnitData: () =>
        new Relation("db", { localUnitData: databag ?? (0 as never) }),
      localAppData: () =>
        new PeerRelation("db", { localAppData: databag ?? (0 as never) }),
      remoteAppData: () =>
        new Relation("db", { remoteAppData: databag ?? (0 as never) }),
      "remoteUnitsData[1]": () =>
        new Relation("db", { remoteUnitsData: { 0: {}, 1: databag } }),
      "peersData[1]": () =>
        new PeerRelation("db", { peersData: { 1: databag } }),
      remoteUnitData: () =>
        new SubordinateRelation("db", {
          remoteUnitData: databag ?? (0 as never),
        }),
    };
    for (const [field, make] of Object.entries(makers)) {
      assertThrows(make, StateValidationError, `Cannot take "${field}"`);
    }
  }
  assertThrows(
    () => new Relation("db", { remoteUnitsData: { a: {} } as never }),
    StateValidationError,
    '"a" is not the number of a unit',
  );
});
