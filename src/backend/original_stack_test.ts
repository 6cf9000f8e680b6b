import { assertEquals } from "@std/assert";
import { originalStack } from "./original_stack.ts";

const URL = "file:///tmp/deno-compile-dispatch/charm.js";
const MAP = JSON.stringify({
  sources: ["src/other.ts", "src/charm.ts"],
  runs: [[1, 0, 0], [4, 1, 41]],
});

Deno.test("originalStack() names the charm's own file and line", () => {
  const stack = `Error: x\n    at Charm.#onStart (${URL}:5:3)\n    at main.js`;

  assertEquals(
    originalStack(stack, (url) => url === URL ? MAP : null),
    "Error: x\n    at Charm.#onStart (src/charm.ts:42)\n    at main.js",
  );
});

Deno.test("originalStack() counts on from the first line of a run", () => {
  assertEquals(originalStack(`${URL}:4:1`, () => MAP), "src/other.ts:3");
  assertEquals(originalStack(`${URL}:9:40`, () => MAP), "src/charm.ts:46");
});

Deno.test("originalStack() keeps places without a map or with a broken one", () => {
  const place = `${URL}:5:3`;

  assertEquals(originalStack(place, () => null), place);
  assertEquals(originalStack(place, () => "{"), place);
  assertEquals(originalStack(`${URL}:1:1`, () => MAP), `${URL}:1:1`);
  assertEquals(originalStack(place), place);
});
