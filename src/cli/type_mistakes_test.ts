import { assertEquals, assertMatch } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { typeMistakes } from "./type_mistakes.ts";

/** What Deno says of the types of these files. */
async function mistakesIn(files: Readonly<Record<string, string>>) {
  await using folder = await makeFolder({ "deno.json": "{}", ...files });
  const deno = Deno.execPath();
  const dir = folder.path;
  return await typeMistakes({ dir, entry: "src/charm.ts", deno });
}

Deno.test("typeMistakes() tells where code can't be parsed", async () => {
  const [mistake, ...others] = await mistakesIn({
    "src/charm.ts": 'import "./other.ts";\n',
    "src/other.ts": "const a = 1;\n x(\n",
  });

  assertEquals(others, []);
  const { message, ...place } = mistake!;
  assertEquals(place, { file: "src/other.ts", line: 2, column: 4, path: "" });
  assertMatch(message, /^[^\n]*Expression expected$/);
  assertEquals(message.includes("error:"), false);
});

Deno.test("typeMistakes() tells what can't be imported", async () => {
  const [mistake] = await mistakesIn({
    "src/charm.ts": '\nimport "https://example.invalid/x.ts";\n',
  });

  assertEquals([mistake?.file, mistake?.line, mistake?.column], [
    "src/charm.ts",
    2,
    8,
  ]);
});
