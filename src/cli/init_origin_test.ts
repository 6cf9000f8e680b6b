import { assertEquals, assertRejects } from "@std/assert";
import { toFileUrl } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
import { packageOrigin } from "./init_origin.ts";
import { VERSION } from "../version.ts";

const JSR = new URL(`https://jsr.io/@charmkit/ops/${VERSION}/`);

Deno.test("packageOrigin() takes the package from JSR where charmkit comes from there", async () => {
  await using folder = await makeFolder();

  assertEquals(await packageOrigin(folder.at("new"), JSR), {
    imports: {
      "@charmkit/ops": `jsr:@charmkit/ops@^${VERSION}`,
      "@std/assert": "jsr:@std/assert@^1.0.0",
    },
    links: [],
    checkout: null,
    command: "deno run -A @charmkit/ops/cli",
  });
});

Deno.test("packageOrigin() links to a checkout and its other packages", async () => {
  await using folder = await makeFolder({
    "checkout/deno.json": `{
      "name": "@charmkit/ops", // comments are fine
      "workspace": ["./.links/assert", "./examples/a"],
    }`,
    "checkout/.links/assert/deno.json": '{ "name": "@std/assert" }',
    "checkout/examples/a/deno.json": '{ "imports": {} }',
  });
  const own = toFileUrl(`${folder.at("checkout")}/`);

  const origin = await packageOrigin(folder.at("new"), own);

  const home = toFileUrl(folder.at("checkout")).href;
  assertEquals(origin.links, [home, `${home}/.links/assert`]);
  assertEquals(origin.checkout, home);
  assertEquals(origin.command.endsWith(` ${home}/.ci/charmkit.ts`), true);
});

Deno.test("packageOrigin() takes a folder of another package for no checkout", async () => {
  await using folder = await makeFolder({
    "deno.json": '{ "name": "@other/tool" }',
  });

  const origin = await packageOrigin(
    folder.at("new"),
    toFileUrl(`${folder.path}/`),
  );

  assertEquals([origin.links, origin.checkout], [[], null]);
});

Deno.test("packageOrigin() refuses a folder inside of a workspace that does not have it", async () => {
  const workspaces = [
    '["./charms/a", "./tools/*"]',
    '{"members": ["tools/*"]}',
  ];
  for (const workspace of workspaces) {
    await using folder = await makeFolder({
      "deno.json": `{ "workspace": ${workspace} }`,
    });

    const error = await assertRejects(
      () => packageOrigin(folder.at("charms/b"), JSR),
      CliError,
      "it is inside of the Deno workspace",
    );

    assertEquals(error.hint?.includes('"./charms/b"'), true);
    assertEquals((await packageOrigin(folder.at("tools/b"), JSR)).links, []);
  }
});

Deno.test("packageOrigin() makes no links for a member of a workspace", async () => {
  await using folder = await makeFolder({
    "deno.json": '{ "name": "@charmkit/ops", "workspace": ["./examples/a"] }',
  });

  const origin = await packageOrigin(
    folder.at("examples/a"),
    toFileUrl(`${folder.path}/`),
  );

  assertEquals(origin.links, []);
  assertEquals(origin.checkout, toFileUrl(folder.path).href);
});
