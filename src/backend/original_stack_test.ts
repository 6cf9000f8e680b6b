import { assertEquals } from "@std/assert";
import { originalStack } from "./original_stack.ts";

const URL = "file:///tmp/deno-compile-dispatch/charm.js";
/** Line 2, column 3 comes from line 5, column 9 of src/charm.ts. */
const MAP = JSON.stringify({
  version: 3,
  sources: ["src/other.ts", "src/charm.ts"],
  names: [],
  mappings: "AAAA;ECIQ,IAAI",
});

Deno.test("originalStack() names the charm's own file and line", () => {
  const stack = `Error: x\n    at Charm.#onStart (${URL}:2:3)\n    at main.js`;

  assertEquals(
    originalStack(stack, (url) => url === URL ? MAP : null),
    "Error: x\n    at Charm.#onStart (src/charm.ts:5:9)\n    at main.js",
  );
});

Deno.test("originalStack() takes the segment that a column is in", () => {
  assertEquals(originalStack(`${URL}:2:5`, () => MAP), "src/charm.ts:5:9");
  assertEquals(originalStack(`${URL}:2:40`, () => MAP), "src/charm.ts:5:13");
});

Deno.test("originalStack() keeps places without a map or with a broken one", () => {
  const place = `${URL}:2:3`;

  assertEquals(originalStack(place, () => null), place);
  assertEquals(originalStack(place, () => "{"), place);
  assertEquals(originalStack(`${URL}:9:1`, () => MAP), `${URL}:9:1`);
  assertEquals(originalStack(place), place);
});
