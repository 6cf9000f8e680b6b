import { assertEquals, assertExists, assertRejects } from "@std/assert";
import * as os from "node:os";
import { type BundleScripts, scriptMaker } from "./bundle_scripts.ts";

/** Runs scripts as a program does, and gives what their modules said. */
async function run(
  { first, later, imports }: BundleScripts,
): Promise<string[]> {
  const said: string[] = [];
  Object.assign(globalThis, { say: (text: string) => said.push(text) });
  const main = (0, eval)(first.code);
  const loadLater = () => {
    said.push("later");
    return (0, eval)(later.code);
  };
  assertEquals(imports, imports.filter((name) => name === "node:os"));
  await main({ url: "file:///c.js", main: true }, [], loadLater, os);
  return said;
}

function makeScripts(
  modules: ReadonlyMap<string, string>,
  main: string,
  first?: readonly string[],
): BundleScripts | null {
  return scriptMaker(modules, main)?.(first) ?? null;
}

function modulesOf(
  codes: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(codes));
}

Deno.test("scriptMaker() runs each module once, and before those that import it", async () => {
  const modules = modulesOf({
    "main.js":
      `import { a as first } from "./a.js";\nimport "./b.js";\nsay("main " + first());\n`,
    "b.js": `import * as all from "./a.js";\nsay("b " + Object.keys(all));\n`,
    "a.js": `say("a");\nfunction a() { return "of a"; }\nexport { a };\n`,
  });

  const scripts = makeScripts(modules, "main.js");

  assertExists(scripts);
  assertEquals(await run(scripts), ["a", "b a", "main of a"]);
});

Deno.test("scriptMaker() loads modules when the program does, those of the second script too", async () => {
  const modules = modulesOf({
    "main.js":
      `const load = () => import("./lazy.js");\nsay("main");\nconst { lazy } = await load();\nsay(lazy);\nif (lazy !== (await load()).lazy) say("twice");\n`,
    "lazy.js":
      `import { shared } from "./shared.js";\nimport { EOL } from "node:os";\nvar lazy = shared + EOL;\nexport { lazy };\n`,
    "shared.js": `say("shared");\nvar shared = "lazy";\nexport { shared };\n`,
  });

  const whole = makeScripts(modules, "main.js");
  const parted = makeScripts(modules, "main.js", []);

  assertExists(whole);
  assertExists(parted);
  assertEquals(await run(whole), ["main", "shared", "lazy\n"]);
  assertEquals(await run(parted), ["main", "later", "shared", "lazy\n"]);
  assertEquals([...parted.first.lines.keys()], ["main.js"]);
  assertEquals([...parted.later.lines.keys()], ["shared.js", "lazy.js"]);
});

Deno.test("scriptMaker() waits for modules that wait", async () => {
  const modules = modulesOf({
    "main.js": `import { b } from "./b.js";\nsay("main " + b);\n`,
    "b.js": `import { a } from "./a.js";\nvar b = a + 1;\nexport { b };\n`,
    "a.js": `var a = await Promise.resolve(1);\nexport { a };\n`,
  });

  assertEquals(await run(makeScripts(modules, "main.js")!), ["main 2"]);
});

Deno.test("scriptMaker() has only the main module be main", async () => {
  const modules = modulesOf({
    "main.js":
      `import "./a.js";\nsay("main " + import.meta.main + import.meta.url);\n`,
    "a.js": `say("a " + import.meta.main + import.meta.url);\n`,
  });

  assertEquals(await run(makeScripts(modules, "main.js")!), [
    "a falsefile:///c.js",
    "main truefile:///c.js",
  ]);
});

Deno.test("scriptMaker() passes on an error of a module, each time that it is loaded", async () => {
  const modules = modulesOf({
    "main.js": `try { await import("./a.js"); } catch { say("caught"); }
await import("./a.js");
`,
    "a.js": `say("a");\nthrow new Error("of a");\n`,
  });

  const scripts = makeScripts(modules, "main.js")!;

  await assertRejects(() => run(scripts), Error, "of a");
});

Deno.test("scriptMaker() keeps lines, and tells where those of a module begin", () => {
  const modules = modulesOf({
    "main.js": 'import {\n  a\n} from "./a.js";\nsay(a,\n  1);\n',
    "a.js": "\nvar a = 1;\nexport {\n  a\n};\n",
  });

  const { code, lines } = makeScripts(modules, "main.js")!.first;

  const text = code.split("\n");
  assertEquals([...lines.keys()], ["a.js", "main.js"]);
  assertEquals(text[lines.get("a.js")! + 1], "var a = 1;");
  assertEquals(
    text.slice(lines.get("main.js")! + 3, lines.get("main.js")! + 5),
    ["say(a,", "  1);"],
  );
});

Deno.test("scriptMaker() takes names that the modules have not", async () => {
  const modules = modulesOf({
    "main.js":
      'var $get = "own";\nimport { $load } from "./a.js";\nsay($get + $load);\n',
    "a.js": 'var $load = " one";\nexport { $load };\n',
  });

  assertEquals(await run(makeScripts(modules, "main.js")!), ["own one"]);
});

Deno.test("scriptMaker() leaves a bundle that scripts would change", () => {
  const rows: Record<string, string>[] = [
    { "main.js": "export default 1;" },
    {
      "main.js": 'import { a } from "./a.js";',
      "a.js": "var a = 1;\nqueueMicrotask(() => { a = 2; });\nexport { a };",
    },
    { "main.js": 'import "./a.js";', "a.js": 'import "./main.js";' },
    { "main.js": "", "a.js": 'import("./main.js");' },
    { "main.js": "", "a.js": 'import "./b.js";', "b.js": 'import "./a.js";' },
  ];

  for (const row of rows) {
    assertEquals(makeScripts(modulesOf(row), "main.js"), null);
  }
});
