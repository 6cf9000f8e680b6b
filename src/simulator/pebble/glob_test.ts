import { assertEquals, assertThrows } from "@std/assert";
import { globToRegExp } from "./glob.ts";

Deno.test("globToRegExp() matches as Go's path.Match does (PBF-24)", () => {
  const cases: [string, string, boolean][] = [
    ["*", ".hidden", true],
    ["a?c", "abc", true],
    ["[^a]b", "ab", false],
    ["[a-c]", "b", true],
    ["\\*", "*", true],
    ["\\*", "x", false],
    ["a.b", "axb", false],
    ["[\\]]", "]", true],
  ];
  for (const [pattern, name, expected] of cases) {
    assertEquals(globToRegExp(pattern).test(name), expected, pattern);
  }
  for (const pattern of ["[", "[]", "a\\", "[a"]) {
    assertThrows(() => globToRegExp(pattern), SyntaxError, undefined, pattern);
  }
});
