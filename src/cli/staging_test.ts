import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { withStagingFolder } from "./staging.ts";

Deno.test("withStagingFolder() leaves what was moved out, and nothing else", async () => {
  await using parent = await makeFolder();

  await withStagingFolder(parent.path, async (folder) => {
    await Deno.writeTextFile(join(folder, "a"), "");
    await Deno.writeTextFile(join(folder, "b"), "");
    await Deno.rename(join(folder, "a"), parent.at("a"));
  });

  const names = Array.from(Deno.readDirSync(parent.path), ({ name }) => name);
  assertEquals(names, ["a"]);
});

Deno.test("withStagingFolder() leaves nothing after an error", async () => {
  await using parent = await makeFolder();

  await assertRejects(
    () =>
      withStagingFolder(parent.path, async (folder) => {
        await Deno.writeTextFile(join(folder, "a"), "");
        throw new RangeError("no");
      }),
    RangeError,
  );

  assertEquals([...Deno.readDirSync(parent.path)], []);
});
