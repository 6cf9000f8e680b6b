import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { readCharmkitConfig } from "./deno_config.ts";

Deno.test("readCharmkitConfig() has defaults for a charm that says nothing", async () => {
  const defaults = { entry: "src/charm.ts", permissions: {} };
  await using bare = await makeFolder();
  await using other = await makeFolder({ "deno.json": "{}" });

  assertEquals(await readCharmkitConfig(bare.path), defaults);
  assertEquals(await readCharmkitConfig(other.path), defaults);
});

Deno.test("readCharmkitConfig() reads deno.jsonc with comments and trailing commas", async () => {
  await using folder = await makeFolder({
    "deno.jsonc": `{
      // The address keeps its slashes: "http://x", and so does "/* this */".
      "charmkit": {
        "entry": "main.ts", /* not the usual one */
        "permissions": { "net": ["a//b", "/*c*/", ",]"], "read": true, },
      },
    }`,
  });

  assertEquals(await readCharmkitConfig(folder.path), {
    entry: "main.ts",
    permissions: { net: ["a//b", "/*c*/", ",]"], read: true },
  });
});

Deno.test("readCharmkitConfig() refuses what it does not know, and says where", async () => {
  const rows: [section: string, path: string][] = [
    ['{"entri": "x"}', "charmkit"],
    ['{"entry": 5}', "charmkit.entry"],
    ['{"permissions": {"net": "all"}}', "charmkit.permissions.net"],
    ['{"permissions": {"read": false}}', "charmkit.permissions.read"],
    ['{"permissions": {"everything": true}}', "charmkit.permissions"],
  ];
  for (const [section, path] of rows) {
    await using folder = await makeFolder({
      "deno.json": `{"charmkit": ${section}}`,
    });

    const error = await assertRejects(
      () => readCharmkitConfig(folder.path),
      CliError,
    );
    assertStringIncludes(error.details[0] ?? "", `deno.json: ${path}: `);
  }
});

Deno.test("readCharmkitConfig() says when deno.json is no JSON", async () => {
  await using folder = await makeFolder({ "deno.json": "{" });

  await assertRejects(
    () => readCharmkitConfig(folder.path),
    CliError,
    "Cannot read deno.json",
  );
});
