import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { mistakeText } from "./mistakes.ts";
import { expectNoPipe, unreadable } from "./unreadable.ts";

Deno.test("unreadable() names the file and what the system says", async () => {
  await using folder = await makeFolder();
  await Deno.symlink("circle", folder.at("circle"));
  const messageOf = async (name: string) => {
    const error = await assertRejects(() => Deno.readFile(folder.at(name)));
    return mistakeText(unreadable("a.yaml", error));
  };

  assertEquals(await messageOf("."), "a.yaml: expected a file, found a folder");
  assertEquals(
    await messageOf("circle"),
    "a.yaml: cannot be read: too many levels of symbolic links",
  );
  assertEquals(
    await messageOf("nothing"),
    "a.yaml: cannot be read: no such file or directory",
  );
});

Deno.test("unreadable() throws what is no error of the system", () => {
  assertThrows(
    () => unreadable("a.yaml", new TypeError("Own mistake")),
    TypeError,
    "Own mistake",
  );
});

Deno.test("expectNoPipe() refuses what might never end", async () => {
  await using folder = await makeFolder({ file: "" });
  await new Deno.Command("mkfifo", { args: [folder.at("pipe")] }).output();

  await expectNoPipe(folder.at("file"));
  await expectNoPipe(folder.path);
  await assertRejects(
    () => expectNoPipe(folder.at("no")),
    Deno.errors.NotFound,
  );
  for (const path of [folder.at("pipe"), "/dev/null"]) {
    const error = await assertRejects(() => expectNoPipe(path));
    assertEquals(
      unreadable("a.yaml", error).message,
      "expected a file, found a pipe or a device",
    );
  }
});
