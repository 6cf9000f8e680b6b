import { assertEquals, assertExists } from "@std/assert";
import { makeScript } from "./bundle_script.ts";

Deno.test("makeScript() makes a function of a module, and leaves its lines", () => {
  const script = makeScript(`import {
  join
} from "./chunk-A.js";
import * as os from "node:os";
import "./chunk-B.js";
var a = import.meta.dirname;
var b = () => import("./lazy.js");
if (import.meta.main) await join(a, b);
export {
  a
};
`);

  assertExists(script);
  assertEquals(script.code.split("\n"), [
    '(async function (importMeta, join, os) {"use strict";',
    "",
    "",
    "",
    "",
    "var a = importMeta.dirname;",
    'var b = () => import("./lazy.js");',
    "if (importMeta.main) await join(a, b);",
    "",
    "",
    "",
    "",
    "})",
  ]);
  assertEquals(script.modules, ["./chunk-A.js", "node:os", "./chunk-B.js"]);
  assertEquals(script.imported, ["join", "os"]);
});

Deno.test("makeScript() takes a name that the module has not", () => {
  const script = makeScript("var importMeta = import.meta.main;");

  assertEquals(
    script?.code,
    '(async function (importMeta_) {"use strict";var importMeta = importMeta_.main;\n})',
  );
});

Deno.test("makeScript() knows import.meta from text that looks like it", () => {
  const script = makeScript("var a = 'import.meta', b = /import.meta/;");

  assertEquals(script?.code.includes("importMeta."), false);
});

Deno.test("makeScript() leaves a module that is not as esbuild writes one", () => {
  for (
    const code of [
      "export default 1;",
      "export var a = 1;",
      'export * from "node:os";',
      'export { cpus } from "node:os";',
      "var a = ;",
    ]
  ) {
    assertEquals(makeScript(code), null, code);
  }
});
