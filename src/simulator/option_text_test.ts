import { assertEquals } from "@std/assert";
import { parseOptionText } from "./option_text.ts";

type Case = readonly [type: string, text: string, value: unknown];

const CASES: readonly Case[] = [
  ["string", " 1 ", " 1 "],
  ["secret", "secret:x", "secret:x"],
  ["int", "80", 80],
  ["int", "-0080", -80],
  ["int", "+7", 7],
  ["int", "0x10", null],
  ["int", "1e3", null],
  ["int", "1.0", null],
  ["int", "1_000", null],
  ["int", " 1", null],
  ["int", "", null],
  ["int", "9007199254740991", 9007199254740991],
  ["int", "9007199254740993", 9007199254740993n],
  ["int", "-9223372036854775808", -9223372036854775808n],
  ["int", "9223372036854775808", null],
  ["float", "1.5", 1.5],
  ["float", "-.5e-3", -0.0005],
  ["float", "1.", 1],
  ["float", "1e3", 1000],
  ["float", "1_0.5", 10.5],
  ["float", "1__0", null],
  ["float", "1e400", null],
  ["float", "inf", null],
  ["float", "0x1p-2", null],
  ["float", ".", null],
  ["float", "", null],
  ["boolean", "true", true],
  ["boolean", "T", true],
  ["boolean", "1", true],
  ["boolean", "False", false],
  ["boolean", "0", false],
  ["boolean", "tRuE", null],
  ["boolean", "yes", null],
];

for (const [type, text, value] of CASES) {
  Deno.test(`parseOptionText() reads "${text}" of type ${type} as Juju does`, () => {
    assertEquals(parseOptionText(text, type), value);
  });
}
