import { assertEquals, assertThrows } from "@std/assert";
import { type ActionResults, flattenResults } from "./action_results.ts";

Deno.test("flattenResults() joins the keys of nested results with dots (ACT-03)", () => {
  assertEquals(
    Object.entries(flattenResults({ b: "1", a: { x: { y: "2" }, z: "3" } })),
    [["b", "1"], ["a.x.y", "2"], ["a.z", "3"]],
  );
});

Deno.test("flattenResults() makes every value a text (ACT-03)", () => {
  assertEquals(
    flattenResults({
      text: "é",
      empty: "",
      number: 1.5,
      bigint: 10n,
      yes: true,
      no: false,
      null: null,
      list: [1, "a", { b: null }],
    }),
    {
      text: "é",
      empty: "",
      number: "1.5",
      bigint: "10",
      yes: "true",
      no: "false",
      null: "",
      list: '[1,"a",{"b":null}]',
    },
  );
});

Deno.test("flattenResults() has nothing of an empty map (ACT-05)", () => {
  assertEquals(flattenResults({ a: {}, b: { c: {} } }), {});
});

for (const key of ["a", "1", "a-b", "a.b", "a1", "a-.b", "0.9"]) {
  Deno.test(`flattenResults() takes the key "${key}" (ACT-04)`, () => {
    assertEquals(flattenResults({ [key]: "v" }), { [key]: "v" });
  });
}

for (const key of ["", "A", "a_b", "-a", "a-", ".a", "a.", "é", "a b", "a\n"]) {
  Deno.test(`flattenResults() refuses the key ${JSON.stringify(key)} (ACT-04)`, () => {
    assertThrows(
      () => flattenResults({ [key]: "v" }),
      TypeError,
      `Cannot set action result "${key}"`,
    );
    assertThrows(
      () => flattenResults({ ok: { [key]: "v" } }),
      TypeError,
      `Cannot set action result "ok.${key}"`,
    );
  });
}

const TWICE: readonly ActionResults[] = [
  { "a.b": "1", a: { b: "2" } },
  { a: { b: "2" }, "a.b": "1" },
  { a: { "b.c": "1", b: { c: "2" } } },
];

for (const results of TWICE) {
  Deno.test(`flattenResults() refuses a key that comes twice in ${JSON.stringify(results)} (ACT-05)`, () => {
    assertThrows(() => flattenResults(results), TypeError, "it comes twice");
  });
}
