import { assertEquals, assertRejects } from "@std/assert";
import { layerFromRockcraft, StateValidationError } from "../mod.ts";

async function read(text: string) {
  const path = await Deno.makeTempFile({ suffix: ".yaml" });
  try {
    await Deno.writeTextFile(path, text);
    return { path, layer: await layerFromRockcraft(path) };
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("layerFromRockcraft() reads summary, description, services and checks (STT-97)", async () => {
  const { layer, path } = await read(`summary: A rock
description: More of it
services:
  web: { override: replace, command: web }
checks:
  up: { override: replace, tcp: { port: 80 } }
`);

  assertEquals(layer.toDict(), {
    summary: "A rock",
    description: `More of it\n\n(From the rockcraft.yaml at ${path}.)`,
    services: { web: { override: "replace", command: "web" } },
    checks: { up: { override: "replace", tcp: { port: 80 } } },
  });
});

Deno.test("layerFromRockcraft() says that there is no description (STT-97)", async () => {
  const { layer } = await read("summary: A rock\n");

  assertEquals(layer.description.split("\n")[0], "(no description)");
  assertEquals([layer.services, layer.checks], [{}, {}]);
});

Deno.test("layerFromRockcraft() refuses what is no rock (STT-97)", async () => {
  for (
    const text of [
      "description: no summary\n",
      "- a list\n",
      "summary: !!js/function 'function f() {}'\n",
      "summary: [\n",
      "summary: a\nservices: 7\n",
    ]
  ) {
    await assertRejects(() => read(text), StateValidationError, "Cannot read");
  }
  await assertRejects(
    () => layerFromRockcraft("no/such/file.yaml"),
    StateValidationError,
    "not a file",
  );
});
