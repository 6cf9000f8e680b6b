import { assertEquals } from "@std/assert";
import { goDuration } from "./_go_duration.ts";

Deno.test("goDuration() writes as Go does (PBL-14)", () => {
  const cases: [number, string][] = [
    [0, "0s"],
    [1500, "1.5s"],
    [90_000, "1m30s"],
    [604_800_000, "168h0m0s"],
    [3_600_000, "1h0m0s"],
    [300, "300ms"],
    [0.003, "3µs"],
    [0.000007, "7ns"],
    [-1000, "-1s"],
  ];
  for (const [milliseconds, expected] of cases) {
    assertEquals(goDuration(milliseconds), expected);
  }
});
