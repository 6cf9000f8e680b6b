import { assertEquals } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { readCode } from "./charm_code.ts";
import { mistakeText } from "./mistakes.ts";

/** What can't be read of a charm of these files, one line each. */
async function mistakesIn(
  files: Readonly<Record<string, string>>,
  entry = "src/charm.ts",
): Promise<string[]> {
  await using folder = await makeFolder(files);
  const { mistakes } = await readCode(folder.path, entry);
  return mistakes.map(mistakeText);
}

Deno.test("readCode() tells where code can't be parsed, in each module", async () => {
  const mistakes = await mistakesIn({
    "src/charm.ts": 'import "./other.ts";\nimport "./gone.ts";\n',
    "src/other.ts": 'import "./third.js";\nconst a = 5;\n\tx(',
    "src/third.js": "",
    "src/unused.ts": "x(",
  });
  const others = await mistakesIn({
    "src/charm.ts": 'import "./third.js";\nimport "./fourth.ts";\n',
    "src/third.js": "export let a: number = 5;",
    "src/fourth.ts": "const a;",
  });

  assertEquals(mistakes, [
    "src/other.ts:3:4: not valid code: unexpected token",
  ]);
  assertEquals(others.toSorted(), [
    "src/fourth.ts:1:8: not valid code: missing initializer in const declaration",
    "src/third.js:1:13: not valid code: missing semicolon",
  ]);
});

Deno.test("readCode() takes all that Deno does", async () => {
  const modules = {
    "main.ts": `#!/usr/bin/env deno
import data from "./data.json" with { type: "json" };
import source wasm from "./a.wasm";
import defer * as late from "./late.ts";
using a = open(); await using b = open();
export const f = <const T,>(x: T) => x satisfies unknown;
export @dec class C { accessor x = 1; static { } #p = <string> data; }
@dec export class D<in out T> { constructor(readonly x: string) {} }
enum E { A } namespace N { export const x = 1 }
export type * from "./types.ts";
`,
    "old.ts": "class A { constructor(@dec x: string) {} }",
    "page.tsx": "export const page = <a href={x}>{y}</a>;",
    "bom.ts": "\ufeffexport const a = 1;",
    "a.js": "if (a < b && c > (d)) {}",
    "a.cjs": 'with (a) { x } return require("x");',
    "a.d.ts":
      "export const y: string;\ndeclare const x: string;\nexport default x;",
  };
  for (const name of Object.keys(modules)) {
    assertEquals(await mistakesIn(modules, name), [], name);
  }
});

Deno.test("readCode() tells what is no file", async () => {
  const files = {
    "src/charm.ts": 'import "./folder.ts";\n',
    "src/folder.ts/a": "",
  };

  assertEquals(await mistakesIn(files), [
    "src/folder.ts: expected a file, found a folder",
  ]);
});
