import { assertEquals } from "@std/assert";
import { makeFolder, type TestFolder } from "./_testing.ts";
import { nameChunks } from "./chunk_names.ts";

/** A bundle whose chunks have these hashes, each module with its map. */
function makeBundle(shared: string, lazy: string): Promise<TestFolder> {
  const modules = {
    "charm.js": `import { a } from "./chunk-${shared}.js";\n` +
      `const load = () => import("./lazy_part-${lazy}.js");\n` +
      `const text = "./not_there-AAAAAAAA.js";\n`,
    [`chunk-${shared}.js`]: "export const a = 1;\n",
    [`lazy_part-${lazy}.js`]: `import { a } from "./chunk-${shared}.js";\n`,
  };
  const maps = Object.keys(modules).map((name) => [`${name}.map`, name]);
  return makeFolder({ ...modules, ...Object.fromEntries(maps) });
}

function textsIn(folder: TestFolder): Record<string, string> {
  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  return Object.fromEntries(
    names.toSorted().map((
      name,
    ) => [name, Deno.readTextFileSync(folder.at(name))]),
  );
}

Deno.test("nameChunks() names chunks by the order in which they are loaded", async () => {
  await using folder = await makeBundle("ZZZZZZZZ", "0A1B2C3D");

  await nameChunks(folder.path, "charm.js");

  assertEquals(textsIn(folder), {
    "charm.js": `import { a } from "./chunk-1.js";\n` +
      `const load = () => import("./lazy_part-2.js");\n` +
      `const text = "./not_there-AAAAAAAA.js";\n`,
    "charm.js.map": "charm.js",
    "chunk-1.js": "export const a = 1;\n",
    "chunk-1.js.map": "chunk-ZZZZZZZZ.js",
    "lazy_part-2.js": `import { a } from "./chunk-1.js";\n`,
    "lazy_part-2.js.map": "lazy_part-0A1B2C3D.js",
  });
});

Deno.test("nameChunks() gives the same modules whatever the hashes are", async () => {
  await using first = await makeBundle("ZZZZZZZZ", "0A1B2C3D");
  await using second = await makeBundle("11111111", "ZZZZZZZ0");

  await nameChunks(first.path, "charm.js");
  await nameChunks(second.path, "charm.js");

  const code = (folder: TestFolder) =>
    Object.entries(textsIn(folder)).filter(([name]) => name.endsWith(".js"));
  assertEquals(code(first), code(second));
});
