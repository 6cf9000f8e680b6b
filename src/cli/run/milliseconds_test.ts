import { assertEquals } from "@std/assert";
import { milliseconds } from "./milliseconds.ts";

Deno.test("milliseconds() writes a time as people read it", () => {
  assertEquals(
    [0, 1.25, 9.99, 34.4, 1999.4, 2000, 61_250].map(milliseconds),
    ["0.0 ms", "1.3 ms", "10.0 ms", "34 ms", "1999 ms", "2.0 s", "61.3 s"],
  );
});
