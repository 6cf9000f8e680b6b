import { assertEquals } from "@std/assert";
import { mayReassignExports } from "./bundle_exports.ts";

Deno.test("mayReassignExports() finds what gives an export another value", () => {
  const rows: [code: string, may: boolean][] = [
    ["var a = class {};\nfunction b() {}\nexport { a, b as c };", false],
    [
      "var a = 1, b = 2;\nfunction f() { b = 3; this.a = 4; }\nexport { a };",
      false,
    ],
    ["var a = 1;\nfunction f() { a = 2; }\nexport { a };", true],
    ["var a = 1;\nfunction f() { a ??= 2; }\nexport { a as b };", true],
    ["var a = 1;\nfunction f() { return a++; }\nexport { a };", true],
    ["var a;\nfunction f(o) { ({ x: a } = o); }\nexport { a };", true],
    ["var a;\nfunction f(o) { [...a] = o; }\nexport { a };", true],
    ["var a;\nfunction f(o) { for (a of o); }\nexport { a };", true],
    ["export { a", true],
  ];

  for (const [code, may] of rows) {
    assertEquals(mayReassignExports(code), may, code);
  }
});
