import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { InvalidDataError } from "../schema/invalid_data_error.ts";
import type { LoadResult } from "../schema/load_result.ts";
import { ModelError, RelationDataAccessError } from "./errors.ts";
import { get, IS_LEADER, makeRelation } from "./testdata/relation.ts";

const Database = z.object({ host: z.string(), ports: z.array(z.int()) });

/** A relation where the remote application shows this databag. */
function withData(data: Readonly<Record<string, string>>) {
  const { relation, model, runner } = makeRelation({
    script: { [get("pg")]: JSON.stringify(data) },
  });
  return { relation, app: model.getApp("pg"), runner };
}

function detailsOf(result: LoadResult<unknown>): string {
  if (result.ok) throw new Error("Expected issues");
  return result.error.details;
}

Deno.test("Relation.load() decodes JSON and gives what the schema makes of it (REL-37)", () => {
  const { relation, app, runner } = withData({
    ports: "[1, 2]",
    host: '"db\\u00e9"',
    more: "{}",
  });

  const data = relation.load(Database, app);

  assertEquals(data, { host: "dbé", ports: [1, 2] });
  assertEquals(relation.tryLoad(Database, app), { ok: true, value: data });
  assertEquals(runner.calls, [get("pg")]);
});

Deno.test("Relation.tryLoad() gives invalid remote data as a value, load() throws it (REL-39)", () => {
  const { relation, app } = withData({ host: "1", ports: "[1]" });

  const result = relation.tryLoad(Database, app);
  const error = assertThrows(
    () => relation.load(Database, app),
    InvalidDataError,
    'Cannot load data of "pg" in relation "db:7": "host": Invalid input',
  );

  assertEquals(detailsOf(result), error.details);
  assertEquals(error.issues.map(({ path }) => path), ["host"]);
});

Deno.test("Relation.tryLoad() of a side that has written nothing yet is not ok", () => {
  const { relation, app } = withData({});

  const result = relation.tryLoad(Database, app);

  assertEquals(result.ok, false);
});

Deno.test("Relation.tryLoad() passes over keys of another kind that the schema does not look at (REL-38)", () => {
  const { relation, app } = withData({
    host: '"db"',
    ports: "[]",
    legacy: "plain text",
  });

  assertEquals(relation.load(Database, app), { host: "db", ports: [] });
});

Deno.test("Relation.tryLoad() tells of a key that is not JSON, once, also when it is optional (REL-39)", () => {
  const { relation, app } = withData({ host: "db.local", ports: '"x"' });
  const Optional = z.object({ host: z.string().optional() });

  assertEquals(
    detailsOf(relation.tryLoad(Database, app)),
    '"host": is not JSON; "ports": Invalid input: expected array, received string',
  );
  assertEquals(
    detailsOf(relation.tryLoad(Optional, app)),
    '"host": is not JSON',
  );
  assertEquals(
    detailsOf(relation.tryLoad(z.looseObject({}), app)),
    '"host": is not JSON',
  );
});

for (const schema of [Database, z.strictObject(Database.shape)]) {
  Deno.test(`Relation.load() is not broken by Juju's own keys of a unit, also with ${schema.def.catchall ? "a strict" : "an open"} schema (REL-38)`, () => {
    const { relation, model } = makeRelation({
      script: {
        [get("pg/0")]: JSON.stringify({
          "egress-subnets": "10.0.0.1/32",
          "ingress-address": "10.0.0.1",
          "private-address": "10.0.0.1",
          host: '"db"',
          ports: "[]",
        }),
      },
    });

    assertEquals(relation.load(schema, model.getUnit("pg/0")), {
      host: "db",
      ports: [],
    });
  });
}

Deno.test("Relation.load() gives plain text by choice, Juju's own keys with it (REL-20, REL-37)", () => {
  const { relation, model } = makeRelation({
    script: {
      [get("pg/0")]: '{"port":"80","private-address":"10.0.0.1"}',
    },
  });
  const Site = z.object({
    port: z.coerce.number(),
    "private-address": z.ipv4(),
  });

  assertEquals(relation.load(Site, model.getUnit("pg/0"), { codec: "text" }), {
    port: 80,
    "private-address": "10.0.0.1",
  });
});

Deno.test("Relation.load() decodes with a codec of its own, whose error is an issue (REL-39)", () => {
  const { relation, app } = withData({ a: "1,2", b: "x" });
  const codec = {
    decode: (text: string, key: string) => {
      if (key === "b") throw new RangeError("b is out of range");
      return text.split(",").map(Number);
    },
    encode: (value: unknown) => String(value),
  };
  const numbers = z.array(z.number());

  assertEquals(relation.load(z.object({ a: numbers }), app, { codec }), {
    a: [1, 2],
  });
  assertEquals(
    detailsOf(
      relation.tryLoad(z.object({ a: numbers, b: numbers }), app, { codec }),
    ),
    '"b": b is out of range',
  );
});

Deno.test("Relation.load() keeps __proto__ a key like others", () => {
  const { relation, app } = withData({ ["__proto__"]: '{"a":1}' });
  const schema = z.unknown();

  const data = relation.load(schema, app) as object;

  assertEquals(Object.getPrototypeOf(data), Object.prototype);
  assertEquals(Object.keys(data), ["__proto__"]);
});

Deno.test("Relation.tryLoad() throws what is not a matter of the data (REL-14, REL-33)", () => {
  const { relation, model, running } = makeRelation({ leader: false });

  assertThrows(
    () => relation.tryLoad(Database, model.getUnit("pg/9")),
    ModelError,
    "it takes no part in it",
  );
  assertThrows(
    () => running(() => relation.tryLoad(Database, model.app)),
    RelationDataAccessError,
  );
});

Deno.test("Relation.load() of peers reads the own application's data without leading (REL-33)", () => {
  const bag = get("app", "cluster:7");
  const { relation, model, running, runner } = makeRelation({
    endpoint: "cluster",
    leader: false,
    script: { [bag]: '{"host":"\\"a\\"","ports":"[]"}' },
  });

  const data = running(() => relation.load(Database, model.app));

  assertEquals(data.host, "a");
  assertEquals(runner.calls.includes(IS_LEADER), false);
});
