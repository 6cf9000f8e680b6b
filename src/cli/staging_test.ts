import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { makeFolder } from "./_testing.ts";
import { CliError } from "./cli_error.ts";
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

Deno.test("withStagingFolder() leaves no folder that it made after an error", async () => {
  await using parent = await makeFolder({ "there/x": "" });

  for (const name of ["made", "there"]) {
    await assertRejects(
      () => withStagingFolder(parent.at(name), () => Promise.reject(Error())),
    );
  }

  const names = Array.from(Deno.readDirSync(parent.path), ({ name }) => name);
  assertEquals(names, ["there"]);
});

Deno.test("withStagingFolder() makes the folder where the result goes", async () => {
  await using folder = await makeFolder();

  await withStagingFolder(folder.at("new/dist"), () => Promise.resolve());

  assertEquals([...Deno.readDirSync(folder.at("new/dist"))], []);
});

Deno.test("withStagingFolder() removes what a killed process has left, and nothing else", async () => {
  await using folder = await makeFolder({
    ".charmkit-old/bundle/main.js": "",
    ".charmkit-new/part": "",
    "other/part": "",
    ".charmkit-file": "",
  });
  const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of [".charmkit-old", "other", ".charmkit-file"]) {
    await Deno.utime(folder.at(name), old, old);
  }

  await withStagingFolder(folder.path, () => Promise.resolve());

  const names = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  assertEquals(names.toSorted(), [
    ".charmkit-file",
    ".charmkit-new",
    "other",
  ]);
});

Deno.test("withStagingFolder() says where it can't write", async () => {
  await using folder = await makeFolder({ file: "" });

  await assertRejects(
    () => withStagingFolder(folder.at("file"), () => Promise.resolve()),
    CliError,
    `Cannot write to "${folder.at("file")}"`,
  );
});

Deno.test("withStagingFolder() is not disturbed by others that come and go", async () => {
  await using folder = await makeFolder();

  const use = () => withStagingFolder(folder.path, () => Promise.resolve(1));
  const results = await Promise.all(Array.from({ length: 100 }, use));

  assertEquals(results.length, 100);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});
