import { assertEquals, assertThrows } from "@std/assert";
import { joinLineMaps, makeLineMap } from "./line_map.ts";

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

Deno.test("joinLineMaps() moves each map to where its module starts", () => {
  const first = { sources: ["a", "b"], runs: ",, 4,1,9" };
  const second = { sources: ["c"], runs: "1,,2 1,,-2" };
  const empty = { sources: [], runs: "" };

  const joined = joinLineMaps([
    { map: first, start: 1 },
    { map: empty, start: 8 },
    { map: second, start: 10 },
  ]);

  assertEquals(joined, {
    sources: ["a", "b", "c"],
    runs: "1,, 4,1,9 6,1,-7 1,,-2",
  });
});

Deno.test("makeLineMap() refuses what is no source map", () => {
  assertThrows(() => makeLineMap({ sources: [], mappings: "A!" }), SyntaxError);
});
