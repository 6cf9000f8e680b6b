import { assertEquals } from "@std/assert";
import { goNumber } from "./go_number.ts";

Deno.test("goNumber() writes numbers as Go does", () => {
  const cases = [
    [99, "99"],
    [-0, "0"],
    [1.5, "1.5"],
    [123456.5, "123456.5"],
    [1234567.5, "1.2345675e+06"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-2.5e-9, "-2.5e-09"],
    [9007199254740991, "9007199254740991"],
    [9007199254740992, "9.007199254740992e+15"],
    [1e300, "1e+300"],
  ] as const;
  for (const [value, text] of cases) assertEquals(goNumber(value), text);
});
