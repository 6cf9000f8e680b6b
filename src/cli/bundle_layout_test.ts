import { assertEquals } from "@std/assert";
import { dropLayout } from "./bundle_layout.ts";

Deno.test("dropLayout() leaves every line where it was", () => {
  const code = "/**\n * Says …\n */\nconst a = 1; // one\n\nconst b = 2;\n";

  const dropped = dropLayout(code);

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

Deno.test("dropLayout() knows a comment from what only looks like one", () => {
  const code =
    "const a = '// …'; const b = `/* ${a /* gone */} */`; const c = /\\/*x*/;";

  assertEquals(
    dropLayout(code),
    "const a = '// …'; const b = `/* ${a } */`; const c = /\\/*x*/;",
  );
});

Deno.test("dropLayout() keeps licences", () => {
  const code = "/*! Licence of a */\n/* @license b */\n//! c\nvar a;";

  assertEquals(dropLayout(code), code);
});

Deno.test("dropLayout() drops indentation, but not that of a text", () => {
  const code =
    "function f() {\n    return `a\n    ${\n      b}\n  c`\n}\nconst c = 'a\\\n  b';";

  assertEquals(
    dropLayout(code),
    "function f() {\nreturn `a\n    ${\nb}\n  c`\n}\nconst c = 'a\\\n  b';",
  );
});

Deno.test("dropLayout() parts what a comment parts", () => {
  assertEquals(dropLayout("var/**/a = 1;"), "var a = 1;");
});

Deno.test("dropLayout() leaves a module that it can't parse", () => {
  const code = "@decorated /* … */ class A {}";

  assertEquals(dropLayout(code), code);
});
