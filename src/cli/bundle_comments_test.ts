import { assertEquals } from "@std/assert";
import { dropComments } from "./bundle_comments.ts";

Deno.test("dropComments() leaves every line where it was", () => {
  const code = "/**\n * Says …\n */\nconst a = 1; // one\n\nconst b = 2;\n";

  const dropped = dropComments(code);

  assertEquals(dropped.split("\n").map((line) => line.trim()), [
    "",
    "",
    "",
    "const a = 1;",
    "",
    "const b = 2;",
    "",
  ]);
});

Deno.test("dropComments() knows a comment from what only looks like one", () => {
  const code =
    "const a = '// …'; const b = `/* ${a /* gone */} */`; const c = /\\/*x*/;";

  assertEquals(
    dropComments(code),
    "const a = '// …'; const b = `/* ${a  } */`; const c = /\\/*x*/;",
  );
});

Deno.test("dropComments() keeps licences", () => {
  const code = "/*! Licence of a */\n/* @license b */\n//! c\nvar a;";

  assertEquals(dropComments(code), code);
});

Deno.test("dropComments() parts what a comment parts", () => {
  assertEquals(dropComments("var/**/a = 1;"), "var a = 1;");
});

Deno.test("dropComments() leaves a module that it can't parse", () => {
  const code = "@decorated /* … */ class A {}";

  assertEquals(dropComments(code), code);
});
