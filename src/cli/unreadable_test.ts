import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeFolder } from "./_testing.ts";
import { mistakeText } from "./mistakes.ts";
import { readBytes, readText, unreadable } from "./unreadable.ts";

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

Deno.test("readText() and readBytes() refuse what might never end", async () => {
  await using folder = await makeFolder({ file: "text" });
  await new Deno.Command("mkfifo", { args: [folder.at("pipe")] }).output();

  assertEquals(await readText(folder.at("file")), "text");
  assertEquals((await readBytes(folder.at("file"))).length, 4);
  for (const read of [readText, readBytes]) {
    await assertRejects(() => read(folder.at("no")), Deno.errors.NotFound);
    await assertRejects(() => read(folder.path), Deno.errors.IsADirectory);
    for (const path of [folder.at("pipe"), "/dev/null"]) {
      const error = await assertRejects(() => read(path));
      assertEquals(
        unreadable("a.yaml", error).message,
        "expected a file, found a pipe or a device",
      );
    }
  }
});
