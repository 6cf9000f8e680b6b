import { assertEquals, assertThrows } from "@std/assert";
import { makeLineMap } from "./line_map.ts";

Deno.test("makeLineMap() joins lines that follow each other", () => {
  // Lines 0 to 2 are lines 0 to 2 of a; 3 has none; 4 is line 9 of b, 5 line 10.
  const map = {
    sources: ["a", "b"],
    mappings: "AAAA;AACA,EAAE;AACA;;ACOA;AACA",
  };

  assertEquals(makeLineMap(map), {
    sources: ["a", "b"],
    runs: ",, 4,1,9",
  });
});

Deno.test("makeLineMap() takes the first segment of a line", () => {
  const map = { sources: ["a"], mappings: "AAIA,IAFA;AAAA" };

  assertEquals(makeLineMap(map).runs, ",,4 1,,-2");
});

Deno.test("makeLineMap() refuses what is no source map", () => {
  assertThrows(() => makeLineMap({ sources: [], mappings: "A!" }), SyntaxError);
});
