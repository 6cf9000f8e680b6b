import { assert, assertEquals, assertThrows } from "@std/assert";
import { FrameworkError } from "./errors.ts";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.ts";

const ROUND_TRIPS: Readonly<Record<string, unknown>> = {
  "null": null,
  "undefined": undefined,
  "booleans": [true, false],
  "numbers": [0, -1, 1.5, Number.MAX_SAFE_INTEGER, 5e-324, 1e300],
  "numbers that JSON lacks": [NaN, Infinity, -Infinity],
  "bigint": [0n, -1n, 2n ** 80n],
  "text": ["", "é\0\n\u2028 \ud800", "😀"],
  "bytes": new Uint8Array([0, 1, 127, 255]),
  "no bytes": new Uint8Array(),
  "a date": new Date("2026-11-23T03:04:05.678Z"),
  "a date before year 0": new Date(-8.64e15),
  "a set": new Set<unknown>([1, "1", null, new Date(0)]),
  "a map": new Map<unknown, unknown>([[1, "a"], ["1", new Set([2n])], [
    null,
    undefined,
  ]]),
  "a list with a hole's undefined": [1, undefined, 3],
  "nested objects": {
    a: { b: [{ c: new Map([["d", new Uint8Array([9])]]) }] },
  },
  "the key that marks": { $: "date", v: "2026-11-23" },
  "the key that marks, deeper": { a: { $: { $: "set", v: [] } } },
  "keys as numbers": { 2: "b", 1: "a", x: "c" },
  "a member that is undefined": { a: undefined, b: 1 },
};

for (const [name, value] of Object.entries(ROUND_TRIPS)) {
  Deno.test(`decodeSnapshot() reads back ${name} (FRW-10)`, () => {
    assertEquals(decodeSnapshot(encodeSnapshot(value)), value);
  });
}

Deno.test("decodeSnapshot() keeps minus zero", () => {
  assert(Object.is(decodeSnapshot(encodeSnapshot(-0)), -0));
});

Deno.test("decodeSnapshot() keeps __proto__ a key of its own", () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}');

  const copy = decodeSnapshot(encodeSnapshot(value)) as object;

  assertEquals(Object.keys(copy).sort(), ["__proto__", "a"]);
  assertEquals(Object.getPrototypeOf(copy), Object.prototype);
  assertEquals("polluted" in copy, false);
});

Deno.test("decodeSnapshot() keeps a __proto__ beside the key that marks", () => {
  const value = JSON.parse('{"__proto__": {"polluted": true}, "$": "set"}');

  const copy = decodeSnapshot(encodeSnapshot(value)) as object;

  assertEquals(Object.keys(copy).sort(), ["$", "__proto__"]);
  assertEquals("polluted" in copy, false);
});

Deno.test("encodeSnapshot() writes equal objects as equal text, whatever their order", () => {
  assertEquals(
    encodeSnapshot({ b: 1, a: { d: 2, c: 3 } }),
    encodeSnapshot({ a: { c: 3, d: 2 }, b: 1 }),
  );
});

Deno.test("encodeSnapshot() takes an object without a prototype", () => {
  const value = Object.assign(Object.create(null), { a: 1 });

  assertEquals(encodeSnapshot(value), '{"a":1}');
});

Deno.test("encodeSnapshot() takes one object in two places", () => {
  const shared = { a: 1 };

  assertEquals(
    decodeSnapshot(encodeSnapshot([shared, { shared }])),
    [{ a: 1 }, { shared: { a: 1 } }],
  );
});

class Relation {}
const cyclic: { self?: unknown } = {};
cyclic.self = [cyclic];

const REFUSED: readonly (readonly [string, unknown, string, string])[] = [
  ["a function", () => {}, "the value", "a function"],
  ["a method in an object", { a: { b() {} } }, '"a.b"', "a function"],
  ["a symbol in a list", { a: [1, Symbol("s")] }, '"a[1]"', "a symbol"],
  ["an object in a list", [{ x: new Relation() }], '"[0].x"', "a Relation"],
  ["a class instance", { data: new Relation() }, '"data"', "a Relation"],
  ["an error", { e: new Error("text") }, '"e"', "a Error"],
  ["a RegExp", /x/, "the value", "a RegExp"],
  ["an invalid Date", { at: new Date(NaN) }, '"at"', "an invalid Date"],
  ["other bytes", { b: new Uint16Array(1) }, '"b"', "a Uint16Array"],
  ["a buffer", { b: new ArrayBuffer(1) }, '"b"', "a ArrayBuffer"],
  ["a promise", { p: Promise.resolve() }, '"p"', "a Promise"],
  [
    "what is in a set",
    { s: new Set([new Relation()]) },
    '"s{}"',
    "a Relation",
  ],
  ["a map's key", new Map([[() => {}, 1]]), '"{key 0}"', "a function"],
  [
    "a map's value",
    { m: new Map<string, unknown>([["a", 1], ["b", Symbol()]]) },
    '"m{value 1}"',
    "a symbol",
  ],
  ["a cycle", cyclic, '"self[0]"', "an object that contains itself"],
];

for (const [name, value, place, what] of REFUSED) {
  Deno.test(`encodeSnapshot() refuses ${name}, with its place (FRW-09)`, () => {
    assertThrows(
      () => encodeSnapshot(value),
      FrameworkError,
      `Cannot store ${place}: it is ${what}, not plain data`,
    );
  });
}

Deno.test("encodeSnapshot() never shows a value that it refuses (FRW-09)", () => {
  class Holder {
    readonly password = "hunter2";
  }

  const error = assertThrows(
    () => encodeSnapshot({ first: "hunter2", holder: new Holder() }),
    FrameworkError,
  );

  assertEquals(error.message.includes("hunter2"), false);
});

const MALFORMED: readonly string[] = [
  "",
  "{",
  '{"$":"unknown","v":1}',
  '{"$":"set"}',
  '{"$":"set","v":{}}',
  '{"$":"map","v":[1]}',
  '{"$":"object","v":[null]}',
  '{"$":"bigint","v":"1.5"}',
  '{"$":"bigint","v":1}',
  '{"$":"bytes","v":"?"}',
  '{"a":[{"$":null}]}',
];

for (const text of MALFORMED) {
  Deno.test(`decodeSnapshot() refuses ${JSON.stringify(text)}`, () => {
    assertThrows(() => decodeSnapshot(text), FrameworkError, "Cannot read");
  });
}

Deno.test("decodeSnapshot() reads back whatever encodeSnapshot() took, at random", () => {
  const random = randomFrom(20_261_123);

  for (let round = 0; round < 2_000; round++) {
    const value = randomValue(random, 4);
    const text = encodeSnapshot(value);
    const copy = decodeSnapshot(text);

    assertEquals(copy, value);
    assertEquals(encodeSnapshot(copy), text);
  }
});

/** A small generator with a seed, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) % below;
  };
}

const KEYS = ["a", "$", "v", "__proto__", "constructor", "", "0", "a.b", "é"];

const SCALARS: readonly unknown[] = [
  null,
  undefined,
  true,
  false,
  0,
  -0,
  1.25,
  NaN,
  -Infinity,
  12n,
  "",
  "$",
  "text\0\ud800",
];

function randomValue(
  random: (below: number) => number,
  depth: number,
): unknown {
  const list = () =>
    Array.from({ length: random(4) }, () => randomValue(random, depth - 1));
  switch (depth === 0 ? 0 : random(8)) {
    case 1:
      return new Uint8Array(
        Array.from({ length: random(5) }, () => random(256)),
      );
    case 2:
      return new Date(random(2 ** 31));
    case 3:
      return list();
    case 4:
      return new Set(list());
    case 5:
      return new Map(list().map((item) => [randomValue(random, 1), item]));
    case 6:
    case 7: {
      const object: Record<string, unknown> = {};
      for (const item of list()) {
        const key = KEYS[random(KEYS.length)]!;
        Object.defineProperty(object, key, {
          value: item,
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return object;
    }
    default:
      return SCALARS[random(SCALARS.length)];
  }
}
