import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { readCharmkitConfig } from "./deno_config.ts";

Deno.test("readCharmkitConfig() has defaults for a charm that says nothing", async () => {
  const defaults = { entry: "src/charm.ts", permissions: {}, files: [] };
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
        "permissions": { "read": ["a//b", "/*c*/", "]"], "net": true, },
        "files": ["templates/", "static/**/*.html", ",]"],
      },
    }`,
  });

  assertEquals(await readCharmkitConfig(folder.path), {
    entry: "main.ts",
    permissions: { read: ["a//b", "/*c*/", "]"], net: true },
    files: ["templates/", "static/**/*.html", ",]"],
  });
});

Deno.test("readCharmkitConfig() refuses what it does not know, and says where", async () => {
  const rows: [section: string, place: string][] = [
    ['{"entri": "x"}', "2:15: charmkit.entri: unknown key here"],
    ['{"entry": 5}', "2:15: charmkit.entry: expected text, got 5"],
    [
      '{"permissions": {"net": "all"}}',
      "2:31: charmkit.permissions.net: expected true or a list",
    ],
    [
      '{"permissions": {"read": false}}',
      "2:31: charmkit.permissions.read: expected true or a list",
    ],
    [
      '{"files": ["a", "../b"]}',
      '2:30: charmkit.files[1]: expected a path in the charm\'s folder, got "../b"',
    ],
    [
      '{"files": "templates/"}',
      '2:15: charmkit.files: expected a list, got "templates/"',
    ],
    [
      '{"permissions": {"net": ["a.example.com", "not a host!"]}}',
      '2:56: charmkit.permissions.net[1]: expected a host such as "api.example.com:443", "*.example.com", "10.0.0.0/8", "[::1]:8080" or "unix:/run/x.socket", got "not a host!"',
    ],
    [
      '{"permissions": {"run": ["a,b"]}}',
      '2:39: charmkit.permissions.run[0]: expected a name or path without commas, since Deno parts values by them, got "a,b"',
    ],
    [
      '{"permissions": {"env": [""]}}',
      '2:39: charmkit.permissions.env[0]: expected a name, got ""',
    ],
    [
      '{"permissions": {"everything": true}}',
      "2:31: charmkit.permissions.everything: unknown key here",
    ],
  ];
  for (const [section, place] of rows) {
    await using folder = await makeFolder({
      "deno.json": `{ // A comment.\n\t"charmkit": ${section},\n}`,
    });

    const error = await assertRejects(
      () => readCharmkitConfig(folder.path),
      CliError,
    );
    assertStringIncludes(error.details[0] ?? "", `deno.json:${place}`);
  }
});

Deno.test("readCharmkitConfig() says when deno.json is no JSON, and where", async () => {
  await using folder = await makeFolder({
    "deno.json": '{\n  // A comment.\n  "a": nothing\n}',
  });

  const error = await assertRejects(
    () => readCharmkitConfig(folder.path),
    CliError,
  );
  assertStringIncludes(error.details[0] ?? "", "deno.json");
  assertStringIncludes(error.details[0] ?? "", "expected JSON: ");
});
