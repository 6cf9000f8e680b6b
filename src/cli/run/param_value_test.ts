import { assertEquals, assertThrows } from "@std/assert";
import { parseParamValue } from "./param_value.ts";

const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ["2024-01-01", "2024-01-01"],
  ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"],
  ["!!timestamp 2024-01-01", "2024-01-01"],
  ["{since: 2024-01-01}", { since: "2024-01-01" }],
  ["12:30", "12:30"],
  ["12:30:45.5", "12:30:45.5"],
  ["yes", true],
  ["off", false],
  ["0644", 420],
  ["1_000", 1000],
  ["1e3", 1000],
  ["", ""],
  ["# x", "# x"],
  ["~", null],
  ["'5'", "5"],
  ["[1, x]", [1, "x"]],
  ["!!set {a}", { a: null }],
  ["a=b", "a=b"],
];

for (const [text, value] of VALUES) {
  Deno.test(`parseParamValue() reads "${text}" as Juju does`, () => {
    assertEquals(parseParamValue(text), value);
  });
}

Deno.test("parseParamValue() refuses what is no YAML", () => {
  for (const text of [": [", "[1, 2", "a: b: c", '"a']) {
    assertThrows(() => parseParamValue(text), SyntaxError);
  }
});
