import { assertEquals } from "@std/assert";
import { dropNeedlessNames } from "./bundle_names.ts";

const named = (head: string, name: string) =>
  `${head} {\n  static {\n    __name(this, "${name}");\n  }\n  a() {\n  }\n};\n`;

Deno.test("dropNeedlessNames() drops names that are as they were, and keeps lines", () => {
  const rows = [
    named("var Unit = class", "Unit"),
    named("var Unit = class extends ops.Base", "Unit"),
    named("class Unit extends Base", "Unit"),
    'function run() {\n}\n__name(run, "run");\n',
    // As in modules that are evaluated when they are first imported.
    named("var Unit = class extends Base", "Unit").replace("var ", "")
      .replace(/^/gm, "    "),
    '  function run() {\n  }\n  __name(run, "run");\n',
  ];

  for (const code of rows) {
    const dropped = dropNeedlessNames(code);
    assertEquals(dropped.includes("__name"), false, code);
    assertEquals(dropped.split("\n").length, code.split("\n").length);
  }
});

Deno.test("dropNeedlessNames() keeps names that were changed", () => {
  const rows = [
    named("var Unit2 = class", "Unit"),
    named("var Unit = class _Unit", "Unit"),
    'function run2() {\n}\n__name(run2, "run");\n',
    '  static {\n    __name(this, "Unit");\n  }\n',
  ];

  for (const code of rows) assertEquals(dropNeedlessNames(code), code);
});
