import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "./errors.ts";
import { Resources } from "./resources.ts";
import { TestContext } from "./_test_context.ts";

const charmcraft = {
  resources: { schema: { type: "file", filename: "schema.sql" } },
} as const;

Deno.test("Resources.fetch() asks once for a path (RES-01)", () => {
  const test = new TestContext({
    charmcraft,
    answers: { "resource-get": "/res/schema.sql" },
  });
  const resources = new Resources(test.context);

  assertEquals(resources.fetch("schema"), "/res/schema.sql");
  assertEquals(resources.fetch("schema"), "/res/schema.sql");
  assertEquals(test.argvs, ["resource-get schema"]);
});

Deno.test("Resources.fetch() asks again after a failure (RES-01)", () => {
  const test = new TestContext({
    charmcraft,
    answers: { "resource-get": { stderr: "ERROR could not download\n" } },
  });
  const resources = new Resources(test.context);

  for (let round = 0; round < 2; round++) {
    assertThrows(
      () => resources.fetch("schema"),
      ModelError,
      "could not download",
    );
  }
  assertEquals(test.argvs.length, 2);
});

Deno.test("Resources.fetch() refuses a name that is not declared (RES-01)", () => {
  const test = new TestContext({ charmcraft });
  const resources = new Resources(test.context);

  assertThrows(
    () => resources.fetch("toString"),
    ModelError,
    'Cannot fetch resource "toString": the metadata declares "schema"',
  );
  assertEquals(test.argvs, []);
  assertEquals([resources.keys(), resources.has("schema")], [["schema"], true]);
});
