import { assertEquals, assertExists } from "@std/assert";
import { readModuleSyntax } from "./module_syntax.ts";

Deno.test("readModuleSyntax() finds imports, exports and import.meta", () => {
  const code = `import {
a as b, "c d" as e
} from "./chunk-A.js";
import f, * as g from "node:os";
import "./chunk-B.js";
var h = import.meta.url, i = () => import("./lazy.js"), j = (k) => import(k);
export {
h as default,
i
};
`;
  const syntax = readModuleSyntax(code);

  assertExists(syntax);
  assertEquals(
    syntax.imports.map(({ specifier, patterns }) => [specifier, patterns]),
    [
      ["./chunk-A.js", ['{a: b, "c d": e}']],
      ["node:os", ["g", "{default: f}"]],
      ["./chunk-B.js", []],
    ],
  );
  assertEquals(syntax.exported, ["default: h", "i: i"]);
  const parts = [...syntax.metas, ...syntax.loads]
    .map(({ start, end }) => code.slice(start, end));
  assertEquals(parts, ["import.meta", 'import("./lazy.js")']);
  assertEquals(syntax.loads.map(({ specifier }) => specifier), ["./lazy.js"]);
});

Deno.test("readModuleSyntax() knows import.meta from text that looks like it", () => {
  const syntax = readModuleSyntax("var a = 'import.meta', b = /import.meta/;");

  assertEquals(syntax?.metas, []);
});

Deno.test("readModuleSyntax() finds what waits before the module is done", () => {
  const rows: [code: string, awaits: boolean][] = [
    ["await 1;", true],
    ["if (a) { for await (var b of c); }", true],
    ["for (var b of c);", false],
    ["var a = async () => { await 1; };", false],
    ["async function a() { for await (var b of c); }", false],
    ["class A { async b() { await 1; } }", false],
  ];

  for (const [code, awaits] of rows) {
    assertEquals(readModuleSyntax(code)?.awaits, awaits, code);
  }
});

Deno.test("readModuleSyntax() finds what gives an export another value", () => {
  const rows: [code: string, may: boolean][] = [
    ["var a = class {};\nfunction b() {}\nexport { a, b as c };", false],
    [
      "var a = 1, b = 2;\nfunction f() { b = 3; this.a = 4; }\nexport { a };",
      false,
    ],
    ["var a;\n(a || (a = {})).b = 1;\na += 1;\nexport { a };", false],
    ["var a = 1;\nfunction f() { a = 2; }\nexport { a };", true],
    ["var a = 1;\nfunction f() { a ??= 2; }\nexport { a as b };", true],
    ["var a = 1;\nfunction f() { return a++; }\nexport { a };", true],
    ["var a;\nfunction f(o) { ({ x: a } = o); }\nexport { a };", true],
    ["var a;\nfunction f(o) { [...a] = o; }\nexport { a };", true],
    ["var a;\nfunction f(o) { for (a of o); }\nexport { a };", true],
    ["var a;\nfunction f(o) { for (a in o); }\nexport { a };", true],
    ["var a = 1, b = class { c = a++; };\nexport { a, b };", true],
    ["var a = 1, b = class { static c = a++; };\nexport { a, b };", false],
    ["var a = 1, b = class { static { a++; } };\nexport { a, b };", false],
  ];

  for (const [code, may] of rows) {
    assertEquals(readModuleSyntax(code)?.mayReassign, may, code);
  }
});

Deno.test("readModuleSyntax() leaves a module that is not as esbuild writes one", () => {
  for (
    const code of [
      "export default 1;",
      "export var a = 1;",
      'export * from "node:os";',
      'export { cpus } from "node:os";',
      'import a from "./a.json" with { type: "json" };',
      "var a = ;",
    ]
  ) {
    assertEquals(readModuleSyntax(code), null, code);
  }
});
