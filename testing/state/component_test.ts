import {
  assert,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  type Component,
  Container,
  Exec,
  Relation,
  Secret,
  State,
  StoredState,
} from "../mod.ts";
import { makeExamples } from "./testdata/examples.ts";
import { revisionsOf, withRevisions } from "./secret.ts";

for (const [name, example] of Object.entries(makeExamples())) {
  Deno.test(`${name} is frozen, and so are its lists and maps (STT-01)`, () => {
    for (const [key, value] of Object.entries(example)) {
      assertThrows(() => Reflect.set(example, key, 1) || fail(), TypeError);
      if (typeof value !== "object" || value instanceof Date) continue;
      assert(value === null || Object.isFrozen(value), key);
    }
    assert(Object.isFrozen(example));
  });

  Deno.test(`${name} equals one with equal fields, for assertEquals too (STT-06)`, () => {
    const other = makeExamples()[name]!;

    assertEquals<Component>(example, other);
    assert(example.equals(other));
    assert(!example.equals({ ...example }));
  });

  Deno.test(`${name}.with() keeps all that is not changed, ids too (STT-02)`, () => {
    if (!("with" in example)) return;
    const copy = (example.with as (changes: object) => Component)({});

    assertEquals(copy, example);
    assert(copy !== example);
  });
}

function fail(): never {
  throw new TypeError("not written");
}

Deno.test("Relation.with() changes fields and keeps the id (STT-02)", () => {
  const relation = new Relation("db", { remoteAppName: "pg" });

  const copy = relation.with({ remoteAppData: { host: "a" } });

  assertEquals(
    [copy.id, copy.remoteAppName, copy.remoteAppData],
    [relation.id, "pg", { host: "a" }],
  );
  assertEquals(relation.remoteAppData, {});
  assertThrows(
    () => relation.with({ remoteAppData: { host: 1 as unknown as string } }),
    Error,
    'the value of "host" is a number',
  );
});

Deno.test("components copy what is passed in, deeply (STT-03)", () => {
  const bag = { 1: { a: "b" } };
  const layers = { base: { services: { web: { command: "a" } } } };
  const content = { list: [1], at: new Date(0), tags: new Set(["a"]) };
  const relation = new Relation("db", { remoteUnitsData: bag });
  const container = new Container("web", { layers });
  const stored = new StoredState({ content });
  const other = new StoredState({ content });

  bag[1].a = "changed";
  layers.base.services.web.command = "changed";
  content.list.push(2);
  content.at.setTime(1);
  content.tags.add("b");
  (other.content["at"] as Date).setTime(5);

  assertEquals(relation.remoteUnitsData, { 1: { a: "b" } });
  assertEquals(container.layers["base"]?.services?.["web"]?.command, "a");
  assertEquals(stored.content, {
    list: [1],
    at: new Date(0),
    tags: new Set(["a"]),
  });
});

Deno.test("State takes any iterable for its parts (STT-04)", () => {
  const container = new Container("web");
  function* containers() {
    yield container;
  }

  for (const given of [[container], new Set([container]), containers()]) {
    assertEquals(new State({ containers: given }).containers, [container]);
  }
});

Deno.test("State leaves out equal parts, and keeps order and what differs (STT-05)", () => {
  const off = new Container("foo");
  const on = new Container("foo", { canConnect: true });

  const { containers } = new State({
    containers: [on, off, new Container("bar"), new Container("foo")],
  });

  assertEquals(
    containers.map(({ name, canConnect }) => [name, canConnect]),
    [["foo", true], ["foo", false], ["bar", false]],
  );
});

Deno.test("two Relations made in turn differ by their ids (STT-06)", () => {
  assertNotEquals(new Relation("db"), new Relation("db"));
});

Deno.test("two Execs with one prefix both stay (STT-47, CON-25)", () => {
  const execs = [new Exec(["ls"]), new Exec(["ls"])];

  assertEquals(new Container("web", { execs }).execs.length, 2);
});

Deno.test("Secret's revisions take no part in equality, and survive with() (STT-74)", () => {
  const secret = new Secret({ a: "1" }, { latestContent: { a: "2" } });
  const later = withRevisions(secret, { tracked: 1, latest: 3 });

  assertEquals(revisionsOf(secret), { tracked: 1, latest: 1 });
  assertEquals(later, secret);
  assert(later.equals(secret));
  assertEquals(revisionsOf(later.with({ label: "a" })), {
    tracked: 1,
    latest: 3,
  });
});

Deno.test("frozen copies hold values that contain themselves", () => {
  const content: Record<string, unknown> = { a: 1 };
  content["self"] = content;

  const stored = new StoredState({ content: content as never });

  assert(stored.content["self"] === stored.content);
});
