import { assertEquals } from "@std/assert";
import { originalStack } from "./original_stack.ts";

const MODULE = "file:///tmp/deno-compile-dispatch/charm.js";
const MAPS = JSON.stringify({
  "charm.js": {
    sources: ["src/other.ts", "src/charm.ts"],
    runs: "1,, 3,1,41 9,-1,-20",
  },
});

Deno.test("originalStack() names the charm's own file and line", () => {
  const stack =
    `Error: x\n    at Charm.#onStart (${MODULE}:5:3)\n    at main.js`;

  assertEquals(
    originalStack(
      stack,
      ({ href }) =>
        href === "file:///tmp/deno-compile-dispatch/modules.lines"
          ? MAPS
          : null,
    ),
    "Error: x\n    at Charm.#onStart (src/charm.ts:42)\n    at main.js",
  );
});

Deno.test("originalStack() counts on from the first line of a run", () => {
  assertEquals(originalStack(`${MODULE}:4:1`, () => MAPS), "src/other.ts:3");
  assertEquals(originalStack(`${MODULE}:9:40`, () => MAPS), "src/charm.ts:46");
  assertEquals(originalStack(`${MODULE}:15:1`, () => MAPS), "src/other.ts:23");
});

Deno.test("originalStack() keeps places without a map or with a broken one", () => {
  const place = `${MODULE}:5:3`;

  assertEquals(originalStack(place, () => null), place);
  assertEquals(originalStack(place, () => "{"), place);
  assertEquals(originalStack(`${MODULE}:1:1`, () => MAPS), `${MODULE}:1:1`);
  assertEquals(originalStack(place), place);
});
