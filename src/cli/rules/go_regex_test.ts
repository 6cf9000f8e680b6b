import { assertEquals } from "@std/assert";
import { regexMistake } from "./go_regex.ts";

Deno.test("regexMistake() lets pass what Go takes (TYP-22)", () => {
  const patterns = [
    "^[a-z]+$",
    "(?i)x",
    "(?P<year>\\d{4})-(?<month>\\d\\d)",
    "(?s-m:.)",
    "\\pL\\p{Greek}\\PN",
    "[[:alpha:]]",
    "\\Q(?=(\\E",
    "\\A.\\z",
    "a{1000}",
    "a{,5}",
    "\\012",
    "\\\\1",
    "[](]",
    "\\x{10FFFF}",
    "",
  ];
  for (const pattern of patterns) {
    assertEquals(regexMistake(pattern), null, pattern);
  }
});

Deno.test("regexMistake() tells what Go refuses (TYP-22)", () => {
  const patterns = [
    "(?=x)",
    "(?!x)",
    "(?<=x)",
    "(?<!x)",
    "(?>x)",
    "(a)\\1",
    "\\k",
    "\\Z",
    "a{1001}",
    "a{5,2000}",
    "(",
    "[a",
    "*",
  ];
  for (const pattern of patterns) {
    assertEquals(regexMistake(pattern) === null, false, pattern);
  }
});
