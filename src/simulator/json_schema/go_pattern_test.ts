import { assertEquals } from "@std/assert";
import { goPattern } from "./go_pattern.ts";

Deno.test("goPattern() matches what Go's regular expression does", () => {
  const cases:
    readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ["^s3://", ["s3://x"], ["http://s3://"]],
      ["(?i)^a|b$", ["A", "xB"], ["xa"]],
      ["a(?i)b|c", ["aB", "C"], ["AB"]],
      ["(a(?i)b)c", ["aBc"], ["aBC"]],
      ["(?i:a(?-i)b)", ["Ab"], ["AB"]],
      ["^(?P<year>\\d+)$", ["2024"], ["x"]],
      ["\\Aa\\z", ["a"], ["aa"]],
      ["(?m)^b$", ["a\nb"], ["ab"]],
      ["^a.b$", ["a\rb"], ["a\nb"]],
      ["(?s)^a.b$", ["a\nb"], ["ab"]],
      ["^\\s$", [" "], ["\u00a0"]],
      ["\\Q.*\\E", [".*"], ["a"]],
      ["^[[:alpha:]-]+$", ["a-b"], ["1"]],
      ["^[]\\]a-c]+$", ["]b"], ["d"]],
      ["^\\pL\\p{Greek}\\p{^Lu}$", ["aβc"], ["aβC"]],
      ["^.{2}$", ["😀é"], ["a"]],
      ["{,5}\\-", ["{,5}-"], [""]],
    ];
  for (const [source, good, bad] of cases) {
    const pattern = goPattern(source);
    const test = (text: string) => pattern?.test(text);
    assertEquals(good.map(test), good.map(() => true), source);
    assertEquals(bad.map(test), bad.map(() => false), source);
  }
});

Deno.test("goPattern() is null for what is none of Go's, or can't be said", () => {
  const sources = [
    "(?=x)",
    "(?<!x)",
    "(a)\\1",
    "(",
    ")",
    "[a",
    "[[:none:]]",
    "\\k",
    "\\C",
    "\\",
    "*",
    "\\p{NoSuchScript}",
  ];
  for (const source of sources) assertEquals(goPattern(source), null, source);
});
